/** Text as it stands in an SVG: what was read in a photo can be anything, and is only ever text. */

export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Families of the fonts in fonts/ that are painted as they are, in the order in which a letter is looked for. */
export const FAMILIES = 'Noto Sans, Noto Sans Arabic';

const LETTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many letters as people count them, with a mark where something is cut. */
export function shortened(text: string, most: number): string {
  const letters = [...LETTERS.segment(text)].map(({ segment }) => segment);
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
