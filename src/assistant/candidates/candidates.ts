/**
 * The ways in which the photos of a chat can answer a question: for each photo what its skill would say, and how surely
 * it is what was meant.
 */
import { isAboutOther } from '../about.ts';
import type { Evidence } from '../evidence.ts';
import { type Question, said } from '../intent.ts';
import { CODES } from '../kind-words.ts';
import { AS_CHART } from '../question-words.ts';
import { sayAllergens } from '../skills/allergens.ts';
import { barsAsked, sayChart, sayExtreme } from '../skills/chart/chart.ts';
import { sayCodes } from '../skills/code/code.ts';
import type { Step } from '../skills/offers.ts';
import { sayPrint } from '../skills/print.ts';
import { sayShown } from '../skills/shown.ts';
import type { SkillReply } from '../skills/skill.ts';
import { sayAbsent, saySubstances } from '../skills/substance.ts';
import { type Asked, type Candidate, isAttached, isLabel, isShelf, photoName, spokenOf } from './candidate.ts';
import { onLabel } from './label.ts';
import { onReceipt } from './receipt.ts';
import { onShelf } from './shelf.ts';
import { onTable } from './table.ts';

export function candidatesIn(
  evidence: Evidence,
  asksOf: Question,
  pool: readonly Evidence[],
  asked: Asked,
): Candidate[] {
  const { talk, focus, products } = asked;
  const { seen, photo } = evidence;
  // Whether it may be eaten is told by what is printed about allergens, and by nothing else.
  const isFood = isLabel(evidence) || isShelf(evidence);
  const question = asksOf.safe && isFood ? { ...asksOf, allergens: true } : asksOf;
  const readable = ['receipt', 'table', 'chart'].includes(seen.kind) && !question.shown;
  const step: Step = readable
    ? { kind: 'one', photo: photo.id, place: 0, what: 'energy' }
    : { kind: 'shown', photo: photo.id };
  const one = (strength: Candidate['strength'], reply: SkillReply): Candidate[] => [
    { evidence, strength, reply, name: photoName(evidence, null, talk), step },
  ];
  if (question.substances.length > 0 && question.nutrients.length === 0 && !question.allergens) {
    const isAbout = (row: string) => question.substances.some(({ isIn }) => isIn(row));
    const read = isProduct(evidence) ? saySubstances(evidence, isAbout, talk) : null;
    if (read) return one(2, read);
    const names = question.substances.map(({ name }) => name);
    return isLabel(evidence) ? one(1, sayAbsent(evidence, names, talk)) : [];
  }
  const isNew = isAttached(evidence, asked);
  const namesItself = evidence.reading.codes.length > 0 && said(question.text, CODES);
  // Of a receipt that is spoken of it is said that it has no such line.
  const asksReceipt =
    seen.kind === 'receipt' && focus?.photos.includes(photo.id) && (question.howMuch || question.paid);
  const isOfAny = isNew || question.shown || question.allergens || asksReceipt || namesItself;
  if (!isOfAny && isAboutOther(evidence, question)) return [];
  if (question.shown) return one(2, sayShown(evidence, focus?.photos.includes(photo.id) ? focus : null, talk));
  switch (seen.kind) {
    case 'shelf':
      return onShelf({ ...evidence, seen }, question, asked);
    case 'label':
      return onLabel({ ...evidence, seen }, question, pool, asked);
    case 'receipt':
      return onReceipt({ ...evidence, seen }, question, asked).flatMap(([strength, reply]) => one(strength, reply));
    case 'table':
      return onTable({ ...evidence, seen }, question, asked).flatMap(([strength, reply]) => one(strength, reply));
    case 'chart': {
      if (question.extreme && (spokenOf(evidence, question, asked) || said(question.text, AS_CHART)))
        return one(2, sayExtreme({ ...evidence, seen }, question.extreme, talk));
      const namesBars = barsAsked(seen, question.text).length < seen.bars.length;
      const isAsked = question.all || question.howMuch;
      return namesBars || question.asChart || (isAsked && spokenOf(evidence, question, asked))
        ? one(namesBars ? 3 : 1, sayChart({ ...evidence, seen }, question.text, talk))
        : [];
    }
    case 'text':
    case 'unreadable': {
      if (namesItself) return one(2, sayCodes(evidence, products, talk));
      if (question.says && !question.allergens && seen.kind === 'text') return one(2, sayPrint(evidence, talk));
      return question.allergens && seen.kind === 'text' ? one(1, sayAllergens(evidence, null, talk)) : [];
    }
    default:
      return seen satisfies never;
  }
}

/** May be of something to eat: its print is looked through. */
const isProduct = ({ seen: { kind } }: Evidence): boolean => kind === 'label' || kind === 'shelf' || kind === 'text';
