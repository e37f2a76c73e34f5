/** Tables where there are none: columns of one letter width where they fit a phone, else each cell behind its head. */
import type { PhrasingContent, Table, TableRow } from 'mdast';
import type { FlowWriter, Pre } from './flow.ts';
import type { Manner, Spot, Steps } from './manner.ts';
import { displayWidth } from './width.ts';

/** Whoever lays out what stands in the cells. */
export interface CellWriter {
  readonly flow: FlowWriter;
  readonly manner: Manner;
  /** Nothing more would be shown. */
  readonly full: boolean;
  inlines(nodes: PhrasingContent[], spot: Spot): void;
  /** The words alone, on one line, and whether there is a link among them. */
  words(nodes: PhrasingContent[]): { text: string; links: boolean };
}

/** Columns a phone shows in code without breaking the line. */
const WIDEST = 40;
const BETWEEN = '  ';
/** Letters written from right to left would turn the columns around, line by line. */
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
/** Between the cells of a row that is a line. */
const DOT = ' · ';

export function* writeTable(writer: CellWriter, table: Table, spot: Spot): Steps {
  const [head, ...rows] = table.children;
  if (head === undefined) return;
  const flat: Spot = { ...spot, lineEnd: ', ' };
  if (rows.length === 0) return writeLine(writer, head, [], flat);
  if (writer.manner.tables === 'aligned' && (yield* writeAligned(writer, table, spot))) return;
  const heads = head.children.map((cell) => writer.words(cell.children).text);
  const inLines = writer.manner.tables === 'rows';
  for (const [i, row] of rows.entries()) {
    if (writer.full) return;
    if (i > 0) writer.flow.gap({ lines: inLines ? 1 : 2, indent: spot.indent, style: spot.style, rank: 'item' });
    if (inLines) {
      const done = writer.flow.marker(writer.manner.bullet, spot.style);
      writeLine(writer, row, heads, flat);
      done();
    } else writeRecord(writer, row, heads, flat);
    yield;
  }
}

/** Head: cell · Head: cell */
function writeLine(writer: CellWriter, row: TableRow, heads: readonly string[], spot: Spot): void {
  let before = '';
  for (const [column, cell] of row.children.entries()) {
    if (writer.words(cell.children).text === '') continue;
    writer.flow.write(before, spot.style);
    before = DOT;
    writeCell(writer, cell.children, heads[column] ?? '', spot);
  }
}

/** A line for each cell. */
function writeRecord(writer: CellWriter, row: TableRow, heads: readonly string[], spot: Spot): void {
  let first = true;
  for (const [column, cell] of row.children.entries()) {
    if (writer.words(cell.children).text === '') continue;
    if (!first) writer.flow.gap({ lines: 1, indent: spot.indent, style: spot.style });
    first = false;
    writeCell(writer, cell.children, heads[column] ?? '', spot);
  }
}

function writeCell(writer: CellWriter, cell: PhrasingContent[], head: string, spot: Spot): void {
  if (head !== '') {
    writer.flow.write(`${head}:`, { ...spot.style, bold: true });
    writer.flow.write(' ', spot.style);
  }
  writer.inlines(cell, spot);
}

/** False: it cannot be aligned, and nothing was written. */
function* writeAligned(writer: CellWriter, table: Table, { style }: Spot): Steps<boolean> {
  const cells: string[][] = [];
  const widths: number[] = [];
  let written = 0;
  for (const row of table.children) {
    // A long table is cut by what can be shown, and its first rows say how it looks.
    if (written > writer.manner.longestTable) break;
    const texts: string[] = [];
    for (const [column, cell] of row.children.entries()) {
      const { text, links } = writer.words(cell.children);
      if (links || RIGHT_TO_LEFT.test(text)) return false;
      widths[column] = Math.max(widths[column] ?? 0, displayWidth(text));
      written += text.length;
      texts.push(text);
    }
    if (widths.reduce((sum, width) => sum + width + BETWEEN.length, -BETWEEN.length) > WIDEST) return false;
    cells.push(texts);
    yield;
  }
  const lines = cells.map((texts) =>
    widths
      .map((width, i) => aligned(texts[i] ?? '', width, table.align?.[i]))
      .join(BETWEEN)
      .trimEnd(),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join(BETWEEN);
  const head = `${lines[0]}\n${rule}\n`;
  writer.flow.markerAlone();
  const { quote } = style;
  const pre: Pre = {};
  const inPre = { ...(quote && { quote }), pre };
  writer.flow.write(head.trimEnd(), inPre);
  for (const [i, line] of lines.slice(1).entries()) {
    writer.flow.gap({ lines: 1, indent: '', style: inPre, rank: 'item' });
    if (i === 0 && head.length <= writer.manner.longestHead) pre.table = { head, body: writer.flow.text.length + 1 };
    writer.flow.write(line, inPre);
  }
  return true;
}

function aligned(text: string, width: number, align: 'left' | 'right' | 'center' | null | undefined): string {
  const space = width - displayWidth(text);
  const before = align === 'right' ? space : align === 'center' ? Math.floor(space / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(space - before);
}
