/**
 * Print laid straight: what was read, in a frame where lines of text run level. The boxes in the picture stay with
 * each piece, so that everything said can be shown where it was read.
 */
import type { Quad, Reading, ReadLine } from '../../../model-runtime/contract.ts';

export interface Piece {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Of the letters, in the picture's pixels. */
  height: number;
  /** Of the least sure character, 0 to 1. */
  weakest: number;
  /** In the picture as it is. */
  box: Quad;
}

export const centreX = (piece: Piece): number => (piece.left + piece.right) / 2;
export const centreY = (piece: Piece): number => (piece.top + piece.bottom) / 2;

/** How far the lines lean, in radians clockwise: the middle one of all, longer lines counting more. */
export function lean(lines: readonly ReadLine[]): number {
  const angles = lines
    .map(({ box }) => ({
      angle: Math.atan2(box[3] - box[1], box[2] - box[0]),
      width: Math.hypot(box[3] - box[1], box[2] - box[0]),
    }))
    .filter(({ width }) => width > 0)
    .sort((a, b) => a.angle - b.angle);
  const half = angles.reduce((sum, { width }) => sum + width, 0) / 2;
  let passed = 0;
  for (const { angle, width } of angles) {
    passed += width;
    if (passed >= half) return angle;
  }
  return 0;
}

/** The words of all lines, each with its own place. */
export function piecesOf(reading: Reading): Piece[] {
  const angle = lean(reading.lines);
  return reading.lines.flatMap((line) => words(line).map((word) => level(word, angle)));
}

/** The lines as they were read, laid straight. */
export function linesOf(reading: Reading): Piece[] {
  const angle = lean(reading.lines);
  return reading.lines.map((line) => level(whole(line), angle));
}

type Lying = Pick<Piece, 'text' | 'box' | 'height' | 'weakest'>;

function whole(line: ReadLine): Lying {
  return { text: line.text, box: line.box, height: line.height, weakest: weakest(line.characters, line.confidence) };
}

/** A line cut at its blanks; a character's `at` says where along the line it stands. */
function words(line: ReadLine): Lying[] {
  const { characters, box } = line;
  const advance = 1 / Math.max(characters.length, 1);
  const found: Lying[] = [];
  let from = 0;
  for (let index = 0; index <= characters.length; index++) {
    if (index < characters.length && characters[index]!.text.trim() !== '') continue;
    const word = characters.slice(from, index);
    if (word.length > 0)
      found.push({
        text: word.map(({ text }) => text).join(''),
        box: section(box, word[0]!.at - advance / 2, word.at(-1)!.at + advance / 2),
        height: line.height,
        weakest: weakest(word, line.confidence),
      });
    from = index + 1;
  }
  return found;
}

const weakest = (characters: ReadLine['characters'], otherwise: number): number =>
  characters.reduce((least, { confidence }) => Math.min(least, confidence), characters.length > 0 ? 1 : otherwise);

/** The part of a box between two places along it, 0 to 1. */
export function section(box: Quad, from: number, to: number): Quad {
  const [start, end] = [Math.min(Math.max(from, 0), 1), Math.min(Math.max(to, 0), 1)];
  const [x0, y0, x1, y1, x2, y2, x3, y3] = box;
  const along = (a: number, b: number, share: number) => a + (b - a) * share;
  return [
    ...[along(x0, x1, start), along(y0, y1, start), along(x0, x1, end), along(y0, y1, end)],
    ...[along(x3, x2, end), along(y3, y2, end), along(x3, x2, start), along(y3, y2, start)],
  ] as Quad;
}

function level(lying: Lying, angle: number): Piece {
  const { box } = lying;
  const [cos, sin] = [Math.cos(-angle), Math.sin(-angle)];
  const xs = [0, 2, 4, 6].map((i) => box[i]! * cos - box[i + 1]! * sin);
  const ys = [0, 2, 4, 6].map((i) => box[i]! * sin + box[i + 1]! * cos);
  return { ...lying, left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** The smallest upright box around several. */
export function around(boxes: readonly Quad[]): Quad {
  const xs = boxes.flatMap((box) => [box[0], box[2], box[4], box[6]]);
  const ys = boxes.flatMap((box) => [box[1], box[3], box[5], box[7]]);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return [left, top, right, top, right, bottom, left, bottom];
}
