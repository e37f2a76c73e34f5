import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OnnxGraph } from '../../../model-runtime/engine/graph.ts';
import { importModel } from '../../../model-runtime/import/import.ts';
import { forward } from '../import/forward.ts';
import { tinyModel } from '../tiny-model.ts';

/** Nothing is rounded to 8 bits at this accuracy; what differs is the order of sums. */
const EXACT = 0;
const ROUNDING = 1e-3;

const model = tinyModel({ family: 'qwen2', type: 'Q8_0' });
let folder: string;
let graph: OnnxGraph;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-graph-'));
  const file = join(folder, 'tiny.gguf');
  await writeFile(file, model.file);
  const imported = await importModel(file, { cacheFolder: folder, accuracy: EXACT });
  graph = await OnnxGraph.load(imported.folder, imported.model, { threads: 1 });
});

afterAll(async () => {
  await graph.close();
  await rm(folder, { recursive: true, force: true });
});

const tokens = fc.array(fc.nat(model.vocab - 1), { minLength: 1, maxLength: 20 });

const expectSame = (logits: Float32Array, expected: readonly number[]): void => {
  expect(logits).toHaveLength(expected.length);
  const distance = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - logits[i]!)), 0);
  expect(distance).toBeLessThan(ROUNDING);
};

describe('a graph', () => {
  test('computes what the model’s definition says, in whatever pieces the tokens are read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(tokens, { minLength: 1, maxLength: 3 }), async (pieces) => {
        const past = graph.newKeysValues();
        let logits = new Float32Array(0);
        for (const piece of pieces) logits = Float32Array.from(await graph.read(past, piece));
        expect(past.length).toBe(pieces.flat().length);
        expectSame(logits, forward(model, pieces.flat()).at(-1)!);
      }),
      { numRuns: 15 },
    );
  });

  test('goes on from where its past was cut, or copied, and starts from nothing in buffers that held something', async () => {
    await fc.assert(
      fc.asyncProperty(tokens, tokens, fc.nat(20), async (first, next, cut) => {
        const past = graph.newKeysValues();
        await graph.read(past, first);
        const kept = first.slice(0, cut);
        const copy = graph.newKeysValues();
        copy.copyFrom(past, kept.length);
        past.cutTo(kept.length);
        const expected = forward(model, [...kept, ...next]).at(-1)!;
        expectSame(await graph.read(past, next), expected);
        expectSame(await graph.read(copy, next), expected);
      }),
      { numRuns: 15 },
    );
  });
});
