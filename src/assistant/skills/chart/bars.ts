/**
 * How high a bar stands, by its colour. A bar is one colour from the axis up, alone in its place; where that is not so
 * (stacked, grouped, a line, no bar at all) nothing is measured.
 */
import type { Pixels } from '../../evidence.ts';

type Colour = readonly [number, number, number];

/** Colours nearer than this (sum of differences of red, green and blue) are the same: room for blur, JPEG and shadow. */
const SAME = 90;
/** Pixels above the axis where a bar is looked for: clear of the axis' own line and its blur. */
const CLEAR = 6;
/** Rows of pixels, from there up, by which the paper is known: what JPEG makes beside the axis' end is outvoted. */
const FOOT = [0, 2, 4, 6, 8];

export interface Place {
  /** Middle of the bar's name, and how far it is to the next one. */
  middle: number;
  spacing: number;
  /** Of the axis' zero, and of the highest tick. */
  baseline: number;
  ceiling: number;
}

/** Looks up a colour in the level frame of the print. */
export type ColourAt = (x: number, y: number) => Colour;

export const colourIn =
  (pixels: Pixels, lean: number): ColourAt =>
  (x, y) => {
    const [px, py] = [x * Math.cos(lean) - y * Math.sin(lean), x * Math.sin(lean) + y * Math.cos(lean)];
    const inside = (value: number, size: number) => Math.min(Math.max(Math.round(value), 0), size - 1);
    return pixels.at(inside(px, pixels.width), inside(py, pixels.height));
  };

/** The top of the bar at a place, in pixels from the top; null: no single bar stands there. */
export function topOf(colourAt: ColourAt, place: Place): number | null {
  const foot = place.baseline - CLEAR;
  const run = alone(colourAt, place, foot);
  if (!run) return null;
  const colour = colourAt((run.left + run.right) / 2, foot);
  // Three ways up: a label or a grid line may stand in one.
  const tops = [0.2, 0.5, 0.8].map((share) =>
    climb(colourAt, run.left + (run.right - run.left) * share, foot, colour, place),
  );
  const found = tops.filter((top) => top !== null).sort((a, b) => a - b);
  const top = found[Math.floor(found.length / 2)];
  if (found.length < 2 || top === undefined) return null;
  // The others must agree, and above must be paper, or a thin line on it: another colour on top is a stacked bar.
  if (found.filter((other) => Math.abs(other - top) <= 3).length < 2) return null;
  const stacked = [top - CLEAR + 1, top - CLEAR, top - CLEAR - 1].every(
    (y) => far(colourAt((run.left + run.right) / 2, y), paperAt(colourAt, place, y)) > SAME,
  );
  return stacked && top - CLEAR > place.ceiling ? null : top;
}

/** The only run of another colour than the paper between the neighbours, around the name's middle. */
function alone(colourAt: ColourAt, place: Place, y: number): { left: number; right: number } | null {
  const paper = paperAt(colourAt, place, y, FOOT);
  const [from, to] = [place.middle - place.spacing / 2, place.middle + place.spacing / 2];
  const runs: { left: number; right: number }[] = [];
  for (let x = Math.ceil(from); x <= to; x++) {
    if (far(colourAt(x, y), paper) <= SAME) continue;
    const last = runs.at(-1);
    if (last && x - last.right <= 2) last.right = x;
    else runs.push({ left: x, right: x });
  }
  const wide = runs.filter(({ left, right }) => right - left >= 3);
  const [run] = wide;
  if (wide.length !== 1 || !run) return null;
  const oneColour = [0.25, 0.5, 0.75].every((share) => {
    const x = run.left + (run.right - run.left) * share;
    return far(colourAt(x, y), colourAt((run.left + run.right) / 2, y)) <= SAME;
  });
  const centred = Math.abs((run.left + run.right) / 2 - place.middle) <= place.spacing * 0.2;
  return oneColour && centred && run.right - run.left < place.spacing * 0.98 ? run : null;
}

/** Between two bars there is paper. @param rows how far above: the middle one of what is there counts */
function paperAt(colourAt: ColourAt, { middle, spacing }: Place, y: number, rows: readonly number[] = [0]): Colour {
  const [left, right] = [-spacing / 2, spacing / 2].map((beside) => {
    const column = rows.map((above) => colourAt(middle + beside, y - above));
    return column.sort((a, b) => brightness(a) - brightness(b))[Math.floor(rows.length / 2)]!;
  }) as [Colour, Colour];
  return brightness(left) >= brightness(right) ? left : right;
}

/** Of a colour's change from one pixel to the next this much is followed: a shadow, and never an edge. */
const FOLLOWED = 0.1;

/** Up along one colour, which may be lit otherwise further up, until it is gone for good; null where it never ends. */
function climb(colourAt: ColourAt, x: number, from: number, foot: Colour, place: Place): number | null {
  const highest = place.ceiling - (place.baseline - place.ceiling) * 0.15;
  let last = from;
  let colour = foot;
  for (let y = from; y >= highest; y--) {
    const here = colourAt(x, y);
    if (far(here, colour) <= SAME) {
      last = y;
      colour = between(colour, here);
    }
    // A thin line across the bar is no end.
    else if (last - y >= 4) return edge(colourAt, x, last, colour);
  }
  return null;
}

/** The height, in parts of a pixel, at which the colour is half gone. */
function edge(colourAt: ColourAt, x: number, last: number, colour: Colour): number {
  const beyond = colourAt(x, last - 4);
  const whole = far(beyond, colour);
  if (whole === 0) return last;
  let covered = 0;
  for (let y = last + 3; y >= last - 4; y--) covered += 1 - Math.min(far(colourAt(x, y), colour) / whole, 1);
  // Rows last + 3 down to last - 4 are eight pixels; so many of them are still bar. A pixel's row lies around its middle.
  return last + 3.5 - covered;
}

const far = (a: Colour, b: Colour): number => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);
const between = (a: Colour, b: Colour): Colour => [
  a[0] + (b[0] - a[0]) * FOLLOWED,
  a[1] + (b[1] - a[1]) * FOLLOWED,
  a[2] + (b[2] - a[2]) * FOLLOWED,
];
const brightness = ([red, green, blue]: Colour): number => red + green + blue;
