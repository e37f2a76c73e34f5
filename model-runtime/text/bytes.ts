/**
 * Byte-level tokenizers write each byte as one visible character, so that tokens are plain strings: printable Latin-1
 * stands for itself, the other 68 bytes for U+0100 onwards (GPT-2's `bytes_to_unicode`). A token in this alphabet is
 * called a *symbol string* here.
 */

const standsForItself = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The symbol of each byte. */
export const SYMBOLS: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(standsForItself(byte) ? byte : next++));
})();

const BYTES = new Map(SYMBOLS.map((symbol, byte) => [symbol, byte]));

const utf8 = new TextEncoder();

/** The bytes of a symbol string; undefined when it holds a character that stands for no byte. */
export function bytesOfSymbols(symbols: string): Uint8Array | undefined {
  const bytes = new Uint8Array(symbols.length);
  for (let i = 0; i < symbols.length; i++) {
    const byte = BYTES.get(symbols[i]!);
    if (byte === undefined) return undefined;
    bytes[i] = byte;
  }
  return bytes;
}

/** Text as UTF-8 bytes, each by its symbol. A lone surrogate becomes U+FFFD. */
export function symbolsOfText(text: string): string {
  let symbols = '';
  for (const byte of utf8.encode(text)) symbols += SYMBOLS[byte]!;
  return symbols;
}
