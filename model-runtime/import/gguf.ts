/** An open GGUF file: its header, and its tensors' bytes a piece at a time. */
import { type FileHandle, open } from 'node:fs/promises';
import { HeaderGoesOn } from './cursor.ts';
import { GgufError } from './gguf-error.ts';
import { type Header, readHeader, type TensorEntry } from './header.ts';
import { Metadata } from './metadata.ts';

/** Headers of real models take 1 to 20 MB, nearly all of it the vocabulary. */
const HEADER_STEPS = [8, 32, 128].map((megabytes) => megabytes * 2 ** 20);

export class Gguf {
  readonly bytes: number;
  readonly version: number;
  readonly metadata: Metadata;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly #handle: FileHandle;

  private constructor(handle: FileHandle, bytes: number, header: Header) {
    this.#handle = handle;
    this.bytes = bytes;
    this.version = header.version;
    this.metadata = new Metadata(header.metadata);
    this.tensors = header.tensors;
  }

  /**
   * @throws GgufError when it is not a GGUF file this program can read
   * @throws the system's error when the file cannot be opened
   */
  static async open(file: string): Promise<Gguf> {
    const handle = await open(file, 'r');
    try {
      const stat = await handle.stat();
      if (!stat.isFile()) throw new GgufError('file', { expected: 'a plain file', found: 'something else' });
      return new Gguf(handle, stat.size, await readHeaderOf(handle, stat.size));
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Opens the file for `work` and closes it after. @throws as `open` does, and what `work` throws */
  static async with<Result>(file: string, work: (gguf: Gguf) => Promise<Result>): Promise<Result> {
    const gguf = await Gguf.open(file);
    try {
      return await work(gguf);
    } finally {
      await gguf[Symbol.asyncDispose]();
    }
  }

  /** Weights in the file. */
  get parameters(): number {
    return [...this.tensors.values()].reduce((sum, { columns, rows }) => sum + columns * rows, 0);
  }

  /** Fills `into` from the tensor's byte `from` on. */
  async read(tensor: TensorEntry, from: number, into: Uint8Array): Promise<void> {
    await readFully(this.#handle, tensor.offset + from, into, `tensor ${tensor.name}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }
}

async function readHeaderOf(handle: FileHandle, fileBytes: number): Promise<Header> {
  for (const step of HEADER_STEPS) {
    const start = new Uint8Array(Math.min(step, fileBytes));
    await readFully(handle, 0, start, 'header');
    try {
      return readHeader(start, fileBytes);
    } catch (error) {
      if (!(error instanceof HeaderGoesOn)) throw error;
    }
  }
  throw new GgufError('header', { expected: `at most ${HEADER_STEPS.at(-1)} bytes`, found: 'more' });
}

async function readFully(handle: FileHandle, position: number, into: Uint8Array, what: string): Promise<void> {
  for (let done = 0; done < into.length; ) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) {
      throw new GgufError(what, {
        expected: `bytes ${position} to ${position + into.length} of the file`,
        found: `its end at ${position + done}; it was changed while being read`,
      });
    }
    done += bytesRead;
  }
}
