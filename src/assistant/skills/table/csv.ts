/** A table as a file (RFC 4180). A doubtful cell ends in "?", so that no program takes it for a number. */
import type { Table } from '../../evidence.ts';

export function csvOf({ rows }: Table): string {
  const lines = rows.map((row) => row.map(({ text, doubt }) => field(`${text}${doubt ? '?' : ''}`)).join(','));
  return lines.map((line) => `${line}\r\n`).join('');
}

/** A cell that a spreadsheet would run as a formula becomes text; negative numbers stay numbers. */
function field(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.,]+\??$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
