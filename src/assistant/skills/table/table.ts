/** What is said of a table: cells by their row and column, a whole row or column, or all of it with a file. */
import { say } from '../../../conversation/notices.ts';
import { sameWord } from '../../about.ts';
import type { Cell, Evidence, Fact, Table } from '../../evidence.ts';
import { quoted, wordsOf } from '../../printed/letters.ts';
import { offer } from '../offers.ts';
import { focusOn, type SkillReply, saying, type Talk } from '../skill.ts';
import { listed } from '../wording.ts';
import { csvOf } from './csv.ts';

export type TableEvidence = Evidence & { seen: Table };

/** What a question's words name of a table, places in `rows`: both make cells, one alone a whole row or column. */
export interface Places {
  rows: readonly number[];
  columns: readonly number[];
}

export function placesAsked({ rows: all }: Table, text: string): Places {
  const asked = wordsOf(text);
  const header = all[0]!.map(({ text: name }) => name);
  const names = all.map((row) => row[0]!.text);
  // "March total", "total rent": a word that names a column names no row as well, nor the other way round.
  const columns = header.length === 2 ? [1] : named(header, asked);
  const rows = named(
    names,
    without(
      asked,
      columns.map((column) => header[column]!),
    ),
  );
  if (rows.length > 0 && columns.length > 0) return { rows, columns };
  const first = named(names, asked);
  const then = named(
    header,
    without(
      asked,
      first.map((row) => names[row]!),
    ),
  );
  return first.length > 0 && then.length > 0 ? { rows: first, columns: then } : { rows, columns };
}

const without = (asked: readonly string[], names: readonly string[]): string[] => {
  const used = names.flatMap(wordsOf);
  return asked.filter((word) => !used.some((one) => isSame(one, word)));
};

const isSame = (printed: string, said: string): boolean => sameWord(printed, said) === 1;

/** The places, after the first, whose names are said: the one said best, and others that are said whole in other words. */
export function named(names: readonly string[], asked: readonly string[]): number[] {
  const scored = names
    .map((name, place) => {
      const words = wordsOf(name);
      const said = words.filter((word) => asked.some((one) => isSame(word, one)));
      return { place, said, share: words.length === 0 ? 0 : said.length / words.length };
    })
    .slice(1)
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || b.said.length - a.said.length);
  const found: number[] = [];
  const used = new Set<string>();
  for (const { place, said, share } of scored) {
    if (said.some((word) => used.has(word)) || (share < 1 && used.size > 0)) continue;
    const rivals = scored.filter((other) => other.share === share && other.said.join() === said.join());
    for (const word of said) used.add(word);
    // Several are called so, and none more than the others.
    if (rivals.length === 1) found.push(place);
  }
  return found.sort((a, b) => a - b);
}

const shown = ({ text, doubt }: Cell): string => (text === '' ? '–' : `${quoted(text)}${doubt ? '?' : ''}`);

/** One cell or several. */
export function sayCells(evidence: TableEvidence, { rows, columns }: Places, talk: Talk): SkillReply {
  const { language } = talk;
  const { seen, photo } = evidence;
  const cells = rows.flatMap((row) => columns.map((column) => ({ row, column, cell: seen.rows[row]![column]! })));
  const lines = cells.map(({ row, column, cell }) => {
    const names = { row: quoted(seen.rows[row]![0]!.text), column: quoted(seen.rows[0]![column]!.text || '–') };
    if (cell.text === '') return say('skill.table.empty', names, language);
    return say(cell.doubt ? 'skill.table.doubt' : 'skill.table.cell', { ...names, value: shown(cell) }, language);
  });
  return saying(lines.join('\n'), {
    facts: cells.flatMap(({ row, cell }) => (cell.value === null ? [] : [factOf(cell, seen.rows[row]![0]!.text)])),
    buttons: [offer({ kind: 'file', photo: photo.id }, language)],
    focus: focusOn(photo),
  });
}

/** "March – Rent 520.00, Power 60.00": all of a row, or of a column. */
export function sayLines(evidence: TableEvidence, { rows, columns }: Places, talk: Talk): SkillReply {
  const { language } = talk;
  const { seen, photo } = evidence;
  const header = seen.rows[0]!;
  const line = (name: Cell, cells: readonly { name: Cell; cell: Cell }[]) =>
    `${quoted(name.text || '–')} – ${listed(cells.map(({ name, cell }) => `${quoted(name.text || '–')} ${shown(cell)}`))}`;
  const cellsOf =
    rows.length > 0
      ? rows.map((row) => ({
          name: seen.rows[row]![0]!,
          cells: header.slice(1).map((name, index) => ({ name, cell: seen.rows[row]![index + 1]! })),
        }))
      : columns.map((column) => ({
          name: header[column]!,
          cells: seen.rows.slice(1).map((row) => ({ name: row[0]!, cell: row[column]! })),
        }));
  const doubtful = cellsOf.some(({ cells }) => cells.some(({ cell }) => cell.doubt));
  const notes = doubtful ? [say('skill.table.doubtful', {}, language)] : [];
  return saying([...cellsOf.map(({ name, cells }) => line(name, cells)), ...notes].join('\n'), {
    facts: cellsOf.flatMap(({ cells }) =>
      cells.flatMap(({ name, cell }) => (cell.value === null ? [] : [factOf(cell, name.text)])),
    ),
    buttons: [offer({ kind: 'file', photo: photo.id }, language)],
    focus: focusOn(photo),
  });
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
      focus: focusOn(photo),
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
