/**
 * Any JavaScript string in a column, and the same string back.
 *
 * SQLite keeps text as UTF-8: `node:sqlite` turns a lone surrogate into U+FFFD without a word, which would alter
 * a payload and make two different keys one; and text after a NUL is lost to SQL functions and to some readers.
 * Such strings are kept as a blob of UTF-16LE. Text and blob never compare equal, so every string keeps exactly
 * one form and a key stays a key.
 */
export type TextColumn = string | Uint8Array;

export function toColumn(text: string): TextColumn {
  return text.isWellFormed() && !text.includes('\0') ? text : Buffer.from(text, 'utf16le');
}

export function fromColumn(column: TextColumn): string {
  if (typeof column === 'string') return column;
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('utf16le');
}
