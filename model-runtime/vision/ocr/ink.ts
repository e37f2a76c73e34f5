/** How much of a rectangle the letters really fill: the detector's are loose around small print. */
import type { Pixels } from '../pixels.ts';
import type { Box } from './box.ts';

/**
 * Rows of pixels change from column to column where letters are. Ink begins and ends where this share of the liveliest
 * row's change is reached: what sticks out of a line counts when about so many of its characters do.
 */
const LIVELY = 0.25;

/** Enough to tell letters by; a long line need not be looked at in full. */
const MOST_COLUMNS = 600;

/** Heights where the size of the type is 1. Capitals: Noto Sans 0.71, Helvetica 0.72, Times 0.66. */
const TYPE = { capital: 0.71, small: 0.53, tail: 0.21 };

const CHARACTER = /[\p{L}\p{N}]/u;
const TALL = /[\p{Lu}\p{N}bdfhijklt]/u;
const TAILED = /[gjpqyç]/u;

/** The size of the type, as printers measure it, in the picture's pixels: from the ink, and from what is written in it. */
export function typeSize(pixels: Pixels, box: Box, characters: readonly { text: string }[]): number {
  const written = characters.filter(({ text }) => CHARACTER.test(text));
  const many = (kind: RegExp): boolean =>
    written.filter(({ text }) => kind.test(text)).length > LIVELY * written.length;
  const height = (many(TALL) ? TYPE.capital : TYPE.small) + (many(TAILED) ? TYPE.tail : 0);
  const { top, bottom } = inkOf(pixels, box);
  return ((bottom - top) * box.height) / height;
}

/** A box is this many times as high as the ink of its capitals, or small letters where there are few: tails fit in too. */
const AROUND_INK = 1.7;

/** The same line in a box that is no higher than it needs: in a loose one, letters come out too narrow to be told apart. */
export function trimmed(pixels: Pixels, box: Box): Box {
  const { top, bottom } = inkOf(pixels, box);
  const height = Math.min(AROUND_INK * (bottom - top) * box.height, box.height);
  const most = (box.height - height) / 2;
  const shift = Math.min(Math.max(((top + bottom) / 2 - 0.5) * box.height, -most), most);
  return { ...box, x: box.x - shift * box.along[1], y: box.y + shift * box.along[0], height };
}

/** Where ink begins and ends, in shares of the box's height from its top. */
function inkOf(pixels: Pixels, box: Box): { top: number; bottom: number } {
  const rows = Math.max(4, Math.round(box.height * 2));
  const columns = Math.max(4, Math.min(Math.round(box.width), MOST_COLUMNS));
  const change = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let before = lightAt(pixels, box, 0, (row + 0.5) / rows);
    for (let column = 1; column < columns; column++) {
      const light = lightAt(pixels, box, column / columns, (row + 0.5) / rows);
      change[row]! += Math.abs(light - before);
      before = light;
    }
  }
  const [least, most] = [Math.min(...change), Math.max(...change)];
  const lively = (value: number): boolean => value > least + LIVELY * (most - least);
  if (least === most) return { top: 0, bottom: 1 };
  return { top: change.findIndex(lively) / rows, bottom: (change.findLastIndex(lively) + 1) / rows };
}

/** How light it is at a place in a box, by shares of its width and height, which may lie beside it. 0 to 1020. */
export function lightAt(
  { data, width, height }: Pixels,
  { x, y, along: [ux, uy], ...box }: Box,
  u: number,
  v: number,
): number {
  const [du, dv] = [(u - 0.5) * box.width, (v - 0.5) * box.height];
  const column = Math.min(Math.max(Math.floor(x + du * ux - dv * uy), 0), width - 1);
  const row = Math.min(Math.max(Math.floor(y + du * uy + dv * ux), 0), height - 1);
  const at = 3 * (row * width + column);
  return data[at]! + 2 * data[at + 1]! + data[at + 2]!;
}
