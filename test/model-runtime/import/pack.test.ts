import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Form, restBlocks, rowLayout } from '../../../model-runtime/import/forms.ts';
import { GgufError } from '../../../model-runtime/import/gguf-error.ts';
import type { TensorEntry } from '../../../model-runtime/import/header.ts';
import { type PackedRows, rowPacker } from '../../../model-runtime/import/pack.ts';
import type { TensorType } from '../gguf-file.ts';
import { type RandomTensor, randomFrom, randomTensor } from '../random-weights.ts';

const COLUMNS = 1536;

const Q8 = { kind: 'q8', block: 32 } as const;
const Q8_WIDE = { kind: 'q8', block: 128 } as const;
const COARSE = { kind: 'coarse', block: 128 } as const;
const Q4 = { kind: 'q4', block: 32, rests: 'columns' } as const;
const Q4_EXACT = { kind: 'q4', block: 32, rests: 'product' } as const;

const entryOf = ({ type, columns, rows, bytes }: Omit<RandomTensor, 'weights'>): TensorEntry => ({
  name: 'blk.0.ffn_up.weight',
  type,
  columns,
  rows,
  offset: 0,
  bytes: bytes.length,
});

/** Packs all rows. */
function packed(form: Form, tensor: Omit<RandomTensor, 'weights'>, order?: Int32Array): PackedRows {
  const layout = rowLayout(form, tensor.columns);
  const into: PackedRows = {
    quants: new Uint8Array(tensor.rows * layout.quantBytes),
    scales: new Float32Array(tensor.rows * layout.blocks),
    zeros: new Uint8Array(tensor.rows * layout.zeroBytes),
    floats: new Float32Array(tensor.rows * layout.floats),
  };
  const pack = rowPacker(form, entryOf(tensor), order);
  for (let row = 0; row < tensor.rows; row++) pack(tensor.bytes, (row * tensor.bytes.length) / tensor.rows, into, row);
  return into;
}

const nibble = (bytes: Uint8Array, index: number): number => (bytes[index >> 1]! >> ((index & 1) * 4)) & 15;

/** The weight in a row and column, by what onnxruntime documents of MatMulNBits and by forms.ts of the rests. */
function unpacked(form: Form, rows: PackedRows, columns: number, row: number, column: number): number {
  const { quantBytes, blocks, zeroBytes, floats } = rowLayout(form, columns);
  if (form.kind === 'f32') return rows.floats[row * floats + column]!;
  const scale = (block: number) => rows.scales[row * blocks + block]!;
  const quants = rows.quants.subarray(row * quantBytes, (row + 1) * quantBytes);
  const block = Math.floor(column / form.block);
  if (form.kind === 'q8') return scale(block) * (quants[column]! - 128);
  if (form.kind === 'coarse') return scale(block) * (nibble(quants, column) - 8);
  const zero = nibble(rows.zeros.subarray(row * zeroBytes, (row + 1) * zeroBytes), block);
  const inner = scale(block) * (nibble(quants, column) - zero);
  if (form.rests === 'product') return inner + rows.floats[row * floats + block]! / 32;
  const ofRest = (digit: number) => {
    const at = columns + digit * restBlocks(columns) * 32 + block;
    return scale(at >> 5) * (nibble(quants, at) - 8);
  };
  return inner + (ofRest(0) + ofRest(1)) / 32;
}

/** Weights after packing, beside those before. */
function* pairs(form: Form, tensor: RandomTensor): Generator<{ is: number; was: number; scale: number }> {
  const rows = packed(form, tensor);
  const { blocks } = rowLayout(form, tensor.columns);
  for (let row = 0; row < tensor.rows; row++) {
    for (let column = 0; column < tensor.columns; column++) {
      const block = form.kind === 'f32' ? 0 : Math.floor(column / form.block);
      yield {
        is: unpacked(form, rows, tensor.columns, row, column),
        was: tensor.weights[row * tensor.columns + column]!,
        scale: rows.scales[row * blocks + block] ?? 0,
      };
    }
  }
}

const some = (type: TensorType, seed = 3): RandomTensor =>
  randomTensor(type, { columns: COLUMNS, rows: 4 }, { random: randomFrom(seed), size: 1 });

/** Of a few numbers added in f32. */
const ROUNDING = 1e-6;

describe('forms that lose nothing', () => {
  test.each<[Form, TensorType]>([
    [{ kind: 'f32' }, 'F16'],
    [{ kind: 'f32' }, 'Q6_K'],
    [Q8, 'Q8_0'],
    [Q4_EXACT, 'Q4_1'],
    [Q4_EXACT, 'Q4_K'],
  ])('%o of %s', (form, type) => {
    for (const { is, was } of pairs(form, some(type))) expect(Math.abs(is - was)).toBeLessThan(ROUNDING);
  });
});

