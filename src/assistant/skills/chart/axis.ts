/** The value axis of a chart: numbers above each other at even steps, and the line that turns height into value. */
import { Decimal } from 'decimal.js';
import { type DecimalMark, markOf, numberOf } from '../../printed/amounts.ts';
import { centreX, centreY, type Piece } from '../../printed/pieces.ts';

export interface Tick {
  piece: Piece;
  value: number;
}

export interface Axis {
  ticks: Tick[];
  /** "%" where the ticks bear one. */
  unit: '%' | '';
  valueAt(y: number): number;
  yAt(value: number): number;
  /** Of one pixel of height. */
  perPixel: number;
  /** How far the ticks lie off the line at most, in value. */
  off: number;
  range: number;
  /** Enough ticks to know that it is even. With two, only printed labels count, where the bars agree with them. */
  sure: boolean;
}

const LEAST_TICKS = 2;
const SURE_TICKS = 3;
/** Single digits are missed, one or two beside each other at the foot of an axis. */
const MOST_MISSED = 2;
/** The ticks may lie off their line by this share of the range: more, and the axis is not linear, or a tick was misread. */
const STRAIGHT = 0.015;

export function axisOf(pieces: readonly Piece[]): Axis | null {
  const mark = markOf(pieces.map(({ text }) => text));
  const numbers = pieces.flatMap((piece) => {
    const value = tickValue(piece.text, mark);
    return value === null ? [] : [{ piece, value }];
  });
  const columns = numbers.map(({ piece }) =>
    numbers
      .filter(
        (other) =>
          Math.abs(other.piece.right - piece.right) < piece.height ||
          Math.abs(centreX(other.piece) - centreX(piece)) < piece.height / 2,
      )
      .sort((a, b) => centreY(b.piece) - centreY(a.piece)),
  );
  const axes = columns.flatMap((ticks) => lineThrough(ticks) ?? withoutOne(ticks) ?? []);
  return axes.sort((a, b) => b.ticks.length - a.ticks.length || left(a) - left(b))[0] ?? null;
}

const left = (axis: Axis): number => Math.min(...axis.ticks.map(({ piece }) => piece.left));

export function tickValue(text: string, mark: DecimalMark | null): number | null {
  const match = /^([-–−])?(\d+(?:[.,]\d+)*)\s?%?$/u.exec(text);
  if (!match) return null;
  const value = numberOf(match[2]!, mark);
  return value === null ? null : Number(value) * (match[1] ? -1 : 1);
}

/** The least-squares line through ticks from the lowest up; null where they do not rise evenly. */
function lineThrough(ticks: Tick[]): Axis | null {
  if (ticks.length < LEAST_TICKS || !evenSteps(ticks)) return null;
  const [ys, values] = [ticks.map(({ piece }) => centreY(piece)), ticks.map(({ value }) => value)];
  const [meanY, meanValue] = [mean(ys), mean(values)];
  const slope =
    ys.reduce((sum, y, index) => sum + (y - meanY) * (values[index]! - meanValue), 0) /
    ys.reduce((sum, y) => sum + (y - meanY) ** 2, 0);
  const valueAt = (y: number) => meanValue + slope * (y - meanY);
  const range = Math.max(...values) - Math.min(...values);
  const off = Math.max(...ys.map((y, index) => Math.abs(valueAt(y) - values[index]!)));
  // Up is more.
  if (slope >= 0 || off > STRAIGHT * range) return null;
  const unit = ticks.every(({ piece }) => piece.text.endsWith('%')) ? '%' : '';
  return {
    ticks,
    unit,
    valueAt,
    yAt: (value) => meanY + (value - meanValue) / slope,
    perPixel: -slope,
    off,
    range,
    sure: ticks.length >= SURE_TICKS,
  };
}

/** Where one number was misread, the others still make an axis; null where they would make several. */
function withoutOne(ticks: readonly Tick[]): Axis | null {
  const axes = ticks
    .flatMap((one) => lineThrough(ticks.filter((tick) => tick !== one)) ?? [])
    .filter(({ sure }) => sure);
  return axes.length === 1 ? axes[0]! : null;
}

/** All as large, or so many times as large as ticks between them were missed; that they lie on a line comes besides. */
function evenSteps(ticks: readonly Tick[]): boolean {
  const steps = ticks.slice(1).map(({ value }, index) => new Decimal(value).minus(ticks[index]!.value));
  if (!steps.every((step) => step.isPositive() && !step.isZero())) return false;
  const least = Decimal.min(...steps);
  return steps.every((step) => {
    const times = step.div(least);
    return times.lte(MOST_MISSED + 1) && times.minus(times.round()).abs().lte(1e-9);
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
