/** The tiny models of fixtures/vision: what they are made of, and what the reference implementation says of them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll } from 'vitest';
import { createSession, type Session, Tensor } from '../../../model-runtime/engine/onnx.ts';
import { GRAPH_FILE, WEIGHTS_FILE } from '../../../model-runtime/import/imported.ts';
import { Safetensors } from '../../../model-runtime/import/safetensors.ts';
import { floatsOf } from '../../../model-runtime/import/weights.ts';
import { writeDurably } from '../../../model-runtime/import/write-durably.ts';
import type { Pixels } from '../../../model-runtime/vision/resample.ts';
import type { Tower } from '../../../model-runtime/vision/tower.ts';
import { fixture, json } from './fixture.ts';

export { fixture, json };

export async function pixels(file: string): Promise<Pixels> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** What the reference gave, by name, as floats; whole numbers in 32 bits are read as they are. */
export function reference(model: string): Record<string, number[]> {
  const bytes = readFileSync(fixture(model, 'ref.safetensors'));
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<
    string,
    { dtype: string; data_offsets: [number, number] }
  >;
  return Object.fromEntries(
    Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, { dtype, data_offsets }]) => {
        const part = Uint8Array.from(bytes.subarray(8 + length + data_offsets[0], 8 + length + data_offsets[1]));
        if (dtype === 'F32') return [name, [...new Float32Array(part.buffer)]];
        if (dtype === 'I64') return [name, Array.from(new BigInt64Array(part.buffer), Number)];
        return [name, [...new Int32Array(part.buffer)]];
      }),
  );
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that goes with the test file. */
export function passingFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-vision-'));
  folders.push(folder);
  return folder;
}

/** Writes a tower down and loads it. */
export async function loadTower(model: string, plan: (file: Safetensors) => Tower): Promise<Session> {
  const folder = join(passingFolder(), 'tower');
  mkdirSync(folder);
  await Safetensors.with(fixture(model, 'model.safetensors'), async (file) => {
    const { graph, weights } = plan(file);
    await writeDurably(join(folder, WEIGHTS_FILE), (write) => weights.fill(file, write, {}));
    await writeDurably(join(folder, GRAPH_FILE), (write) => write(0, graph.encode()));
  });
  return createSession(join(folder, GRAPH_FILE), { threads: 2 });
}

export const floatTensor = (values: Float32Array, dims: number[]): Tensor => new Tensor('float32', values, dims);
export { floatsOf, Safetensors, Tensor };

export function farthest(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < wanted.length; i++) most = Math.max(most, Math.abs(found[i]! - wanted[i]!));
  return found.length === wanted.length ? most : Number.POSITIVE_INFINITY;
}

/** 1: the same direction. */
export function cosine(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let [dot, a, b] = [0, 0, 0];
  for (let i = 0; i < one.length; i++) {
    dot += one[i]! * other[i]!;
    a += one[i]! ** 2;
    b += other[i]! ** 2;
  }
  return dot / Math.sqrt(a * b);
}
