/** What a person sees as one character: a letter with its marks, a flag, a family of four. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Longer clusters exist only to do harm; they are cut like text. */
const LONGEST_CLUSTER = 128;

/**
 * The start of the last grapheme that begins before `limit`: text may be cut there, whatever follows. Looks at nothing
 * from `limit` on. Greater than `at`, except where everything between the two is one grapheme; then it is `limit`.
 */
export function graphemeBefore(text: string, at: number, limit: number): number {
  const from = Math.max(at, limit - LONGEST_CLUSTER);
  let last = 0;
  // Half a surrogate pair would count as a character of its own.
  const reach = text.slice(from, limit).replace(/[\ud800-\udbff]$/, '');
  for (const { index } of segmenter.segment(reach)) last = index;
  return from + last > at ? from + last : limit;
}

/** The first `count` graphemes of a text; the text itself when it has no more. */
export function firstGraphemes(text: string, count: number): string {
  const reach = text.slice(0, count * LONGEST_CLUSTER);
  let left = count;
  for (const { index } of segmenter.segment(reach)) {
    if (left-- === 0) return text.slice(0, index);
  }
  return reach;
}
