/**
 * safetensors files: 8 bytes with the length of a JSON header, the header, the numbers
 * (github.com/huggingface/safetensors, "Format"). What models are published in is read: F32, F16, BF16.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { BLOCKS, type BlockType } from './blocks.ts';
import type { TensorEntry } from './header.ts';
import type { TensorFile } from './weights.ts';

/** The format's own limit for its header. */
const MOST_HEADER_BYTES = 100_000_000;
const PREFIX_BYTES = 8;

const entry = z.object({
  dtype: z.enum(['F32', 'F16', 'BF16']),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});

/** The file is damaged, cut short, or holds what this program does not read. */
export class SafetensorsError extends Error {
  constructor(what: string, { expected, found }: { expected: string; found: string }) {
    super(`${what}: expected ${expected}, found ${found}. Get the file again, or choose another model.`);
    this.name = 'SafetensorsError';
  }
}

/** An open file. A tensor's rows are its first dimension, its columns all others together. */
export class Safetensors implements TensorFile {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, tensors: ReadonlyMap<string, TensorEntry>) {
    this.#handle = handle;
    this.tensors = tensors;
  }

  /** Opens the file for `work` and closes it after. @throws SafetensorsError; what `work` throws */
  static async with<Result>(file: string, work: (tensors: Safetensors) => Promise<Result>): Promise<Result> {
    const handle = await open(file, 'r');
    try {
      return await work(new Safetensors(handle, await readHeader(handle)));
    } finally {
      await handle.close();
    }
  }

  read(tensor: TensorEntry, from: number, into: Uint8Array): Promise<void> {
    return readFully(this.#handle, tensor.offset + from, into);
  }
}

async function readHeader(handle: FileHandle): Promise<Map<string, TensorEntry>> {
  const { size } = await handle.stat();
  const prefix = Buffer.alloc(PREFIX_BYTES);
  if (size >= PREFIX_BYTES) await readFully(handle, 0, prefix);
  const length = Number(prefix.readBigUInt64LE());
  if (length === 0 || length > MOST_HEADER_BYTES || PREFIX_BYTES + length > size) {
    throw new SafetensorsError('The header', { expected: `a length within ${size} bytes`, found: String(length) });
  }
  const json = Buffer.alloc(length);
  await readFully(handle, PREFIX_BYTES, json);
  return checked(json.toString('utf8'), PREFIX_BYTES + length, size);
}

function checked(json: string, dataStart: number, fileBytes: number): Map<string, TensorEntry> {
  let header: Record<string, unknown>;
  try {
    header = z.record(z.string(), z.unknown()).parse(JSON.parse(json));
  } catch {
    throw new SafetensorsError('The header', { expected: 'a JSON object', found: JSON.stringify(json.slice(0, 20)) });
  }
  const tensors = new Map<string, TensorEntry>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { data } = entry.safeParse(value);
    if (!data) {
      const found = JSON.stringify(value).slice(0, 80);
      throw new SafetensorsError(`Tensor ${name}`, { expected: 'F32, F16 or BF16 with a shape and a place', found });
    }
    const [start, end] = data.data_offsets;
    const type: BlockType = data.dtype;
    const [rows = 1, ...rest] = data.shape.length > 1 ? data.shape : [1, ...data.shape];
    const columns = rest.reduce((product, width) => product * width, 1);
    const bytes = rows * columns * BLOCKS[type].bytes;
    if (end - start !== bytes || dataStart + end > fileBytes) {
      throw new SafetensorsError(`Tensor ${name}`, {
        expected: `${bytes} bytes within the file`,
        found: `${start} to ${end} of ${fileBytes - dataStart}`,
      });
    }
    tensors.set(name, { name, type, columns, rows, offset: dataStart + start, bytes });
  }
  return tensors;
}

async function readFully(handle: FileHandle, position: number, into: Uint8Array): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) {
      throw new SafetensorsError('The file', { expected: `${into.length} bytes at ${position}`, found: 'its end' });
    }
    done += bytesRead;
  }
}
