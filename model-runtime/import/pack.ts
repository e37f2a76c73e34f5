/** Turns rows of a source tensor into rows of a form (forms.ts). */
import { BLOCKS, FOUR_BIT, type FourBitRow, type FourBitType } from './blocks.ts';
import { type Form, type FourBit, restBlocks, rowLayout } from './forms.ts';
import { GgufError } from './gguf-error.ts';
import type { TensorEntry } from './header.ts';

/** Rows ready to be written, each part as the form's layout says. */
export interface PackedRows {
  quants: Uint8Array;
  scales: Float32Array;
  zeros: Uint8Array;
  floats: Float32Array;
}

export const PACKED_PARTS = ['quants', 'scales', 'zeros', 'floats'] as const satisfies (keyof PackedRows)[];

/** Packs the source row whose first byte is at `from` into row `row` of `into`. */
export type PackRow = (source: Uint8Array, from: number, into: PackedRows, row: number) => void;

/**
 * @param order the source block of `unit` columns for each such block; absent: as they come
 * @param unit columns that stay together: 32, the block of the source, but where the source has no blocks
 * @returns a function that throws GgufError on weights that are not finite
 */
export function rowPacker(form: Form, tensor: TensorEntry, order?: Int32Array, unit = 32): PackRow {
  switch (form.kind) {
    case 'f32':
      return packFloats(tensor, order, unit);
    case 'q8':
      return tensor.type === 'Q8_0' && form.block === 32
        ? copyEightBit(tensor, order)
        : packEightBit(form.block, tensor, order, unit);
    case 'coarse':
      return packCoarse(form.block, tensor, order);
    case 'q4':
      return packFourBit(form, tensor, order);
    default:
      return form satisfies never;
  }
}

type DecodeRow = (source: Uint8Array, from: number, out: Float32Array) => void;

function rowDecoder(tensor: TensorEntry, order?: Int32Array, unit = 32): DecodeRow {
  const { decode } = BLOCKS[tensor.type];
  const decodeChecked: DecodeRow = (source, from, out) => {
    decode(source, from, out);
    let sum = 0;
    for (let i = 0; i < out.length; i++) sum += out[i]!;
    requireFinite(sum, tensor);
  };
  if (!order) return decodeChecked;
  const unordered = new Float32Array(tensor.columns);
  return (source, from, out) => {
    decodeChecked(source, from, unordered);
    for (let to = 0; to < order.length; to++) {
      const block = order[to]! * unit;
      out.set(unordered.subarray(block, block + unit), to * unit);
    }
  };
}

function packFloats(tensor: TensorEntry, order?: Int32Array, unit?: number): PackRow {
  const decode = rowDecoder(tensor, order, unit);
  const { columns } = tensor;
  return (source, from, into, row) => decode(source, from, into.floats.subarray(row * columns, (row + 1) * columns));
}

function packEightBit(block: number, tensor: TensorEntry, order?: Int32Array, unit?: number): PackRow {
  const decode = rowDecoder(tensor, order, unit);
  const weights = new Float32Array(tensor.columns);
  const blocks = tensor.columns / block;
  return (source, from, into, row) => {
    decode(source, from, weights);
    const quants = row * tensor.columns;
    for (let b = 0; b < blocks; b++) {
      let greatest = 0;
      for (let i = b * block; i < (b + 1) * block; i++) {
        const size = Math.abs(weights[i]!);
        if (size > greatest) greatest = size;
      }
      const scale = Math.fround(greatest / 127);
      const inverse = scale > 0 ? 1 / scale : 0;
      into.scales[row * blocks + b] = scale;
      // Adding 128.5 and cutting off rounds, for everything here is positive.
      for (let i = b * block; i < (b + 1) * block; i++) into.quants[quants + i] = weights[i]! * inverse + 128.5;
    }
  };
}

function packCoarse(block: number, tensor: TensorEntry, order?: Int32Array): PackRow {
  const decode = rowDecoder(tensor, order);
  const weights = new Float32Array(tensor.columns);
  const blocks = Math.ceil(tensor.columns / block);
  return (source, from, into, row) => {
    decode(source, from, weights);
    for (let b = 0; b < blocks; b++) {
      const values = weights.subarray(b * block, Math.min(tensor.columns, (b + 1) * block));
      const at = ((row * blocks + b) * block) / 2;
      into.quants.fill(0x88, at, at + block / 2);
      into.scales[row * blocks + b] = roundToFourBits(values, into.quants, at);
    }
  };
}

/** Q8_0 is the form already, but for the sign. */
function copyEightBit(tensor: TensorEntry, order?: Int32Array): PackRow {
  const blocks = tensor.columns / BLOCKS.Q8_0.weights;
  const scale = new Float32Array(1);
  return (source, from, into, row) => {
    for (let b = 0; b < blocks; b++) {
      const at = from + (order ? order[b]! : b) * BLOCKS.Q8_0.bytes;
      BLOCKS.F16.decode(source, at, scale);
      requireFinite(scale[0]!, tensor);
      into.scales[row * blocks + b] = scale[0]!;
      const to = (row * blocks + b) * 32;
      for (let i = 0; i < 32; i++) into.quants[to + i] = source[at + 2 + i]! ^ 128;
    }
  };
}

