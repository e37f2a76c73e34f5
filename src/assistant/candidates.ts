/**
 * The ways in which the photos of a chat can answer a question: for each photo what its skill would say, and how surely
 * it is what was meant.
 */
import { say } from '../conversation/notices.ts';
import { isAboutOther, JOINED, namedIn, sameWord } from './about.ts';
import type { Evidence, Pack } from './evidence.ts';
import { type Question, said, withoutAllergens } from './intent.ts';
import { wordsOf } from './printed/letters.ts';
import { isNutrient, type Nutrient } from './printed/nutrients.ts';
import { AS_CHART, AVERAGE, CODES, LISTED, SERIES, SERVINGS, TABLE } from './question-words.ts';
import { sayAllergens } from './skills/allergens.ts';
import { barsAsked, sayChart, sayExtreme } from './skills/chart/chart.ts';
import { type Products, sayCodes } from './skills/code/code.ts';
import { type LabelEvidence, sayLabel, sayServings } from './skills/label/label.ts';
import type { Step } from './skills/offers.ts';
import { sayPrint } from './skills/print.ts';
import { sayDearest, sayLines, sayNoLine, sayPayment } from './skills/receipt/line.ts';
import { type ReceiptEvidence, sayReceipt } from './skills/receipt/receipt.ts';
import { claimOf, rank } from './skills/shelf/rank.ts';
import { type ShelfEvidence, sayPack, sayRanking } from './skills/shelf/shelf.ts';
import { sayShown } from './skills/shown.ts';
import type { Focus, SkillReply, Talk } from './skills/skill.ts';
import { sayAbsent, saySubstances } from './skills/substance.ts';
import { columnAsked, type Reckoning, sayColumn } from './skills/table/column.ts';
import {
  placesAsked,
  sayCells,
  sayTable,
  sayLines as sayTableLines,
  type TableEvidence,
} from './skills/table/table.ts';
import { clock, kindOf, label } from './skills/wording.ts';

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

/** One way to answer: from which photo, and how surely it is meant. */
export interface Candidate {
  evidence: Evidence;
  /** 3: what was named is in it. 2: it has what is asked. 1: it may be meant. */
  strength: 1 | 2 | 3;
  reply: SkillReply;
  /** How the person is asked whether it is this one. */
  name: string;
  step: Step;
}

export const isLabel = (evidence: Evidence): evidence is LabelEvidence => evidence.seen.kind === 'label';
export const isShelf = (evidence: Evidence): evidence is ShelfEvidence => evidence.seen.kind === 'shelf';

/** May be of something to eat: its print is looked through. */
const isProduct = ({ seen: { kind } }: Evidence): boolean => kind === 'label' || kind === 'shelf' || kind === 'text';

/** Whether a word is one of a name's; a plural is. */
export const namesIn = (name: string | null, word: string): boolean =>
  wordsOf(name ?? '').some((own) => sameWord(own, word) > 0);

/** The share of a name that a question says. */
function match(name: string | null, words: readonly string[]): number {
  const own = wordsOf(name ?? '');
  if (own.length === 0) return 0;
  const run = words.slice(1).map((word, index) => `${words[index]}${word}`);
  const said = own.map((one) => Math.max(0, ...[...words, ...run].map((word) => sameWord(one, word))));
  return said.reduce((sum, share) => sum + share, 0) / own.length;
}

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
  const isNew = asked.attached.some(({ photo: { id } }) => id === photo.id);
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

/** Whether the photo just came, or was last spoken of and a word fits it: not every "highest" after a chart asks of it. */
function spokenOf({ photo, reading }: Evidence, { text, names }: Question, { attached, focus }: Asked): boolean {
  if (attached.some((one) => one.photo.id === photo.id)) return true;
  if (!focus?.photos.includes(photo.id)) return false;
  const printed = new Set(reading.lines.flatMap((line) => wordsOf(line.text)));
  return names.length === 0 || said(text, SERIES) || names.some((name) => printed.has(name));
}

