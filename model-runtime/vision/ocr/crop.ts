/** Cuts a line out of the picture and lays it straight, in the size that a network reads. */
import type { Pixels } from '../pixels.ts';
import type { Box } from './box.ts';
import type { Numbers } from './network.ts';

/** Both networks read lines of this height. */
export const LINE_HEIGHT = 48;

/** A point of a crop is the mean of up to this many squared of the picture: less looks torn in large print. */
const MOST_SAMPLES = 4;

/** A line in a batch: which rectangle, and how wide it becomes. */
export interface Cut {
  box: Box;
  width: number;
}

/** All cuts in one array [n, 3, 48, width], blue first, from -1 to 1; what a cut does not fill is 0, as in training. */
export function batchOf(pixels: Pixels, cuts: readonly Cut[], width: number): Numbers {
  const data = new Float32Array(cuts.length * 3 * LINE_HEIGHT * width);
  for (const [i, cut] of cuts.entries())
    crop(pixels, cut, data, { from: i * 3 * LINE_HEIGHT * width, rowLength: width });
  return { data, shape: [cuts.length, 3, LINE_HEIGHT, width] };
}

function crop(
  pixels: Pixels,
  { box, width }: Cut,
  into: Float32Array,
  { from, rowLength }: { from: number; rowLength: number },
): void {
  const [stepU, stepV] = [box.width / width, box.height / LINE_HEIGHT];
  const samples = Math.min(Math.max(Math.round(stepV), 1), MOST_SAMPLES);
  const plane = LINE_HEIGHT * rowLength;
  const scale = 1 / (samples * samples * 127.5);
  const [ux, uy] = box.along;
  const colour = new Float64Array(3);
  for (let row = 0; row < LINE_HEIGHT; row++) {
    for (let column = 0; column < width; column++) {
      colour.fill(0);
      for (let i = 0; i < samples; i++) {
        const v = (row + (i + 0.5) / samples) * stepV - box.height / 2;
        for (let j = 0; j < samples; j++) {
          const u = (column + (j + 0.5) / samples) * stepU - box.width / 2;
          addColourAt(pixels, box.x + u * ux - v * uy - 0.5, box.y + u * uy + v * ux - 0.5, colour);
        }
      }
      const at = from + row * rowLength + column;
      for (let channel = 0; channel < 3; channel++) into[at + channel * plane] = colour[2 - channel]! * scale - 1;
    }
  }
}

/** Between four pixels, in proportion; beyond the edge, the edge goes on. */
function addColourAt({ data, width, height }: Pixels, x: number, y: number, colour: Float64Array): void {
  const cx = Math.min(Math.max(x, 0), width - 1);
  const cy = Math.min(Math.max(y, 0), height - 1);
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const [fx, fy] = [cx - left, cy - top];
  const right = left + 1 < width ? 3 : 0;
  const below = top + 1 < height ? 3 * width : 0;
  const at = 3 * (top * width + left);
  for (let channel = 0; channel < 3; channel++) {
    const p = at + channel;
    const upper = data[p]! * (1 - fx) + data[p + right]! * fx;
    const lower = data[p + below]! * (1 - fx) + data[p + below + right]! * fx;
    colour[channel] = colour[channel]! + upper * (1 - fy) + lower * fy;
  }
}
