/**
 * The block formats of GGUF tensors: how many weights share a block, how many bytes it has, and what they mean.
 * Layouts and formulas are ggml's (ggml-common.h, ggml-quants.c): a block is a half-precision scale, perhaps a
 * minimum, and packed integers. A row of a matrix is always a whole number of blocks.
 */

export type BlockType = 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_1' | 'Q4_K' | 'Q6_K';

interface BlockFormat {
  /** The number that stands for the type in a tensor's header. */
  id: number;
  /** Weights in one block. */
  weights: number;
  /** Bytes of one block. */
  bytes: number;
  /** Decodes blocks from the byte `from` on until `out` is full. */
  decode(bytes: Uint8Array, from: number, out: Float32Array): void;
}

/** The value of every half-precision bit pattern. */
const HALF = new Float32Array(65_536);
for (let bits = 0; bits < 65_536; bits++) {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) HALF[bits] = fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  else HALF[bits] = exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const half = (bytes: Uint8Array, at: number): number => HALF[bytes[at]! | (bytes[at + 1]! << 8)]!;
const signed = (byte: number): number => (byte << 24) >> 24;

export const BLOCKS: Record<BlockType, BlockFormat> = {
  F32: {
    id: 0,
    weights: 1,
    bytes: 4,
    decode(bytes, from, out) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + from, out.length * 4);
      for (let i = 0; i < out.length; i++) out[i] = view.getFloat32(i * 4, true);
    },
  },
  F16: {
    id: 1,
    weights: 1,
    bytes: 2,
    decode(bytes, from, out) {
      for (let i = 0; i < out.length; i++) out[i] = half(bytes, from + i * 2);
    },
  },
  /** The upper half of a float's bits. */
  BF16: {
    id: 30,
    weights: 1,
    bytes: 2,
    decode(bytes, from, out) {
      const bits = new Uint32Array(out.buffer, out.byteOffset, out.length);
      for (let i = 0; i < out.length; i++) bits[i] = (bytes[from + i * 2]! | (bytes[from + i * 2 + 1]! << 8)) << 16;
    },
  },
  /** scale, 32 signed bytes: w = scale · q */
  Q8_0: {
    id: 8,
    weights: 32,
    bytes: 34,
    decode(bytes, from, out) {
      for (let to = 0, at = from; to < out.length; to += 32, at += 34) {
        const scale = half(bytes, at);
        for (let i = 0; i < 32; i++) out[to + i] = scale * signed(bytes[at + 2 + i]!);
      }
    },
  },
  /** scale, minimum, 16 bytes: low nibbles are weights 0–15, high nibbles 16–31: w = scale · q + minimum */
  Q4_1: {
    id: 3,
    weights: 32,
    bytes: 20,
    decode(bytes, from, out) {
      for (let to = 0, at = from; to < out.length; to += 32, at += 20) {
        const scale = half(bytes, at);
        const minimum = half(bytes, at + 2);
        for (let i = 0; i < 16; i++) {
          const pair = bytes[at + 4 + i]!;
          out[to + i] = scale * (pair & 15) + minimum;
          out[to + 16 + i] = scale * (pair >> 4) + minimum;
        }
      }
    },
  },
  /**
   * scale and scale of minima, 12 bytes with eight 6-bit scales and eight 6-bit minima, 128 bytes of nibbles: each 32
   * bytes hold two sub-blocks, the low nibbles one and the high ones the next: w = d · s · q − dmin · m
   */
  Q4_K: {
    id: 12,
    weights: 256,
    bytes: 144,
    decode(bytes, from, out) {
      for (let to = 0, at = from; to < out.length; to += 256, at += 144) {
        const d = half(bytes, at);
        const dmin = half(bytes, at + 2);
        for (let sub = 0; sub < 8; sub++) {
          const scale = d * subScale(bytes, at + 4, sub);
          const minimum = dmin * subMinimum(bytes, at + 4, sub);
          const packed = at + 16 + (sub >> 1) * 32;
          const shift = (sub & 1) * 4;
          for (let i = 0; i < 32; i++) out[to + sub * 32 + i] = scale * ((bytes[packed + i]! >> shift) & 15) - minimum;
        }
      }
    },
  },
  /**
   * 128 bytes of low 4 bits, 64 of high 2 bits, 16 signed scales (one for 16 weights), scale of scales. Weights come
   * in halves of 128; in a half, 32 low bytes serve two runs of 32 weights, and one high byte serves four:
   * w = d · s · (q − 32)
   */
  Q6_K: {
    id: 14,
    weights: 256,
    bytes: 210,
    decode(bytes, from, out) {
      for (let to = 0, at = from; to < out.length; to += 256, at += 210) {
        const d = half(bytes, at + 208);
        for (let run = 0; run < 8; run++) {
          const [part, quarter] = [run >> 2, run & 3];
          const low = at + part * 64 + (quarter & 1) * 32;
          const lowShift = (quarter >> 1) * 4;
          const high = at + 128 + part * 32;
          const highShift = quarter * 2;
          for (let i = 0; i < 32; i++) {
            const scale = d * signed(bytes[at + 192 + run * 2 + (i >> 4)]!);
            const q = ((bytes[low + i]! >> lowShift) & 15) | (((bytes[high + i]! >> highShift) & 3) << 4);
            out[to + run * 32 + i] = scale * (q - 32);
          }
        }
      }
    },
  },
};

