/**
 * The two families straight from their definition, in double precision and plain loops, on the weights as a GGUF
 * holds them: what the imported graph must come to.
 */
import type { TinyModel } from '../tiny-model.ts';

/** Logits after each of `ids`. */
export function forward(model: TinyModel, ids: readonly number[]): number[][] {
  const { family, layers, heads, kvHeads, headDim, hidden, tied } = model;
  const weights = (name: string) => model.tensors.get(name)!.weights;
  const multiply = (name: string, x: number[], bias?: string): number[] => {
    const { rows, columns } = model.tensors.get(name)!;
    const w = weights(name);
    return Array.from({ length: rows }, (_, row) => {
      let sum = bias ? weights(bias)[row]! : 0;
      for (let i = 0; i < columns; i++) sum += w[row * columns + i]! * x[i]!;
      return sum;
    });
  };
  const norm = (name: string, x: number[]): number[] => {
    const mean = x.reduce((sum, value) => sum + value * value, 0) / x.length;
    return x.map((value, i) => (value / Math.sqrt(mean + model.epsilon)) * weights(name)[i]!);
  };
  const rotate = (x: number[], position: number): number[] => {
    const out = [...x];
    for (let head = 0; head < x.length / headDim; head++) {
      for (let i = 0; i < headDim / 2; i++) {
        const one = head * headDim + (family === 'llama' ? 2 * i : i);
        const two = head * headDim + (family === 'llama' ? 2 * i + 1 : i + headDim / 2);
        const angle = position * model.frequencies[i]!;
        out[one] = x[one]! * Math.cos(angle) - x[two]! * Math.sin(angle);
        out[two] = x[one]! * Math.sin(angle) + x[two]! * Math.cos(angle);
      }
    }
    return out;
  };

  const past = Array.from({ length: layers }, () => ({ keys: [] as number[][], values: [] as number[][] }));
  return ids.map((id, position) => {
    let x = Array.from(weights('token_embd.weight').subarray(id * hidden, (id + 1) * hidden));
    for (const [layer, { keys, values }] of past.entries()) {
      const part = (name: string) => `blk.${layer}.${name}`;
      const bias = (name: string) => (family === 'qwen2' ? part(`${name}.bias`) : undefined);
      const normed = norm(part('attn_norm.weight'), x);
      const query = rotate(multiply(part('attn_q.weight'), normed, bias('attn_q')), position);
      keys.push(rotate(multiply(part('attn_k.weight'), normed, bias('attn_k')), position));
      values.push(multiply(part('attn_v.weight'), normed, bias('attn_v')));
      const attended = Array.from({ length: heads }, (_, head) => {
        const from = Math.floor(head / (heads / kvHeads)) * headDim;
        const scores = keys.map((key) => {
          let score = 0;
          for (let i = 0; i < headDim; i++) score += query[head * headDim + i]! * key[from + i]!;
          return score / Math.sqrt(headDim);
        });
        const greatest = Math.max(...scores);
        const shares = scores.map((score) => Math.exp(score - greatest));
        const total = shares.reduce((sum, share) => sum + share, 0);
        return Array.from({ length: headDim }, (_, i) =>
          shares.reduce((sum, share, token) => sum + (share / total) * values[token]![from + i]!, 0),
        );
      });
      x = add(x, multiply(part('attn_output.weight'), attended.flat()));
      const again = norm(part('ffn_norm.weight'), x);
      const up = multiply(part('ffn_up.weight'), again);
      const gated = multiply(part('ffn_gate.weight'), again).map((gate, i) => (gate / (1 + Math.exp(-gate))) * up[i]!);
      x = add(x, multiply(part('ffn_down.weight'), gated));
    }
    return multiply(tied ? 'token_embd.weight' : 'output.weight', norm('output_norm.weight', x));
  });
}

const add = (one: number[], two: number[]): number[] => one.map((value, i) => value + two[i]!);
