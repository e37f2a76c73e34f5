/**
 * Some models think inside the answer, between `<think>` tags. This takes it out of a stream, however the tags are cut, so
 * that it can never be taken for an answer (law 5).
 */

const OPEN = '<think>';
const CLOSE = '</think>';

export interface ThinkSplitter {
  /** Pieces in order; empty ones are left out. */
  take(text: string): { kind: 'thinking' | 'answer'; text: string }[];
  /** What was held back because it could have become a tag. */
  end(): { kind: 'thinking' | 'answer'; text: string }[];
}

export function createThinkSplitter(): ThinkSplitter {
  let inside = false;
  let held = '';
  const piece = (text: string) =>
    text === '' ? [] : [{ kind: inside ? ('thinking' as const) : ('answer' as const), text }];
  return {
    take(text) {
      const pieces: { kind: 'thinking' | 'answer'; text: string }[] = [];
      held += text;
      for (;;) {
        const tag = inside ? CLOSE : OPEN;
        const at = held.indexOf(tag);
        if (at === -1) {
          const keep = partialTag(held, tag);
          pieces.push(...piece(held.slice(0, held.length - keep)));
          held = held.slice(held.length - keep);
          return pieces;
        }
        pieces.push(...piece(held.slice(0, at)));
        held = held.slice(at + tag.length);
        inside = !inside;
      }
    },
    end() {
      const pieces = piece(held);
      held = '';
      return pieces;
    },
  };
}

/** How many characters at the end of `text` are the beginning of `tag`. */
function partialTag(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length--)
    if (tag.startsWith(text.slice(-length))) return length;
  return 0;
}