/** 6-bit scale `sub` of a Q4_K block; the packing is ggml's get_scale_min_k4. */
function subScale(bytes: Uint8Array, at: number, sub: number): number {
  if (sub < 4) return bytes[at + sub]! & 63;
  return (bytes[at + sub + 4]! & 15) | ((bytes[at + sub - 4]! >> 6) << 4);
}

function subMinimum(bytes: Uint8Array, at: number, sub: number): number {
  if (sub < 4) return bytes[at + sub + 4]! & 63;
  return (bytes[at + sub + 4]! >> 4) | ((bytes[at + sub]! >> 6) << 4);
}

export type FourBitType = 'Q4_1' | 'Q4_K';

/** A row as 4-bit integers: in every block of 32 weights, w = scale · q + offset. */
export interface FourBitRow {
  /** Two weights a byte, the earlier one in the low nibble; 16 bytes a block. */
  pairs: Uint8Array;
  scales: Float32Array;
  offsets: Float32Array;
}

/** Reads a row of `row.scales.length` blocks without loss. */
export const FOUR_BIT: Record<FourBitType, (bytes: Uint8Array, from: number, row: FourBitRow) => void> = {
  Q4_1(bytes, from, row) {
    for (let block = 0, at = from; block < row.scales.length; block++, at += 20) {
      row.scales[block] = half(bytes, at);
      row.offsets[block] = half(bytes, at + 2);
      for (let i = 0; i < 8; i++) {
        const [one, two] = [bytes[at + 4 + 2 * i]!, bytes[at + 5 + 2 * i]!];
        row.pairs[block * 16 + i] = (one & 15) | ((two & 15) << 4);
        row.pairs[block * 16 + 8 + i] = (one >> 4) | (two & 0xf0);
      }
    }
  },
  Q4_K(bytes, from, row) {
    for (let block = 0, at = from; block < row.scales.length; block += 8, at += 144) {
      const d = half(bytes, at);
      const dmin = half(bytes, at + 2);
      for (let sub = 0; sub < 8; sub++) {
        row.scales[block + sub] = d * subScale(bytes, at + 4, sub);
        row.offsets[block + sub] = -dmin * subMinimum(bytes, at + 4, sub);
      }
      for (let two = 0; two < 4; two++) {
        const packed = at + 16 + two * 32;
        const to = (block + two * 2) * 16;
        for (let i = 0; i < 16; i++) {
          const [one, next] = [bytes[packed + 2 * i]!, bytes[packed + 2 * i + 1]!];
          row.pairs[to + i] = (one & 15) | ((next & 15) << 4);
          row.pairs[to + 16 + i] = (one >> 4) | (next & 0xf0);
        }
      }
    }
  },
};
