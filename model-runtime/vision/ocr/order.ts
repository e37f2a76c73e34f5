/** The order in which a person reads: rows from top to bottom, each from left to right; columns of prose one by one. */
import type { Box } from './box.ts';

/** Boxes belong to a row while their middles are no further apart than this share of the lower one's height. */
const SAME_ROW = 0.5;

/** What makes two columns out of one page, and not a table, whose rows must stay together. In heights of a line. */
const COLUMNS = { gap: 1, prose: 12, rows: 3 };

/** As it lies in the page's own frame, where lines run to the right. */
interface Placed<T> {
  item: T;
  left: number;
  right: number;
  middle: number;
  height: number;
}

/** @param items boxes that are all read along one direction, more or less */
export function inReadingOrder<T extends { box: Box }>(items: readonly T[]): T[] {
  const x = items.reduce((sum, { box }) => sum + box.width * box.along[0], 0);
  const y = items.reduce((sum, { box }) => sum + box.width * box.along[1], 0);
  const length = Math.hypot(x, y) || 1;
  const [cos, sin] = [x / length, y / length];
  const placed = items.map((item): Placed<T> => {
    const { box } = item;
    const along = box.x * cos + box.y * sin;
    return {
      item,
      left: along - box.width / 2,
      right: along + box.width / 2,
      middle: box.y * cos - box.x * sin,
      height: box.height,
    };
  });
  return columns(placed)
    .flatMap(rows)
    .map(({ item }) => item);
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
function rows<T>(placed: readonly Placed<T>[]): Placed<T>[] {
  const open: Placed<T>[][] = [];
  for (const each of [...placed].sort((a, b) => a.left - b.left)) {
    const fits = open
      .map((row) => ({ row, last: row.at(-1)! }))
      .filter(({ last }) => last.right - each.left < last.height && distance(last, each) < SAME_ROW)
      .sort((a, b) => distance(a.last, each) - distance(b.last, each))[0];
    if (fits) fits.row.push(each);
    else open.push([each]);
  }
  return open.sort((a, b) => mean(a) - mean(b)).flat();
}

const distance = (a: Placed<unknown>, b: Placed<unknown>): number =>
  Math.abs(a.middle - b.middle) / Math.min(a.height, b.height);

const mean = (row: readonly Placed<unknown>[]): number => row.reduce((sum, { middle }) => sum + middle, 0) / row.length;
