/** What a shop says: its own words or that a person will see to it. No model is asked, so nothing can be made up. */
import type { Said } from '../../conversation/entries.ts';
import type { Book } from './book.ts';
import { findEntries } from './find.ts';

/** `handedOver`: nothing in the book fits. */
export interface Consulted {
  markdown: string;
  handedOver: boolean;
}

/** @param asked the messages of a turn; what is no words, a photo or a voice, is for a person */
export function consult(book: Book, asked: Said[]): Consulted {
  const found = findEntries(book, asked.map(wordsIn).join('\n'));
  if (found.length === 0) return { markdown: book.otherwise, handedOver: true };
  const [only] = found;
  if (only && found.length === 1) return { markdown: only.answer, handedOver: false };
  return {
    markdown: found
      .map(({ title, answer, rowOf }) => (rowOf === undefined ? `**${title}**\n\n${answer}` : answer))
      .join('\n\n'),
    handedOver: false,
  };
}

const wordsIn = (said: Said): string =>
  said.by === 'parley'
    ? ''
    : said.parts
        .map((part) => (part.kind === 'text' ? part.text : 'caption' in part ? (part.caption ?? '') : ''))
        .join('\n');
