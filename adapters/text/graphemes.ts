/** What a person sees as one character: a letter with its marks, a flag, a family of four. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Longer clusters exist only to do harm; they are cut like text. */
const LONGEST_CLUSTER = 128;

/**
 * The start of the last grapheme that begins before `limit`: text may be cut there, whatever follows. Looks at nothing
 * from `limit` on. Greater than `at`, except where everything between the two is one grapheme; then it is `limit`.
 */
export function graphemeBefore(text: string, at: number, limit: number): number {
  const from = startOfFlags(text, at, Math.max(at, limit - LONGEST_CLUSTER));
  let last = 0;
  // Half a surrogate pair would count as a character of its own.
  const reach = text.slice(from, limit).replace(/[\ud800-\udbff]$/, '');
  for (const { index } of segmenter.segment(reach)) last = index;
  return from + last > at ? from + last : limit;
}

/**
 * Where to start reading, at or before `from`: not within a row of flags, whose pairs can only be told from its start,
 * nor within a pair of surrogates.
 */
function startOfFlags(text: string, at: number, from: number): number {
  let start = from > at && isLowSurrogate(text, from) ? from - 1 : from;
  while (start - 2 >= at && isFlagLetter(text, start - 2)) start -= 2;
  return start;
}

/** Whether a grapheme starts at `index`, or the text ends there. */
export function isGraphemeStart(text: string, index: number): boolean {
  if (index <= 0 || index >= text.length) return true;
  if (isLowSurrogate(text, index)) return false;
  if (text[index - 1] === '\n' || ALONE.test(text.slice(index - 1, index + 1))) return true;
  return graphemeBefore(text, 0, index + (isLowSurrogate(text, index + 1) ? 2 : 1)) === index;
}

/** The last start of a grapheme at or before `index`; `at` or `index` as `graphemeBefore` has it. */
export function graphemeAtOrBefore(text: string, at: number, index: number): number {
  const whole = isLowSurrogate(text, index) ? index - 1 : index;
  return isGraphemeStart(text, whole) ? whole : graphemeBefore(text, at, whole);
}

/**
 * Two characters that never join: most letters of the scripts most texts are written in, and their punctuation. (CR and
 * LF would, but there is no CR in our texts.) Only to save the asking: what is not in here is looked up.
 */
const ALONE =
  /^[\n -~\u00a0-\u02ff\u0370-\u0481\u048a-\u052f\u0620-\u064a\u0904-\u0939\u0e01-\u0e30\u0e40-\u0e46\u2010-\u2027\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uff01-\uff5e]{2}$/;

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff;
}

function isFlagLetter(text: string, index: number): boolean {
  const low = text.charCodeAt(index + 1);
  return text.charCodeAt(index) === 0xd83c && low >= 0xdde6 && low <= 0xddff;
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
