import { describe, expect, test } from 'vitest';
import { BLOCKS, type BlockType, FOUR_BIT, type FourBitType } from '../../../model-runtime/import/blocks.ts';
import { randomFrom, randomTensor } from '../random-weights.ts';

const TYPES = Object.keys(BLOCKS) as BlockType[];

function decoded(type: BlockType, bytes: ArrayLike<number>, count: number, from = 0): number[] {
  const out = new Float32Array(count);
  BLOCKS[type].decode(Uint8Array.from(bytes), from, out);
  return [...out];
}

/** Half-precision 1, 0.5, −2. */
const ONE = [0x00, 0x3c];
const HALF = [0x00, 0x38];
const MINUS_TWO = [0x00, 0xc0];

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('known bytes', () => {
  test('F32 is itself', () => {
    expect(decoded('F32', [0x00, 0x00, 0xc0, 0x3f, 0x00, 0x00, 0x80, 0xbf], 2)).toEqual([1.5, -1]);
  });

  test('F16 has a sign, five bits of exponent and ten of fraction, down to the numbers without a leading one', () => {
    const bits = [0x3c00, 0xc000, 0x3555, 0x7bff, 0x0001, 0x03ff, 0x8000, 0x7c00];
    const bytes = bits.flatMap((one) => [one & 255, one >> 8]);
    const known = [1, -2, 0.333251953125, 65504, 2 ** -24, (1023 / 1024) * 2 ** -14, -0, Number.POSITIVE_INFINITY];
    expect(decoded('F16', bytes, 8)).toEqual(known);
  });

  test('Q8_0 multiplies signed bytes with a scale', () => {
    const q = [0, 1, 127, 128, 255, ...Array<number>(27).fill(2)];
    expect(decoded('Q8_0', [...HALF, ...q], 32)).toEqual([0, 0.5, 63.5, -64, -0.5, ...Array<number>(27).fill(1)]);
  });

  test('Q4_1 keeps the first half of a block in low nibbles and the second in high ones, above a minimum', () => {
    const pairs = upTo(16).map((i) => i | ((15 - i) << 4));
    const first = upTo(16).map((i) => 0.5 * i - 2);
    expect(decoded('Q4_1', [...HALF, ...MINUS_TWO, ...pairs], 32)).toEqual([...first, ...first.toReversed()]);
  });

  test('Q4_K packs eight 6-bit scales and minima into twelve bytes', () => {
    // Scales 1, 2, 3, 4, 17, 34, 51, 63; minima 5, 6, 7, 8, 20, 40, 60, 63; all q are 1.
    const packed = [
      ...[1 | (1 << 6), 2 | (2 << 6), 3 | (3 << 6), 4 | (3 << 6)],
      ...[5 | (1 << 6), 6 | (2 << 6), 7 | (3 << 6), 8 | (3 << 6)],
      ...[1 | (4 << 4), 2 | (8 << 4), 3 | (12 << 4), 15 | (15 << 4)],
    ];
    const weights = decoded('Q4_K', [...ONE, ...HALF, ...packed, ...Array<number>(128).fill(0x11)], 256);
    const known = [1 - 2.5, 2 - 3, 3 - 3.5, 4 - 4, 17 - 10, 34 - 20, 51 - 30, 63 - 31.5];
    expect(weights).toEqual(known.flatMap((weight) => Array<number>(32).fill(weight)));
  });

  test('Q6_K gathers four low bits and two high bits of each weight from two places', () => {
    const block = new Uint8Array(210);
    block.fill(1, 192, 208);
    block.set(ONE, 208);
    // Weight 0: 5 below, 2 above. Weight 33 shares no byte of low bits with it. Weight 64 is in weight 0's high nibble.
    block[0] = 5 | (9 << 4);
    block[33] = 7;
    block[128] = 2 | (3 << 4);
    block[129] = 1 << 2;
    // Weight 255, in the second half: the last byte of low bits, the last of high bits.
    block[127] = 15 << 4;
    block[191] = 3 << 6;
    const weights = decoded('Q6_K', block, 256);
    expect(weights[0]).toBe((5 | (2 << 4)) - 32);
    expect(weights[33]).toBe((7 | (1 << 4)) - 32);
    expect(weights[64]).toBe((9 | (3 << 4)) - 32);
    expect(weights[255]).toBe((15 | (3 << 4)) - 32);
    expect(weights[1]).toBe(-32);
  });
});

describe.each(TYPES)('random %s blocks', (type) => {
  test('say what was packed into them, wherever a row begins', () => {
    const { bytes, weights } = randomTensor(type, { columns: 512, rows: 3 }, { random: randomFrom(7), size: 1 });
    const rowBytes = bytes.length / 3;
    for (const row of [0, 1, 2]) {
      const known = weights.subarray(row * 512, (row + 1) * 512);
      expect(decoded(type, bytes, 512, row * rowBytes)).toEqual([...Float32Array.from(known)]);
    }
  });
});

describe.each(Object.keys(FOUR_BIT) as FourBitType[])('random %s blocks', (type) => {
  test('are four bits, a scale and an offset without loss', () => {
    const { bytes, weights } = randomTensor(type, { columns: 512, rows: 1 }, { random: randomFrom(8), size: 1 });
    const row = { pairs: new Uint8Array(256), scales: new Float32Array(16), offsets: new Float32Array(16) };
    FOUR_BIT[type](bytes, 0, row);
    for (const [i, weight] of weights.entries()) {
      const q = (row.pairs[i >> 1]! >> ((i & 1) * 4)) & 15;
      expect(row.scales[i >> 5]! * q + row.offsets[i >> 5]!).toBeCloseTo(weight, 5);
    }
  });
});
