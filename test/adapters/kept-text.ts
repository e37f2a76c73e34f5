/** Whatever a person writes, every channel hands over letter by letter. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { CHANNELS, type ChannelName, partsOf } from './everywhere.ts';
import { hostile } from './text/arbitrary-markdown.ts';

export const CHANNEL_NAMES = Object.keys(CHANNELS) as ChannelName[];

/** Any letters in any order, and what people write often: words, marks, lines, right to left. */
const texts = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
    hostile(30, ['word', 'كلمة', 'शब्द', '👩‍👩‍👧‍👦', '**', '_', '`', '```', '\n', '> ', '- ', '|', '@', '/on', ' ']),
  )
  // As people's apps send it.
  .map((text) => text.trim())
  .filter((text) => text !== '');

export function keepsTextEverywhere() {
  return fc.property(texts, (text) => {
    for (const name of CHANNEL_NAMES) {
      const parts = partsOf(CHANNELS[name]({ kind: 'words', text }) ?? []);
      if (!isDeepStrictEqual(parts, [{ kind: 'text', text }]))
        throw new Error(`${name} reads ${JSON.stringify(text)} as ${JSON.stringify(parts)}.`);
    }
  });
}
