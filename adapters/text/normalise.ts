/**
 * What a model writes, made fit for a parser, for JSON and for every platform: one kind of line end, no characters
 * that are refused somewhere, no half surrogate pairs.
 *
 * Two things are left alone on purpose. Formulas are recognised by the parser itself (formula-syntax.ts), because only
 * the parser knows what is code. And text is not brought into NFC: both forms look the same, code has to stay as it
 * was written, and a combining mark that arrives late would change text that was already shown.
 */

/** C0 and C1 controls but tab and line feed, and the byte order mark, which a parser would swallow only at a start. */
const UNWANTED = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]/g;

/**
 * Bidi embeddings, overrides and directed isolates: they turn around what stands behind them, the platform's own words
 * included, and make code look like other code. First strong isolates (U+2068 up to U+2069) stay: names and commands
 * keep their own direction by them, and turn nothing around themselves (https://unicode.org/reports/tr9/).
 */
const TURNS = /[\u202a-\u202e\u2066\u2067]/g;

/**
 * The same text with LF line ends, without control characters and what turns text around; NUL and lone surrogates
 * become U+FFFD.
 */
export function normalise(markdown: string): string {
  return markdown
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replaceAll('\0', '\ufffd')
    .replace(UNWANTED, '')
    .replace(TURNS, '');
}
