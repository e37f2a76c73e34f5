import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { qwenPositions, qwenTower, readQwenConfig } from '../../../model-runtime/vision/qwen.ts';
import {
  inMergeOrder,
  type PatchGrid,
  patchAngles,
  qwenPatches,
  qwenSize,
  stretchedPositions,
  textPositions,
} from '../../../model-runtime/vision/qwen-image.ts';
import { planQwenTower } from '../../../model-runtime/vision/qwen-tower.ts';
import {
  cosine,
  farthest,
  fixture,
  floatsOf,
  floatTensor,
  json,
  loadTower,
  pixels,
  reference,
  Safetensors,
  Tensor,
} from './tiny.ts';

interface Row {
  w: number;
  h: number;
  min: number;
  max: number;
  rw: number;
  rh: number;
  tokens: number;
}
const ROWS = (json('sizes.json') as { qwen: Row[] }).qwen;

const NAME = 'tiny-qwen3vl';
const model = readQwenConfig(json(NAME, 'config.json'));
const { tower } = model;
const preparation = json(NAME, 'preprocessor_config.json') as { size: { longest_edge: number; shortest_edge: number } };
const SIZES = {
  patch: tower.patch,
  merge: tower.merge,
  leastPixels: preparation.size.shortest_edge,
  mostPixels: preparation.size.longest_edge,
};

test('patches are given square by square, each once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (down, across) => {
      const grid = { rows: down * 2, columns: across * 2 };
      const places = [...inMergeOrder(grid, 2)];
      expect(new Set(places.map(({ row, column }) => row * grid.columns + column)).size).toBe(places.length);
      for (let i = 0; i < places.length; i += 4) {
        const square = places.slice(i, i + 4).map(({ row, column }) => [row >> 1, column >> 1].join());
        expect(new Set(square).size).toBe(1);
      }
    }),
  );
});

describe('the image side of Qwen3-VL', () => {
  const wanted = reference(NAME);

  test('cuts the picture into the same patches', async () => {
    const { grid, values } = qwenPatches(await pixels(fixture('photo.png')), SIZES);
    expect([1, grid.rows, grid.columns]).toEqual(wanted.thw);
    // The reference has every patch twice, as two frames, channel by channel.
    const area = tower.patch ** 2;
    const first8 = wanted.patches_first8!;
    for (let patch = 0; patch < 8; patch++)
      for (let channel = 0; channel < 3; channel++) {
        const from = (patch * 3 + channel) * 2 * area;
        const ours = values.subarray((patch * 3 + channel) * area, (patch * 3 + channel + 1) * area);
        expect(farthest(ours, first8.slice(from, from + area))).toBeLessThan(1e-6);
      }
  });

  test('gives the features, those for the deeper layers too, that the reference gives', async () => {
    const { grid, values } = qwenPatches(await pixels(fixture('photo.png')), SIZES);
    const feeds = await inputs(grid, values);
    const outputs = ['features', ...tower.deepstack.map((_, index) => `deepstack${index}`)];
    for (const accuracy of ['f32', 4] as const) {
      const session = await loadTower(NAME, (file) => planQwenTower(tower, qwenTower(file.tensors, model), accuracy));
      const given = await session.run(feeds);
      await session.release();
      for (const name of outputs) {
        const features = given[name]!.data as Float32Array;
        const same = wanted[name === 'features' ? 'feats' : name]!;
        if (accuracy === 'f32') expect(farthest(features, same)).toBeLessThan(5e-5);
        else expect(cosine(features, same)).toBeGreaterThan(0.999);
      }
    }
  });

  test('stands in the text at the same positions', () => {
    const [, rows, columns] = wanted.thw!;
    const { positions, delta } = textPositions(
      wanted.input_ids!,
      model.imageToken,
      [{ rows: rows!, columns: columns! }],
      tower.merge,
    );
    expect(positions.flatMap((row) => [...row])).toEqual(wanted.pos);
    expect(delta).toBe(Math.max(...wanted.pos!) + 1 - wanted.input_ids!.length);
  });

  async function inputs(grid: PatchGrid, values: Float32Array): Promise<Record<string, Tensor>> {
    const count = grid.rows * grid.columns;
    const table = await Safetensors.with(fixture(NAME, 'model.safetensors'), (file) =>
      floatsOf(file, qwenPositions(file.tensors, model)),
    );
    const { cos, sin } = patchAngles(grid, tower.merge, tower.width / tower.heads, model.rotaryBase);
    const angles = [count, cos.length / count];
    return {
      patches: floatTensor(values, [1, count, values.length / count]),
      positions: floatTensor(stretchedPositions(table, tower.width, grid, tower.merge), [1, count, tower.width]),
      cos: floatTensor(cos, angles),
      sin: floatTensor(sin, angles),
      order: new Tensor(
        'int64',
        BigInt64Array.from({ length: count }, (_, i) => BigInt(i)),
        [1, count],
      ),
    };
  }
});

describe('a picture for Qwen3-VL', () => {
  test.each(ROWS)('of $w × $h within $min to $max pixels is $rw × $rh', ({ w, h, min, max, rw, rh, tokens }) => {
    const [width, height] = qwenSize(w, h, { ...SIZES, leastPixels: min, mostPixels: max });
    expect([width, height]).toEqual([rw, rh]);
    expect((width * height) / (tower.patch * tower.merge) ** 2).toBe(tokens);
  });

  test('is refused where it is more than 200 times as long as wide', () => {
    expect(() => qwenSize(4_030, 20, SIZES)).toThrow('too long for its width');
  });
});
