/** The order in which a person reads: rows from top to bottom, each from left to right; columns of prose one by one. */
import type { Box, Direction } from './box.ts';

/** Boxes belong to a row while their middles are no further apart than this share of the lower one's height. */
const SAME_ROW = 0.5;

/** What makes two columns out of one page, and not a table, whose rows must stay together. In heights of a line. */
const COLUMNS = { gap: 0.5, prose: 9, rows: 3 };

/**
 * A capital at the beginning of a word, or a tail at its end, tilts what the detector sees of it by a degree or so, and
 * of most words to the same side. Rows know better: within so many degrees, the direction with the fewest rows is right.
 */
const ROWS_KNOW = { degrees: 2.5, step: 0.25 };

/** As it lies in the page's own frame, where lines run to the right. */
interface Placed<T> {
  item: T;
  left: number;
  right: number;
  middle: number;
  height: number;
}

/** Along which the rows of a page run. @param boxes at least one, all read along one direction, more or less */
export function rowDirection(boxes: readonly Box[]): Direction {
  const x = boxes.reduce((sum, { width, along }) => sum + width * along[0], 0);
  const y = boxes.reduce((sum, { width, along }) => sum + width * along[1], 0);
  const angle = Math.atan2(y, x);
  let best = { rows: Number.POSITIVE_INFINITY, off: 0 };
  for (let off = -ROWS_KNOW.degrees; off <= ROWS_KNOW.degrees; off += ROWS_KNOW.step) {
    const count = rows(boxes.map((box) => placed({ box }, directionOf(angle, off)))).length;
    const nearer = Math.abs(off) < Math.abs(best.off);
    if (count < best.rows || (count === best.rows && nearer)) best = { rows: count, off };
  }
  return fitted(boxes, directionOf(angle, best.off));
}

/** The direction of the lines that lie best in the rows: each through both ends of every box of its row. */
function fitted(boxes: readonly Box[], direction: Direction): Direction {
  const [cos, sin] = direction;
  let [slope, weight] = [0, 0];
  for (const row of rows(boxes.map((box) => placed({ box }, direction)))) {
    const ends = row.flatMap(({ item: { box } }) =>
      [-0.5, 0.5].map((side) => {
        const [x, y] = [box.x + side * box.width * box.along[0], box.y + side * box.width * box.along[1]];
        return { along: x * cos + y * sin, across: y * cos - x * sin };
      }),
    );
    const middle = (of: (end: (typeof ends)[number]) => number) =>
      ends.reduce((sum, end) => sum + of(end), 0) / ends.length;
    const [along, across] = [middle((end) => end.along), middle((end) => end.across)];
    for (const end of ends) {
      slope += (end.along - along) * (end.across - across);
      weight += (end.along - along) ** 2;
    }
  }
  return weight === 0 ? direction : directionOf(Math.atan2(sin, cos), (Math.atan(slope / weight) * 180) / Math.PI);
}

function directionOf(angle: number, degrees: number): Direction {
  const turned = angle + (degrees * Math.PI) / 180;
  return [Math.cos(turned), Math.sin(turned)];
}

/** @param direction along which rows run */
export function inReadingOrder<T extends { box: Box }>(items: readonly T[], direction: Direction): T[] {
  return columns(items.map((item) => placed(item, direction)))
    .flatMap(rows)
    .flat()
    .map(({ item }) => item);
}

function placed<T extends { box: Box }>(item: T, [cos, sin]: Direction): Placed<T> {
  const { x, y, width, height } = item.box;
  const along = x * cos + y * sin;
  return { item, left: along - width / 2, right: along + width / 2, middle: y * cos - x * sin, height };
}

/** Splits where a gap runs from top to bottom between prose and prose. */
function columns<T>(placed: readonly Placed<T>[]): Placed<T>[][] {
  const sorted = [...placed].sort((a, b) => a.left - b.left);
  let right = Number.NEGATIVE_INFINITY;
  for (const [i, { left, height }] of sorted.entries()) {
    if (left - right > COLUMNS.gap * height) {
      const [before, after] = [sorted.slice(0, i), sorted.slice(i)];
      if (isProse(before) && isProse(after)) return [before, ...columns(after)];
    }
    right = Math.max(right, sorted[i]!.right);
  }
  return [sorted];
}

function isProse<T>(placed: readonly Placed<T>[]): boolean {
  const long = placed.filter(({ left, right, height }) => right - left > COLUMNS.prose * height);
  return long.length >= COLUMNS.rows && long.length >= placed.length / 2;
}

/** A row may climb or fall, as on a bent page: each box is compared with its neighbour to the left. */
function rows<T>(placed: readonly Placed<T>[]): Placed<T>[][] {
  const open: Placed<T>[][] = [];
  for (const each of [...placed].sort((a, b) => a.left - b.left)) {
    const fits = open
      .map((row) => ({ row, last: row.at(-1)! }))
      .filter(({ last }) => last.right - each.left < last.height && distance(last, each) < SAME_ROW)
      .sort((a, b) => distance(a.last, each) - distance(b.last, each))[0];
    if (fits) fits.row.push(each);
    else open.push([each]);
  }
  return open.sort((a, b) => mean(a) - mean(b));
}

const distance = (a: Placed<unknown>, b: Placed<unknown>): number =>
  Math.abs(a.middle - b.middle) / Math.min(a.height, b.height);

const mean = (row: readonly Placed<unknown>[]): number => row.reduce((sum, { middle }) => sum + middle, 0) / row.length;
