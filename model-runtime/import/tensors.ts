/**
 * Which tensor plays which part, each of the shape its part wants. A tensor without a part is an error: leaving it out
 * would give wrong answers in silence.
 */
import { type Architecture, ROPE_FACTORS } from './family.ts';
import type { Gguf } from './gguf.ts';
import { CHOOSE_ANOTHER, GgufError } from './gguf-error.ts';
import type { TensorEntry } from './header.ts';

export interface LayerTensors {
  attentionNorm: TensorEntry;
  query: TensorEntry;
  key: TensorEntry;
  value: TensorEntry;
  /** All three or none. */
  biases?: { query: TensorEntry; key: TensorEntry; value: TensorEntry };
  attentionOutput: TensorEntry;
  feedForwardNorm: TensorEntry;
  gate: TensorEntry;
  up: TensorEntry;
  down: TensorEntry;
}

export interface ModelTensors {
  embedding: TensorEntry;
  /** Absent when the embedding serves as the head ("tied"). */
  head?: TensorEntry;
  finalNorm: TensorEntry;
  layers: LayerTensors[];
}

/** @throws GgufError naming the tensor that is missing, misshapen, or unknown */
export function readTensors(gguf: Gguf, shape: Architecture): ModelTensors {
  const unclaimed = new Map(gguf.tensors);
  const claim = (name: string, columns: number, rows: number): TensorEntry => {
    const tensor = unclaimed.get(name);
    const expected = `${columns} × ${rows} weights`;
    if (!tensor) throw new GgufError(`tensor ${name}`, { expected, found: 'no such tensor' });
    if (tensor.columns !== columns || tensor.rows !== rows) {
      throw new GgufError(`tensor ${name}`, { expected, found: `${tensor.columns} × ${tensor.rows}` });
    }
    unclaimed.delete(name);
    return tensor;
  };
  /** Norms and biases are read as they are; quantised ones do not exist in the wild. */
  const vector = (name: string, length: number): TensorEntry => {
    const tensor = claim(name, length, 1);
    if (tensor.type === 'F32' || tensor.type === 'F16' || tensor.type === 'BF16') return tensor;
    throw new GgufError(`tensor ${name}`, { expected: 'F32, F16 or BF16', found: tensor.type, remedy: CHOOSE_ANOTHER });
  };

  const { hidden, feedForward } = shape;
  const queryRows = shape.heads * shape.headDim;
  const kvRows = shape.kvHeads * shape.headDim;
  const tensors: ModelTensors = {
    embedding: claim('token_embd.weight', hidden, shape.vocab),
    ...(gguf.tensors.has('output.weight') && { head: claim('output.weight', hidden, shape.vocab) }),
    finalNorm: vector('output_norm.weight', hidden),
    layers: Array.from({ length: shape.layers }, (_, index) => {
      const layer = (part: string) => `blk.${index}.${part}`;
      return {
        attentionNorm: vector(layer('attn_norm.weight'), hidden),
        query: claim(layer('attn_q.weight'), hidden, queryRows),
        key: claim(layer('attn_k.weight'), hidden, kvRows),
        value: claim(layer('attn_v.weight'), hidden, kvRows),
        ...(gguf.tensors.has(layer('attn_q.bias')) && {
          biases: {
            query: vector(layer('attn_q.bias'), queryRows),
            key: vector(layer('attn_k.bias'), kvRows),
            value: vector(layer('attn_v.bias'), kvRows),
          },
        }),
        attentionOutput: claim(layer('attn_output.weight'), queryRows, hidden),
        feedForwardNorm: vector(layer('ffn_norm.weight'), hidden),
        gate: claim(layer('ffn_gate.weight'), hidden, feedForward),
        up: claim(layer('ffn_up.weight'), hidden, feedForward),
        down: claim(layer('ffn_down.weight'), feedForward, hidden),
      };
    }),
  };
  unclaimed.delete(ROPE_FACTORS);
  for (const name of unclaimed.keys()) {
    throw new GgufError(`tensor ${name}`, {
      expected: `only tensors that the ${shape.family} family has`,
      found: 'this one too',
      remedy: CHOOSE_ANOTHER,
    });
  }
  return tensors;
}
