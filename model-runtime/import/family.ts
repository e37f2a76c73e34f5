/**
 * The two families this program reads, as numbers: how many layers, heads and so on a file declares, and which tensors
 * of which shapes it must hold. Key and tensor names are llama.cpp's (gguf-py constants).
 */
import type { Gguf } from './gguf.ts';
import { CHOOSE_ANOTHER, GgufError } from './gguf-error.ts';
import type { TensorEntry } from './header.ts';
import type { Family } from './imported.ts';
import type { Range } from './metadata.ts';

export interface Architecture {
  family: Family;
  layers: number;
  heads: number;
  kvHeads: number;
  headDim: number;
  hidden: number;
  feedForward: number;
  vocab: number;
  context: number;
  /** Added inside the norms' square root. */
  epsilon: number;
  /** How fast each pair of values of a head turns with the position: angle = position · frequency. headDim / 2. */
  frequencies: Float64Array;
  /** Which values of a head turn together: neighbours (2i, 2i + 1), or i and i + headDim / 2. */
  pairs: 'neighbours' | 'halves';
}

/** llama.cpp stores the llama family's q and k rows so that neighbours turn together; qwen2's as they were trained. */
const PAIRS = { llama: 'neighbours', qwen2: 'halves' } as const satisfies Record<Family, Architecture['pairs']>;

const RANGES = {
  layers: { least: 1, most: 1_000 },
  heads: { least: 1, most: 1_024 },
  headDim: { least: 32, most: 1_024 },
  width: { least: 32, most: 2 ** 20 },
  context: { least: 1, most: 2 ** 30 },
  epsilon: { least: 0, most: 1 },
  ropeBase: { least: 1, most: 1e12 },
  ropeFactor: { least: 1e-3, most: 1e6 },
} satisfies Record<string, Range>;

/** Our products work on whole blocks of 32 weights, and heads change places, so all widths are multiples of it. */
const WIDTH_STEP = 32;

export async function readArchitecture(gguf: Gguf): Promise<Architecture> {
  const { metadata } = gguf;
  const family = metadata.text('general.architecture');
  if (family !== 'llama' && family !== 'qwen2') {
    throw new GgufError('key general.architecture', {
      expected: '"llama" or "qwen2"',
      found: JSON.stringify(family.slice(0, 40)),
      remedy: CHOOSE_ANOTHER,
    });
  }
  const key = (name: string) => `${family}.${name}`;
  refuseVariants(gguf, key);

  const width = (name: string, range: Range, otherwise?: number): number => {
    const value = metadata.whole(key(name), range, otherwise);
    if (value % WIDTH_STEP !== 0) {
      throw new GgufError(`key ${key(name)}`, {
        expected: `a multiple of ${WIDTH_STEP}`,
        found: String(value),
        remedy: CHOOSE_ANOTHER,
      });
    }
    return value;
  };
  const hidden = width('embedding_length', RANGES.width);
  const heads = metadata.whole(key('attention.head_count'), RANGES.heads);
  const kvHeads = metadata.whole(key('attention.head_count_kv'), RANGES.heads, heads);
  if (heads % kvHeads !== 0) {
    throw new GgufError(`key ${key('attention.head_count_kv')}`, {
      expected: `a divisor of ${heads} heads`,
      found: String(kvHeads),
    });
  }
  const headDim = width('attention.key_length', RANGES.headDim, hidden / heads);
  for (const name of ['attention.value_length', 'rope.dimension_count']) {
    if (metadata.whole(key(name), RANGES.headDim, headDim) === headDim) continue;
    throw new GgufError(`key ${key(name)}`, {
      expected: `${headDim}, the size of a head`,
      found: String(metadata.whole(key(name), RANGES.headDim)),
      remedy: CHOOSE_ANOTHER,
    });
  }
  return {
    family,
    layers: metadata.whole(key('block_count'), RANGES.layers),
    heads,
    kvHeads,
    headDim,
    hidden,
    feedForward: width('feed_forward_length', RANGES.width),
    vocab: metadata.texts('tokenizer.ggml.tokens').length,
    context: metadata.whole(key('context_length'), RANGES.context),
    epsilon: metadata.real(key('attention.layer_norm_rms_epsilon'), RANGES.epsilon),
    frequencies: await readFrequencies(gguf, key, headDim),
    pairs: PAIRS[family],
  };
}

/** Files of these families that would load and answer nonsense. */
function refuseVariants({ metadata }: Gguf, key: (name: string) => string): void {
  const scaling = metadata.textIfAny(key('rope.scaling.type')) ?? 'none';
  if (scaling !== 'none' && scaling !== 'linear') {
    throw new GgufError(`key ${key('rope.scaling.type')}`, {
      expected: '"none" or "linear"',
      found: JSON.stringify(scaling.slice(0, 40)),
      remedy: CHOOSE_ANOTHER,
    });
  }
  const experts = key('expert_count');
  if (metadata.has(experts) && metadata.whole(experts, { least: 0, most: 2 ** 20 }) !== 0) {
    throw new GgufError(`key ${experts}`, {
      expected: 'no experts',
      found: 'a mixture of experts',
      remedy: CHOOSE_ANOTHER,
    });
  }
}

/** θ^(−2i/D), slowed by linear scaling and by the factors that Llama 3's files bring as a tensor. */
async function readFrequencies(gguf: Gguf, key: (name: string) => string, headDim: number): Promise<Float64Array> {
  const { metadata } = gguf;
  const base = metadata.real(key('rope.freq_base'), RANGES.ropeBase, 10_000);
  const linear = metadata.textIfAny(key('rope.scaling.type')) === 'linear';
  const slower = linear ? metadata.real(key('rope.scaling.factor'), RANGES.ropeFactor) : 1;
  const factors = await readFactors(gguf, headDim / 2);
  return Float64Array.from({ length: headDim / 2 }, (_, i) => base ** ((-2 * i) / headDim) / slower / factors[i]!);
}

export const ROPE_FACTORS = 'rope_freqs.weight';

async function readFactors(gguf: Gguf, length: number): Promise<Float32Array> {
  const tensor = gguf.tensors.get(ROPE_FACTORS);
  if (!tensor) return new Float32Array(length).fill(1);
  if (tensor.type !== 'F32' || tensor.columns !== length || tensor.rows !== 1) {
    throw new GgufError(`tensor ${ROPE_FACTORS}`, { expected: `F32, ${length}`, found: shapeOf(tensor) });
  }
  const factors = new Float32Array(length);
  await gguf.read(tensor, 0, new Uint8Array(factors.buffer));
  if (factors.every((factor) => factor >= RANGES.ropeFactor.least && factor <= RANGES.ropeFactor.most)) return factors;
  throw new GgufError(`tensor ${ROPE_FACTORS}`, { expected: 'positive factors', found: 'others' });
}

const shapeOf = ({ type, columns, rows }: TensorEntry): string => `${type}, ${columns} × ${rows}`;
