/**
 * Whole models with random weights, as GGUF files and as the numbers in them. All sides of all matrices differ unless
 * told otherwise, so that no mix-up goes unseen.
 */
import { f32, flag, ggufBytes, i32s, type TensorType, text, texts, u32, type Value } from './gguf-file.ts';
import { type RandomTensor, randomFrom, randomTensor } from './random-weights.ts';

export interface TinyOptions {
  family: 'llama' | 'qwen2';
  /** Of all matrices; or of each by the part of its name before `.weight`, e.g. `attn_v`. */
  type: TensorType | ((part: string) => TensorType);
  layers?: number;
  heads?: number;
  kvHeads?: number;
  headDim?: number;
  hidden?: number;
  feedForward?: number;
  vocab?: number;
  context?: number;
  /** Whether the embedding serves as the head. */
  tied?: boolean;
  /** By which each frequency of the rope is divided, as in Llama 3's files. */
  ropeFactors?: boolean;
  /** Linear scaling of the rope. */
  ropeScaling?: number;
  seed?: number;
}

export interface TinyModel extends Required<Omit<TinyOptions, 'type' | 'ropeFactors' | 'ropeScaling'>> {
  epsilon: number;
  /** Angle of each pair of a head's values at position 1. */
  frequencies: number[];
  tensors: Map<string, RandomTensor>;
  metadata: Record<string, Value>;
  file: Buffer;
}

const ROPE_BASE = 10_000;

export function tinyModel(options: TinyOptions): TinyModel {
  const shape = {
    layers: 2,
    heads: 8,
    kvHeads: 2,
    headDim: 64,
    hidden: 256,
    feedForward: 768,
    vocab: 96,
    context: 64,
    tied: false,
    seed: 1,
    ...options,
  };
  const { family, layers, heads, kvHeads, headDim, hidden, feedForward, vocab, tied, seed } = shape;
  const random = randomFrom(seed);
  const typeOf = typeof options.type === 'function' ? options.type : () => options.type as TensorType;
  const tensors = new Map<string, RandomTensor>();
  const matrix = (name: string, columns: number, rows: number, size = 1 / Math.sqrt(columns)) => {
    const part = name.split('.').at(-1)!;
    tensors.set(`${name}.weight`, randomTensor(typeOf(part), { columns, rows }, { random, size }));
  };
  /** Around `middle`. */
  const vector = (name: string, columns: number, middle: number) => {
    const tensor = randomTensor('F32', { columns, rows: 1 }, { random, size: 0.2 });
    const shifted = Float32Array.from(tensor.weights, (weight) => weight + middle);
    tensors.set(name, { ...tensor, bytes: new Uint8Array(shifted.buffer), weights: Float64Array.from(shifted) });
  };

  matrix('token_embd', hidden, vocab, 1);
  for (let layer = 0; layer < layers; layer++) {
    const part = (name: string) => `blk.${layer}.${name}`;
    vector(part('attn_norm.weight'), hidden, 1);
    matrix(part('attn_q'), hidden, heads * headDim, 2 / Math.sqrt(hidden));
    matrix(part('attn_k'), hidden, kvHeads * headDim, 2 / Math.sqrt(hidden));
    matrix(part('attn_v'), hidden, kvHeads * headDim);
    if (family === 'qwen2') {
      vector(part('attn_q.bias'), heads * headDim, 0);
      vector(part('attn_k.bias'), kvHeads * headDim, 0);
      vector(part('attn_v.bias'), kvHeads * headDim, 0);
    }
    matrix(part('attn_output'), heads * headDim, hidden);
    vector(part('ffn_norm.weight'), hidden, 1);
    matrix(part('ffn_gate'), hidden, feedForward);
    matrix(part('ffn_up'), hidden, feedForward);
    matrix(part('ffn_down'), feedForward, hidden);
  }
  vector('output_norm.weight', hidden, 1);
  if (!tied) matrix('output', hidden, vocab);
  if (options.ropeFactors) vector('rope_freqs.weight', headDim / 2, 2);

  const factors = tensors.get('rope_freqs.weight')?.weights;
  const frequencies = Array.from(
    { length: headDim / 2 },
    (_, i) => ROPE_BASE ** ((-2 * i) / headDim) / (factors?.[i] ?? 1) / (options.ropeScaling ?? 1),
  );
  const epsilon = Math.fround(1e-5);
  const key = (name: string) => `${family}.${name}`;
  const metadata: Record<string, Value> = {
    'general.architecture': text(family),
    'general.name': text('tiny'),
    'general.license': text('apache-2.0'),
    [key('block_count')]: u32(layers),
    [key('context_length')]: u32(shape.context),
    [key('embedding_length')]: u32(hidden),
    [key('feed_forward_length')]: u32(feedForward),
    [key('attention.head_count')]: u32(heads),
    [key('attention.head_count_kv')]: u32(kvHeads),
    [key('attention.key_length')]: u32(headDim),
    [key('rope.freq_base')]: f32(ROPE_BASE),
    [key('attention.layer_norm_rms_epsilon')]: f32(epsilon),
    ...(options.ropeScaling && {
      [key('rope.scaling.type')]: text('linear'),
      [key('rope.scaling.factor')]: f32(options.ropeScaling),
    }),
    'tokenizer.ggml.model': text('gpt2'),
    'tokenizer.ggml.pre': text('qwen2'),
    'tokenizer.ggml.tokens': texts(Array.from({ length: vocab }, (_, i) => `token${i}`)),
    'tokenizer.ggml.token_type': i32s(Array.from({ length: vocab }, (_, i) => (i === vocab - 1 ? 3 : 1))),
    'tokenizer.ggml.merges': texts(['to ken', 'token 1']),
    'tokenizer.ggml.eos_token_id': u32(vocab - 1),
    'tokenizer.ggml.add_bos_token': flag(false),
    'tokenizer.chat_template': text('{{ messages[0].content }}'),
  };
  const file = ggufBytes({
    metadata,
    tensors: [...tensors].map(([name, { type, columns, rows, bytes }]) => ({
      name,
      type,
      shape: rows === 1 ? [columns] : [columns, rows],
      bytes,
    })),
  });
  return { ...shape, epsilon, frequencies, tensors, metadata, file };
}
