/**
 * Words compared as a person compares them: without accents, capitals and the letters a reader mixes up. The reader
 * loses í, ç, ğ and ạ, so what is looked up must not depend on them. The vowels of Hindi and Bengali are marks, too, and
 * are kept: without them "work" (काम) would be "less" (कम).
 */

/** A beta is what the reader makes of some ß. */
const SINGLE: Record<string, string> = { ı: 'i', ß: 'ss', β: 'ss', đ: 'd', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe' };

/** Lower case by the root locale, without accents; the length may change. */
export function fold(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      .replace(/(?![\u0900-\u0dff])\p{M}|[\u093c\u09bc\u200c\u200d]/gu, '')
      // The two ways to write a nasal.
      .replaceAll('\u0901', '\u0902')
      .replace(/[ıßβđøłæœ]/g, (letter) => SINGLE[letter]!)
      .normalize('NFC')
  );
}

/** The words of a text, folded; a word is letters and digits. */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** A word of a person's, who writes accents or leaves them out. */
export interface Spelled {
  folded: string;
  /** As it is written where it has accents; only Latin letters are told apart by them. */
  accented: string | null;
}

export const spelled = (text: string): Spelled[] =>
  (
    text
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFC')
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).map((word) => {
    const folded = fold(word);
    return { folded, accented: folded !== word && /\p{Script=Latin}/u.test(word) ? word : null };
  });

/**
 * Everyday words of one language that are another's without its accents: Vietnamese ít (little), mấy (how many), nó (it),
 * và (and), còn (and), đạm (protein), đây (this), thẻ (card), số (number), mã (code), hàng (row), tốn (cost), ảnh (photo),
 * mè (sesame), sữa (milk), Turkish gün (day), Portuguese média (average), Italian sale (salt). What folds to them is known
 * by its accents alone.
 */
export const EVERYDAY: ReadonlySet<string> = new Set([
  ...['it', 'may', 'no', 'va', 'con', 'dam', 'day', 'anh', 'sale'],
  ...['the', 'so', 'ma', 'ton', 'media', 'hang', 'gun', 'me', 'sua'],
  ...['an', 'ca', 'bo', 'lac', 'tom', 'ha', 'trai', 'muc'],
]);

/** All capitals become a name as it is written in a sentence: "BEEF JERKY" is "Beef Jerky". */
export function asName(text: string): string {
  const tidy = text.replace(/\s+/g, ' ').trim();
  if (tidy !== tidy.toUpperCase() || !/\p{Lu}{2}/u.test(tidy)) return tidy;
  return tidy.replace(/\p{L}+/gu, (word) => word[0] + word.slice(1).toLowerCase());
}

/**
 * Printed words as Markdown that shows just them. What was read is data: it can neither format, nor link (a link's
 * scheme goes, so that nothing is opened or previewed), nor break a table.
 */
export function quoted(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\b\p{L}[\p{L}\d+.-]*:\/\//gu, '')
    .replace(/[\\`*_[\]<>|~#$!&@]/g, '\\$&')
    .replace(/^(?=[-+>])|^(\d+)(?=[.)](?:\s|$))/, '$1\\');
}
