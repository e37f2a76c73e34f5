/**
 * A table out of print: words to rows, rows to cells, cells to the columns that the print's own gaps make. A cell that
 * does not look like its column, was read unsurely, or breaks a sum that other rows keep, is marked as doubtful.
 */
import { Decimal } from 'decimal.js';
import type { Reading } from '../../../../model-runtime/contract.ts';
import type { Cell, Table } from '../../evidence.ts';
import { type DecimalMark, markOf, numberOf } from '../../printed/amounts.ts';
import { LEAST_CONFIDENCE, LEAST_HEIGHT } from '../../printed/legible.ts';
import { fold } from '../../printed/letters.ts';
import { around, type Piece, piecesOf } from '../../printed/pieces.ts';
import { cellsOf, rowsOf, textOf } from '../../printed/rows.ts';

/** Blanks inside a cell are narrower than this many letter heights. */
const GAP = 1;
const LEAST_ROWS = 3;
/** A number's characters must be surer than those of a value elsewhere: no unit and no sum stands by it. */
const SURE = 0.75;

interface Span {
  left: number;
  right: number;
}

export function readTable(reading: Reading): Table | null {
  const rows = rowsOf(piecesOf(reading)).map((row) => cellsOf(row, GAP));
  const columns = columnsOf(rows.filter((row) => row.length > 1));
  if (columns.length < 2) return null;
  const mark = markOf(reading.lines.map(({ text }) => text));
  const from = rows.findIndex((row) => row.length > 1);
  const until = rows.findLastIndex((row) => row.length > 1);
  const read = rows.slice(from, until + 1).map((row) => asCells(row, columns, mark));
  if (read.length < LEAST_ROWS || read.some((row) => row === null)) return null;
  const cells = read as Cell[][];
  const numeric = columns.map((_, column) => isNumeric(cells.slice(1).map((row) => row[column]!)));
  // Rows have names: a column of numbers with nothing before them is an axis, or a list.
  if (numeric[0] || !numeric.includes(true)) return null;
  return { kind: 'table', rows: holdSums(doubtful(cells, numeric), numeric) };
}

/** Where cells of all rows lie above each other, there is a column. */
function columnsOf(rows: readonly Piece[][][]): Span[] {
  const spans = rows.flatMap((row) => row.map(spanOf)).sort((a, b) => a.left - b.left);
  const columns: Span[] = [];
  for (const span of spans) {
    const last = columns.at(-1);
    if (last && span.left < last.right) last.right = Math.max(last.right, span.right);
    else columns.push({ ...span });
  }
  return columns;
}

const spanOf = (cell: readonly Piece[]): Span => ({
  left: Math.min(...cell.map(({ left }) => left)),
  right: Math.max(...cell.map(({ right }) => right)),
});

/** A row over the columns; null where a cell reaches over two, or two share one. */
function asCells(row: readonly Piece[][], columns: readonly Span[], mark: DecimalMark | null): Cell[] | null {
  const cells: (Cell | null)[] = columns.map(() => null);
  for (const pieces of row) {
    const { left, right } = spanOf(pieces);
    const over = columns.flatMap((column, index) => (left < column.right && right > column.left ? [index] : []));
    const [index] = over;
    if (over.length !== 1 || cells[index!] !== null) return null;
    const text = textOf(pieces);
    const value = cellValue(text, mark);
    const least = /\d/.test(text) ? SURE : LEAST_CONFIDENCE;
    const sure = pieces.every(({ weakest, height }) => weakest >= least && height >= LEAST_HEIGHT);
    cells[index!] = { text, value, doubt: !sure, box: around(pieces.map(({ box }) => box)) };
  }
  return cells.map((cell) => cell ?? { text: '', value: null, doubt: false, box: null });
}

function cellValue(text: string, mark: DecimalMark | null): string | null {
  const match = /^([-–−])?\s?[€$£]?\s?(\d[\d.,\u0020\u00a0\u202f]*?)\s?[%€$£]?$/u.exec(text);
  if (!match || !/^\d+(?:[.,\u0020\u00a0\u202f]\d+)*$/.test(match[2]!)) return null;
  const value = numberOf(match[2]!, mark);
  return value === null ? null : `${match[1] ? '-' : ''}${value}`;
}

/** More numbers than words. */
function isNumeric(column: readonly Cell[]): boolean {
  const filled = column.filter(({ text }) => text !== '');
  return filled.filter(({ text }) => /\d/.test(text)).length * 2 > filled.length;
}

