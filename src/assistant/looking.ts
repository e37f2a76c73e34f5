/**
 * Which pictures a question is about that no skill answers, and how they are to be looked at. Deterministic: the words of the
 * question and where the pictures stand decide.
 */
import type { Reading } from '../../model-runtime/contract.ts';
import type { PictureRecord } from '../media/picture.tables.ts';

import { questionIn, said } from './intent.ts';
import { CLOSER, COLOUR, LOOK, PICTURE } from './looking-words.ts';
import { evidenceOf } from './photos.ts';

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

/** Five tiles instead of one: where the person asks for it, and where the print is dense. */
export const closely = (text: string, reading: Reading | null): boolean =>
  said(text, CLOSER) || (reading?.lines.length ?? 0) >= DENSE_LINES;
