/** The connected parts of a map of likelihoods: each is the core of a line of print. */
import type { Direction } from './box.ts';

export interface Core {
  /** Corners of the first and the last pixel of each row: no pixel lies outside of these. */
  outline: [number, number][];
  /** Along which its pixels spread most, and how far they do so along and across. Up to a half turn. */
  along: Direction;
  length: number;
  thickness: number;
}

/** PP-OCR's own settings for this network, but for the score, which is lower: checks come after. */
const CORE = {
  /** From here on a pixel belongs to a core. */
  threshold: 0.3,
  /** Mean over a core below which it is none. */
  score: 0.5,
  /** Pixels; less is dirt. */
  area: 12,
  thickness: 2,
};

export interface Size {
  width: number;
  height: number;
}

/** @param map row by row, 0 to 1 */
export function coresIn(map: Float32Array, size: Size): Core[] {
  const seen = new Uint8Array(map.length);
  const stack = new Int32Array(map.length);
  const cores: Core[] = [];
  for (let start = 0; start < map.length; start++) {
    if (seen[start] || !(map[start]! > CORE.threshold)) continue;
    const part = flood(map, size, { start, seen, stack });
    if (part.area < CORE.area || part.score / part.area < CORE.score) continue;
    const core = coreOf(part);
    if (core.thickness >= CORE.thickness) cores.push(core);
  }
  return cores;
}

/** Sums over the pixels that hang together. */
interface Part {
  area: number;
  score: number;
  x: number;
  y: number;
  xx: number;
  yy: number;
  xy: number;
  /** First and last pixel of each row. */
  ends: Map<number, [number, number]>;
}

function flood(
  map: Float32Array,
  { width, height }: Size,
  { start, seen, stack }: { start: number; seen: Uint8Array; stack: Int32Array },
): Part {
  const part: Part = { area: 0, score: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0, ends: new Map() };
  let depth = 0;
  stack[depth++] = start;
  seen[start] = 1;
  while (depth > 0) {
    const at = stack[--depth]!;
    const y = Math.floor(at / width);
    const x = at - y * width;
    add(part, x, y, map[at]!);
    for (let nextY = Math.max(y - 1, 0); nextY <= Math.min(y + 1, height - 1); nextY++) {
      for (let nextX = Math.max(x - 1, 0); nextX <= Math.min(x + 1, width - 1); nextX++) {
        const next = nextY * width + nextX;
        if (seen[next] || !(map[next]! > CORE.threshold)) continue;
        seen[next] = 1;
        stack[depth++] = next;
      }
    }
  }
  return part;
}

function add(part: Part, x: number, y: number, score: number): void {
  part.area++;
  part.score += score;
  part.x += x;
  part.y += y;
  part.xx += x * x;
  part.yy += y * y;
  part.xy += x * y;
  const row = part.ends.get(y);
  if (!row) part.ends.set(y, [x, x]);
  else if (x < row[0]) row[0] = x;
  else if (x > row[1]) row[1] = x;
}

/** By the main axis of its pixels: unlike the smallest rectangle, it does not tilt with the steps of a slanted edge. */
function coreOf({ area, x, y, xx, yy, xy, ends }: Part): Core {
  // A pixel has an extent of its own: 1/12 is the variance of a length of 1.
  const varianceX = xx / area - (x / area) ** 2 + 1 / 12;
  const varianceY = yy / area - (y / area) ** 2 + 1 / 12;
  const covariance = xy / area - (x * y) / area ** 2;
  const angle = Math.atan2(2 * covariance, varianceX - varianceY) / 2;
  const [mean, apart] = [(varianceX + varianceY) / 2, Math.hypot((varianceX - varianceY) / 2, covariance)];
  return {
    outline: [...ends].flatMap(([row, [left, right]]): [number, number][] => [
      [left, row],
      [right + 1, row],
      [left, row + 1],
      [right + 1, row + 1],
    ]),
    along: [Math.cos(angle), Math.sin(angle)],
    // Of a rectangle with these variances.
    length: Math.sqrt(12 * (mean + apart)),
    thickness: Math.sqrt(12 * Math.max(mean - apart, 0)),
  };
}
