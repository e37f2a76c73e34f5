/** A reply cut into what a platform can take: messages within its limit, and a file where words do not fit messages. */
import { graphemeBefore } from './graphemes.ts';

/** What leaves as one message, or as a file where words do not fit messages. */
export type Piece<Rich> = { kind: 'text'; text: Rich } | { kind: 'file'; name: string; mime: string; text: string };

export interface PieceLimits {
  /** Of one message, in `unit`. */
  limit: number;
  unit: 'utf16' | 'codepoint' | 'byte';
  /** Most pieces of text; what is left then becomes one file piece (the rest of the Markdown, `.md`). */
  parts: number;
  /** 'without scheme': no address is shown as one that an app would open to make a preview (law 8). */
  links?: 'as they are' | 'without scheme';
}

/** The length of a text as a platform counts it. */
export function lengthIn(unit: PieceLimits['unit'], text: string): number {
  switch (unit) {
    case 'utf16':
      return text.length;
    case 'codepoint':
      return [...text].length;
    case 'byte':
      return Buffer.byteLength(text);
    default:
      return unit satisfies never;
  }
}

/** The text in pieces that end with a line, a word or a grapheme. */
export function cut(text: string, { limit, unit, parts }: PieceLimits): Piece<string>[] {
  const pieces: Piece<string>[] = [];
  let rest = text.trim();
  while (rest !== '') {
    if (pieces.length === parts) {
      pieces.push({ kind: 'file', name: 'answer.md', mime: 'text/plain', text: rest });
      break;
    }
    let end = Math.min(rest.length, limit);
    while (lengthIn(unit, rest.slice(0, end)) > limit) end -= 1;
    if (end < rest.length) {
      const better = Math.max(rest.lastIndexOf('\n', end), rest.lastIndexOf(' ', end));
      end = better > end / 2 ? better : graphemeBefore(rest, 0, end);
    }
    const piece = rest.slice(0, end).trim();
    if (piece !== '') pieces.push({ kind: 'text', text: piece });
    rest = rest.slice(end).trim();
  }
  return pieces;
}
