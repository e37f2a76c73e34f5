/**
 * A question meets the photos of its chat: which of them it is about, and which skill answers. Deterministic; null
 * where no photo answers, so that the model is asked. Where two photos fit, the person is asked which.
 */
import type { Button } from '../../adapters/contract.ts';
import { say } from '../conversation/notices.ts';
import type { Evidence, Pack, Unreadable } from './evidence.ts';
import { type Question, questionIn } from './intent.ts';
import { wordsOf } from './printed/letters.ts';
import type { Nutrient } from './printed/nutrients.ts';
import { sayAllergens } from './skills/allergens.ts';
import { barsAsked, sayChart } from './skills/chart/chart.ts';
import { type Products, sayCodes } from './skills/code/code.ts';
import { compare, compareBars } from './skills/compare/compare.ts';
import { sayPrices } from './skills/compare/prices.ts';
import { type LabelEvidence, sayLabel } from './skills/label/label.ts';
import { choiceOf, offer, type Step } from './skills/offers.ts';
import { sayReceipt } from './skills/receipt/receipt.ts';
import { claimOf, rank } from './skills/shelf/rank.ts';
import { type ShelfEvidence, sayPack, sayRanking } from './skills/shelf/shelf.ts';
import { sayShown } from './skills/shown.ts';
import { type Focus, type SkillReply, saying, type Talk } from './skills/skill.ts';
import { cellAsked, sayCell, sayTable } from './skills/table/table.ts';
import { clock, label } from './skills/wording.ts';

export interface Asked {
  /** The words of the message; empty for photos without words. */
  text: string;
  /** Photos that came with it, in order. */
  attached: readonly Evidence[];
  /** Those of the chat before it, oldest first. */
  earlier: readonly Evidence[];
  /** Of the last reply of a skill here. */
  focus: Focus | null;
  talk: Talk;
  products?: Products;
}

