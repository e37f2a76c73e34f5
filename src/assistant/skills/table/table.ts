/** What is said of a table: one cell by its row and column, or all of it with a file. */
import { say } from '../../../conversation/notices.ts';
import type { Cell, Evidence, Fact, Table } from '../../evidence.ts';
import { quoted, wordsOf } from '../../printed/letters.ts';
import { offer } from '../offers.ts';
import { type Focus, type SkillReply, saying, type Talk } from '../skill.ts';
import { csvOf } from './csv.ts';

export type TableEvidence = Evidence & { seen: Table };

/** The cell that a question's words name by its row and its column; null: not exactly one. */
export function cellAsked({ rows }: Table, text: string): { row: number; column: number } | null {
  const asked = wordsOf(text);
  const columns = rows[0]!.map(({ text: name }) => name);
  const names = rows.map((row) => row[0]!.text);
  // "March total": a word that names the column names no row as well.
  const column = columns.length === 2 ? 1 : only(columns, asked);
  const row = only(names, column === null ? asked : without(asked, columns[column]!));
  if (row !== null && column !== null) return { row, column };
  const first = only(names, asked);
  const then = first === null ? null : only(columns, without(asked, names[first]!));
  return first === null || then === null ? null : { row: first, column: then };
}

const without = (asked: readonly string[], name: string): string[] => {
  const used = wordsOf(name);
  return asked.filter((word) => !used.includes(word));
};

/** Share of a name's words that were said. */
function hits(name: string, asked: readonly string[]): number {
  const words = wordsOf(name);
  return words.length === 0 ? 0 : words.filter((word) => asked.includes(word)).length / words.length;
}

/** The only place, after the first, whose name was said best. */
export function only(names: readonly string[], asked: readonly string[]): number | null {
  const scored = names.map((name, place) => ({ place, score: hits(name, asked) })).slice(1);
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const found = scored.filter(({ score }) => score === best);
  return best > 0 && found.length === 1 ? found[0]!.place : null;
}

export function sayCell(
  { seen, photo }: TableEvidence,
  { row, column }: { row: number; column: number },
  talk: Talk,
): SkillReply {
  const { language } = talk;
  const cell = seen.rows[row]![column]!;
  const names = { row: quoted(seen.rows[row]![0]!.text), column: quoted(seen.rows[0]![column]!.text || '–') };
  const focus: Focus = { photos: [photo.id], what: null, way: 'most' };
  const buttons = [offer({ kind: 'file', photo: photo.id }, language)];
  if (cell.text === '') return saying(say('skill.table.empty', names, language), { buttons, focus });
  const values = { ...names, value: `${quoted(cell.text)}${cell.doubt ? '?' : ''}` };
  const said = say(cell.doubt ? 'skill.table.doubt' : 'skill.table.cell', values, language);
  return saying(said, { facts: cell.value === null ? [] : [factOf(cell, names.row)], buttons, focus });
}

export function sayTable({ seen, photo }: TableEvidence, talk: Talk): SkillReply {
  const { language } = talk;
  const doubtful = seen.rows.flat().filter(({ doubt }) => doubt).length;
  const size = { rows: seen.rows.length - 1, columns: seen.rows[0]!.length, doubtful };
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = seen.rows.map((row) => line(row.map(({ text, doubt }) => `${quoted(text)}${doubt ? '?' : ''}`)));
  const [header = '', ...body] = table;
  return saying(
    [say('skill.table.size', size, language), [header, line(seen.rows[0]!.map(() => '---')), ...body].join('\n')].join(
      '\n\n',
    ),
    {
      facts: seen.rows
        .slice(1)
        .flatMap((row) => row.slice(1).flatMap((cell) => (cell.value === null ? [] : [factOf(cell, row[0]!.text)]))),
      file: { name: 'table.csv', mime: 'text/csv', text: csvOf(seen) },
      focus: { photos: [photo.id], what: null, way: 'most' },
    },
  );
}

export const factOf = (cell: Cell, item: string): Fact => ({
  item,
  what: 'cell',
  value: cell.value!,
  unit: '',
  base: { kind: 'none' },
  certainty: 'printed',
  boxes: cell.box ? [cell.box] : [],
  print: cell.text,
  rule: cell.doubt ? 'table cell, doubtful' : 'table cell',
  confidence: cell.doubt ? 0 : 1,
  checks: [],
});
