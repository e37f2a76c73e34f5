import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { featuresOfTile, planSiglip } from '../../../model-runtime/vision/siglip.ts';
import { readSmolvlmConfig, smolvlmTower } from '../../../model-runtime/vision/smolvlm.ts';
import { smolvlmPlaces, smolvlmSizes, smolvlmTiles } from '../../../model-runtime/vision/smolvlm-image.ts';
import { cosine, farthest, fixture, json, loadTower, pixels, reference, Tensor } from './tiny.ts';

interface Row {
  w: number;
  h: number;
  longest_edge: number;
  rows: number;
  cols: number;
  tiles: number;
}
const SIZES = (json('sizes.json') as { smolvlm: Row[] }).smolvlm;

describe('a picture for SmolVLM', () => {
  test.each(SIZES)('of $w × $h at $longest_edge is $rows × $cols tiles', ({ w, h, longest_edge, rows, cols }) => {
    expect(smolvlmSizes(w, h, { longestEdge: longest_edge, tile: 512 }).grid).toEqual({ rows, columns: cols });
  });

  test('is one tile, and words for one, where the longer edge is a tile', () => {
    expect(smolvlmSizes(640, 400, { longestEdge: 512, tile: 512 }).grid).toEqual({ rows: 0, columns: 0 });
    expect(smolvlmPlaces({ rows: 0, columns: 0 }, 2)).toBe(
      '<fake_token_around_image><global-img><image><image><fake_token_around_image>',
    );
  });
});

describe.each(['tiny-smolvlm-128', 'tiny-smolvlm-512'])('%s', (name) => {
  const model = readSmolvlmConfig(json(name, 'config.json'));
  const { tower } = model;
  const preparation = json(name, 'preprocessor_config.json') as { size: { longest_edge: number } };
  const wanted = json(name, 'ref.json') as { prompt: string; tiles: number[]; tiles_u8_sha256: string };
  const tiles = async () =>
    smolvlmTiles(await pixels(fixture('photo.png')), { longestEdge: preparation.size.longest_edge, tile: tower.tile });

  test('is shown the same tiles, to the bit, at the same places in the same words', async () => {
    const made = await tiles();
    expect(made.tiles).toHaveLength(wanted.tiles[0]!);
    const hash = createHash('sha256');
    for (const { data } of made.tiles) hash.update(data);
    expect(hash.digest('hex')).toBe(wanted.tiles_u8_sha256);
    expect(wanted.prompt).toContain(`User:${smolvlmPlaces(made.grid, featuresOfTile(tower))}what`);
  });

  test('gives the features that the reference gives, and in 8 bits their direction', async () => {
    const { feats } = reference(name);
    const made = await tiles();
    for (const accuracy of ['f32', 4] as const) {
      const session = await loadTower(name, (file) => planSiglip(tower, smolvlmTower(file.tensors, model), accuracy));
      const features: number[] = [];
      for (const { data } of made.tiles) {
        const tile = new Tensor('uint8', Uint8Array.from(data), [1, tower.tile, tower.tile, 3]);
        features.push(...((await session.run({ tile })).features!.data as Float32Array));
      }
      await session.release();
      if (accuracy === 'f32') expect(farthest(features, feats!)).toBeLessThan(5e-5);
      else expect(cosine(features, feats!)).toBeGreaterThan(0.999);
    }
  });
});
