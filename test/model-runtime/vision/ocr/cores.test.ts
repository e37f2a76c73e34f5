import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxAround } from '../../../../model-runtime/vision/ocr/box.ts';
import { type Core, coresIn } from '../../../../model-runtime/vision/ocr/cores.ts';

const SIZE = { width: 200, height: 200 };

interface Bar {
  x: number;
  y: number;
  length: number;
  thickness: number;
  degrees: number;
}

/** Likelihoods of 0.9 inside of bars, 0.05 elsewhere. */
function mapOf(...bars: Bar[]): Float32Array {
  const map = new Float32Array(SIZE.width * SIZE.height).fill(0.05);
  for (const { x, y, length, thickness, degrees } of bars) {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    for (let i = 0; i < map.length; i++) {
      const [dx, dy] = [(i % SIZE.width) + 0.5 - x, Math.floor(i / SIZE.width) + 0.5 - y];
      const inside = Math.abs(dx * cos + dy * sin) <= length / 2 && Math.abs(dy * cos - dx * sin) <= thickness / 2;
      if (inside) map[i] = 0.9;
    }
  }
  return map;
}

const degreesBetween = ({ along: [x, y] }: Core, degrees: number): number => {
  const apart = Math.abs((Math.atan2(y, x) * 180) / Math.PI - degrees) % 180;
  return Math.min(apart, 180 - apart);
};

describe('the cores of lines', () => {
  test('are as long, as thick and as slanted as they were drawn', () => {
    const bars = fc.record({
      x: fc.integer({ min: 80, max: 120 }),
      y: fc.integer({ min: 80, max: 120 }),
      length: fc.integer({ min: 40, max: 120 }),
      thickness: fc.integer({ min: 6, max: 12 }),
      degrees: fc.integer({ min: -90, max: 89 }),
    });
    fc.assert(
      fc.property(bars, (bar) => {
        const [core, ...more] = coresIn(mapOf(bar), SIZE);
        expect(more).toEqual([]);
        expect(degreesBetween(core!, bar.degrees)).toBeLessThan(3);
        expect(Math.abs(core!.length - bar.length)).toBeLessThan(4);
        expect(Math.abs(core!.thickness - bar.thickness)).toBeLessThan(2.5);
        const box = boxAround(core!.outline, core!.along);
        expect(Math.hypot(box.x - bar.x, box.y - bar.y)).toBeLessThan(3);
        expect(Math.abs(box.width - bar.length)).toBeLessThan(6);
      }),
      { numRuns: 60 },
    );
  });

  test('are told apart where a pixel lies between them, and are one where only corners touch', () => {
    const bar = { x: 100, y: 50, length: 80, thickness: 10, degrees: 0 };
    expect(coresIn(mapOf(bar, { ...bar, y: 61 }), SIZE)).toHaveLength(2);
    expect(coresIn(mapOf(bar, { ...bar, x: 180, y: 60, length: 80 }), SIZE)).toHaveLength(1);
  });

  test('are none where there is dirt, a hair, or only a suspicion', () => {
    expect(coresIn(mapOf({ x: 50, y: 50, length: 2.9, thickness: 2.9, degrees: 0 }), SIZE)).toEqual([]);
    expect(coresIn(mapOf({ x: 100, y: 50.5, length: 100, thickness: 1, degrees: 0 }), SIZE)).toEqual([]);
    const suspicion = mapOf({ x: 50, y: 50, length: 40, thickness: 8, degrees: 0 }).map((value) => value * 0.45);
    expect(coresIn(suspicion, SIZE)).toEqual([]);
  });
});
