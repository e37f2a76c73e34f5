import type { Evidence } from '../../../src/assistant/evidence.ts';
import { type LabelTruth, type LaidLabel, layLabel } from '../../vision/layouts/label.ts';
import { toSvg } from '../../vision/layouts/scene.ts';
import type { Attempt } from '../attempt.ts';
import { askedOf, degradations } from '../taken.ts';
import { added, printedOn, saidBy, type Verdict, verdict } from '../verdict.ts';

const CONTRADICTIONS = ['energy', 'kilojoule', 'parts'] as const;
/** Which value each is about. */
const ABOUT = { energy: 'energy', kilojoule: 'energy', parts: 'sugars' } as const;

/** What every label is asked for. */
const ASKED = 'What are the energy, fat, saturates, carbohydrate, sugars, fibre, protein and salt?';

/** One label in six contradicts itself. */
const PLANTED = { each: 6, at: 4 };

/** R13: each value on the label's base, of the label under each fault of a photo; one that contradicts itself, and that is said. */
export async function label({ random, index, darkroom }: Attempt): Promise<Verdict> {
  const planted = index % PLANTED.each === PLANTED.at;
  const laid = layLabel(random, planted ? { contradiction: random.pick(CONTRADICTIONS) } : {});
  const verdicts: Verdict[] = [];
  for (const [name, how] of degradations(random)) {
    const { evidence } = await darkroom.take(toSvg(laid.scene), random, how);
    const { notes, ...figures } = judged(evidence, laid);
    verdicts.push({ ...figures, notes: notes.map((note) => `${name}: ${note}`) });
  }
  return added(verdicts);
}

function judged(evidence: Evidence, { scene, truth }: LaidLabel): Verdict {
  const planted = truth.contradiction !== null;
  const reply = askedOf([evidence], ASKED);
  const said = saidBy(reply);
  const found = verdict({ contradictions: planted ? 1 : 0 });
  const flagged = /does not add up|do not fit each other/.test(said);
  if (planted && flagged) found.flagged = 1;
  if (planted && !flagged) found.notes.push(`not flagged (${truth.contradiction}), ${evidence.seen.kind}: ${said}`);
  if (!planted && flagged) {
    found.failed++;
    found.notes.push(`a false alarm: ${said}`);
  }
  const all = reply?.facts ?? [];
  // What the label prints no row of has no value, and kJ, which are no value of their own, are at least printed.
  const printed = printedOn([scene]);
  for (const { what, value, unit } of all) {
    if (what in truth.values && (unit !== 'kJ' || printed.includes(Number(value)))) continue;
    if (what === 'salt' && isOfSodium({ value, said }, truth)) continue;
    found.invented++;
    found.notes.push(`${what} ${value} ${unit} is printed nowhere`);
  }
  const facts = all.filter(({ unit }) => unit !== 'kJ');
  const checks = evidence.seen.kind === 'label' ? evidence.seen.checks : [];
  const columnsDiffer = (what: string) =>
    flagged && checks.some(({ name, passed, of }) => name === 'columns' && !passed && of.includes(what));
  for (const [what, value] of Object.entries(truth.values)) {
    const own = facts.filter((fact) => fact.what === what && onBase(fact.base.kind, truth));
    if (own.length > 0 && own.every((fact) => Number(fact.value) === Number(value))) found.passed++;
    else {
      // Salt is what was asked for where a label prints sodium.
      if (what === 'sodium') continue;
      // Planted in one column of two: which of the two is right nobody can say, so that they differ is all there is to say.
      if (own.length === 0 && truth.contradiction && what === ABOUT[truth.contradiction] && columnsDiffer(what))
        continue;
      found.failed++;
      if (own.length > 0) found.invented++;
      found.notes.push(
        `${what} ${value}: ${own.map((fact) => `${fact.value} from "${fact.print}"`).join()} ${evidence.seen.kind}`,
      );
    }
  }
  return found;
}

/** Salt that was asked for where sodium is printed, in mg: calculated (Regulation (EU) 1169/2011, annex I), and said to be. */
const isOfSodium = ({ value, said }: { value: string; said: string }, { values: { sodium } }: LabelTruth): boolean =>
  sodium !== undefined &&
  Math.abs(Number(value) - (Number(sodium) * 2.5) / 1_000) <= 0.005 + 1e-9 &&
  said.includes(`Salt is calculated: sodium ${sodium} mg × 2.5.`);

const onBase = (kind: string, { base }: LabelTruth): boolean => kind === base || kind === 'none';
