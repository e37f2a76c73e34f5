/**
 * A bar chart: names below, a linear axis at the side, bars measured by their colour. A printed label is taken as it is
 * where the bar agrees with it. A pie has only its labels.
 */
import type { Reading } from '../../../../model-runtime/contract.ts';
import type { Bar, Chart, Fact, Pixels, Unreadable } from '../../evidence.ts';
import { markOf } from '../../printed/amounts.ts';
import { legible } from '../../printed/legible.ts';
import { around, centreX, centreY, lean, linesOf, type Piece, piecesOf } from '../../printed/pieces.ts';
import { cellsOf, rowsOf, textOf } from '../../printed/rows.ts';
import { type Axis, axisOf, tickValue } from './axis.ts';
import { colourIn, type Place, topOf } from './bars.ts';

const LEAST_BARS = 2;
/** A gap this much wider than usual hides a name that was not found. */
const WIDE = 1.6;
/** Blanks inside a name are narrower than this many letter heights. */
const GAP = 0.8;
/** A measured height may be off by this many pixels at either end. */
const PIXELS_OFF = 2.5;
/** A printed label and the bar under it may differ by this share of the axis. */
const AGREES = 0.04;

/** Whether a photo's colours are worth looking at: there is an axis to measure by. */
export const hasAxis = (reading: Reading): boolean =>
  axisOf(linesOf(reading)) !== null || axisOf(piecesOf(reading)) !== null;

/** @returns null where this is no chart */
export function readChart(reading: Reading, pixels: Pixels | undefined): Chart | Unreadable | null {
  const pieces = piecesOf(reading);
  const axis = axisOf(linesOf(reading)) ?? axisOf(pieces);
  if (!axis) return readPie(reading);
  const names = namesBelow(pieces, axis);
  if (names.length < LEAST_BARS) return null;
  const spacing = spacingOf(names);
  const [foot, ceiling] = [footOf(axis, Math.min(...names.flat().map(({ top }) => top))), axis.yAt(highest(axis))];
  const dropAt = dropOf(names, axis);
  const colourAt = pixels && colourIn(pixels, lean(reading.lines));
  const bars: Bar[] = [];
  const unread: string[] = [];
  for (const cell of names) {
    const name = textOf(cell);
    const middle = (Math.min(...cell.map(({ left }) => left)) + Math.max(...cell.map(({ right }) => right))) / 2;
    const drop = dropAt(middle);
    const place = { middle, spacing, baseline: foot + drop, ceiling: ceiling + drop };
    const top = colourAt ? topOf(colourAt, place) : null;
    const measured = top === null ? null : axis.valueAt(top - drop);
    const bar = barOf({ name, cell, axis, measured, label: labelOver(pieces, place, axis, top) });
    if (bar) bars.push(bar);
    else unread.push(name);
  }
  if (hasGap(names, spacing)) unread.push('…');
  if (bars.length > 0) return { kind: 'chart', bars, unread };
  return axis.sure ? { kind: 'unreadable', why: 'chart' } : null;
}

const highest = (axis: Axis): number => Math.max(...axis.ticks.map(({ value }) => value));
const lowest = (axis: Axis): number => Math.max(...axis.ticks.map(({ piece }) => centreY(piece)));

/**
 * Where bars stand: the last step of the axis above the names. A reader misses single digits, so the lowest ticks may not be
 * among those found.
 */
function footOf(axis: Axis, names: number): number {
  const values = axis.ticks.map(({ value }) => value).sort((a, b) => a - b);
  const step = Math.min(...values.slice(1).map((value, index) => value - values[index]!)) / axis.perPixel;
  return lowest(axis) + Math.floor(Math.max(names - lowest(axis), 0) / step) * step;
}

/** The fullest row of print below the axis and right of its numbers: a bar's label may stand lower than the lowest tick. */
function namesBelow(pieces: readonly Piece[], axis: Axis): Piece[][] {
  const right = Math.max(...axis.ticks.map(({ piece }) => piece.right));
  const below = pieces.filter((piece) => piece.top > lowest(axis) && centreX(piece) > right);
  const rows = rowsOf(below).map((row) => cellsOf(row, GAP));
  return rows.sort((a, b) => b.length - a.length)[0] ?? [];
}

function stepsOf(names: readonly Piece[][]): number[] {
  const middles = names.map((cell) => (cell[0]!.left + cell.at(-1)!.right) / 2);
  return middles.slice(1).map((middle, index) => middle - middles[index]!);
}

function spacingOf(names: readonly Piece[][]): number {
  const steps = stepsOf(names).sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)]!;
}

/** Fewer names than this do not tell how their row runs. */
const ROW = 3;

/**
 * By how much everything stands lower than at the axis, further along it. Words as short as a chart's tell badly how a
 * photo leans, and bars stand on the axis as their names do in their row: it runs as the middle one of all pairs of
 * names does that are far from each other.
 */
