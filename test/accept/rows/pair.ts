import type { LabelTruth } from '../../vision/layouts/label.ts';
import { type LaidPair, layPair } from '../../vision/layouts/pair.ts';
import { toSvg } from '../../vision/layouts/scene.ts';
import type { Attempt } from '../attempt.ts';
import { askedOf } from '../taken.ts';
import { inventedIn, numbersIn, printedOn, saidBy, type Verdict, whether } from '../verdict.ts';

/** Each reason, and what it is about. */
const REASONS: Record<NonNullable<LaidPair['refused']>, RegExp> = {
  units: /: A is per 100 g, B per 100 ml, and no density is printed/,
  drained: /: A is per 100 g drained, B per 100 g, and only one is without its liquid/,
  'no base': /: no base that I could read on B \(/,
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
  const said = saidBy(askedOf(attached, text));
  const table = cellsOf(said);
  const printed = printedOn(scenes);
  if (refused !== null)
    return whether(isRefused(said, refused), `should be refused (${refused}): ${said}`, {
      invented: (table.size > 0 ? 1 : 0) + inventedIn(said, printed, [100]).length,
    });
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
  const claims = falseClaims(said, truth);
  const factors = labels.flatMap(({ truth: { serving } }) => (serving ? [100 / Number(serving)] : []));
  // Of the table, each cell was held against its own value; of what is claimed, each difference. What else is said is printed.
  const around = said.replace(/^\|.*$/gm, '').replace(CLAIM, '');
  const invented = inventedIn(around, printed, [2, 100, ...factors], 0.00005);
  return whether(
    wished && wrong.length === 0 && claims.length === 0 && invented.length === 0,
    `${attached.map(({ seen }) => seen.kind).join()}: ${[...wrong, ...claims, ...invented].join()} in ${said}`,
    {
      invented: wrong.length + claims.length + invented.length,
    },
  );
}

/** Whether the answer says why there is no table: that reason, and no other one. */
export const isRefused = (said: string, why: NonNullable<LaidPair['refused']>): boolean =>
  REASONS[why].test(said) && !said.includes('|');

/** "A fits your wish: 13 g more protein.", "B has 120 kcal less and less salt." */
const CLAIM = /\b([AB]) (?:fits your wish: |has )(.*?)\.(?=\s|$)/g;
/** "The most protein: B." */
const BEST = /\bThe (most|least) (\p{L}+): (.*?)\.(?=\s|$)/gu;
/** Rounded values stand in the table, and their difference is told. */
const NEAR = { grams: 0.1, kcal: 1 };

/** What is claimed of one label against the other and does not hold. */
export function falseClaims(said: string, truth: readonly Record<string, number>[]): string[] {
  const placed = [...said.matchAll(CLAIM)].flatMap(([, name, how = '']) => {
    const place = name === 'A' ? 0 : 1;
    const over = (what: string) => truth[place]![what]! - truth[1 - place]![what]!;
    return how.split(/, | and /).filter((one) => {
      const match = /^(?:(\d+(?:\.\d+)?) (?:k?J|kcal|m?g) )?(more|less)(?: (\p{L}+))?$/u.exec(one);
      const what = match?.[3] ?? 'energy';
      if (!match || !(what in truth[0]!)) return true;
      const [, amount, way] = match;
      const near = what === 'energy' ? NEAR.kcal : NEAR.grams;
      const by = way === 'more' ? over(what) : -over(what);
      return amount === undefined ? by < -near : Math.abs(by - Number(amount)) > near + 1e-6;
    });
  });
  const best = [...said.matchAll(BEST)].flatMap(([all, which, what = '', names = '']) => {
    const values = truth.map((values) => values[what]!);
    const most = which === 'most' ? Math.max(...values) : Math.min(...values);
    const held = names.split(/, | and /).every((name) => Math.abs(values[name === 'A' ? 0 : 1]! - most) <= NEAR.grams);
    return held ? [] : [all];
  });
  return [...placed, ...best];
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
