/** A row as one text that still knows where each of its characters was printed. */
import type { Quad } from '../../../model-runtime/contract.ts';
import { around, type Piece } from './pieces.ts';

export interface Row {
  /** The pieces' texts with a blank between them. */
  text: string;
  pieces: readonly Piece[];
  /** The pieces that hold any of the characters from `start` to `end`. */
  under(start: number, end: number): Piece[];
}

export function asRow(pieces: readonly Piece[]): Row {
  const starts: number[] = [];
  let text = '';
  for (const piece of pieces) {
    if (text !== '') text += ' ';
    starts.push(text.length);
    text += piece.text;
  }
  return {
    text,
    pieces,
    under: (start, end) =>
      pieces.filter((piece, index) => starts[index]! < end && starts[index]! + piece.text.length > start),
  };
}

/** What some characters of a row rest on: their box, their middle, and the least sure of them. */
export function printUnder(row: Row, start: number, end: number) {
  const pieces = row.under(start, end);
  // A unit of its own, read unsurely, takes nothing from the number before it.
  const digits = pieces.filter(({ text }) => /\d/.test(text));
  const counted = digits.length > 0 ? digits : pieces;
  const box: Quad = around(pieces.map((piece) => piece.box));
  const left = Math.min(...pieces.map((piece) => piece.left));
  const right = Math.max(...pieces.map((piece) => piece.right));
  return {
    box,
    left,
    right,
    middle: (left + right) / 2,
    weakest: Math.min(...counted.map((piece) => piece.weakest)),
    weakestDigit: Math.min(...counted.map((piece) => piece.weakestDigit)),
    height: Math.min(...counted.map((piece) => piece.height)),
  };
}
