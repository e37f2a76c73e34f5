import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Box,
  boxAround,
  corners,
  degreesOf,
  scaled,
  turnedBack,
  upsideDown,
} from '../../../../model-runtime/vision/ocr/box.ts';

const boxes = fc
  .record({
    x: fc.double({ min: 0, max: 1000, noNaN: true }),
    y: fc.double({ min: 0, max: 1000, noNaN: true }),
    width: fc.double({ min: 1, max: 500, noNaN: true }),
    height: fc.double({ min: 1, max: 500, noNaN: true }),
    angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
  })
  .map(({ angle, ...box }): Box => ({ ...box, along: [Math.cos(angle), Math.sin(angle)] }));

const points = (box: Box): [number, number][] => {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = corners(box);
  return [
    [x0, y0],
    [x1, y1],
    [x2, y2],
    [x3, y3],
  ];
};

const close = (a: readonly number[], b: readonly number[]): void => {
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, 5);
};

describe('a box at any angle', () => {
  test('has its corners clockwise from where reading begins, above the line', () => {
    expect(corners({ x: 50, y: 20, width: 60, height: 10, along: [1, 0] })).toEqual([20, 15, 80, 15, 80, 25, 20, 25]);
    // Read upwards: above the line is to the left.
    close(corners({ x: 50, y: 50, width: 60, height: 10, along: [0, -1] }), [45, 80, 45, 20, 55, 20, 55, 80]);
  });

  test('is found again from its corners', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const again = boxAround(points(box), box.along);
        close([again.x, again.y, again.width, again.height], [box.x, box.y, box.width, box.height]);
      }),
    );
  });

  test('read from its other end has the same corners, half a turn on', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const [a, b, c, d] = points(box);
        close(points(upsideDown(box)).flat(), [c!, d!, a!, b!].flat());
      }),
    );
  });

  test('keeps its corners in a larger picture', () => {
    fc.assert(
      fc.property(boxes, fc.double({ min: 0.1, max: 8, noNaN: true }), (box, by) => {
        close(
          corners(scaled(box, by, by)),
          corners(box).map((value) => value * by),
        );
      }),
    );
  });

  test('goes back to where it was before the picture was turned a quarter clockwise', () => {
    fc.assert(
      fc.property(boxes, (box) => {
        const width = 2000;
        // The picture was 2,000 high: so wide it is now.
        const turn = ([x, y]: [number, number]): [number, number] => [width - y, x];
        const turned = boxAround(points(box).map(turn), [-box.along[1], box.along[0]]);
        close(corners(turnedBack(turned, { width })), corners(box));
      }),
    );
  });

  test('says how far it is turned, clockwise', () => {
    expect(degreesOf([0, 1])).toBe(90);
    expect(degreesOf([-1, 0])).toBe(180);
    expect(degreesOf([0, -1])).toBe(-90);
  });
});