function dropOf(names: readonly Piece[][], axis: Axis): (x: number) => number {
  const middles = names.map((cell) => ({ x: (cell[0]!.left + cell.at(-1)!.right) / 2, y: centreY(cell[0]!) }));
  const slopes = middles.flatMap((one, index) =>
    middles.slice(index + Math.ceil(names.length / 2)).map((other) => (other.y - one.y) / (other.x - one.x)),
  );
  const slope = names.length < ROW ? 0 : slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)]!;
  const from = axis.ticks.reduce((sum, { piece }) => sum + centreX(piece), 0) / axis.ticks.length;
  return (x) => slope * (x - from);
}

/** Whether a bar stands between two names whose own name was not found. */
const hasGap = (names: readonly Piece[][], spacing: number): boolean =>
  stepsOf(names).some((step) => step > WIDE * spacing);

/** The one number printed over, or at the top of, a bar; none where two could be meant. */
function labelOver(
  pieces: readonly Piece[],
  { middle, spacing, baseline, ceiling }: Place,
  axis: Axis,
  top: number | null,
): { piece: Piece; value: number } | null {
  const mark = markOf(pieces.map(({ text }) => text));
  const found = pieces.flatMap((piece) => {
    const value = tickValue(piece.text, mark);
    const over =
      value !== null &&
      Math.abs(centreX(piece) - middle) < spacing * 0.3 &&
      centreY(piece) < baseline &&
      centreY(piece) > ceiling - 4 * piece.height &&
      !axis.ticks.some((tick) => tick.piece === piece) &&
      (top === null || Math.abs(centreY(piece) - top) < 3 * piece.height);
    return over ? [{ piece, value: value! }] : [];
  });
  return found.length === 1 && legible(found[0]!.piece) ? found[0]! : null;
}

interface Found {
  name: string;
  cell: readonly Piece[];
  axis: Axis;
  measured: number | null;
  label: { piece: Piece; value: number } | null;
}

function barOf({ name, cell, axis, measured, label }: Found): Bar | null {
  const fact: Omit<Fact, 'value' | 'certainty' | 'rule' | 'print' | 'boxes' | 'confidence'> = {
    item: name,
    what: 'bar',
    unit: axis.unit,
    base: { kind: 'none' },
    checks: [],
  };
  if (label) {
    // A label stands for a bar that can be seen to be as high; one of the two was misread otherwise.
    if (measured === null || Math.abs(measured - label.value) > AGREES * axis.range) return null;
    const { piece, value } = label;
    const printed = { print: piece.text, boxes: [piece.box], confidence: piece.weakest };
    return {
      name,
      error: null,
      fact: { ...fact, ...printed, value: plain(value), certainty: 'printed', rule: 'label of the bar' },
    };
  }
  if (measured === null || !axis.sure) return null;
  const error = roundUp(PIXELS_OFF * axis.perPixel + axis.off);
  const digits = Math.max(0, -Math.floor(Math.log10(error)));
  return {
    name,
    error: plain(error),
    fact: {
      ...fact,
      value: measured.toFixed(digits),
      certainty: 'calculated',
      rule: 'read off the axis',
      print: name,
      boxes: [around(cell.map(({ box }) => box)), ...axis.ticks.map(({ piece }) => piece.box)],
      confidence: Math.min(...axis.ticks.map(({ piece }) => piece.weakest)),
    },
  };
}

/** To one digit, never down: an error is not made smaller than it is. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return Number((Math.ceil(value / power - 1e-9) * power).toPrecision(1));
}

const plain = (value: number): string => Number(value.toPrecision(12)).toString();

/** "Rent 42 %" in at least three places that make a whole. */
function readPie(reading: Reading): Chart | null {
  const lines = linesOf(reading);
  const slices = lines.flatMap((line) => {
    const match = /^(\p{L}[\p{L}\s.&-]*?)[\s:]*(\d{1,3}(?:[.,]\d)?)\s?%$/u.exec(line.text);
    return match && legible(line) ? [{ line, name: match[1]!.trim(), value: match[2]!.replace(',', '.') }] : [];
  });
  const sum = slices.reduce((total, { value }) => total + Number(value), 0);
  if (slices.length < 3 || Math.abs(sum - 100) > slices.length / 2) return null;
  return {
    kind: 'chart',
    unread: [],
    bars: slices.map(({ line, name, value }) => ({
      name,
      error: null,
      fact: {
        item: name,
        what: 'bar',
        value,
        unit: '%',
        base: { kind: 'none' },
        certainty: 'printed',
        boxes: [line.box],
        print: line.text,
        rule: 'label of the slice',
        confidence: line.weakest,
        checks: [],
      },
    })),
  };
}
