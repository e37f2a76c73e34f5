/**
 * A question meets the photos of its chat: which of them it is about, and which skill answers. Deterministic; null
 * where no photo answers, so that the model is asked. Where two photos fit, the person is asked which.
 */
import type { Button } from '../../adapters/contract.ts';
import { say } from '../conversation/notices.ts';
import { comparesOthers, isAboutPeople, JOINED } from './about.ts';
import { type Asked, isLabel, isShelf, namesIn } from './candidates/candidate.ts';
import { candidatesIn } from './candidates/candidates.ts';
import type { Evidence, Unreadable } from './evidence.ts';
import { type Question, questionIn, said, withoutAllergens } from './intent.ts';
import { LABELS } from './kind-words.ts';
import { THIS } from './question-words.ts';
import { sayChart } from './skills/chart/chart.ts';
import { sayCodes } from './skills/code/code.ts';
import { compare, compareBars, letter } from './skills/compare/compare.ts';
import { sayPrices } from './skills/compare/prices.ts';
import { type LabelEvidence, sayLabel } from './skills/label/label.ts';
import { choiceOf, offer, type Step } from './skills/offers.ts';
import { sayReceipt } from './skills/receipt/receipt.ts';
import { sayPack, sayRanking } from './skills/shelf/shelf.ts';
import { sayShown } from './skills/shown.ts';
import { type Focus, focusOn, type SkillReply, saying, type Talk } from './skills/skill.ts';
import { sayTable } from './skills/table/table.ts';
import { kindOf, label } from './skills/wording.ts';

/** What the photos answer, or null: no photo does. */
export function answerFromPhotos(asked: Asked): SkillReply | null {
  const { text, attached, earlier, talk } = asked;
  const question = questionIn(text);
  if (attached.length > 0)
    return (question && text.trim() !== '' && fromAttached(question, asked)) || arrived(attached, asked);
  if (!question || earlier.length === 0 || isAboutPeople(question)) return null;
  const found = resolve(question, earlier, asked);
  if (found) return found;
  // A model that looks at what was photographed is never the one to say what is not in it.
  if (question.allergens && (said(text, THIS) || withoutAllergens(question.names).length === 0)) {
    const last = earlier.at(-1)!;
    if (last.seen.kind === 'unreadable') return nothingRead([last], talk);
  }
  // A number that no photo holds is not left to a model's memory.
  const asksNumber =
    question.substances.length > 0 || (question.nutrients.length > 0 && (question.howMuch || question.followUp));
  return asksNumber ? saying(say('skill.no-number', {}, talk.language)) : null;
}

/** What a pressed button asks for, or null: its photo is forgotten. */
export function answerStep(
  step: Step,
  { earlier, focus, talk }: Pick<Asked, 'earlier' | 'focus' | 'talk'>,
): SkillReply | null {
  const find = (id: string) => earlier.find(({ photo }) => photo.id === id);
  const labels = (ids: readonly string[]): LabelEvidence[] | null => {
    const found = ids
      .map(find)
      .filter((one) => one !== undefined)
      .filter(isLabel);
    return found.length === ids.length && found.length >= 2 ? found : null;
  };
  switch (step.kind) {
    case 'bars': {
      const found = labels(step.photos);
      return found && compareBars(found, focus?.what ?? null, talk);
    }
    case 'prices': {
      const chosen = { photos: step.photos, what: 'protein', way: 'most' } satisfies Focus;
      return labels(step.photos) && saying(say('skill.prices.ask', {}, talk.language), { focus: chosen });
    }
    case 'shown':
    case 'all':
    case 'one':
    case 'file': {
      const evidence = find(step.photo);
      return evidence ? ofOne(step, evidence, focus, talk) : null;
    }
    default:
      return step satisfies never;
  }
}

