/**
 * The header of a GGUF file: magic, version, key-value metadata, tensor table. A pure function of bytes that trusts
 * none of them: counts and lengths are compared with the bytes that are really there before anything is allocated.
 *
 * Own reader, because the published one (@huggingface/gguf 0.4) takes what lies beyond the end of a short local file
 * for zeroes, and does not say at which key a file breaks.
 *
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3, little-endian.
 */
import { BLOCKS, type BlockType } from './blocks.ts';
import { Cursor } from './cursor.ts';
import { CHOOSE_ANOTHER, GgufError } from './gguf-error.ts';
import type { MetadataValue } from './metadata.ts';

export interface TensorEntry {
  name: string;
  type: BlockType;
  /** Weights in a row: the matrix's input side. */
  columns: number;
  /** 1 for a vector. */
  rows: number;
  /** First byte in the file. */
  offset: number;
  bytes: number;
}

export interface Header {
  version: number;
  metadata: Map<string, MetadataValue>;
  tensors: Map<string, TensorEntry>;
}

/** Far above every real model, far below what would hurt. */
const LIMITS = {
  keys: 10_000,
  tensors: 100_000,
  keyBytes: 65_535,
  nameBytes: 1_024,
  dimensions: 4,
  alignment: 65_536,
};

/** ggml's names by number, for telling a person which type it is that cannot be read. */
const TYPE_NAMES: Record<number, string> = {
  2: 'Q4_0',
  6: 'Q5_0',
  7: 'Q5_1',
  9: 'Q8_1',
  10: 'Q2_K',
  11: 'Q3_K',
  13: 'Q5_K',
  15: 'Q8_K',
  16: 'IQ2_XXS',
  17: 'IQ2_XS',
  18: 'IQ3_XXS',
  19: 'IQ1_S',
  20: 'IQ4_NL',
  21: 'IQ3_S',
  22: 'IQ2_S',
  23: 'IQ4_XS',
  29: 'IQ1_M',
  30: 'BF16',
  34: 'TQ1_0',
  35: 'TQ2_0',
  39: 'MXFP4',
};

/**
 * @param start the first bytes of the file
 * @param fileBytes size of the whole file
 * @throws GgufError naming the field, key or tensor that is wrong
 * @throws HeaderGoesOn when `start` is too short and the file has more
 */
export function readHeader(start: Uint8Array, fileBytes: number): Header {
  const cursor = new Cursor(start, fileBytes);
  const magic = cursor.bytes(4, 'file');
  if (Buffer.from(magic).toString('latin1') !== 'GGUF') {
    throw new GgufError('file', {
      expected: 'a GGUF file, which begins with the letters GGUF',
      found: `the bytes ${Buffer.from(magic).toString('hex')}`,
    });
  }
  const version = cursor.number('u32', 'version');
  if (version !== 2 && version !== 3) {
    const bigEndian = version === 0x0200_0000 || version === 0x0300_0000;
    throw new GgufError('version', {
      expected: '2 or 3, little-endian',
      found: bigEndian ? 'a big-endian file' : String(version),
      remedy: CHOOSE_ANOTHER,
    });
  }
  const tensorCount = cursor.count('number of tensors', LIMITS.tensors);
  const keyCount = cursor.count('number of keys', LIMITS.keys);

  const metadata = new Map<string, MetadataValue>();
  for (let i = 0; i < keyCount; i++) {
    const key = cursor.text(`name of key ${i + 1} of ${keyCount}`, LIMITS.keyBytes);
    const at = `key ${key}`;
    if (metadata.has(key)) throw new GgufError(at, { expected: 'each key once', found: 'it twice' });
    metadata.set(key, cursor.value(cursor.kind(at), at));
  }

  const tensors = new Map<string, TensorEntry>();
  for (let i = 0; i < tensorCount; i++) {
    const name = cursor.text(`name of tensor ${i + 1} of ${tensorCount}`, LIMITS.nameBytes);
    if (tensors.has(name)) throw new GgufError(`tensor ${name}`, { expected: 'each tensor once', found: 'it twice' });
    tensors.set(name, readEntry(cursor, name));
  }
  placeTensors(tensors, { headerBytes: cursor.at, alignment: alignmentOf(metadata), fileBytes });
  return { version, metadata, tensors };
}

/** One row of the tensor table; `offset` still counts from the start of the data. */
function readEntry(cursor: Cursor, name: string): TensorEntry {
  const at = `tensor ${name}`;
  const dimensions = cursor.number('u32', at);
  if (dimensions < 1 || dimensions > LIMITS.dimensions) {
    throw new GgufError(at, { expected: `1 to ${LIMITS.dimensions} dimensions`, found: String(dimensions) });
  }
  const shape = Array.from({ length: dimensions }, () => cursor.number('u64', at));
  const type = blockType(cursor.number('u32', at), at);
  const offset = cursor.number('u64', at);

  const columns = shape[0]!;
  const rows = shape.slice(1).reduce((product, size) => product * size, 1);
  const block = BLOCKS[type];
  if (columns < 1 || rows < 1 || columns % block.weights !== 0) {
    throw new GgufError(at, {
      expected: `rows of whole blocks of ${block.weights} weights (${type})`,
      found: `the shape ${shape.join(' × ')}`,
    });
  }
  return { name, type, columns, rows, offset, bytes: (columns / block.weights) * block.bytes * rows };
}

function blockType(id: number, at: string): BlockType {
  const known = Object.keys(BLOCKS) as BlockType[];
  const type = known.find((name) => BLOCKS[name].id === id);
  if (type) return type;
  const name = TYPE_NAMES[id];
  throw new GgufError(at, {
    expected: `one of the types ${known.join(', ')}`,
    found: name ?? `type number ${id}`,
    ...(name && { remedy: CHOOSE_ANOTHER }),
  });
}

function alignmentOf(metadata: Map<string, MetadataValue>): number {
  const value = metadata.get('general.alignment') ?? 32;
  if (typeof value === 'number' && value >= 8 && value <= LIMITS.alignment && Number.isInteger(Math.log2(value))) {
    return value;
  }
  throw new GgufError('key general.alignment', {
    expected: `a power of two from 8 to ${LIMITS.alignment}`,
    found: String(value),
  });
}

/** Turns offsets into the data into offsets into the file, and sees that every tensor lies inside it. */
function placeTensors(
  tensors: Map<string, TensorEntry>,
  { headerBytes, alignment, fileBytes }: { headerBytes: number; alignment: number; fileBytes: number },
): void {
  const dataStart = Math.ceil(headerBytes / alignment) * alignment;
  for (const entry of tensors.values()) {
    if (entry.offset % alignment !== 0) {
      throw new GgufError(`tensor ${entry.name}`, {
        expected: `an offset that is a multiple of ${alignment}`,
        found: String(entry.offset),
      });
    }
    entry.offset += dataStart;
    if (entry.offset + entry.bytes > fileBytes) {
      throw new GgufError(`tensor ${entry.name}`, {
        expected: `a file of at least ${entry.offset + entry.bytes} bytes`,
        found: `${fileBytes} bytes`,
      });
    }
  }
}
