import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importModel } from '../../../model-runtime/import/import.ts';
import type { Accuracy } from '../../../model-runtime/import/imported.ts';
import type { TensorType } from '../gguf-file.ts';
import { type TinyModel, type TinyOptions, tinyModel } from '../tiny-model.ts';
import { forward } from './forward.ts';
import { RunningGraph } from './run-graph.ts';

let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-families-'));
});
afterAll(() => rm(folder, { recursive: true }));

const IDS = [3, 14, 15, 92, 65, 35, 89, 79];

/** Rounding of f32, over two layers. */
const NOTHING = 1e-5;

/**
 * At level 4, by source type: activations rounded to 8 bits cost 1 to 2 %, random weights being the hardest there are.
 * Q6_K's own scales vary within our blocks of 128, and the rests of 4-bit blocks are rounded.
 */
const LITTLE: Record<TensorType, number> = {
  F32: 0.03,
  F16: 0.03,
  BF16: 0.03,
  Q8_0: 0.03,
  Q4_1: 0.06,
  Q4_K: 0.06,
  Q6_K: 0.06,
};

/** Reads `pieces` one after another and gives all logits. */
async function logitsOf(model: TinyModel, accuracy: Accuracy, pieces: number[][] = [IDS]): Promise<number[]> {
  const file = join(folder, `${files++}.gguf`);
  await writeFile(file, model.file);
  await using graph = await RunningGraph.load(await importModel(file, { cacheFolder: folder, accuracy }));
  const logits: number[] = [];
  for (const piece of pieces) logits.push(...(await graph.read(piece)));
  return logits;
}

/** How far the graph's logits are from those of the definition: root mean square, over that of the logits. */
function distance(found: number[], wanted: number[]): number {
  expect(found).toHaveLength(wanted.length);
  const square = (values: number[]) => values.reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt(square(wanted.map((value, i) => value - found[i]!)) / square(wanted));
}

async function errorOf(options: TinyOptions, accuracy: Accuracy): Promise<number> {
  const model = tinyModel(options);
  return distance(await logitsOf(model, accuracy), forward(model, IDS).flat());
}

describe.each(['llama', 'qwen2'] as const)('the %s family', (family) => {
  test.each(['F32', 'F16', 'BF16', 'Q8_0', 'Q4_1', 'Q4_K', 'Q6_K'] as const)(
    'means what its %s weights say',
    async (type) => {
      const model = tinyModel({ family, type });
      const wanted = forward(model, IDS).flat();
      expect(distance(await logitsOf(model, 'f32'), wanted)).toBeLessThan(NOTHING);
      expect(distance(await logitsOf(model, 0), wanted)).toBeLessThan(NOTHING);
      const error = distance(await logitsOf(model, 4), wanted);
      expect(error).toBeLessThan(LITTLE[type]);
      // Were it less, the level would not have been taken.
      expect(error).toBeGreaterThan(NOTHING);
    },
  );

  test.each(['F16', 'Q8_0', 'Q4_K', 'Q6_K'] as const)(
    'uses a %s embedding as head where the file has none',
    async (type) => {
      const model = tinyModel({ family, type, tied: true, layers: 1 });
      const wanted = forward(model, IDS).flat();
      expect(distance(await logitsOf(model, 'f32'), wanted)).toBeLessThan(NOTHING);
      expect(distance(await logitsOf(model, 0), wanted)).toBeLessThan(NOTHING);
      expect(distance(await logitsOf(model, 4), wanted)).toBeLessThan(LITTLE[type]);
    },
  );

  test('reads a text in pieces, and token by token, as it reads it at once', async () => {
    const model = tinyModel({ family, type: 'Q8_0' });
    const wanted = forward(model, IDS).flat();
    const pieces = [IDS.slice(0, 3), IDS.slice(3, 4), IDS.slice(4, 5), IDS.slice(5)];
    expect(distance(await logitsOf(model, 0, pieces), wanted)).toBeLessThan(NOTHING);
  });
});

test('types may differ from matrix to matrix, as mixed files have it', async () => {
  const mixes: Record<string, TensorType>[] = [
    { attn_v: 'Q6_K', ffn_down: 'Q6_K', output: 'Q6_K' },
    { attn_k: 'Q8_0', ffn_up: 'Q8_0' },
    { attn_q: 'Q4_1', attn_v: 'F16', token_embd: 'Q8_0' },
  ];
  for (const mix of mixes) {
    for (const family of ['llama', 'qwen2'] as const) {
      const options: TinyOptions = { family, type: (part) => mix[part] ?? 'Q4_K' };
      expect(await errorOf(options, 0)).toBeLessThan(NOTHING);
      expect(await errorOf(options, 4)).toBeLessThan(0.06);
    }
  }
});

test('a coarse first look at the head spoils no logit that could be chosen', async () => {
  const model = tinyModel({ family: 'qwen2', type: 'Q6_K', layers: 1, vocab: 1000 });
  const found = await logitsOf(model, 4);
  const looks = forward(model, IDS).map((wanted, token) => {
    const is = found.slice(token * 1000, (token + 1) * 1000);
    const byRank = wanted.map((_, id) => id).toSorted((one, other) => wanted[other]! - wanted[one]!);
    const error = (ids: number[]) =>
      distance(
        ids.map((id) => is[id]!),
        ids.map((id) => wanted[id]!),
      );
    return { top: error(byRank.slice(0, 20)), rest: error(byRank.slice(200)) };
  });
  for (const { top, rest } of looks) {
    expect(top).toBeLessThan(0.05);
    // The rest is what a first look gives: were it as good, nothing would have been saved.
    expect(rest).toBeGreaterThan(0.07);
    expect(rest).toBeLessThan(0.3);
  }
});

test.each([
  { heads: 8, kvHeads: 8, headDim: 32 },
  { heads: 8, kvHeads: 1, headDim: 32 },
  { heads: 6, kvHeads: 2, headDim: 128 },
  { heads: 2, kvHeads: 2, headDim: 128, layers: 1 },
])('heads may be many or few: %o', async (shape) => {
  for (const family of ['llama', 'qwen2'] as const) {
    expect(await errorOf({ family, type: 'Q4_K', ...shape }, 0)).toBeLessThan(NOTHING);
  }
});

test('the rope turns slower where the file says so', async () => {
  const plain: TinyOptions = { family: 'llama', type: 'Q8_0' };
  for (const slower of [{ ropeFactors: true }, { ropeScaling: 4 }]) {
    expect(await errorOf({ ...plain, ...slower }, 0)).toBeLessThan(NOTHING);
    // The test can tell: the same weights turned at full speed are far off.
    const slow = forward(tinyModel({ ...plain, ...slower }), IDS).flat();
    expect(distance(forward(tinyModel(plain), IDS).flat(), slow)).toBeGreaterThan(0.01);
  }
});
