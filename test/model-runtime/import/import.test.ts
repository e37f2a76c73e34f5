import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NoSpaceError } from '../../../model-runtime/import/cache.ts';
import { GgufError } from '../../../model-runtime/import/gguf-error.ts';
import { importModel } from '../../../model-runtime/import/import.ts';
import { readModel, readVocabulary } from '../../../model-runtime/import/imported.ts';
import { explainGguf, verifyGguf } from '../../../model-runtime/import/verify.ts';
import { ggufBytes, ggufHeader, u32 } from '../gguf-file.ts';
import { tinyModel } from '../tiny-model.ts';

const CHILD = join(import.meta.dirname, 'import-child.ts');
const FILES = ['model.json', 'model.onnx', 'model.onnx.data', 'vocabulary.json'];

let folder: string;
let cacheFolder: string;
let file: string;
const model = tinyModel({ family: 'llama', type: 'Q4_K' });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-import-'));
  cacheFolder = join(folder, 'deep', 'cache');
  file = join(folder, 'tiny.gguf');
  await writeFile(file, model.file);
});
afterEach(() => rm(folder, { recursive: true }));

/** An import of the file in a process of its own. Resolves with what it printed. */
async function imports({ diesAt, before = [] }: { diesAt?: number; before?: string[] } = {}): Promise<string> {
  const [command, ...rest] = [...before, process.execPath, CHILD, file, cacheFolder, String(diesAt ?? '')];
  const child = spawn(command!, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  return Buffer.concat(await child.stdout.toArray()).toString();
}

describe('an import', () => {
  test('leaves four files that say all the engine needs to know', async () => {
    const imported = await importModel(file, { cacheFolder });
    expect((await readdir(imported.folder)).sort()).toEqual(FILES);
    expect(await readModel(imported.folder)).toEqual(imported.model);
    expect(imported.model).toMatchObject({
      accuracy: 4,
      family: 'llama',
      name: 'tiny',
      licence: 'apache-2.0',
      layers: 2,
      heads: 8,
      kvHeads: 2,
      groups: 4,
      headDim: 64,
      hidden: 256,
      vocab: 96,
      context: 64,
      positions: 64,
      sourceBytes: model.file.length,
      inputs: ['input_ids', 'position_ids', 'last', 'mask', 'split', 'pk0', 'pv0', 'pk1', 'pv1'],
      outputs: ['logits', 'new_kv'],
    });
    expect(imported.model.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(imported.folder).toContain(imported.model.sha256);
  });

  test('keeps the vocabulary as the file has it', async () => {
    const imported = await importModel(file, { cacheFolder });
    expect(await readVocabulary(imported.folder)).toEqual({
      model: 'gpt2',
      pre: 'qwen2',
      tokens: Array.from({ length: 96 }, (_, i) => `token${i}`),
      types: Array.from({ length: 96 }, (_, i) => (i === 95 ? 3 : 1)),
      merges: ['to ken', 'token 1'],
      eos: 95,
      addBos: false,
      chatTemplate: '{{ messages[0].content }}',
    });
  });

  test('is there at once the second time, without the file', async () => {
    const first = await importModel(file, { cacheFolder });
    await rm(file);
    expect(await importModel(file, { cacheFolder, sha256: first.model.sha256 })).toEqual(first);
  });

  test('is another one for another accuracy and for another file', async () => {
    const folders = new Set<string>();
    for (const accuracy of [4, 0, 'f32'] as const)
      folders.add((await importModel(file, { cacheFolder, accuracy })).folder);
    await writeFile(file, tinyModel({ family: 'llama', type: 'Q4_K', seed: 2 }).file);
    folders.add((await importModel(file, { cacheFolder })).folder);
    expect(folders.size).toBe(4);
  });

  test('tells how far it is, upwards, to the end, and a hundred times at most', async () => {
    const shares: number[] = [];
    await importModel(file, { cacheFolder, onProgress: (share) => shares.push(share) });
    expect(shares).toEqual(shares.toSorted((one, two) => one - two));
    expect(shares.length).toBeGreaterThan(10);
    expect(shares.length).toBeLessThanOrEqual(100);
    expect(shares.at(-1)).toBe(1);
  });

  test('ends with the reason of its signal, and leaves nothing', async () => {
    const controller = new AbortController();
    const reason = new Error('not now');
    const onProgress = () => controller.abort(reason);
    await expect(importModel(file, { cacheFolder, signal: controller.signal, onProgress })).rejects.toBe(reason);
    expect(await readdir(cacheFolder)).toEqual([]);
  });
});

describe('what is in the cache', () => {
  test('is made anew when a file of it is missing or short', async () => {
    const first = await importModel(file, { cacheFolder });
    const whole = await readFile(join(first.folder, 'model.onnx.data'));
    const damages = [
      () => truncate(join(first.folder, 'model.onnx.data'), 100),
      () => rm(join(first.folder, 'vocabulary.json')),
      () => truncate(join(first.folder, 'model.json'), 10),
      () => rm(join(first.folder, 'model.json')),
      () => writeFile(join(first.folder, 'model.json'), 'null'),
      async () => {
        await rm(first.folder, { recursive: true });
        await writeFile(first.folder, 'a file where the folder was');
      },
    ];
    for (const damage of damages) {
      await damage();
      expect(await importModel(file, { cacheFolder })).toEqual(first);
      expect((await readdir(first.folder)).sort()).toEqual(FILES);
      expect((await readFile(join(first.folder, 'model.onnx.data'))).equals(whole)).toBe(true);
      expect(await readdir(cacheFolder)).toHaveLength(1);
    }
  });

  test('never is a half of an import: killed at any point, the next one starts over and cleans up', async () => {
    for (const diesAt of [0.01, 0.4, 1]) {
      expect(await imports({ diesAt })).not.toContain('done');
      const left = await readdir(cacheFolder);
      expect(left).toHaveLength(1);
      expect(left[0]).toMatch(/^\.importing~/);
    }
    const { folder: whole } = await importModel(file, { cacheFolder });
    expect(await readdir(cacheFolder)).toHaveLength(1);
    expect((await readdir(whole)).sort()).toEqual(FILES);
  });

  test('is not cleared of what others are still working on, and is of what they gave up long ago', async () => {
    await mkdir(cacheFolder, { recursive: true });
    const elsewhere = (name: string) => join(cacheFolder, `.importing~another-machine~${process.pid}~${name}`);
    for (const name of ['new', 'old']) await mkdir(elsewhere(name));
    const longAgo = new Date(Date.now() - 2 * 60 * 60 * 1_000);
    await utimes(elsewhere('old'), longAgo, longAgo);
    await importModel(file, { cacheFolder });
    expect((await readdir(cacheFolder)).filter((name) => name.startsWith('.'))).toEqual([
      `.importing~another-machine~${process.pid}~new`,
    ]);
  });

  test('is the same whether one process imports a file or three at once', async () => {
    const { folder: alone } = await importModel(file, { cacheFolder: join(folder, 'alone') });
    const texts = await Promise.all([imports(), imports(), imports()]);
    for (const text of texts) expect(text).toMatch(/^done /m);
    const names = await readdir(cacheFolder);
    expect(names).toHaveLength(1);
    for (const name of FILES) {
      const [one, other] = await Promise.all(
        [alone, join(cacheFolder, names[0]!)].map((at) => readFile(join(at, name))),
      );
      expect(one!.equals(other!)).toBe(true);
    }
  });
});

describe('a disk without room', () => {
  /** Two terabytes of gate, of up and of down, none of which is on the disk. */
  async function giantFile(): Promise<string> {
    const side = 2 ** 20;
    const shapes: Record<string, number[]> = {
      'token_embd.weight': [side, 96],
      'output.weight': [side, 96],
      'output_norm.weight': [side],
      'blk.0.attn_norm.weight': [side],
      'blk.0.attn_q.weight': [side, 32],
      'blk.0.attn_k.weight': [side, 32],
      'blk.0.attn_v.weight': [side, 32],
      'blk.0.attn_output.weight': [32, side],
      'blk.0.ffn_norm.weight': [side],
      'blk.0.ffn_gate.weight': [side, side],
      'blk.0.ffn_up.weight': [side, side],
      'blk.0.ffn_down.weight': [side, side],
    };
    const tensors = Object.entries(shapes).map(([name, shape]) => {
      return { name, type: 'F16' as const, shape, length: 2 * shape.reduce((product, size) => product * size) };
    });
    const small = tinyModel({ family: 'llama', type: 'F16', layers: 1, heads: 1, kvHeads: 1, headDim: 32 });
    const sides = { 'llama.embedding_length': u32(side), 'llama.feed_forward_length': u32(side) };
    const header = ggufHeader({ ...small.metadata, ...sides }, tensors);
    const path = join(folder, 'giant.gguf');
    await writeFile(path, header);
    await truncate(
      path,
      tensors.reduce((sum, { length }) => sum + length, header.length),
    );
    return path;
  }

  test('is found out before the first byte, with both numbers told', async () => {
    const error = await importModel(await giantFile(), { cacheFolder, sha256: '0'.repeat(64) }).catch(
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(NoSpaceError);
    expect(error.neededBytes).toBeGreaterThan(3 * 2 ** 40);
    expect(error.freeBytes).toBeGreaterThan(0);
    expect(error.freeBytes).toBeLessThan(error.neededBytes);
    expect(error.message).toContain(`${Math.ceil(error.neededBytes / 1e6)} MB`);
    expect(error.message).toContain(`${Math.floor(error.freeBytes / 1e6)} MB`);
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  test('that fills up on the way leaves nothing behind', async () => {
    // A limit on the size of files stands for the full disk: the write fails in the middle all the same.
    const text = await imports({ before: ['/bin/sh', '-c', `trap '' XFSZ; ulimit -f 1000; exec "$@"`, 'sh'] });
    expect(text).toMatch(/^share 0\.\d/);
    expect(text).toMatch(/^NoSpaceError: Importing the model needs \d+ MB of disk space, and \d+ MB are free\./m);
    expect(await readdir(cacheFolder)).toEqual([]);
  });
});

describe('weights that are no numbers', () => {
  const broken = tinyModel({ family: 'llama', type: 'Q8_0' });
  const down = broken.tensors.get('blk.1.ffn_down.weight')!;
  down.bytes.set([0x00, 0x7e], down.bytes.length - 34);
  const bytes = ggufBytes({
    metadata: broken.metadata,
    tensors: [...broken.tensors].map(([name, one]) => ({
      name,
      type: one.type,
      shape: one.rows === 1 ? [one.columns] : [one.columns, one.rows],
      bytes: one.bytes,
    })),
  });

  test('end an import, with the tensor named and nothing left', async () => {
    await writeFile(file, bytes);
    const error = await importModel(file, { cacheFolder }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(GgufError);
    expect(error.at).toBe('tensor blk.1.ffn_down.weight');
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  test('are found by verifying, not by explaining', async () => {
    await writeFile(file, bytes);
    await expect(explainGguf(file)).resolves.toMatchObject({ family: 'llama' });
    await expect(verifyGguf(file)).rejects.toMatchObject({ at: 'tensor blk.1.ffn_down.weight' });
  });
});

test('explaining tells what a file is and what its import will take', async () => {
  const summary = await verifyGguf(file);
  expect(await explainGguf(file)).toEqual(summary);
  const { folder: imported } = await importModel(file, { cacheFolder });
  expect(summary).toMatchObject({
    bytes: model.file.length,
    version: 3,
    family: 'llama',
    name: 'tiny',
    licence: 'apache-2.0',
    parameters: [...model.tensors.values()].reduce((sum, { columns, rows }) => sum + columns * rows, 0),
    tokenizer: 'gpt2, qwen2',
    hasChatTemplate: true,
    importBytes: (await stat(join(imported, 'model.onnx.data'))).size,
  });
  expect(summary.types.map(({ type, tensors }) => `${tensors} ${type}`).sort()).toEqual(['16 Q4_K', '5 F32']);
});

test('a folder, and a file that is not there, are said to be so', async () => {
  await expect(importModel(folder, { cacheFolder, sha256: '0' })).rejects.toMatchObject({ at: 'file' });
  await expect(importModel(join(folder, 'none.gguf'), { cacheFolder })).rejects.toThrow('ENOENT');
});
