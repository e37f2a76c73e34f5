/**
 * The detector sometimes leaves the first or last character of a short line out, and then "15" is read as 5, without any
 * doubt. So each box is made longer over what looks like a letter and lies in no other box.
 */
import type { Pixels } from '../pixels.ts';
import type { Box } from './box.ts';
import { lightAt } from './ink.ts';

/** All but `contrast` in heights of the box. */
const REACH = {
  /** A box is made longer by no more than this at either end: two characters or so. */
  most: 1,
  /** Letters of a word are no further apart. */
  gap: 0.2,
  /** Beyond the last letter. */
  margin: 0.1,
  /** A column of a letter has so much ink: less is a ruled line, more is a frame. */
  leastInk: 0.2,
  mostInk: 0.85,
  /** Ink differs from the paper by this share of what it differs at most. */
  contrast: 0.4,
};

/** Enough to tell paper from ink. */
const COLUMNS = 48;

export function reachOut(pixels: Pixels, boxes: readonly Box[]): Box[] {
  return boxes.map((box) => {
    const others = boxes.filter((other) => other !== box);
    const isLetter = letterTest(pixels, box);
    const before = reach(box, -1, others, isLetter);
    const after = reach(box, 1, others, isLetter);
    const shift = (after - before) / 2;
    return {
      ...box,
      x: box.x + shift * box.along[0],
      y: box.y + shift * box.along[1],
      width: box.width + before + after,
    };
  });
}

/** How far beyond one end letters go on, in pixels; 0 where they do not. */
function reach(box: Box, side: -1 | 1, others: readonly Box[], isLetter: (from: number) => boolean): number {
  let last = 0;
  for (let beyond = 0; beyond < REACH.most * box.height && beyond - last <= REACH.gap * box.height; beyond++) {
    const from = side * (box.width / 2 + beyond);
    const [x, y] = [box.x + from * box.along[0], box.y + from * box.along[1]];
    if (others.some((other) => isInside(x, y, other))) break;
    if (isLetter(from)) last = beyond;
  }
  return last === 0 ? 0 : last + REACH.margin * box.height;
}

/** @returns whether there is a letter in a column, by its distance from the middle along the line */
function letterTest(pixels: Pixels, box: Box): (from: number) => boolean {
  const rows = Math.max(6, Math.round(box.height));
  const columnAt = (u: number): number[] =>
    Array.from({ length: rows }, (_, row) => lightAt(pixels, box, u, (row + 0.5) / rows));
  const lights = Array.from({ length: COLUMNS }, (_, i) => columnAt((i + 0.5) / COLUMNS)).flat();
  const paper = quantile(lights, 0.5);
  const contrast = quantile(
    lights.map((light) => Math.abs(light - paper)),
    0.95,
  );
  return (from) => {
    const inked = columnAt(from / box.width + 0.5).filter(
      (light) => Math.abs(light - paper) > REACH.contrast * contrast,
    ).length;
    return inked >= REACH.leastInk * rows && inked <= REACH.mostInk * rows;
  };
}

const quantile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] ?? 0;

function isInside(x: number, y: number, box: Box): boolean {
  const [dx, dy] = [x - box.x, y - box.y];
  const [u, v] = [dx * box.along[0] + dy * box.along[1], dy * box.along[0] - dx * box.along[1]];
  return Math.abs(u) < box.width / 2 && Math.abs(v) < box.height / 2;
}
