/**
 * How a matrix is kept for onnxruntime: as f32, or as integers for its MatMulNBits (blocks along the input side, one
 * f32 scale a block, perhaps a whole zero point a block). Which form a source type gets is a table.
 */
import type { BlockType } from './blocks.ts';
import type { Accuracy } from './imported.ts';

export type Form =
  | { kind: 'f32' }
  /** w = scale · (q − 128) */
  | { kind: 'q8'; block: 32 | 128 }
  /** w ≈ scale · (q − 8) in 4 bits: half the bytes of q8, for a first look only. */
  | { kind: 'coarse'; block: 128 }
  | FourBit;

/**
 * w = scale · (q − zero) + rest, exactly what affine 4-bit sources say: scale and q are theirs, zero is
 * −offset / scale rounded to 0…15, and the rest is what that rounding left over, one number a block. So the rests make
 * a matrix of K / 32 columns that meets the mean of every 32 inputs. It is kept
 * - as columns: further columns of the same matrix, 4-bit in blocks of 32 like the others. Two for each rest: the
 *   first says it in 4 bits, the second what these rounded off. Costs 6 to 8 % more weights and no second product.
 * - as a product: f32, a matrix of its own. Loses nothing, costs 20 %.
 */
export interface FourBit {
  kind: 'q4';
  block: 32;
  rests: 'columns' | 'product';
}

const F32 = { kind: 'f32' } as const;
const Q8 = { kind: 'q8', block: 32 } as const;
const Q8_WIDE = { kind: 'q8', block: 128 } as const;
const COARSE = { kind: 'coarse', block: 128 } as const;
const Q4 = { kind: 'q4', block: 32, rests: 'columns' } as const;
const Q4_EXACT = { kind: 'q4', block: 32, rests: 'product' } as const;

/**
 * The form of each source type in products.
 *
 * 4, for use: 4-bit sources keep their integers (coding them anew costs 15 to 40 times the divergence from f32). Q6_K
 * fits 8 bits in blocks of 128, which read fastest. Q8_0 is taken over byte by byte, since wide blocks cost agreement
 * there. F16, BF16 and F32 become what llama.cpp calls Q8_0.
 *
 * 0: what an integer form would round stays f32, so the result is that of f32 but for the order of additions.
 */
export const PRODUCT_FORMS: Record<Accuracy, Record<BlockType, Form>> = {
  4: { F32: Q8, F16: Q8, BF16: Q8, Q8_0: Q8, Q4_1: Q4, Q4_K: Q4, Q6_K: Q8_WIDE },
  0: { F32, F16: F32, BF16: F32, Q8_0: Q8, Q4_1: Q4_EXACT, Q4_K: Q4_EXACT, Q6_K: F32 },
  f32: { F32, F16: F32, BF16: F32, Q8_0: F32, Q4_1: F32, Q4_K: F32, Q6_K: F32 },
};

/**
 * The form of each source type in the head. For use, the head is a first look: the likeliest tokens are computed again
 * from looked-up rows with activations in f32. So a Q6_K head, a sixth of all bytes a token reads, may be coarse:
 * measured on a 1.5 B model, 9 % more tokens a second, and the same agreement with f32.
 */
export const HEAD_FORMS: Record<Accuracy, Record<BlockType, Form>> = {
  ...PRODUCT_FORMS,
  4: { ...PRODUCT_FORMS[4], Q6_K: COARSE },
};

/** The form of each source type as a table of rows to look up. */
export const LOOKUP_FORMS: Record<Accuracy, Record<BlockType, Form>> = {
  4: { F32: Q8, F16: Q8, BF16: Q8, Q8_0: Q8, Q4_1: Q8, Q4_K: Q8, Q6_K: Q8 },
  0: { F32, F16: F32, BF16: F32, Q8_0: Q8, Q4_1: F32, Q4_K: F32, Q6_K: F32 },
  f32: PRODUCT_FORMS.f32,
};

/** Whether one matrix can serve as, or be stacked with, another. Forms come from the tables above and nowhere else. */
export const sameForm = (one: Form, other: Form): boolean => one === other;

/** What one row of a matrix takes in its form. */
export interface RowLayout {
  quantBytes: number;
  /** Blocks, each with one scale: 0 in f32. */
  blocks: number;
  zeroBytes: number;
  /** Numbers kept as f32: the row itself, or its rests. */
  floats: number;
}

export function rowLayout(form: Form, columns: number): RowLayout {
  switch (form.kind) {
    case 'f32':
      return { quantBytes: 0, blocks: 0, zeroBytes: 0, floats: columns };
    case 'q8':
      return { quantBytes: columns, blocks: columns / form.block, zeroBytes: 0, floats: 0 };
    case 'coarse': {
      const blocks = Math.ceil(columns / form.block);
      return { quantBytes: (blocks * form.block) / 2, blocks, zeroBytes: 0, floats: 0 };
    }
    case 'q4': {
      const rests = columns / form.block;
      const blocks = form.rests === 'columns' ? rests + 2 * restBlocks(columns) : rests;
      const floats = form.rests === 'product' ? rests : 0;
      return { quantBytes: blocks * 16, blocks, zeroBytes: Math.ceil(blocks / 2), floats };
    }
    default:
      return form satisfies never;
  }
}

/** Blocks that hold the first columns of a 4-bit row's rests; the second columns take as many. */
export const restBlocks = (columns: number): number => Math.ceil(columns / 32 / 32);