/** Marks what does not look like its column: no number among numbers, other decimals, an empty place, another mark. */
function doubtful(rows: readonly Cell[][], numeric: readonly boolean[]): Cell[][] {
  const decimals = (value: string | null) => value?.split('.')[1]?.length ?? 0;
  const usual = numeric.map((_, column) => {
    const counts = new Map<number, number>();
    for (const row of rows.slice(1)) {
      const { value } = row[column]!;
      if (value !== null) counts.set(decimals(value), (counts.get(decimals(value)) ?? 0) + 1);
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    return most && most[1] * 2 > rows.length - 1 ? most[0] : null;
  });
  const marks = rows.slice(1).flatMap((row) => row.flatMap((cell, column) => (numeric[column] ? markIn(cell) : [])));
  const points = marks.filter((mark) => mark === '.').length;
  const rare = points * 2 < marks.length ? '.' : points * 2 > marks.length ? ',' : null;
  return rows.map((row, index) =>
    row.map((cell, column) => {
      if (index === 0 || !numeric[column]) return cell;
      if (rare !== null && markIn(cell).includes(rare)) return { ...cell, doubt: true };
      const odd = cell.value === null || (usual[column] !== null && decimals(cell.value) !== usual[column]);
      return odd ? { ...cell, doubt: true } : cell;
    }),
  );
}

/** The mark before a number's decimals; the reader is often of two minds which it is. */
const markIn = ({ text }: Cell): string[] => /\d([.,])(?:\d{1,2}|\d{4,})(?!\d|[.,]\d)/.exec(text)?.slice(1) ?? [];

const SUM = /^(?:total|sum|summe|gesamt|somme|suma|soma|totale|toplam|jumlah|tong|tong cong)$/;

/** Whether a row or a column is, by its name, the sum of the others. */
export const isSum = ({ text }: Cell): boolean => SUM.test(fold(text));

/** Whether its row of totals has more than one sum of money: a receipt has one. */
export const hasSums = ({ rows }: Table): boolean =>
  rows
    .slice(1)
    .some((row) => isSum(row[0]!) && row.filter(({ value }) => value !== null && /\.\d\d$/.test(value)).length > 1);

/** Where rows or columns named as totals mostly keep their sum, those that do not are in doubt. */
function holdSums(rows: readonly Cell[][], numeric: readonly boolean[]): Cell[][] {
  const sumColumn = rows[0]!.findIndex((cell, index) => numeric[index] && isSum(cell));
  const sumRow = rows.findIndex((row, index) => index > 0 && isSum(row[0]!));
  const body = rows.map((_, index) => index).filter((index) => index > 0 && index !== sumRow);
  const parts = numeric.map((_, index) => index).filter((index) => numeric[index] && index !== sumColumn);
  const at = (row: number, column: number) => rows[row]![column]!.value;
  const wrongRows =
    sumColumn < 0
      ? null
      : wrong([...body, ...(sumRow < 0 ? [] : [sumRow])], (row) =>
          holds(
            parts.map((column) => at(row, column)),
            at(row, sumColumn),
          ),
        );
  const wrongColumns =
    sumRow < 0
      ? null
      : wrong([...parts, ...(sumColumn < 0 ? [] : [sumColumn])], (column) =>
          holds(
            body.map((row) => at(row, column)),
            at(sumRow, column),
          ),
        );
  const both = (wrongRows?.length ?? 0) > 0 && (wrongColumns?.length ?? 0) > 0;
  return rows.map((row, index) =>
    row.map((cell, column) => {
      if (index === 0 || !numeric[column]) return cell;
      const [inRow, inColumn] = [wrongRows?.includes(index) ?? false, wrongColumns?.includes(column) ?? false];
      // A cell where a wrong row and a wrong column cross is the one; with only one kind, any in it may be.
      return (both ? inRow && inColumn : inRow || inColumn) ? { ...cell, doubt: true } : cell;
    }),
  );
}

/** The lines that do not hold, where most do; else it is no sum, or too much is unread: none. */
function wrong(lines: readonly number[], holdsAt: (line: number) => boolean | null): number[] {
  const known = lines.map((line) => ({ line, held: holdsAt(line) })).filter(({ held }) => held !== null);
  const failed = known.filter(({ held }) => !held).map(({ line }) => line);
  return failed.length * 2 < known.length ? failed : [];
}

function holds(parts: readonly (string | null)[], sum: string | null): boolean | null {
  if (sum === null || parts.includes(null)) return null;
  return parts.reduce((total, part) => total.plus(part!), new Decimal(0)).eq(sum);
}
