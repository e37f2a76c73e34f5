/**
 * Random weights in every block format. The numbers a block says are drawn first and packed after, so what a tensor
 * means is known without decoding it: the other side of model-runtime/import/blocks.ts.
 */
import { rng } from '../vision/random.ts';
import type { TensorType } from './gguf-file.ts';

/** 0 to 1, the same sequence for the same seed. */
export type Random = () => number;

export const randomFrom = (seed: number): Random => rng(seed).next;

export interface RandomTensor {
  type: TensorType;
  columns: number;
  rows: number;
  bytes: Uint8Array;
  /** What the bytes say, row by row. */
  weights: Float64Array;
}

interface Block {
  weights: ArrayLike<number>;
  bytes: ArrayLike<number>;
}

/** Blocks whose weights have about the standard deviation `size`. */
const MAKERS: Record<TensorType, (random: Random, size: number) => Block> = {
  F32(random, size) {
    const weights = Float32Array.from({ length: 32 }, () => bell(random) * size);
    return { weights, bytes: new Uint8Array(weights.buffer) };
  },
  F16(random, size) {
    const halves = Array.from({ length: 32 }, () => nearestHalf(bell(random) * size));
    return { weights: halves.map(({ value }) => value), bytes: halves.flatMap(({ bytes }) => bytes) };
  },
  BF16(random, size) {
    const bits = Uint32Array.from(
      new Uint32Array(Float32Array.from({ length: 32 }, () => bell(random) * size).buffer),
      (one) => one & 0xffff0000,
    );
    const bytes = [...bits].flatMap((one) => [(one >>> 16) & 255, one >>> 24]);
    return { weights: new Float32Array(bits.buffer), bytes };
  },
  Q8_0(random, size) {
    const scale = nearestHalf(size / 48);
    const q = Array.from({ length: 32 }, () => Math.max(-127, Math.min(127, Math.round(bell(random) * 48))) | 0);
    return { weights: q.map((one) => scale.value * one), bytes: [...scale.bytes, ...q.map((one) => one & 255)] };
  },
  Q4_1(random, size) {
    const scale = nearestHalf((size / 4) * (0.5 + random()));
    const minimum = nearestHalf(-scale.value * (4 + 7 * random()));
    const q = Array.from({ length: 32 }, () => below(random, 16));
    const pairs = Array.from({ length: 16 }, (_, i) => q[i]! | (q[i + 16]! << 4));
    const weights = q.map((one) => scale.value * one + minimum.value);
    return { weights, bytes: [...scale.bytes, ...minimum.bytes, ...pairs] };
  },
  Q4_K(random, size) {
    const d = nearestHalf(size / 160);
    const dmin = nearestHalf(size / 20);
    const scales = Array.from({ length: 8 }, () => 20 + below(random, 24));
    const minima = scales.map((scale) => Math.round(scale * (0.6 + 0.8 * random())));
    const q = Array.from({ length: 256 }, () => below(random, 16));
    const packed = [
      ...[0, 1, 2, 3].map((i) => scales[i]! | ((scales[i + 4]! >> 4) << 6)),
      ...[0, 1, 2, 3].map((i) => minima[i]! | ((minima[i + 4]! >> 4) << 6)),
      ...[4, 5, 6, 7].map((i) => (scales[i]! & 15) | ((minima[i]! & 15) << 4)),
    ];
    const pairs = Array.from({ length: 128 }, (_, i) => {
      const first = (i >> 5) * 64 + (i & 31);
      return q[first]! | (q[first + 32]! << 4);
    });
    const weights = q.map((one, i) => d.value * scales[i >> 5]! * one - dmin.value * minima[i >> 5]!);
    return { weights, bytes: [...d.bytes, ...dmin.bytes, ...packed, ...pairs] };
  },
  Q6_K(random, size) {
    const d = nearestHalf(size / 800);
    const scales = Array.from({ length: 16 }, () => (random() < 0.5 ? -1 : 1) * (20 + below(random, 50)));
    const q = Array.from({ length: 256 }, () => below(random, 64));
    const low = new Uint8Array(128);
    const high = new Uint8Array(64);
    for (const [i, one] of q.entries()) {
      const half = i >> 7;
      const quarter = (i >> 5) & 3;
      low[half * 64 + (quarter & 1) * 32 + (i & 31)]! |= (one & 15) << ((quarter >> 1) * 4);
      high[half * 32 + (i & 31)]! |= (one >> 4) << (quarter * 2);
    }
    const weights = q.map((one, i) => d.value * scales[i >> 4]! * (one - 32));
    return { weights, bytes: [...low, ...high, ...scales.map((scale) => scale & 255), ...d.bytes] };
  },
};

export function randomTensor(
  type: TensorType,
  { columns, rows }: { columns: number; rows: number },
  { random, size }: { random: Random; size: number },
): RandomTensor {
  const weights = new Float64Array(columns * rows);
  const blocks: Block[] = [];
  for (let done = 0; done < weights.length; done += blocks.at(-1)!.weights.length) {
    const block = MAKERS[type](random, size);
    weights.set(block.weights, done);
    blocks.push(block);
  }
  const blockBytes = blocks[0]!.bytes.length;
  const bytes = new Uint8Array(blocks.length * blockBytes);
  for (const [i, block] of blocks.entries()) bytes.set(block.bytes, i * blockBytes);
  return { type, columns, rows, bytes, weights };
}

/** About normal: mean 0, standard deviation 1. */
const bell = (random: Random): number => (random() + random() + random() + random() - 2) * Math.sqrt(3);
const below = (random: Random, limit: number): number => Math.floor(random() * limit);

/** The half-precision number next to `value`, which must be in the range of the normal ones, or 0. */
function nearestHalf(value: number): { value: number; bytes: number[] } {
  const sign = value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size < 2 ** -14) return { value: 0, bytes: [0, sign >> 8] };
  let exponent = Math.floor(Math.log2(size));
  let fraction = Math.round((size / 2 ** exponent - 1) * 1024);
  if (fraction === 1024) [exponent, fraction] = [exponent + 1, 0];
  const bits = sign | ((exponent + 15) << 10) | fraction;
  return { value: Math.sign(value) * (1 + fraction / 1024) * 2 ** exponent, bytes: [bits & 255, bits >> 8] };
}