describe('forms that round', () => {
  test.each<[Form, TensorType]>([
    [Q8, 'F32'],
    [Q8, 'F16'],
    [Q8, 'Q4_K'],
    [Q8_WIDE, 'Q6_K'],
  ])('%o of %s is off by half a step at most', (form, type) => {
    for (const { is, was, scale } of pairs(form, some(type))) {
      expect(Math.abs(is - was)).toBeLessThan(scale / 2 + ROUNDING);
    }
  });

  test.each(['Q4_1', 'Q4_K'] as const)('%s with rests as columns is off by a hundredth of its step at most', (type) => {
    const tensor = some(type);
    const greatest = Math.max(...packed(Q4, tensor).scales.subarray(0, COLUMNS / 32));
    for (const { is, was } of pairs(Q4, tensor)) expect(Math.abs(is - was)).toBeLessThan(greatest / 100);
  });

  test('a coarse head is off by a tenth of its weights, in the mean of squares', () => {
    let error = 0;
    let power = 0;
    for (const { is, was } of pairs(COARSE, some('Q6_K'))) {
      error += (is - was) ** 2;
      power += was ** 2;
    }
    expect(Math.sqrt(error / power)).toBeLessThan(0.13);
  });
});

test('4-bit sources keep their integers whatever their offset, inside or outside what a zero point reaches', () => {
  const half = (value: number): number[] => {
    // ±1, ±2 … ±16 as half precision.
    const exponent = Math.floor(Math.log2(Math.abs(value)));
    const bits = (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | ((Math.abs(value) / 2 ** exponent - 1) * 1024);
    return [bits & 255, bits >> 8];
  };
  for (const minimum of [-20, -15.5, -7.5, -1, 1, 12]) {
    const block = [...half(1), ...half(minimum), ...Array.from({ length: 16 }, (_, i) => i | (i << 4))];
    const bytes = Uint8Array.from([...block, ...block]);
    const weights = Array.from({ length: 64 }, (_, i) => (i & 15) + minimum);
    const rows = packed(Q4_EXACT, { type: 'Q4_1', columns: 64, rows: 1, bytes });
    expect(Array.from({ length: 64 }, (_, i) => unpacked(Q4_EXACT, rows, 64, 0, i))).toEqual(weights);
  }
});

test('blocks of nothing stay nothing, in every form', () => {
  const cases: [Form, TensorType][] = [
    [Q8, 'F32'],
    [Q8, 'Q8_0'],
    [Q8_WIDE, 'Q6_K'],
    [COARSE, 'Q6_K'],
    [Q4, 'Q4_1'],
    [Q4, 'Q4_K'],
  ];
  for (const [form, type] of cases) {
    const tensor = { ...some(type), weights: new Float64Array(4 * COLUMNS) };
    const empty = { ...tensor, bytes: new Uint8Array(tensor.bytes.length) };
    for (const { is } of pairs(form, empty)) expect(is).toBeCloseTo(0, 10);
  }
});

test('blocks of columns may come in another order', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.constantFrom<[Form, TensorType]>([Q8, 'Q8_0'], [Q8, 'F16'], [Q4_EXACT, 'Q4_K'], [{ kind: 'f32' }, 'Q6_K']),
      (seed, [form, type]) => {
        const random = randomFrom(seed);
        const order = Int32Array.from({ length: 16 }, (_, i) => i).sort(() => random() - 0.5);
        const tensor = randomTensor(type, { columns: 512, rows: 2 }, { random, size: 1 });
        const [plain, ordered] = [packed(form, tensor), packed(form, tensor, order)];
        for (let column = 0; column < 512; column++) {
          const source = order[column >> 5]! * 32 + (column & 31);
          expect(unpacked(form, ordered, 512, 1, column)).toBe(unpacked(form, plain, 512, 1, source));
        }
      },
    ),
    { numRuns: 20 },
  );
});

describe('weights that are no numbers are refused, with the tensor named', () => {
  const halves = { infinite: [0x00, 0x7c], 'not a number': [0x00, 0x7e] };
  const floats = { infinite: [0, 0, 0x80, 0x7f], 'not a number': [0, 0, 0xc0, 0x7f] };
  test.each<[Form, TensorType, number]>([
    [Q8, 'F32', 0],
    [Q8, 'F16', 0],
    [Q8, 'Q8_0', 0],
    [Q4, 'Q4_1', 2],
    [Q4, 'Q4_K', 2],
    [Q8_WIDE, 'Q6_K', 208],
    [COARSE, 'Q6_K', 208],
    [{ kind: 'f32' }, 'Q4_1', 0],
  ])('%o of %s', (form, type, at) => {
    for (const bits of Object.values(type === 'F32' ? floats : halves)) {
      const tensor = some(type);
      tensor.bytes.set(bits, at);
      expect(() => packed(form, tensor)).toThrow(GgufError);
      expect(() => packed(form, tensor)).toThrow('tensor blk.0.ffn_up.weight: expected finite weights');
    }
  });
});