/** What the photos answer, or null: no photo does. */
export function answerFromPhotos(asked: Asked): SkillReply | null {
  const { text, attached, earlier, talk } = asked;
  const question = questionIn(text);
  if (attached.length > 0)
    return (question && text.trim() !== '' && fromAttached(question, asked)) || arrived(attached, asked);
  if (!question || earlier.length === 0) return null;
  const found = resolve(question, earlier, asked);
  if (found) return found;
  // A number that no photo holds is not left to a model's memory.
  return question.nutrients.length > 0 && question.howMuch ? saying(say('skill.no-number', {}, talk.language)) : null;
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
      if (isLabel(evidence)) return sayLabel(evidence, { asked: [step.what], per100: false }, talk);
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

const isLabel = (evidence: Evidence): evidence is LabelEvidence => evidence.seen.kind === 'label';
const isShelf = (evidence: Evidence): evidence is ShelfEvidence => evidence.seen.kind === 'shelf';

// ------------------------------------------------------------------------------------------ photos that just came

function fromAttached(question: Question, asked: Asked): SkillReply | null {
  const { attached, talk } = asked;
  const found = resolve(question, attached, asked);
  if (found) return found;
  const refused = refusal(attached, talk);
  if (refused) return refused;
  const numberless = question.nutrients.length > 0 && attached.every(({ seen }) => seen.kind === 'text');
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
  return saying(say('skill.arrived', { kind: last.seen.kind }, talk.language), {
    buttons: [offer({ kind: 'shown', photo: last.photo.id }, talk.language), ...buttons],
    focus: { photos: attached.map(({ photo }) => photo.id), what: null, way: 'most' },
  });
}

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

/** One way to answer: from which photo, and how surely it is meant. */
interface Candidate {
  evidence: Evidence;
  /** 3: what was named is in it. 2: it has what is asked. 1: it may be meant. */
  strength: 1 | 2 | 3;
  reply: SkillReply;
  /** How the person is asked whether it is this one. */
  name: string;
  step: Step;
}

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

/** What takes two labels: comparing, prices, a chart of both. */
function ofSeveral(question: Question, pool: readonly Evidence[], { focus, attached, talk }: Asked): SkillReply | null {
  const inFocus = pool.filter(({ photo }) => focus?.photos.includes(photo.id)).filter(isLabel);
  const all = pool.filter(isLabel);
  const labels = attached.length > 0 ? all : inFocus.length >= 2 ? inFocus : all.slice(-2);
  if (labels.length < 2) return null;
  if (question.prices) return sayPrices(labels, question.prices, talk);
  if (question.asChart && (inFocus.length >= 2 || attached.length >= 2))
    return compareBars(labels, question.nutrients[0] ?? null, talk);
  const together = inFocus.length >= 2 || attached.length >= 2;
  if (question.ordinal !== null || question.names.some((word) => labels.some(({ seen }) => namesIn(seen.name, word))))
    return null;
  if (question.compare || (together && question.wants.length > 0)) return compare(labels, question.wants, talk);
  return null;
}

const namesIn = (name: string | null, word: string): boolean =>
  wordsOf(name ?? '').some(
    (own) => own === word || (own.length > 3 && own.replace(/e?s$/, '') === word.replace(/e?s$/, '')),
  );

/** The share of a name's words that a question says. */
function match(name: string | null, words: readonly string[]): number {
  const own = wordsOf(name ?? '');
  return own.length === 0 ? 0 : words.filter((word) => namesIn(name, word)).length / own.length;
}

function candidatesIn(evidence: Evidence, question: Question, pool: readonly Evidence[], asked: Asked): Candidate[] {
  const { talk, focus, products } = asked;
  const { seen, photo } = evidence;
  const one = (strength: Candidate['strength'], reply: SkillReply): Candidate[] => [
    { evidence, strength, reply, name: photoName(evidence, null, talk), step: { kind: 'shown', photo: photo.id } },
  ];
  if (question.shown) return one(2, sayShown(evidence, focus?.photos.includes(photo.id) ? focus : null, talk));
  switch (seen.kind) {
    case 'shelf':
      return onShelf({ ...evidence, seen }, question, asked);
    case 'label':
      return onLabel({ ...evidence, seen }, question, pool, asked);
    case 'receipt':
      return question.total || question.all || (question.howMuch && question.nutrients.length === 0)
        ? one(2, sayReceipt({ ...evidence, seen }, { list: question.all }, talk))
        : [];
    case 'table': {
      const cell = cellAsked(seen, question.text);
      if (cell) return one(3, sayCell({ ...evidence, seen }, cell, talk));
      return question.asFile || question.all ? one(2, sayTable({ ...evidence, seen }, talk)) : [];
    }
    case 'chart': {
      const namesBars = barsAsked(seen, question.text).length < seen.bars.length;
      return namesBars || question.all || question.asChart || question.howMuch
        ? one(namesBars ? 3 : 1, sayChart({ ...evidence, seen }, question.text, talk))
        : [];
    }
    case 'text':
    case 'unreadable': {
      if (evidence.reading.codes.length > 0 && /\b(?:barcode|code|qr|ean)\b/i.test(question.text))
        return one(2, sayCodes(evidence, products, talk));
      return question.allergens && seen.kind === 'text' ? one(1, sayAllergens(evidence, null, talk)) : [];
    }
    default:
      return seen satisfies never;
  }
}

function onShelf(evidence: ShelfEvidence, question: Question, { focus, talk }: Asked): Candidate[] {
  const { seen, photo } = evidence;
  const remembered = focus?.photos.includes(photo.id) ? focus : null;
  const way = question.wants[0]?.way === 'less' ? 'least' : question.wants[0] ? 'most' : (remembered?.way ?? 'most');
  const what: Nutrient | null = question.nutrients[0] ?? remembered?.what ?? null;
  const packs = packsNamed(seen.packs, question.names);
  if (question.allergens)
    return packs.map((pack) => candidate(evidence, pack, 3, sayAllergens(evidence, pack, talk), what, talk));
  const pointed =
    question.ordinal === null
      ? undefined
      : rank(seen, remembered?.what ?? what ?? 'protein', way).ranked[question.ordinal]?.pack;
  const meant = packs.length > 0 ? packs : pointed ? [pointed] : [];
  if (
    meant.length > 0 &&
    what !== null &&
    (question.nutrients.length > 0 || question.followUp || question.howMuch || packs.length > 0)
  )
    return (
      meant
        // Of several that could be meant, only those with an answer are offered.
        .filter((pack) => meant.length === 1 || claimOf(pack, what))
        .filter((pack) => packs.length > 0 || claimOf(pack, what))
        .map((pack) =>
          candidate(
            evidence,
            pack,
            packs.length > 0 ? 3 : 2,
            sayPack(evidence, pack, { what, way, placed: pointed === undefined }, talk),
            what,
            talk,
          ),
        )
    );
  if (what === null || question.ordinal !== null || (question.names.length > 0 && question.followUp)) return [];
  if (question.wants.length === 0 && !question.howMuch && !question.all && !question.compare) return [];
  const reply = sayRanking(evidence, { what, way, all: question.all }, talk);
  const step: Step = { kind: 'all', photo: photo.id, what, way };
  return [{ evidence, strength: 2, reply, name: photoName(evidence, null, talk), step }];
}

function candidate(
  evidence: ShelfEvidence,
  pack: Pack,
  strength: Candidate['strength'],
  reply: SkillReply,
  what: Nutrient | null,
  talk: Talk,
): Candidate {
  const place = evidence.seen.packs.indexOf(pack);
  const step: Step = { kind: 'one', photo: evidence.photo.id, place, what: what ?? 'protein' };
  return { evidence, strength, reply, name: photoName(evidence, pack.name, talk), step };
}

/** The packs whose names a question says best; all that are equally near. */
function packsNamed(packs: readonly Pack[], words: readonly string[]): Pack[] {
  const scored = packs.map((pack) => ({ pack, score: match(pack.name, words) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ pack }) => pack);
}

function onLabel(
  evidence: LabelEvidence,
  question: Question,
  pool: readonly Evidence[],
  { focus, talk }: Asked,
): Candidate[] {
  const { seen, photo } = evidence;
  const remembered = focus?.photos.includes(photo.id) ? focus.what : null;
  if (question.allergens) return [labelled(evidence, 1, sayAllergens(evidence, null, talk), 'energy', talk)];
  const asked =
    question.nutrients.length > 0 ? question.nutrients : question.followUp && remembered ? [remembered] : [];
  const wanted =
    asked.length > 0 || question.all || question.per100 || (question.howMuch && question.names.length === 0);
  if (!wanted) return [];
  const named = match(seen.name, question.names) > 0;
  if (question.ordinal !== null && !named) {
    // "The second" of the photos that were sent.
    const photos = pool.filter(({ seen: { kind } }) => kind === 'label' || kind === 'shelf');
    const labels = pool.filter(isLabel);
    if (photos[question.ordinal]?.photo.id !== photo.id && labels[question.ordinal]?.photo.id !== photo.id) return [];
  }
  // A question that names another thing is not about this label.
  if (question.names.length > 0 && !named && question.followUp) return [];
  // "Which has the most?" is asked of several things, not of one label.
  const ranking = question.wants.length > 0 && !question.howMuch;
  const has = asked.length === 0 || asked.some((what) => seen.facts.some((fact) => fact.what === what));
  const reply = sayLabel(evidence, { asked, per100: question.per100 }, talk);
  return [labelled(evidence, named ? 3 : has && !ranking ? 2 : 1, reply, asked[0] ?? 'energy', talk)];
}

const labelled = (
  evidence: LabelEvidence,
  strength: Candidate['strength'],
  reply: SkillReply,
  what: Nutrient,
  talk: Talk,
): Candidate => ({
  evidence,
  strength,
  reply,
  name: photoName(evidence, evidence.seen.name, talk),
  step: { kind: 'one', photo: evidence.photo.id, place: 0, what },
});

/** "Edamame, shelf 14:05", "Nut bar label, 14:20": short enough for a button, so that the name is cut and not the time. */
function photoName({ photo, seen }: Evidence, name: string | null, talk: Talk): string {
  const kind = seen.kind === 'shelf' || seen.kind === 'label' || seen.kind === 'receipt' ? seen.kind : 'photo';
  const write = (text: string) =>
    say('skill.button.photo', { name: text === '' ? 'none' : text, kind, time: clock(photo.at, talk) }, talk.language);
  let short = name ?? '';
  while (short !== '' && label(write(short)) !== write(short)) short = [...short].slice(0, -1).join('').trimEnd();
  return write(short);
}
