/**
 * Updates as Telegram sends them, made by hand after its documentation and pinned to published types, each with what
 * becomes of it: the events, as far as they matter here, or the reason why there are none.
 */
import { HAPPENINGS } from './updates/happenings.ts';
import { MEDIA } from './updates/media.ts';
import { NO_USE } from './updates/no-use.ts';
import type { Case } from './updates/people.ts';
import { PRESSES } from './updates/presses.ts';
import { REPLIES } from './updates/replies.ts';
import { SPOKEN_TO } from './updates/spoken-to.ts';
import { WORDS } from './updates/words.ts';
import { WRITERS } from './updates/writers.ts';

export const CASES: Case[] = [
  ...WORDS,
  ...SPOKEN_TO,
  ...MEDIA,
  ...HAPPENINGS,
  ...REPLIES,
  ...WRITERS,
  ...PRESSES,
  ...NO_USE,
];
