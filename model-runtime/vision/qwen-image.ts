/**
 * Pictures as Qwen3-VL's tower wants them: a size in whole patches within a budget of pixels, patches in the order in
 * which 2 × 2 of them are merged, and where in the text's own count of positions they stand. After transformers 5
 * (image_processing_qwen2_vl, modeling_qwen3_vl).
 */
import { type Pixels, resample } from './resample.ts';

export interface QwenSizes {
  /** Edge of a patch, and how many of them a merged one has on a side. */
  patch: number;
  merge: number;
  leastPixels: number;
  mostPixels: number;
}

/** Patches down and across; both whole multiples of `merge`. */
export interface PatchGrid {
  rows: number;
  columns: number;
}

/** Python's `round`: halves go to the even neighbour. */
const roundHalfEven = (value: number): number => {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
};

/**
 * The size a picture is brought to.
 * @throws RangeError for a picture more than 200 times as long as wide, which the model was not made for
 */
export function qwenSize(
  width: number,
  height: number,
  { patch, merge, leastPixels, mostPixels }: QwenSizes,
): [width: number, height: number] {
  const step = patch * merge;
  if (Math.max(width, height) / Math.min(width, height) > 200) {
    throw new RangeError(`A picture of ${width} × ${height} is too long for its width: 200 to 1 is the most.`);
  }
  const [across, down] = [roundHalfEven(width / step) * step, roundHalfEven(height / step) * step];
  if (across * down > mostPixels) {
    const shrink = Math.sqrt((width * height) / mostPixels);
    const toStep = (size: number) => Math.max(step, Math.floor(size / shrink / step) * step);
    return [toStep(width), toStep(height)];
  }
  if (across * down < leastPixels) {
    const grow = Math.sqrt(leastPixels / (width * height));
    const toStep = (size: number) => Math.ceil((size * grow) / step) * step;
    return [toStep(width), toStep(height)];
  }
  return [across, down];
}

export interface Patches {
  grid: PatchGrid;
  /** [rows · columns, 3 · patch · patch], values −1 to 1, channel by channel, in merge order. */
  values: Float32Array;
}

export function qwenPatches(picture: Pixels, sizes: QwenSizes): Patches {
  const [width, height] = qwenSize(picture.width, picture.height, sizes);
  const { data } = resample(picture, width, height, 'bicubic');
  const { patch } = sizes;
  const grid = { rows: height / patch, columns: width / patch };
  const length = 3 * patch * patch;
  const values = new Float32Array(grid.rows * grid.columns * length);
  let to = 0;
  for (const { row, column } of inMergeOrder(grid, sizes.merge)) {
    for (let channel = 0; channel < 3; channel++)
      for (let y = 0; y < patch; y++)
        for (let x = 0; x < patch; x++) {
          const pixel = ((row * patch + y) * width + column * patch + x) * 3 + channel;
          values[to++] = normalised(data[pixel]!);
        }
  }
  return { grid, values };
}

/** (v / 255 − 0.5) / 0.5 in steps of 32-bit floats, as the reference does it. */
const normalised = (value: number): number => Math.fround((Math.fround(value * (1 / 255)) - 0.5) / 0.5);

/** Every patch's place: the four of a merged one follow each other. */
export function* inMergeOrder({ rows, columns }: PatchGrid, merge: number): Generator<{ row: number; column: number }> {
  for (let top = 0; top < rows; top += merge)
    for (let left = 0; left < columns; left += merge)
      for (let y = 0; y < merge; y++) for (let x = 0; x < merge; x++) yield { row: top + y, column: left + x };
}

/**
 * The learned table of `side` × `side` positions stretched over the grid, bilinearly with its corners kept, in merge order.
 * @param table [side · side, width]
 */
export function stretchedPositions(table: Float32Array, width: number, grid: PatchGrid, merge: number): Float32Array {
  const side = Math.sqrt(table.length / width);
  const out = new Float32Array(grid.rows * grid.columns * width);
  const place = (index: number, count: number) => {
    const at = count === 1 ? 0 : Math.fround((index * (side - 1)) / (count - 1));
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, side - 1), share: Math.fround(at - low) };
  };
  let to = 0;
  for (const { row, column } of inMergeOrder(grid, merge)) {
    const down = place(row, grid.rows);
    const across = place(column, grid.columns);
    const corners = [
      { at: (down.low * side + across.low) * width, share: (1 - down.share) * (1 - across.share) },
      { at: (down.low * side + across.high) * width, share: (1 - down.share) * across.share },
      { at: (down.high * side + across.low) * width, share: down.share * (1 - across.share) },
      { at: (down.high * side + across.high) * width, share: down.share * across.share },
    ];
    for (let i = 0; i < width; i++) {
      let sum = 0;
      for (const corner of corners) sum += table[corner.at + i]! * corner.share;
      out[to++] = sum;
    }
  }
  return out;
}

/** Of a patch's angles the first half turns with its row, the second with its column. `headDim / 2` a patch. */
export function patchAngles(
  grid: PatchGrid,
  merge: number,
  headDim: number,
  base: number,
): { cos: Float32Array; sin: Float32Array } {
  const quarter = headDim / 4;
  const count = grid.rows * grid.columns;
  const [cos, sin] = [new Float32Array(count * 2 * quarter), new Float32Array(count * 2 * quarter)];
  let to = 0;
  for (const { row, column } of inMergeOrder(grid, merge)) {
    for (const position of [row, column])
      for (let i = 0; i < quarter; i++) {
        const angle = Math.fround(position * Math.fround(1 / base ** ((2 * i) / (headDim / 2))));
        cos[to] = Math.cos(angle);
        sin[to++] = Math.sin(angle);
      }
  }
  return { cos, sin };
}

/**
 * Positions of a text with pictures in it, by time, row and column. Text counts on in all three; a picture stands at the
 * time where it begins and spreads over rows and columns; the text behind it goes on behind the longer of its sides.
 * @param ids token ids, `imageToken` once for every merged patch
 * @returns three rows of positions, and how much less the next token's position is than its place
 */
export function textPositions(
  ids: readonly number[],
  imageToken: number,
  grids: readonly PatchGrid[],
  merge: number,
): { positions: [Int32Array, Int32Array, Int32Array]; delta: number } {
  const positions: [Int32Array, Int32Array, Int32Array] = [
    new Int32Array(ids.length),
    new Int32Array(ids.length),
    new Int32Array(ids.length),
  ];
  let next = 0;
  let picture = 0;
  for (let at = 0; at < ids.length; ) {
    if (ids[at] !== imageToken) {
      for (const row of positions) row[at] = next;
      next += 1;
      at += 1;
      continue;
    }
    const grid = grids[picture++];
    if (!grid)
      throw new Error(`There are places for ${picture} pictures in the prompt, and only ${grids.length} pictures.`);
    const [rows, columns] = [grid.rows / merge, grid.columns / merge];
    for (let i = 0; i < rows * columns; i++) {
      positions[0][at + i] = next;
      positions[1][at + i] = next + Math.floor(i / columns);
      positions[2][at + i] = next + (i % columns);
    }
    at += rows * columns;
    next += Math.max(rows, columns);
  }
  return { positions, delta: next - ids.length };
}