function packFourBit(form: FourBit, tensor: TensorEntry, order?: Int32Array): PackRow {
  const read = FOUR_BIT[fourBitType(tensor)];
  const layout = rowLayout(form, tensor.columns);
  const inner = tensor.columns / 32;
  const parsed: FourBitRow = {
    pairs: new Uint8Array(inner * 16),
    scales: new Float32Array(inner),
    offsets: new Float32Array(inner),
  };
  const rests = new Float32Array(inner);
  return (source, from, into, row) => {
    read(source, from, parsed);
    const quants = row * layout.quantBytes;
    const scales = row * layout.blocks;
    const zeros = row * layout.zeroBytes;
    // What is no weight is 8, the middle.
    into.zeros.fill(0x88, zeros, zeros + layout.zeroBytes);
    into.quants.fill(0x88, quants + inner * 16, quants + layout.quantBytes);
    let sum = 0;
    for (let b = 0; b < inner; b++) {
      const block = order ? order[b]! : b;
      const scale = parsed.scales[block]!;
      const offset = parsed.offsets[block]!;
      const zero = scale === 0 ? 8 : Math.max(0, Math.min(15, Math.round(-offset / scale)));
      putNibble(into.zeros, zeros, b, zero);
      into.scales[scales + b] = scale;
      // The rests meet the mean of 32 inputs, not their sum.
      rests[b] = 32 * (offset + zero * scale);
      sum += scale + offset;
      for (let i = 0; i < 16; i++) into.quants[quants + b * 16 + i] = parsed.pairs[block * 16 + i]!;
    }
    requireFinite(sum, tensor);
    if (form.rests === 'product') return into.floats.set(rests, row * layout.floats);
    for (let block = 0; block < restBlocks(tensor.columns); block++) {
      const values = rests.subarray(block * 32, Math.min(inner, block * 32 + 32));
      for (const b of [inner + block, inner + restBlocks(tensor.columns) + block]) {
        const at = quants + b * 16;
        const scale = roundToFourBits(values, into.quants, at);
        into.scales[scales + b] = scale;
        for (let i = 0; i < values.length; i++) values[i]! -= scale * (nibble(into.quants, at, i) - 8);
      }
    }
  };
}

function fourBitType(tensor: TensorEntry): FourBitType {
  if (tensor.type === 'Q4_1' || tensor.type === 'Q4_K') return tensor.type;
  throw new Error(`A ${tensor.type} tensor has no 4-bit form.`);
}

/** Where the value of greatest size may land, in steps from the middle; the reach of least error is taken. */
const REACHES = [-8.2, -7.5, 6.8, 7.5];

/**
 * Writes `values` as q of value ≈ scale · (q − 8) into the nibbles from byte `at` on, and returns the scale: that of
 * least squared error. Half of an import is spent here.
 */
function roundToFourBits(values: Float32Array, into: Uint8Array, at: number): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Math.abs(value) > Math.abs(greatest)) greatest = value;
  }
  let bestGain = 0;
  let bestInverse = 0;
  let bestScale = 0;
  // Nothing but zeroes has no reach; inverse and scale stay 0, and every q is 8.
  for (let reach = 0; reach < REACHES.length && greatest !== 0; reach++) {
    const inverse = REACHES[reach]! / greatest;
    let product = 0;
    let square = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      const q = fourBits(value * inverse) - 8;
      product += value * q;
      square += q * q;
    }
    const gain = (product * product) / square;
    if (gain <= bestGain) continue;
    bestGain = gain;
    bestInverse = inverse;
    bestScale = product / square;
  }
  for (let i = 0; i < values.length; i++) putNibble(into, at, i, fourBits(values[i]! * bestInverse));
  return bestScale;
}

/** The nearest of −8…7, plus 8. What is cut off is positive, so cutting off rounds. */
function fourBits(value: number): number {
  const q = (value + 8.5) | 0;
  return q < 0 ? 0 : q > 15 ? 15 : q;
}

/** Sets the `index`th 4-bit number of those from byte `at` on, low nibbles first. */
function putNibble(bytes: Uint8Array, at: number, index: number, value: number): void {
  const byte = at + (index >> 1);
  const shift = (index & 1) * 4;
  bytes[byte] = (bytes[byte]! & ~(15 << shift)) | (value << shift);
}

const nibble = (bytes: Uint8Array, at: number, index: number): number =>
  (bytes[at + (index >> 1)]! >> ((index & 1) * 4)) & 15;

function requireFinite(value: number, tensor: TensorEntry): void {
  if (Number.isFinite(value)) return;
  throw new GgufError(`tensor ${tensor.name}`, { expected: 'finite weights', found: String(value) });
}
