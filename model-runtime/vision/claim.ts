/** Tensors by name and shape: what a model's parts are made of, or an error that names what is wrong. */
import type { TensorEntry } from '../import/header.ts';
import type { Linear, Norm } from './tower.ts';

export class TensorError extends Error {
  constructor(name: string, expected: string, found: string) {
    super(
      `Tensor ${name}: expected ${expected}, found ${found}. Get the model's files again, or choose another model.`,
    );
    this.name = 'TensorError';
  }
}

export interface Claimer {
  matrix(name: string, rows: number, columns: number): TensorEntry;
  vector(name: string, length: number): TensorEntry;
  /** `name.weight` and `name.bias`. */
  linear(name: string, rows: number, columns: number): Linear;
  norm(name: string, width: number): Norm;
}

/** All of it throws TensorError. */
export function claimer(tensors: ReadonlyMap<string, TensorEntry>): Claimer {
  const claim = (name: string, rows: number, columns: number): TensorEntry => {
    const tensor = tensors.get(name);
    const expected = `${rows} × ${columns} weights`;
    if (!tensor) throw new TensorError(name, expected, 'no such tensor');
    if (tensor.rows === rows && tensor.columns === columns) return tensor;
    throw new TensorError(name, expected, `${tensor.rows} × ${tensor.columns}`);
  };
  const vector = (name: string, length: number) => claim(name, 1, length);
  return {
    matrix: claim,
    vector,
    linear: (name, rows, columns) => ({
      weight: claim(`${name}.weight`, rows, columns),
      bias: vector(`${name}.bias`, rows),
    }),
    norm: (name, width) => ({ weight: vector(`${name}.weight`, width), bias: vector(`${name}.bias`, width) }),
  };
}
