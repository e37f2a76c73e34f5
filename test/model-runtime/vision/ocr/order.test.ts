import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Box, degreesOf } from '../../../../model-runtime/vision/ocr/box.ts';
import { inReadingOrder as orderAlong, rowDirection } from '../../../../model-runtime/vision/ocr/order.ts';

interface Named {
  name: string;
  box: Box;
}

const line = (name: string, left: number, y: number, width: number, height = 20): Named => ({
  name,
  box: { x: left + width / 2, y, width, height, along: [1, 0] },
});

const directionAt = (degrees: number) =>
  [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)] as const;

/** All turned about the origin. */
const turned = (lines: readonly Named[], degrees: number): Named[] => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return lines.map(({ name, box }) => ({
    name,
    box: { ...box, x: box.x * cos - box.y * sin, y: box.x * sin + box.y * cos, along: [cos, sin] },
  }));
};

const inReadingOrder = (lines: readonly Named[]): Named[] =>
  orderAlong(lines, rowDirection(lines.map(({ box }) => box)));

const namesOf = (lines: readonly Named[]): string => lines.map(({ name }) => name).join(' ');

const TABLE = [0, 1, 2, 3].flatMap((row) => [
  line(`name${row}`, 10, 40 * row + 3, 120),
  line(`gram${row}`, 300, 40 * row, 50),
  line(`share${row}`, 420, 40 * row - 2, 40),
]);
const TABLE_READ = [0, 1, 2, 3].map((row) => `name${row} gram${row} share${row}`).join(' ');

describe('the direction of rows', () => {
  const CHART = [
    ...[0, 1, 2, 3].map((step) => line(`${step}`, 10, 60 * step, 40)),
    ...[0, 1, 2, 3, 4].map((bar) => line(`name${bar}`, 80 + 100 * bar, 230, 36)),
  ];

  test('is told by where words stand, whatever each of them says of itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: -44, max: 44 }), fc.double({ min: -2, max: 2, noNaN: true }), (degrees, off) => {
        const boxes = turned(CHART, degrees).map(({ box }) => ({ ...box, along: directionAt(degrees + off) }));
        expect(Math.abs(degreesOf(rowDirection(boxes)) - degrees)).toBeLessThan(0.25);
      }),
    );
  });
});

describe('reading order', () => {
  test('keeps the rows of a table together, in any order they come and any way the page is turned', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(TABLE, { minLength: TABLE.length }),
        fc.integer({ min: -180, max: 180 }),
        (lines, degrees) => {
          expect(namesOf(inReadingOrder(turned(lines, degrees)))).toBe(TABLE_READ);
        },
      ),
    );
  });

  test('is not misled by words that all lean to one side', () => {
    const leaning = TABLE.map(({ name, box }) => {
      const [x, y] = box.along;
      return { name, box: { ...box, along: [x - 0.042 * y, y + 0.042 * x] as const } };
    });
    expect(namesOf(inReadingOrder(leaning))).toBe(TABLE_READ);
  });

  test('reads columns of prose one after the other', () => {
    const prose = ['left', 'right'].flatMap((side, column) =>
      [0, 1, 2, 3].map((row) => line(`${side}${row}`, 10 + 400 * column, 30 * row + 10 * column, 340)),
    );
    expect(namesOf(inReadingOrder(prose))).toBe('left0 left1 left2 left3 right0 right1 right2 right3');
  });

  test('follows a row that climbs, as on a can', () => {
    const bent = [0, 1].flatMap((row) => [0, 1, 2, 3].map((i) => line(`${row}${i}`, 110 * i, 40 * row - 8 * i, 100)));
    expect(namesOf(inReadingOrder(bent))).toBe('00 01 02 03 10 11 12 13');
  });

  test('loses and doubles nothing', () => {
    const anywhere = fc
      .tuple(fc.integer({ max: 900, min: 0 }), fc.integer({ max: 900, min: 0 }), fc.integer({ min: 5, max: 400 }))
      .map(([x, y, width]) => line(`${x},${y},${width}`, x, y, width));
    fc.assert(
      fc.property(fc.array(anywhere, { maxLength: 30 }), (lines) => {
        const ordered = inReadingOrder(lines);
        expect([...ordered].map(({ name }) => name).sort()).toEqual(lines.map(({ name }) => name).sort());
      }),
    );
  });
});
