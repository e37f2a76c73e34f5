/**
 * Which pictures a question is about that no skill answers, and how they are to be looked at. Deterministic: the words of the
 * question and where the pictures stand decide.
 */
import type { Reading } from '../../model-runtime/contract.ts';
import type { PictureRecord } from '../media/picture.tables.ts';

import { questionIn, said } from './intent.ts';
import { CALLED, CLOSER, COLOUR, IS_THIS, LOOK, PICTURE, WHO } from './looking-words.ts';
import { evidenceOf } from './photos.ts';
import { wordsOf } from './printed/letters.ts';

/** Of one turn; each takes seconds. Of an album the others are read for print only. */
const MOST_LOOKED_AT = 3;
/** So many messages of a person's after a picture are still taken to be about it. */
const NEAR = 3;
/** "How much caffeine?" names one thing. */
const MOST_NAMES = 2;
/** Longer texts bring their own matter. */
const LONGEST = 300;
/** From so many lines on print is dense, and one tile shows nothing of it. */
const DENSE_LINES = 20;

/** A picture that can be looked at. */
export type Kept = PictureRecord & { state: { name: 'kept' } };

export interface Meaning {
  text: string;
  /** The messages of this turn. */
  entries: readonly number[];
  /** The person's messages before it, oldest first. */
  before: readonly number[];
}

/** The pictures a question may be about: those that came with it, else the newest one that is near or spoken of. */
export function picturesMeant(records: readonly PictureRecord[], { text, entries, before }: Meaning): Kept[] {
  const kept = records.filter((record): record is Kept => record.state.name === 'kept');
  const attached = kept.filter(({ entry }) => entries.includes(entry));
  if (attached.length > 0) return attached.slice(0, MOST_LOOKED_AT);
  const newest = kept.findLast(({ entry }) => before.includes(entry));
  if (!newest || text.length > LONGEST) return [];
  const near = before.slice(-NEAR).includes(newest.entry);
  return near || said(text, PICTURE) ? [newest] : [];
}

/**
 * The newest photo of a product's print: what a model says is not in a food is said of it. Of a label or a shelf while the
 * photo is here, of other print where it is meant.
 */
export const productIn = (records: readonly PictureRecord[], meant: readonly Kept[]): Kept | undefined =>
  records.findLast((record): record is Kept => {
    if (record.state.name !== 'kept' || (record.reading?.lines.length ?? 0) === 0) return false;
    const kind = evidenceOf(record, 0)?.seen.kind;
    return kind === 'label' || kind === 'shelf' || (kind === 'text' && meant.some((one) => one === record));
  });

/** A question that nothing but sight answers: it asks for it, or came with pictures without print. */
export const takesSight = (text: string, attached: readonly PictureRecord[]): boolean =>
  asksToLook(text) ||
  said(text, CLOSER) ||
  (attached.length > 0 && attached.every(({ reading }) => (reading?.lines.length ?? 0) === 0));

/**
 * Whether a question that no skill answered is about what pictures print: it came with them, or asks for an amount or what
 * is in it soon after them. A longer one brings its own matter ("how many people live in Paris?").
 */
export function asksOfPrint(text: string, attached: readonly PictureRecord[], meant: readonly Kept[]): boolean {
  if (!meant.some(({ reading }) => (reading?.lines.length ?? 0) > 0)) return false;
  if (attached.length > 0) return true;
  const question = questionIn(text);
  if (!question) return false;
  const { nutrients, howMuch, total, allergens, says, base, names } = question;
  return (
    nutrients.length > 0 || allergens || says || base !== null || ((howMuch || total) && names.length <= MOST_NAMES)
  );
}

/** Asks for what is to be seen, and cannot be answered from print. */
export const asksToLook = (text: string): boolean => text.length <= LONGEST && said(text, LOOK);

/** Asks what colour something is. */
export const asksColour = (text: string): boolean => text.length <= LONGEST && said(text, COLOUR);

/**
 * Asks who somebody in a picture is.
 * @param meant the pictures it is asked of: what is printed there is no face's name
 */
export const asksWho = (text: string, meant: readonly PictureRecord[] = []): boolean =>
  text.length <= LONGEST && (said(text, WHO) || endsIn(text, CALLED) || asksForName(text, meant));

const endsIn = (text: string, phrases: readonly string[]): boolean => {
  const all = ` ${wordsOf(text).join(' ')}`;
  return phrases.some((phrase) => all.endsWith(` ${wordsOf(phrase).join(' ')}`));
};

/** Begins a question by itself; "ini Budi" without a mark says who it is. */
const ASKS = /^(?:is|isn|apakah|est ce|क्या|هل|co|day co)(?: |$)/u;
/** "OK", "TV". */
const LEAST_NAME = 4;

/** "Is this Obama?": nothing but a name follows, or stands between, and it is nowhere in print. */
function asksForName(text: string, meant: readonly PictureRecord[]): boolean {
  const name =
    /^[¿\s]*(.*?)((?:[\s'’]\p{Lu}[\p{L}\p{M}.'’-]*){1,4})(?:\s+(?:m[iıuü]|không|phải không|है|हैं))?[\s?!.؟।]*$/u.exec(
      text,
    );
  if (!name) return false;
  const [, before = '', capitals = ''] = name;
  const print = meant.flatMap(({ reading }) => wordsOf((reading?.lines ?? []).map((line) => line.text).join(' ')));
  const isAsked = IS_THIS.some((phrase) => wordsOf(phrase).join(' ') === wordsOf(before).join(' '));
  const isQuestion = /[?؟]/u.test(text) || ASKS.test(wordsOf(before).join(' '));
  const isWord = capitals.trim() === capitals.trim().toUpperCase() && capitals.trim().length < LEAST_NAME;
  return isAsked && isQuestion && !isWord && !wordsOf(capitals).every((word) => print.includes(word));
}

/** Five tiles instead of one: where the person asks for it, and where the print is dense. */
export const closely = (text: string, reading: Reading | null): boolean =>
  said(text, CLOSER) || (reading?.lines.length ?? 0) >= DENSE_LINES;
