/** A message taken apart into numbers, words and signs. Whatever does not fit makes it prose: then there are none. */
import { plainDigits } from '../../conversation/numbers.ts';

export type Token =
  /** As it was written, in ASCII digits; what it is worth is read later. `tight` when nothing stands between it and the token before. */
  | { kind: 'number'; text: string; tight: boolean }
  /** Composed and lower case by the root locale, so that "TITLE" is no Turkish "tıtle". */
  | { kind: 'word'; text: string; tight: boolean }
  | { kind: 'sign'; text: string; tight: boolean };

/** Longer messages are prose, or too much to be told apart from it. */
const LONGEST = 120;

const GROUPED = String.raw`\d{1,3}(?:[ \u00A0\u2009\u202F]\d{3})+(?!\d)(?:[.,]\d+)?`;
const NUMBER = new RegExp(String.raw`(?:${GROUPED}|\d(?:[\d.,\u066B\u066C]|['\u2019](?=\d{3}))*)`, 'uy');
/** Letters with their marks; units may hold ° ² ³ and a slash before more letters, and abbreviations dots. */
const WORD = /[°º]?[\p{L}\p{M}\u0970]+(?:[.·](?=\p{L}))?(?:[\p{L}\p{M}\u0970]*)[²³]?(?:\/[\p{L}\p{M}\u0970]+)?/uy;
const SIGN = /[-+*/×÷·:^()%٪=?!¿¡؟√−'"′″’²³]/uy;
/** Typed without the raised digit: m2, ft3. */
const TYPED_POWER = /(?<![\p{L}\d])(mm|cm|km|m|ft|mi|мм|см|км|м)([23])(?![\d.,]*\d)/gu;

/** English for the one who writes, and no Turkish ending: who tells of themselves asks for no sum. */
const MYSELF = /(?<![\p{L}\p{N}'’])I(?![\p{L}\p{N}])/u;

const APOSTROPHE_BEFORE_LETTER = /^['’]\p{L}/u;

/** The tokens of a message, or null where it cannot be a sum or a conversion. Cheap for prose: it ends at the first odd character. */
export function tokensOf(message: string): Token[] | null {
  if (message.length > LONGEST || !/\p{Nd}/u.test(message) || MYSELF.test(message)) return null;
  const text = plainDigits(message.normalize('NFC'))
    .trim()
    // Its small letter by the root locale is an i with a dot of its own on top.
    .replaceAll('İ', 'i')
    .toLowerCase()
    .replace(TYPED_POWER, (_, unit: string, power: string) => unit + (power === '2' ? '²' : '³'));
  const tokens: Token[] = [];
  for (let at = 0, tight = false; at < text.length; ) {
    if (/\s/u.test(text[at]!)) {
      at += 1;
      tight = false;
      continue;
    }
    // Between a word or number and its ending: "km'ye", "80'in", "c'est".
    if (tight && APOSTROPHE_BEFORE_LETTER.test(text.slice(at, at + 2))) {
      at += 1;
      continue;
    }
    const token = tokenAt(text, at);
    if (token === null) return null;
    tokens.push({ ...token, tight });
    at += token.length;
    tight = true;
  }
  return tokens.map(({ kind, text, tight }) => ({ kind, text, tight }));
}

function tokenAt(text: string, at: number): { kind: Token['kind']; text: string; length: number } | null {
  for (const [kind, form] of [
    ['number', NUMBER],
    ['word', WORD],
    ['sign', SIGN],
  ] as const) {
    form.lastIndex = at;
    const found = form.exec(text)?.[0];
    if (found === undefined) continue;
    // A point or comma at the end of a number belongs to the sentence.
    if (kind === 'number') {
      const number = found.replace(/[.,]+$/, '');
      return { kind, text: number, length: found.length };
    }
    if (kind === 'word') {
      // The point behind an abbreviation.
      const dot = text[at + found.length] === '.' ? 1 : 0;
      return { kind, text: found.replaceAll('.', '').replaceAll('\u2019', "'"), length: found.length + dot };
    }
    return { kind, text: found === '٪' ? '%' : found === '؟' ? '?' : found, length: found.length };
  }
  return null;
}