function onTable(evidence: TableEvidence, question: Question, asked: Asked): [Candidate['strength'], SkillReply][] {
  const { seen } = evidence;
  const { text, average, total, compare } = question;
  const places = placesAsked(seen, text);
  const { rows, columns } = places;
  const isSpokenOf = spokenOf(evidence, question, asked);
  // "The average in March" is not what stands there, unless that is what it is called.
  const called = [...rows.map((row) => seen.rows[row]![0]!), ...columns.map((column) => seen.rows[0]![column]!)];
  const isReckoned = average && !called.some((name) => said(name.text, AVERAGE));
  if (rows.length > 0 && columns.length > 0 && !isReckoned && meansRows(evidence, question))
    return [[3, sayCells(evidence, places, asked.talk)]];
  const want: Reckoning | null = average ? 'average' : (question.extreme ?? question.dearest ?? (total ? 'sum' : null));
  const column = want && rows.length === 0 && columnAsked(seen, text);
  if (want && column && (column.named || isSpokenOf))
    return [[column.named ? 3 : 2, sayColumn(evidence, { ...column, want }, asked.talk)]];
  const asks = question.howMuch || question.followUp || question.paid || compare;
  const isWhole = rows.length > 0 || (columns.length > 0 && seen.rows[0]!.length > 2);
  if (isWhole && isSpokenOf && asks && !average) return [[2, sayTableLines(evidence, places, asked.talk)]];
  const isAll = question.asFile || question.all || (isSpokenOf && said(text, TABLE));
  return isAll ? [[2, sayTable(evidence, asked.talk)]] : [];
}

/** In a table of names and one value a name alone asks for it; in a long question it may stand for something else. */
function meansRows(evidence: TableEvidence, { text, names, howMuch, paid, total, followUp }: Question): boolean {
  if (evidence.seen.rows[0]!.length > 2 || howMuch || paid || total || followUp) return true;
  return said(text, SERIES) || namedIn(evidence, names).strange.length === 0;
}

/** "Olive oil?" Who names more asks of something else. */
const MOST_NAMED = 2;

/** The line that is asked for; the sum only where nothing on it is named. */
function onReceipt(
  evidence: ReceiptEvidence,
  question: Question,
  { attached, focus, talk }: Asked,
): [Candidate['strength'], SkillReply][] {
  const { names, tax, nutrients } = question;
  const asks = question.howMuch || question.paid || question.allergens;
  const isListed = question.all || (names.length === 0 && said(question.text, LISTED));
  const { id } = evidence.photo;
  const isMeant = attached.some(({ photo }) => photo.id === id) || focus?.photos.includes(id);
  if ((asks || isMeant) && names.length <= MOST_NAMED) {
    const payment = sayPayment(evidence, { text: question.text, names }, talk);
    if (payment) return [[3, payment]];
  }
  const isNamed = tax || names.length > 0;
  if (isNamed && (asks || tax || question.total || question.followUp)) {
    const lines = sayLines(evidence, { names, tax }, talk);
    if (lines) return [[3, lines]];
  }
  if (question.dearest && names.length === 0) {
    const line = sayDearest(evidence, question.dearest, talk);
    if (line) return [[2, line]];
  }
  if (question.total || isListed) return [[2, sayReceipt(evidence, { list: isListed }, talk)]];
  if (!asks && !tax) return [];
  if (!isNamed)
    return nutrients.length === 0 && !question.allergens ? [[2, sayReceipt(evidence, { list: false }, talk)]] : [];
  return isMeant && nutrients.length === 0 && names.length <= MOST_NAMED ? [[1, sayNoLine(evidence, talk)]] : [];
}

