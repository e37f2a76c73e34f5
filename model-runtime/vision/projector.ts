/**
 * A tower and its connector in one GGUF file, as llama.cpp publishes them beside the text model ("mmproj"). Keys and tensor
 * names are those of its tools/mtmd/clip-impl.h; the projector is the one it calls `idefics3`.
 */
import type { Gguf } from '../import/gguf.ts';
import { CHOOSE_ANOTHER, GgufError } from '../import/gguf-error.ts';
import type { TensorEntry } from '../import/header.ts';
import { claimer } from './claim.ts';
import type { SiglipShape, SiglipTensors } from './siglip.ts';

const PROJECTOR = 'idefics3';
const WHOLE = { least: 1, most: 2 ** 20 };

export interface Projector {
  shape: SiglipShape;
  blocks: number;
  feedForward: number;
}

/** @throws GgufError naming the key that is missing or of another kind */
export function readProjector({ metadata, tensors }: Gguf): Projector {
  const type = metadata.text('clip.projector_type');
  if (type !== PROJECTOR) {
    throw new GgufError('key clip.projector_type', {
      expected: `"${PROJECTOR}"`,
      found: JSON.stringify(type.slice(0, 40)),
      remedy: CHOOSE_ANOTHER,
    });
  }
  const whole = (name: string) => metadata.whole(`clip.vision.${name}`, WHOLE);
  const connector = tensors.get(CONNECTOR);
  if (!connector) throw new GgufError(`tensor ${CONNECTOR}`, { expected: 'the connector', found: 'no such tensor' });
  return {
    shape: {
      tile: whole('image_size'),
      patch: whole('patch_size'),
      width: whole('embedding_length'),
      heads: whole('attention.head_count'),
      epsilon: metadata.real('clip.vision.attention.layer_norm_epsilon', { least: 0, most: 1 }),
      shuffle: whole('projector.scale_factor'),
      features: connector.rows,
    },
    blocks: whole('block_count'),
    feedForward: whole('feed_forward_length'),
  };
}

const CONNECTOR = 'mm.model.fc.weight';
const PATCH = 'v.patch_embd.weight';

/** @throws TensorError naming the tensor that is missing or misshapen */
export function projectorTower(tensors: ReadonlyMap<string, TensorEntry>, projector: Projector): SiglipTensors {
  const { tile, patch, width, shuffle, features } = projector.shape;
  const { matrix, linear, norm, vector } = claimer(withWholePatches(tensors, width));
  return {
    patch: { weight: matrix(PATCH, width, 3 * patch * patch), bias: vector('v.patch_embd.bias', width) },
    positions: matrix('v.position_embd.weight', (tile / patch) ** 2, width),
    blocks: Array.from({ length: projector.blocks }, (_, index) => {
      const part = (name: string) => `v.blk.${index}.${name}`;
      return {
        attentionNorm: norm(part('ln1'), width),
        queryKeyValue: ['attn_q', 'attn_k', 'attn_v'].map((side) => linear(part(side), width, width)),
        attentionOutput: linear(part('attn_out'), width, width),
        feedForwardNorm: norm(part('ln2'), width),
        up: linear(part('ffn_up'), projector.feedForward, width),
        down: linear(part('ffn_down'), width, projector.feedForward),
      };
    }),
    lastNorm: norm('v.post_ln', width),
    connector: { weight: matrix(CONNECTOR, features, shuffle * shuffle * width) },
  };
}

/** The file has four dimensions for the first matrix; we want all that belongs to one output in a row. */
function withWholePatches(tensors: ReadonlyMap<string, TensorEntry>, rows: number): ReadonlyMap<string, TensorEntry> {
  const tensor = tensors.get(PATCH);
  if (!tensor || (tensor.rows * tensor.columns) % rows !== 0) return tensors;
  return new Map(tensors).set(PATCH, { ...tensor, rows, columns: (tensor.rows * tensor.columns) / rows });
}