function ofOne(
  step: Extract<Step, { photo: string }>,
  evidence: Evidence,
  focus: Focus | null,
  talk: Talk,
): SkillReply | null {
  switch (step.kind) {
    case 'shown':
      return sayShown(evidence, focus?.photos.includes(evidence.photo.id) ? focus : null, talk);
    case 'all':
      return isShelf(evidence) ? sayRanking(evidence, { what: step.what, way: step.way, all: true }, talk) : null;
    case 'one': {
      const { seen } = evidence;
      if (seen.kind === 'receipt') return sayReceipt({ ...evidence, seen }, { list: false }, talk);
      if (seen.kind === 'chart') return sayChart({ ...evidence, seen }, '', talk);
      if (seen.kind === 'table') return sayTable({ ...evidence, seen }, talk);
      if (isLabel(evidence)) return sayLabel(evidence, { asked: [step.what], base: null }, talk);
      const pack = isShelf(evidence) ? evidence.seen.packs[step.place] : undefined;
      return pack && isShelf(evidence)
        ? sayPack(evidence, pack, { what: step.what, way: 'most', placed: false }, talk)
        : null;
    }
    case 'file':
      return evidence.seen.kind === 'table' ? sayTable({ ...evidence, seen: evidence.seen }, talk) : null;
    default:
      return step satisfies never;
  }
}

// ------------------------------------------------------------------------------------------ photos that just came

function fromAttached(question: Question, asked: Asked): SkillReply | null {
  const { attached, earlier, talk } = asked;
  // "Compare the two", with the second of them: the first came before.
  const both = question.compare ? [...earlier.filter(isLabel).slice(-1), ...attached.filter(isLabel)] : [];
  const found = resolve(question, attached, asked) ?? (both.length > 1 ? resolve(question, both, asked) : null);
  if (found) return found;
  const refused = refusal(attached, talk);
  if (refused) return refused;
  if (question.allergens && attached.some(({ seen }) => seen.kind === 'unreadable')) return nothingRead(attached, talk);
  const numberless =
    question.substances.length > 0 ||
    (question.nutrients.length > 0 && attached.every(({ seen }) => seen.kind === 'text'));
  return numberless ? saying(say('skill.no-number', {}, talk.language)) : null;
}

/** Photos without words, or with words that ask nothing of them. Null where there is nothing to read: a vision model may look. */
function arrived(attached: readonly Evidence[], { text, talk, products }: Asked): SkillReply | null {
  const refused = refusal(attached, talk);
  if (refused) return refused;
  if (text.trim() !== '') return null;
  const labels = attached.filter(isLabel);
  if (labels.length >= 2 && labels.length === attached.length) return compare(labels, [], talk);
  const last = attached.findLast(({ seen, reading }) => seen.kind !== 'unreadable' || reading.codes.length > 0);
  if (!last) return null;
  if (last.reading.codes.length > 0 && (last.seen.kind === 'text' || last.seen.kind === 'unreadable'))
    return sayCodes(last, products, talk);
  const buttons = last.seen.kind === 'table' ? [offer({ kind: 'file', photo: last.photo.id }, talk.language)] : [];
  return saying(say('skill.arrived', { kind: kindOf(last) }, talk.language), {
    buttons: [offer({ kind: 'shown', photo: last.photo.id }, talk.language), ...buttons],
    focus: focusOn(...attached.map(({ photo }) => photo)),
  });
}

const nothingRead = (photos: readonly Evidence[], talk: Talk): SkillReply =>
  refusal(photos, talk) ?? saying(say('skill.shown.nothing', {}, talk.language));

/** Why nothing can be said of these photos, where that is so for all. */
function refusal(attached: readonly Evidence[], { language }: Talk): SkillReply | null {
  const reasons = attached.map(({ seen, reading }) =>
    seen.kind === 'unreadable' && reading.codes.length === 0 ? seen.why : null,
  );
  const [why] = reasons;
  if (why === undefined || why === null || reasons.includes(null)) return null;
  const id = REFUSALS[why];
  return id === null ? null : saying(say(id, {}, language));
}

