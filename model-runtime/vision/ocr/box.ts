/** Rectangles that may lie at any angle: what a line of print fills. */
import type { Quad } from '../../contract.ts';

/** A vector of length 1. */
export type Direction = readonly [number, number];

export interface Box {
  /** The middle. Pixels. */
  x: number;
  y: number;
  /** Along the line, and across it. */
  width: number;
  height: number;
  /** Which way the line is read. Down is a quarter turn clockwise from it. */
  along: Direction;
}

/** The smallest rectangle that lies along `along` and holds all points. */
export function boxAround(points: Iterable<readonly [number, number]>, along: Direction): Box {
  const [ux, uy] = along;
  let [left, right, top, bottom] = [1 / 0, -1 / 0, 1 / 0, -1 / 0];
  for (const [x, y] of points) {
    const [u, v] = [x * ux + y * uy, y * ux - x * uy];
    left = Math.min(left, u);
    right = Math.max(right, u);
    top = Math.min(top, v);
    bottom = Math.max(bottom, v);
  }
  const [u, v] = [(left + right) / 2, (top + bottom) / 2];
  return { x: u * ux - v * uy, y: u * uy + v * ux, width: right - left, height: bottom - top, along };
}

/** The same rectangle, read from its other end. */
export const upsideDown = (box: Box): Box => ({ ...box, along: [-box.along[0], -box.along[1]] });

/** Made larger by so much on every side. */
export const grown = (box: Box, by: number): Box => ({
  ...box,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

/** In a picture that is `x` times as wide and `y` times as high. Where these differ, right angles are kept. */
export function scaled(box: Box, x: number, y: number): Box {
  const [ux, uy] = box.along;
  const [alongLength, acrossLength] = [Math.hypot(ux * x, uy * y), Math.hypot(uy * x, ux * y)];
  return {
    x: box.x * x,
    y: box.y * y,
    width: box.width * alongLength,
    height: box.height * acrossLength,
    along: [(ux * x) / alongLength, (uy * y) / alongLength],
  };
}

/** `box` lies in a picture of this width that was turned a quarter clockwise: where it was before. */
export const turnedBack = (box: Box, { width }: { width: number }): Box => ({
  ...box,
  x: box.y,
  y: width - box.x,
  along: [box.along[1], -box.along[0]],
});

/** Clockwise from where reading begins, above the line. */
export function corners({ x, y, width, height, along: [ux, uy] }: Box): Quad {
  const [ax, ay, dx, dy] = [(ux * width) / 2, (uy * width) / 2, (-uy * height) / 2, (ux * height) / 2];
  return [x - ax - dx, y - ay - dy, x + ax - dx, y + ay - dy, x + ax + dx, y + ay + dy, x - ax + dx, y - ay + dy];
}

/** In degrees clockwise, from -180 to 180. */
export const degreesOf = ([x, y]: Direction): number => (Math.atan2(y, x) * 180) / Math.PI;
