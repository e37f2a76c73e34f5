/** Somebody who sends photos, whatever they chat with: what they do there, and what they see come back. */
import type { Bubble } from '../../doubles/viewer/chat.ts';

export interface Guest {
  writes(text: string): Promise<void>;
  /** One photo or several at once, with words where the app lets people put them: beneath, or behind. */
  sends(photos: readonly Buffer[], words?: string): Promise<void>;
  /** Presses a button; where there are none, writes the number of that choice. */
  presses(label: string): Promise<void>;
  /** How often they were shown that an answer is on its way. */
  atWork(): Promise<number>;
  /** The whole chat from the first message after switching on. */
  seen(): Promise<Bubble[]>;
  /** What is on their phone now, as a PNG. */
  screen(): Promise<Buffer>;
}

export interface Door {
  name: string;
  /** How a comparison reads there: no app but the page draws tables. */
  tables: 'table' | 'lines';
  /** Sits down in a chat of their own, where Parley is switched on. */
  guest(name: string): Promise<Guest>;
}
