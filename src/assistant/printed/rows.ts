/** Pieces of print that stand beside each other are a row, read from left to right. */
import { centreY, type Piece } from './pieces.ts';

/** Rows from top to bottom; pieces whose middles are nearer than half their height share one. */
export function rowsOf(pieces: readonly Piece[]): Piece[][] {
  const rows: Piece[][] = [];
  for (const piece of [...pieces].sort((a, b) => centreY(a) - centreY(b))) {
    const row = rows.at(-1);
    if (row && sharesRow(row, piece)) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => row.sort((a, b) => a.left - b.left));
}

function sharesRow(row: readonly Piece[], piece: Piece): boolean {
  const middle = row.reduce((sum, other) => sum + centreY(other), 0) / row.length;
  const height = Math.min(...row.map(({ top, bottom }) => bottom - top), piece.bottom - piece.top);
  return Math.abs(middle - centreY(piece)) < height / 2;
}

/** A row cut into cells where the gap is wider than `gap` letter heights. */
export function cellsOf(row: readonly Piece[], gap: number): Piece[][] {
  const cells: Piece[][] = [];
  for (const piece of row) {
    const last = cells.at(-1)?.at(-1);
    if (last && piece.left - last.right < gap * Math.max(last.height, piece.height)) cells.at(-1)!.push(piece);
    else cells.push([piece]);
  }
  return cells;
}

export const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join(' ');
