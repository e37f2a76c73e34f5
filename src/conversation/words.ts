/** First words of what a person wrote, for lists and titles: one line of whole characters. */

const LONGEST = 80;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function firstWords(text: string, longest = LONGEST): string {
  // Only as much as can matter is looked at: a grapheme is rarely longer than a few units.
  const line = text
    .slice(0, longest * 20)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const pieces = [...graphemes.segment(line)].map(({ segment }) => segment);
  return pieces.length <= longest
    ? line
    : `${pieces
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
