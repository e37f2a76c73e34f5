import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadLine } from '../../../model-runtime/contract.ts';
import { lean, linesOf, piecesOf } from '../../../src/assistant/printed/pieces.ts';
import { cellsOf, rowsOf, textOf } from '../../../src/assistant/printed/rows.ts';
import { readScene } from '../../vision/layouts/scene.ts';
import { layTable } from '../../vision/layouts/table.ts';
import { rng } from '../../vision/random.ts';

/** Labels at whose boxes an angle of four degrees more fits as many rows. */
const CROOKED: { tilt: number; lines: Omit<ReadLine, 'characters'>[] }[] = JSON.parse(
  readFileSync(new URL('../../../fixtures/vision/crooked-labels.json', import.meta.url), 'utf8'),
);

describe('print laid straight', () => {
  it('keeps rows and cells whatever the tilt, also upside down and on its side', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.constantFrom(0, 90, 180, 270),
        fc.double({ min: -4, max: 4, noNaN: true }),
        (seed, turn, tilt) => {
          const { scene, rows } = layTable(rng(seed));
          const reading = readScene(scene, {}, rng(seed), turn + tilt);
          const found = rowsOf(piecesOf(reading)).map((row) => cellsOf(row, 1).map(textOf));
          expect(found).toEqual(rows);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('finds the lean where the boxes themselves tell it wrongly', () => {
    const { scene } = layTable(rng(3));
    const { lines, ...reading } = readScene(scene, {}, rng(3), 2);
    // Boxes as a reader gives them for short words: right where they are, wrong in how they lie.
    const flat = lines.map((line) => {
      const [x, y] = [(line.box[0] + line.box[4]) / 2, (line.box[1] + line.box[5]) / 2];
      const [w, h] = [line.text.length * 5, 10];
      return { ...line, box: [x - w, y - h, x + w, y - h, x + w, y + h, x - w, y + h] as typeof line.box };
    });
    expect((lean(flat) * 180) / Math.PI).toBeCloseTo(2, 0);
    expect(rowsOf(linesOf({ ...reading, lines: flat })).length).toBe(rowsOf(linesOf({ ...reading, lines })).length);
  });

  it.each(CROOKED)('does not take the value of the next row for that of a name: $lines.1.text, $tilt°', (photo) => {
    const lines = photo.lines.map((line) => ({ ...line, characters: [] }));
    expect((lean(lines) * 180) / Math.PI).toBeCloseTo(photo.tilt, 0);
  });

  it('gives each word its own place along the line', () => {
    const line = { kind: 'print', text: 'Salt 0.40 g', x: 100, y: 50, size: 20 } as const;
    const reading = readScene({ width: 500, height: 100, paper: '#ffffff', marks: [line] }, {}, rng(1));
    const [salt, value, unit] = piecesOf(reading);
    expect([salt!.text, value!.text, unit!.text]).toEqual(['Salt', '0.40', 'g']);
    expect(salt!.left).toBeCloseTo(100, 0);
    expect(salt!.right).toBeLessThan(value!.left);
    expect(value!.right).toBeLessThan(unit!.left);
  });
});
