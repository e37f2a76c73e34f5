/** The parts of a message as they are kept. Pure. */
import type { Part, Quoted, Recipe } from '../../adapters/contract.ts';

/** Longest text of one message that is stored at all. */
export const STORED_CHARACTERS = 200_000;

export const cleanParts = (parts: Part[]): Part[] => parts.map(cleanPart);

/** All words of a message, captions too. */
export const wordsOf = (parts: Part[]): string =>
  parts
    .map((part) => (part.kind === 'text' ? part.text : 'caption' in part ? (part.caption ?? '') : ''))
    .filter((words) => words !== '')
    .join(' ');

/** Media alone: the words may come in a moment. */
export const isWordless = (parts: Part[]): boolean =>
  parts.some((part) => 'attachment' in part) && wordsOf(parts).trim() === '';

/** NUL and other control characters say nothing and break databases and platforms; half characters become U+FFFD; text is NFC. */
const clean = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .toWellFormed()
    .normalize('NFC');

function cleanPart(part: Part): Part {
  if (part.kind === 'text') return { ...part, text: clean(part.text) };
  if ('caption' in part && part.caption !== undefined) return { ...part, caption: clean(part.caption) };
  return part;
}

/** So many pictures of what a message answers to are read for it. */
const MOST_QUOTED = 4;

/** How to fetch the pictures of what a message answers to; our own need no reading. */
export function picturesOf(quoted: Quoted | undefined): Recipe[] {
  if (!quoted || quoted.ours) return [];
  const pictures = (quoted.parts ?? []).flatMap((part) =>
    part.kind === 'image' || (part.kind === 'document' && part.attachment.mime?.startsWith('image/'))
      ? [part.attachment.recipe]
      : [],
  );
  return pictures.slice(0, MOST_QUOTED);
}
