/**
 * Pictures as SmolVLM (Idefics3) wants them: enlarged so that the longer edge has a given length, cut into square tiles,
 * and the whole once more as the last tile. Sizes and words after transformers 5 (image_processing_idefics3,
 * processing_idefics3).
 */
import { type Pixels, resample } from './resample.ts';

export interface SmolvlmSizes {
  /** To this the longer edge is brought, also of a small picture: the dial of what a picture costs. */
  longestEdge: number;
  /** Edge of a tile. */
  tile: number;
}

/** How many tiles there are, by row and column; none: the picture is one tile, and there is no other. */
export interface Grid {
  rows: number;
  columns: number;
}

/** Beyond this an edge is never taken, whatever is asked for. */
const LONGEST_EVER = 4_096;

/** The two sizes a picture goes through: first its own shape, then whole tiles, which distorts it a little. */
export function smolvlmSizes(
  width: number,
  height: number,
  { longestEdge, tile }: SmolvlmSizes,
): { scaled: [width: number, height: number]; fitted: [width: number, height: number]; grid: Grid } {
  const scaled = capped(longerEdgeTo(width, height, longestEdge));
  const fitted = wholeTiles(...scaled, tile);
  const [columns, rows] = [fitted[0] / tile, fitted[1] / tile];
  const grid = columns > 1 || rows > 1 ? { rows, columns } : { rows: 0, columns: 0 };
  return { scaled, fitted, grid };
}

function longerEdgeTo(width: number, height: number, edge: number): [number, number] {
  const ratio = width / height;
  const even = (size: number) => Math.max(1, size % 2 === 0 ? size : size + 1);
  return width >= height ? [edge, even(Math.trunc(edge / ratio))] : [even(Math.trunc(edge * ratio)), edge];
}

function capped([width, height]: [number, number]): [number, number] {
  const ratio = width / height;
  if (Math.max(width, height) <= LONGEST_EVER) return [width, height];
  return width >= height
    ? [LONGEST_EVER, Math.max(1, Math.trunc(LONGEST_EVER / ratio))]
    : [Math.max(1, Math.trunc(LONGEST_EVER * ratio)), LONGEST_EVER];
}

function wholeTiles(width: number, height: number, tile: number): [number, number] {
  const ratio = width / height;
  const up = (size: number) => Math.ceil(size / tile) * tile;
  if (width >= height) {
    const across = up(width);
    return [across, up(Math.trunc(across / ratio))];
  }
  const down = up(height);
  return [up(Math.trunc(down * ratio)), down];
}

/** The tiles of a picture, row by row, the whole picture last; each `tile` × `tile`. */
export function smolvlmTiles(picture: Pixels, sizes: SmolvlmSizes): { grid: Grid; tiles: Pixels[] } {
  const { scaled, fitted, grid } = smolvlmSizes(picture.width, picture.height, sizes);
  const enlarged = resample(resample(picture, ...scaled, 'lanczos'), ...fitted, 'lanczos');
  if (grid.rows === 0) return { grid, tiles: [enlarged] };
  const { tile } = sizes;
  const tiles: Pixels[] = [];
  for (let row = 0; row < grid.rows; row++)
    for (let column = 0; column < grid.columns; column++) tiles.push(cut(enlarged, column * tile, row * tile, tile));
  return { grid, tiles: [...tiles, resample(enlarged, tile, tile, 'lanczos')] };
}

function cut({ width, data }: Pixels, left: number, top: number, edge: number): Pixels {
  const out = new Uint8ClampedArray(edge * edge * 3);
  for (let y = 0; y < edge; y++) {
    const from = ((top + y) * width + left) * 3;
    out.set(data.subarray(from, from + edge * 3), y * edge * 3);
  }
  return { width: edge, height: edge, data: out };
}

/** Stands once for each row of features a tile gives. */
export const IMAGE_TOKEN = '<image>';
const AROUND = '<fake_token_around_image>';

/** What stands for a picture in the prompt. `tokens`: how many features one tile gives. */
export function smolvlmPlaces({ rows, columns }: Grid, tokens: number): string {
  const tile = IMAGE_TOKEN.repeat(tokens);
  let words = '';
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) words += `${AROUND}<row_${row}_col_${column}>${tile}`;
    words += '\n';
  }
  return `${words}${rows > 0 ? '\n' : ''}${AROUND}<global-img>${tile}${AROUND}`;
}
