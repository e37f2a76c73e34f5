/**
 * Which pictures a question is about that no skill answers, and how they are to be looked at. Deterministic: the words of the
 * question and where the pictures stand decide.
 */
import type { Reading } from '../../model-runtime/contract.ts';
import type { PictureRecord } from '../media/picture.tables.ts';
import { said } from './intent.ts';
import { CLOSER, COLOUR, LOOK, PICTURE, WHO } from './looking-words.ts';

/** Of one turn; each takes seconds. Of an album the others are read for print only. */
const MOST_LOOKED_AT = 3;
/** So many messages of a person's after a picture are still taken to be about it. */
const NEAR = 3;
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

/** A question that nothing but sight answers: it asks for it, or came with pictures without print. */
export const takesSight = (text: string, attached: readonly PictureRecord[]): boolean =>
  asksToLook(text) ||
  said(text, CLOSER) ||
  (attached.length > 0 && attached.every(({ reading }) => (reading?.lines.length ?? 0) === 0));

/** Asks for what is to be seen, and cannot be answered from print. */
export const asksToLook = (text: string): boolean => text.length <= LONGEST && said(text, LOOK);

/** Asks what colour something is. */
export const asksColour = (text: string): boolean => text.length <= LONGEST && said(text, COLOUR);

/** Asks who somebody in a picture is. */
export const asksWho = (text: string): boolean => text.length <= LONGEST && said(text, WHO);

/** Five tiles instead of one: where the person asks for it, and where the print is dense. */
export const closely = (text: string, reading: Reading | null): boolean =>
  said(text, CLOSER) || (reading?.lines.length ?? 0) >= DENSE_LINES;