function onShelf(evidence: ShelfEvidence, question: Question, { focus, attached, talk }: Asked): Candidate[] {
  const { seen, photo } = evidence;
  const remembered = focus?.photos.includes(photo.id) ? focus : null;
  const way = question.wants[0]?.way === 'less' ? 'least' : question.wants[0] ? 'most' : (remembered?.way ?? 'most');
  const what: Nutrient | null = question.nutrients[0] ?? remembered?.what ?? null;
  const packs = packsNamed(seen.packs, question.names);
  const several = question.allergens ? [] : packsJoined(seen.packs, question);
  const shared = what ?? several.flatMap(({ facts }) => facts.map((fact) => fact.what)).find(isNutrient);
  if (several.length > 1 && shared !== undefined) {
    const some: ShelfEvidence = { ...evidence, seen: { ...seen, packs: several } };
    const step: Step = { kind: 'all', photo: photo.id, what: shared, way };
    const reply = sayRanking(some, { what: shared, way, all: true }, talk);
    return [{ evidence, strength: 3, reply, name: photoName(evidence, null, talk), step }];
  }
  if (question.allergens) {
    const whole = packs.filter((pack) => match(pack.name, question.names) === 1);
    const meant = whole.length > 0 ? whole : packsNamed(seen.packs, withoutAllergens(question.names));
    const about = meant.length > 0 ? meant : seen.packs.length === 1 ? seen.packs : [null];
    return about.map((pack) => ({
      evidence,
      strength: meant.length > 0 ? 3 : 1,
      reply: sayAllergens(evidence, pack, talk),
      name: photoName(evidence, pack?.name ?? null, talk),
      step: { kind: 'shown', photo: photo.id },
    }));
  }
  // The second of what was ranked last; of a shelf that is no longer spoken of, the second that there is.
  const orders = remembered?.what ? [remembered.what] : [what ?? 'protein', 'protein' as const];
  const pointed =
    question.ordinal === null
      ? undefined
      : orders
          .map((order) => rank(seen, order, way).ranked[question.ordinal!]?.pack)
          .find((pack) => pack !== undefined);
  const isPointedAt = pointed !== undefined && remembered !== null && question.names.length === 0;
  // A single pack is meant without being named.
  const alone = seen.packs.length === 1 && question.names.length === 0 ? seen.packs : [];
  const meant = packs.length > 0 ? packs : pointed ? [pointed] : alone;
  // "Edamame?", and not "a recipe for edamame".
  const isNamed = packs.length > 0 && namedIn(evidence, question.names).strange.length === 0;
  if (
    meant.length > 0 &&
    what !== null &&
    (question.nutrients.length > 0 || question.followUp || question.howMuch || isNamed || isPointedAt)
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
            sayPack(evidence, pack, { what, way, placed: packs.length > 0 && seen.packs.length > 1 }, talk),
            what,
            talk,
          ),
        )
    );
  if (what === null || question.ordinal !== null || (question.names.length > 0 && question.followUp)) return [];
  // "Protein?" of the shelf that just came, or is spoken of.
  const bare =
    question.nutrients.length > 0 &&
    question.names.length === 0 &&
    (remembered || attached.some((one) => one.photo.id === photo.id));
  const inOrder = question.wants.length > 0 || question.rank || question.compare || question.all || question.howMuch;
  if (!inOrder && !bare) return [];
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

/** "Edamame and jerky", "jerky or edamame?": each of them, where each is named in words of its own. */
function packsJoined(packs: readonly Pack[], { text, names }: Question): Pack[] {
  if (!JOINED.test(text)) return [];
  const found: Pack[] = [];
  let left = names;
  for (;;) {
    const [pack, ...rest] = packsNamed(packs, left);
    if (!pack) return found;
    const said = left.filter((word) => namesIn(pack.name, word));
    // Two that are called by the same word: which of them is meant is asked elsewhere.
    if (rest.some((other) => said.some((word) => namesIn(other.name, word)))) return found;
    found.push(pack);
    left = left.filter((word) => !said.includes(word));
  }
}

function onLabel(
  evidence: LabelEvidence,
  question: Question,
  pool: readonly Evidence[],
  { focus, talk }: Asked,
): Candidate[] {
  const { seen, photo } = evidence;
  const named = match(seen.name, question.names) > 0;
  // "And the nut bar?" asks of it what was asked of another.
  const remembered = named || focus?.photos.includes(photo.id) ? (focus?.what ?? null) : null;
  if (question.allergens) {
    const reply = sayAllergens(evidence, null, talk);
    return [{ ...labelled(evidence, 1, reply, 'energy', talk), step: { kind: 'shown', photo: photo.id } }];
  }
  if (question.nutrients.length === 0 && said(question.text, SERVINGS))
    return [labelled(evidence, 2, sayServings(evidence, talk), 'energy', talk)];
  const asked =
    question.nutrients.length > 0 ? question.nutrients : question.followUp && remembered ? [remembered] : [];
  const wanted =
    asked.length > 0 ||
    question.all ||
    question.base !== null ||
    ((question.howMuch || question.prepared) && question.names.length === 0);
  if (!wanted) return [];
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
  const reply = sayLabel(evidence, { ...question, asked }, talk);
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
function photoName(evidence: Evidence, name: string | null, talk: Talk): string {
  const kind = kindOf(evidence);
  const write = (text: string) =>
    say(
      'skill.button.photo',
      { name: text === '' ? 'none' : text, kind, time: clock(evidence.photo.at, talk) },
      talk.language,
    );
  let short = name ?? '';
  while (short !== '' && label(write(short)) !== write(short)) short = [...short].slice(0, -1).join('').trimEnd();
  return write(short);
}
