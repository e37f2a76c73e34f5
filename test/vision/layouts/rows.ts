/** Rows of words as a `Reading`, for tests that write down what a photo says. */
import type { Reading } from '../../../model-runtime/contract.ts';
import { rng } from '../random.ts';
import { type Print, readScene } from './scene.ts';

/** Each row's cells stand `apart` pixels from each other, the first at the left edge. */
export function readRows(rows: readonly (readonly string[])[], { size = 20, apart = 300 } = {}): Reading {
  const marks = rows.flatMap((row, line) =>
    row.map(
      (text, column): Print => ({ kind: 'print', text, x: 40 + column * apart, y: 60 + line * size * 1.7, size }),
    ),
  );
  return readScene({ width: 1200, height: 100 + rows.length * size * 2, paper: '#ffffff', marks }, {}, rng(1));
}

/** Packs of lines, four beside each other; the first line is the largest. */
export function readPacks(packs: readonly (readonly string[])[]): Reading {
  const marks = packs.flatMap((lines, index) =>
    lines.map((text, line): Print => {
      const [left, top] = [40 + (index % 4) * 320, 80 + Math.floor(index / 4) * 300];
      return { kind: 'print', text, x: left, y: top + line * 34, size: line === 0 ? 28 : 20 };
    }),
  );
  return readScene({ width: 1360, height: 1000, paper: '#ffffff', marks }, {}, rng(1));
}