const REFUSALS = {
  script: 'skill.script',
  'too small': 'skill.too-small',
  chart: 'skill.chart.refused',
  'nothing printed': null,
} as const satisfies Record<Unreadable['why'], string | null>;

// ------------------------------------------------------------------------------------------ questions about photos

function resolve(question: Question, pool: readonly Evidence[], asked: Asked): SkillReply | null {
  const { focus, talk } = asked;
  const several = ofSeveral(question, pool, asked);
  if (several) return several;
  const candidates = pool.flatMap((evidence) => candidatesIn(evidence, question, pool, asked));
  const strongest = Math.max(0, ...candidates.map(({ strength }) => strength));
  const best = candidates.filter(({ strength }) => strength === strongest);
  if (best.length <= 1) return best[0]?.reply ?? null;
  // What was just spoken of is meant, unless "the second" may count photos as well as packs.
  const current = best.filter(({ evidence }) => focus?.photos.includes(evidence.photo.id));
  if (question.ordinal === null && current.length === 1) return current[0]!.reply;
  const latest = best.filter(({ evidence }) => evidence.photo.id === best.at(-1)!.evidence.photo.id);
  if (question.ordinal === null && question.names.length === 0 && latest.length === 1 && pool === asked.attached)
    return latest[0]!.reply;
  return saying(say('skill.which', {}, talk.language), {
    buttons: best.slice(-3).map(({ name, step }): Button => ({ label: label(name), value: choiceOf(step) })),
    focus,
  });
}

/** "… in B?": labels are called by letters where they stand side by side. */
const endsWithLetter = (text: string, name: string): boolean =>
  /(?<!\p{L})([A-H])\s*[?.!]*\s*$/u.exec(text)?.[1] === name;

/** Whether a question names this label by a word that the others are not called by. */
const isCalled = ({ seen }: LabelEvidence, { names }: Question, others: readonly LabelEvidence[]): boolean =>
  names.some((word) => namesIn(seen.name, word) && !others.some((other) => namesIn(other.seen.name, word)));

/** What takes two labels: comparing, prices, a chart of both. */
function ofSeveral(question: Question, pool: readonly Evidence[], { focus, attached, talk }: Asked): SkillReply | null {
  const inFocus = pool.filter(({ photo }) => focus?.photos.includes(photo.id)).filter(isLabel);
  const all = pool.filter(isLabel);
  const labels = attached.length > 0 ? all : inFocus.length >= 2 ? inFocus : all.slice(-2);
  if (labels.length < 2 || (attached.length === 0 && comparesOthers(labels, question))) return null;
  if (question.prices) return sayPrices(labels, question.prices, talk);
  if (question.cheaper && question.nutrients.length === 0)
    return saying(say('skill.prices.ask', {}, talk.language), {
      focus: { photos: labels.map(({ photo }) => photo.id), what: 'protein', way: 'most' },
    });
  if (question.asChart && (inFocus.length >= 2 || attached.length >= 2))
    return compareBars(labels, question.nutrients[0] ?? null, talk);
  const together = inFocus.length >= 2 || attached.length >= 2 || said(question.text, LABELS);
  // "Nut bar or oat bar?", "how much more protein has the nut bar?"
  const isBoth =
    JOINED.test(question.text) && labels.every((one, index) => isCalled(one, question, labels.toSpliced(index, 1)));
  const isMore = together && question.howMuch && question.wants.length > 0;
  if (isBoth || isMore)
    return compare(labels, question.wants, talk, { also: question.nutrients, prepared: question.prepared });
  if (question.ordinal !== null || question.names.some((word) => labels.some(({ seen }) => namesIn(seen.name, word))))
    return null;
  const one = labels.find((_, index) => endsWithLetter(question.text, letter(index)));
  if (together && one && question.nutrients.length > 0)
    return sayLabel(one, { ...question, asked: question.nutrients }, talk);
  if (question.compare || (together && question.nutrients.length > 0))
    return compare(labels, question.wants, talk, { also: question.nutrients, prepared: question.prepared });
  return null;
}
