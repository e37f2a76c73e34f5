import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOf, LINE_HEIGHT } from '../../../../model-runtime/vision/ocr/crop.ts';

const [WIDTH, HEIGHT] = [160, 120];

/** Red grows to the right, green downwards; blue is the same everywhere. */
const ramp = { data: new Uint8Array(WIDTH * HEIGHT * 3), width: WIDTH, height: HEIGHT };
for (let y = 0; y < HEIGHT; y++) {
  for (let x = 0; x < WIDTH; x++) ramp.data.set([x, y, 77], 3 * (y * WIDTH + x));
}

const byteOf = (value: number): number => (value + 1) * 127.5;

describe('a line cut out of a picture', () => {
  test('shows what is there, whichever way the line lies', () => {
    const cuts = fc.record({
      angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
      width: fc.integer({ min: 10, max: 60 }),
      height: fc.integer({ min: 6, max: 50 }),
    });
    fc.assert(
      fc.property(cuts, ({ angle, width, height }) => {
        const along = [Math.cos(angle), Math.sin(angle)] as const;
        const box = { x: 80, y: 60, width, height, along };
        const columns = 2 * width;
        const { data, shape } = batchOf(ramp, [{ box, width: columns }], columns);
        expect(shape).toEqual([1, 3, LINE_HEIGHT, columns]);
        const plane = LINE_HEIGHT * columns;
        for (const [u, v] of [
          [0.1, 0.1],
          [0.5, 0.5],
          [0.9, 0.2],
          [0.3, 0.9],
        ] as const) {
          const [column, row] = [Math.floor(u * columns), Math.floor(v * LINE_HEIGHT)];
          const [du, dv] = [((column + 0.5) / columns - 0.5) * width, ((row + 0.5) / LINE_HEIGHT - 0.5) * height];
          const at = row * columns + column;
          // A pixel's colour stands for its middle.
          const x = 80 + du * along[0] - dv * along[1] - 0.5;
          const y = 60 + du * along[1] + dv * along[0] - 0.5;
          expect(byteOf(data[at]!)).toBeCloseTo(77, 2);
          expect(byteOf(data[plane + at]!)).toBeCloseTo(y, 2);
          expect(byteOf(data[2 * plane + at]!)).toBeCloseTo(x, 2);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('that reaches beyond the picture shows its edge there', () => {
    const box = { x: 0, y: 60, width: 40, height: 20, along: [1, 0] as const };
    const { data } = batchOf(ramp, [{ box, width: 80 }], 80);
    expect(byteOf(data[2 * LINE_HEIGHT * 80]!)).toBeCloseTo(0, 2);
  });

  test('leaves a batch at 0 where it does not fill it', () => {
    const box = { x: 80, y: 60, width: 40, height: 20, along: [1, 0] as const };
    const { data } = batchOf(ramp, [{ box, width: 40 }], 64);
    const row = data.subarray(0, 64);
    expect(row.subarray(0, 40).every((value) => value !== 0)).toBe(true);
    expect(row.subarray(40).every((value) => value === 0)).toBe(true);
  });
});
