/**
 * The image side of Qwen3-VL as it is published: what its config says of the tower, and which tensor plays which part.
 * Names are those of transformers 5 (modeling_qwen3_vl).
 */
import { z } from 'zod';
import type { TensorEntry } from '../import/header.ts';
import { claimer } from './claim.ts';
import type { MergerTensors, QwenTowerShape, QwenTowerTensors } from './qwen-tower.ts';

const whole = z.number().int().positive();

const config = z.object({
  model_type: z.literal('qwen3_vl'),
  image_token_id: z.number().int(),
  vision_config: z.object({
    depth: whole,
    hidden_size: whole,
    intermediate_size: whole,
    num_heads: whole,
    num_position_embeddings: whole,
    out_hidden_size: whole,
    patch_size: whole,
    spatial_merge_size: whole,
    temporal_patch_size: z.literal(2),
    deepstack_visual_indexes: z.array(z.number().int().nonnegative()),
    rope_parameters: z.object({ rope_theta: z.number() }).default({ rope_theta: 10_000 }),
  }),
});

export interface QwenVision {
  imageToken: number;
  tower: QwenTowerShape;
  blocks: number;
  feedForward: number;
  /** Rows of the table of positions. */
  positions: number;
  /** How fast a patch's angles fall with their place in a head. */
  rotaryBase: number;
}

/** Layer normalisations of the tower add this (modeling_qwen3_vl, not in the config). */
const EPSILON = 1e-6;

/** @throws z.ZodError naming what is missing or of another family */
export function readQwenConfig(json: unknown): QwenVision {
  const { image_token_id, vision_config: vision } = config.parse(json);
  return {
    imageToken: image_token_id,
    tower: {
      patch: vision.patch_size,
      width: vision.hidden_size,
      heads: vision.num_heads,
      merge: vision.spatial_merge_size,
      features: vision.out_hidden_size,
      epsilon: EPSILON,
      deepstack: vision.deepstack_visual_indexes,
    },
    blocks: vision.depth,
    feedForward: vision.intermediate_size,
    positions: vision.num_position_embeddings,
    rotaryBase: vision.rope_parameters.rope_theta,
  };
}

/** The table of positions, for `stretchedPositions`. @throws TensorError */
export const qwenPositions = (
  tensors: ReadonlyMap<string, TensorEntry>,
  { positions, tower }: QwenVision,
): TensorEntry => claimer(tensors).matrix('model.visual.pos_embed.weight', positions, tower.width);

/** @throws TensorError naming the tensor that is missing or misshapen */
export function qwenTower(tensors: ReadonlyMap<string, TensorEntry>, model: QwenVision): QwenTowerTensors {
  const { matrix, linear, norm, vector } = claimer(tensors);
  const { width, patch, merge, features, deepstack } = model.tower;
  const square = merge * merge * width;
  const merger = (name: string, normWidth: number): MergerTensors => ({
    norm: norm(`model.visual.${name}.norm`, normWidth),
    first: linear(`model.visual.${name}.linear_fc1`, square, square),
    second: linear(`model.visual.${name}.linear_fc2`, features, square),
  });
  return {
    patch: {
      weight: matrix('model.visual.patch_embed.proj.weight', width, 3 * 2 * patch * patch),
      bias: vector('model.visual.patch_embed.proj.bias', width),
    },
    blocks: Array.from({ length: model.blocks }, (_, index) => {
      const part = (name: string) => `model.visual.blocks.${index}.${name}`;
      return {
        attentionNorm: norm(part('norm1'), width),
        queryKeyValue: [linear(part('attn.qkv'), 3 * width, width)],
        attentionOutput: linear(part('attn.proj'), width, width),
        feedForwardNorm: norm(part('norm2'), width),
        up: linear(part('mlp.linear_fc1'), model.feedForward, width),
        down: linear(part('mlp.linear_fc2'), width, model.feedForward),
      };
    }),
    merger: merger('merger', width),
    deepstack: deepstack.map((_, index) => merger(`deepstack_merger_list.${index}`, square)),
  };
}
