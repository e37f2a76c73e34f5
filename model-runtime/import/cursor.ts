/**
 * Reads the values of a GGUF header one after another, little-endian, and never past the end: what a value says of its
 * own length is compared with the bytes that are there before any of it is taken.
 */
import { GgufError } from './gguf-error.ts';
import type { MetadataValue } from './metadata.ts';

/** The bytes at hand hold only the header's beginning; the file has more, which is needed to go on. */
export class HeaderGoesOn extends Error {}

/** Far above every real model, far below what would hurt. */
const LIMITS = { textBytes: 16 * 2 ** 20, listItems: 4 * 2 ** 20 };

/** By the numbers that stand for them. */
const VALUE_KINDS = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'f32',
  'bool',
  'text',
  'list',
  'u64',
  'i64',
  'f64',
] as const;
type ValueKind = (typeof VALUE_KINDS)[number];

/** Least bytes a value of each kind takes. */
const LEAST_BYTES: Record<ValueKind, number> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
  f32: 4,
  bool: 1,
  text: 8,
  list: 12,
  u64: 8,
  i64: 8,
  f64: 8,
};

export class Cursor {
  at = 0;
  readonly #start: Uint8Array;
  readonly #view: DataView;
  readonly #fileBytes: number;

  constructor(start: Uint8Array, fileBytes: number) {
    this.#start = start;
    this.#view = new DataView(start.buffer, start.byteOffset, start.byteLength);
    this.#fileBytes = fileBytes;
  }

  /** Moves on by `length` bytes and returns where they begin. */
  #take(length: number, what: string): number {
    const from = this.at;
    if (from + length > this.#fileBytes) {
      throw new GgufError(what, {
        expected: `${length} more bytes of header`,
        found: `the end of the file after ${this.#fileBytes - from}`,
      });
    }
    if (from + length > this.#start.length) throw new HeaderGoesOn();
    this.at = from + length;
    return from;
  }

  bytes(length: number, what: string): Uint8Array {
    const from = this.#take(length, what);
    return this.#start.subarray(from, from + length);
  }

  number(kind: Exclude<ValueKind, 'text' | 'list' | 'bool'>, what: string): number {
    const at = this.#take(LEAST_BYTES[kind], what);
    const view = this.#view;
    switch (kind) {
      case 'u8':
        return view.getUint8(at);
      case 'i8':
        return view.getInt8(at);
      case 'u16':
        return view.getUint16(at, true);
      case 'i16':
        return view.getInt16(at, true);
      case 'u32':
        return view.getUint32(at, true);
      case 'i32':
        return view.getInt32(at, true);
      case 'f32':
        return view.getFloat32(at, true);
      case 'f64':
        return view.getFloat64(at, true);
      case 'u64':
        return exact(view.getBigUint64(at, true), what);
      case 'i64':
        return exact(view.getBigInt64(at, true), what);
      default:
        return kind satisfies never;
    }
  }

  count(what: string, most: number): number {
    const count = this.number('u64', what);
    if (count <= most) return count;
    throw new GgufError(what, { expected: `at most ${most}`, found: String(count) });
  }

  text(what: string, mostBytes: number): string {
    const length = this.number('u64', what);
    if (length > mostBytes) {
      throw new GgufError(what, { expected: `a text of at most ${mostBytes} bytes`, found: `${length} bytes` });
    }
    const from = this.#take(length, what);
    return Buffer.from(this.#start.buffer, this.#start.byteOffset + from, length).toString('utf8');
  }

  kind(what: string): ValueKind {
    const number = this.number('u32', what);
    const kind = VALUE_KINDS[number];
    if (kind) return kind;
    throw new GgufError(what, {
      expected: `a value type from 0 to ${VALUE_KINDS.length - 1}`,
      found: String(number),
    });
  }

  value(kind: ValueKind, what: string): MetadataValue {
    switch (kind) {
      case 'text':
        return this.text(what, LIMITS.textBytes);
      case 'bool':
        return this.number('u8', what) !== 0;
      case 'list':
        return this.#list(what);
      default:
        return this.number(kind, what);
    }
  }

  #list(what: string): MetadataValue[] {
    const kind = this.kind(what);
    if (kind === 'list') {
      throw new GgufError(what, { expected: 'a list of plain values', found: 'a list of lists' });
    }
    const length = this.count(what, LIMITS.listItems);
    const least = length * LEAST_BYTES[kind];
    if (this.at + least > this.#fileBytes) {
      throw new GgufError(what, {
        expected: `${length} items, at least ${least} bytes`,
        found: `${this.#fileBytes - this.at} bytes to the end of the file`,
      });
    }
    const items: MetadataValue[] = [];
    for (let i = 0; i < length; i++) items.push(this.value(kind, what));
    return items;
  }
}

function exact(value: bigint, what: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new GgufError(what, { expected: 'a number below 2^53', found: String(value) });
}
