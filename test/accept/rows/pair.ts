import { answerFromPhotos } from '../../../src/assistant/asking.ts';
import type { LabelTruth } from '../../vision/layouts/label.ts';
import { type LaidPair, layPair } from '../../vision/layouts/pair.ts';
import { toSvg } from '../../vision/layouts/scene.ts';
import type { Attempt } from '../attempt.ts';
import { TALK } from '../taken.ts';
import { inventedIn, numbersIn, printedOn, saidBy, type Verdict, whether } from '../verdict.ts';

/** A base that could not be read is a reason too, whatever else sets the two apart. */
const REASONS: Record<NonNullable<LaidPair['refused']>, RegExp> = {
  units: /no density is printed/,
  drained: /without its liquid/,
  'no base': /no base that I could read/,
};

/** How the answer's rows are called, and half of their last digit. */
const ROWS = {
  kcal: { what: 'energy', half: 0.5 },
  'protein, g': { what: 'protein', half: 0.05 },
  'sugars, g': { what: 'sugars', half: 0.05 },
  'fat, g': { what: 'fat', half: 0.05 },
  'salt, g': { what: 'salt', half: 0.005 },
} as const;
const WISHED = ['protein, g', 'sugars, g'] as const;

/** R14: a table of both on one base in which every number is right, or the reason why there is none. */
export async function pair({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const { labels, refused } = layPair(random, index);
  const scenes = labels.map(({ scene }) => scene);
  const attached = [];
  for (const scene of scenes) attached.push((await darkroom.take(toSvg(scene), random)).evidence);
  const text = 'Compare: which has more protein and less sugar?';
  const said = saidBy(answerFromPhotos({ text, attached, earlier: [], focus: null, talk: TALK }));
  const table = cellsOf(said);
  if (refused !== null)
    return whether(
      REASONS[refused].test(said) || REASONS['no base'].test(said),
      `should be refused (${refused}): ${said}`,
      {
        invented: table.size > 0 ? 1 : 0,
      },
    );
  const truth = labels.map((one) => perHundred(one.truth));
  const wrong = [...table].flatMap(([row, cells]) =>
    cells.filter((cell, side) => {
      const own = ROWS[row as keyof typeof ROWS];
      return (
        /\d/.test(cell) && !(own && Math.abs(Number(numbersIn(cell)[0]) - truth[side]![own.what]!) <= own.half + 1e-6)
      );
    }),
  );
  const wished = WISHED.every((row) => table.get(row)?.every((cell) => /\d/.test(cell)));
  const differences = Object.keys(truth[0]!).map((what) => Math.abs(truth[0]![what]! - truth[1]![what]!));
  const calculated = [2, 100, ...truth.flatMap((values) => Object.values(values)), ...differences];
  const factors = labels.flatMap(({ truth: { serving } }) => (serving ? [100 / Number(serving)] : []));
  // Energy is said in whole kcal, and so is how far two are apart.
  const energy = truth.map((values) => Math.round(values.energy!));
  const whole = [...energy, Math.abs(energy[0]! - energy[1]!)];
  const invented = inventedIn(said, printedOn(scenes), [...calculated, ...factors, ...whole], 0.11);
  return whether(
    wished && wrong.length === 0 && invented.length === 0,
    `${attached.map(({ seen }) => seen.kind).join()}: ${[...wrong, ...invented].join()} in ${said}`,
    {
      invented: wrong.length + invented.length,
    },
  );
}

/** The rows of the answer's table by their names. */
function cellsOf(said: string): Map<string, string[]> {
  const rows = said
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return new Map(
    rows.map((row) => {
      const [name = '', ...cells] = row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [name, cells];
    }),
  );
}

function perHundred({ values, base, serving }: LabelTruth): Record<string, number> {
  const factor = base === 'serving' && serving ? 100 / Number(serving) : 1;
  return Object.fromEntries(Object.entries(values).map(([what, value]) => [what, Number(value) * factor]));
}
