/** Writes GGUF files for tests, well-formed unless told otherwise. */

export type Kind = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32' | 'f32' | 'bool' | 'text' | 'u64' | 'i64' | 'f64';

export type Value =
  | { kind: Kind; value: number | boolean | string }
  | { list: Kind; values: readonly (number | string | boolean)[] };

/** ggml's number for each type this program reads. */
export const TYPE_IDS = { F32: 0, F16: 1, Q4_1: 3, Q8_0: 8, Q4_K: 12, Q6_K: 14, BF16: 30 } as const;
export type TensorType = keyof typeof TYPE_IDS;

export interface TensorHead {
  name: string;
  /** A name, or a number that may stand for nothing. */
  type: TensorType | number;
  /** Fastest first: columns, rows. */
  shape: readonly (number | bigint)[];
  /** Bytes of data. */
  length: number;
}

export interface TensorToWrite extends Omit<TensorHead, 'length'> {
  bytes: Uint8Array;
}

export interface FileToWrite {
  metadata: Record<string, Value>;
  tensors: TensorToWrite[];
  alignment?: number;
}

const KIND_IDS: Record<Kind | 'list', number> = {
  u8: 0,
  i8: 1,
  u16: 2,
  i16: 3,
  u32: 4,
  i32: 5,
  f32: 6,
  bool: 7,
  text: 8,
  list: 9,
  u64: 10,
  i64: 11,
  f64: 12,
};

export const u32 = (value: number): Value => ({ kind: 'u32', value });
export const f32 = (value: number): Value => ({ kind: 'f32', value });
export const text = (value: string): Value => ({ kind: 'text', value });
export const flag = (value: boolean): Value => ({ kind: 'bool', value });
export const texts = (values: string[]): Value => ({ list: 'text', values });
export const i32s = (values: number[]): Value => ({ list: 'i32', values });

const number = (bytes: number, put: (view: DataView) => void): Buffer => {
  const view = new DataView(new ArrayBuffer(bytes));
  put(view);
  return Buffer.from(view.buffer);
};

export const encodeU64 = (value: number | bigint): Buffer =>
  number(8, (view) => view.setBigUint64(0, BigInt(value), true));
const encodeU32 = (value: number): Buffer => number(4, (view) => view.setUint32(0, value, true));

export function encodeText(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([encodeU64(bytes.length), bytes]);
}

function encodePlain(kind: Kind, value: number | boolean | string): Buffer {
  const plain = Number(value);
  switch (kind) {
    case 'u8':
    case 'i8':
    case 'bool':
      return Buffer.from([plain & 255]);
    case 'u16':
    case 'i16':
      return number(2, (view) => view.setUint16(0, plain & 0xffff, true));
    case 'u32':
    case 'i32':
      return encodeU32(plain >>> 0);
    case 'f32':
      return number(4, (view) => view.setFloat32(0, plain, true));
    case 'f64':
      return number(8, (view) => view.setFloat64(0, plain, true));
    case 'u64':
      return encodeU64(plain);
    case 'i64':
      return number(8, (view) => view.setBigInt64(0, BigInt(plain), true));
    case 'text':
      return encodeText(String(value));
    default:
      return kind satisfies never;
  }
}

function encodeValue(value: Value): Buffer {
  if ('kind' in value) return Buffer.concat([encodeU32(KIND_IDS[value.kind]), encodePlain(value.kind, value.value)]);
  const items = value.values.map((item) => encodePlain(value.list, item));
  const head = [encodeU32(KIND_IDS.list), encodeU32(KIND_IDS[value.list]), encodeU64(items.length)];
  return Buffer.concat([...head, ...items]);
}

const paddedLength = (length: number, alignment: number): number => Math.ceil(length / alignment) * alignment;
const padded = (bytes: Uint8Array, alignment: number): Buffer =>
  Buffer.concat([bytes, Buffer.alloc(paddedLength(bytes.length, alignment) - bytes.length)]);

/** A file up to its data. */
export function ggufHeader(metadata: Record<string, Value>, tensors: TensorHead[], alignment = 32): Buffer {
  const aligned = alignment === 32 ? metadata : { ...metadata, 'general.alignment': u32(alignment) };
  const keys = Object.entries(aligned).map(([key, value]) => Buffer.concat([encodeText(key), encodeValue(value)]));
  const table: Buffer[] = [];
  let offset = 0;
  for (const { name, type, shape, length } of tensors) {
    const id = typeof type === 'number' ? type : TYPE_IDS[type];
    table.push(encodeText(name), encodeU32(shape.length), ...shape.map(encodeU64), encodeU32(id), encodeU64(offset));
    offset += paddedLength(length, alignment);
  }
  const head = [Buffer.from('GGUF'), encodeU32(3), encodeU64(tensors.length), encodeU64(keys.length)];
  return padded(Buffer.concat([...head, ...keys, ...table]), alignment);
}

export function ggufBytes({ metadata, tensors, alignment = 32 }: FileToWrite): Buffer {
  const heads = tensors.map(({ bytes, ...head }) => ({ ...head, length: bytes.length }));
  return Buffer.concat([
    ggufHeader(metadata, heads, alignment),
    ...tensors.map(({ bytes }) => padded(bytes, alignment)),
  ]);
}
