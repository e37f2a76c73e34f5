/**
 * SmolVLM as it is published (Idefics3ForConditionalGeneration): what its config says, and which tensor plays which part.
 * Names are those of transformers 5 (modeling_idefics3, modeling_llama).
 */
import { z } from 'zod';
import type { Architecture } from '../import/family.ts';
import type { TensorEntry } from '../import/header.ts';
import type { ModelTensors } from '../import/tensors.ts';
import { claimer } from './claim.ts';
import type { SiglipShape, SiglipTensors } from './siglip.ts';

const whole = z.number().int().positive();

/** `config.json`, as far as it matters. Defaults are transformers' own for keys it leaves out. */
const config = z.object({
  model_type: z.enum(['idefics3', 'smolvlm']),
  scale_factor: whole,
  image_token_id: z.number().int(),
  text_config: z.object({
    hidden_size: whole,
    intermediate_size: whole,
    num_hidden_layers: whole,
    num_attention_heads: whole,
    num_key_value_heads: whole,
    head_dim: whole.optional(),
    rms_norm_eps: z.number(),
    max_position_embeddings: whole,
    vocab_size: whole,
    rope_parameters: z.object({ rope_theta: z.number(), rope_type: z.literal('default') }).optional(),
    rope_theta: z.number().optional(),
  }),
  vision_config: z.object({
    hidden_size: whole,
    intermediate_size: whole,
    num_hidden_layers: whole.default(12),
    num_attention_heads: whole,
    image_size: whole,
    patch_size: whole,
    layer_norm_eps: z.number().default(1e-6),
  }),
});

export interface Smolvlm {
  imageToken: number;
  text: Architecture;
  tower: SiglipShape;
  blocks: number;
  /** Width between the two matrices of a tower's block. */
  towerFeedForward: number;
}

/** @throws z.ZodError naming what is missing or of another family */
export function readSmolvlmConfig(json: unknown): Smolvlm {
  const { scale_factor, image_token_id, text_config: text, vision_config: vision } = config.parse(json);
  const headDim = text.head_dim ?? text.hidden_size / text.num_attention_heads;
  const base = text.rope_parameters?.rope_theta ?? text.rope_theta ?? 10_000;
  return {
    imageToken: image_token_id,
    text: {
      family: 'llama',
      layers: text.num_hidden_layers,
      heads: text.num_attention_heads,
      kvHeads: text.num_key_value_heads,
      headDim,
      hidden: text.hidden_size,
      feedForward: text.intermediate_size,
      vocab: text.vocab_size,
      context: text.max_position_embeddings,
      epsilon: text.rms_norm_eps,
      frequencies: Float64Array.from({ length: headDim / 2 }, (_, i) => base ** ((-2 * i) / headDim)),
      pairs: 'halves',
    },
    tower: {
      tile: vision.image_size,
      patch: vision.patch_size,
      width: vision.hidden_size,
      heads: vision.num_attention_heads,
      epsilon: vision.layer_norm_eps,
      shuffle: scale_factor,
      features: text.hidden_size,
    },
    blocks: vision.num_hidden_layers,
    towerFeedForward: vision.intermediate_size,
  };
}

/** @throws Error naming the tensor that is missing or misshapen */
export function smolvlmTower(tensors: ReadonlyMap<string, TensorEntry>, model: Smolvlm): SiglipTensors {
  const { matrix, linear, norm, vector } = claimer(tensors);
  const { tile, patch, width, shuffle, features } = model.tower;
  const embeddings = 'model.vision_model.embeddings';
  return {
    patch: {
      weight: matrix(`${embeddings}.patch_embedding.weight`, width, 3 * patch * patch),
      bias: vector(`${embeddings}.patch_embedding.bias`, width),
    },
    positions: matrix(`${embeddings}.position_embedding.weight`, (tile / patch) ** 2, width),
    blocks: Array.from({ length: model.blocks }, (_, index) => {
      const part = (name: string) => `model.vision_model.encoder.layers.${index}.${name}`;
      return {
        attentionNorm: norm(part('layer_norm1'), width),
        queryKeyValue: ['q', 'k', 'v'].map((side) => linear(part(`self_attn.${side}_proj`), width, width)),
        attentionOutput: linear(part('self_attn.out_proj'), width, width),
        feedForwardNorm: norm(part('layer_norm2'), width),
        up: linear(part('mlp.fc1'), model.towerFeedForward, width),
        down: linear(part('mlp.fc2'), width, model.towerFeedForward),
      };
    }),
    lastNorm: norm('model.vision_model.post_layernorm', width),
    connector: {
      weight: matrix('model.connector.modality_projection.proj.weight', features, shuffle * shuffle * width),
    },
  };
}

/** @throws Error naming the tensor that is missing or misshapen */
export function smolvlmText(tensors: ReadonlyMap<string, TensorEntry>, text: Architecture): ModelTensors {
  const { matrix, vector } = claimer(tensors);
  const { hidden, feedForward, vocab } = text;
  const [queryRows, kvRows] = [text.heads * text.headDim, text.kvHeads * text.headDim];
  return {
    embedding: matrix('model.text_model.embed_tokens.weight', vocab, hidden),
    ...(tensors.has('lm_head.weight') && { head: matrix('lm_head.weight', vocab, hidden) }),
    finalNorm: vector('model.text_model.norm.weight', hidden),
    layers: Array.from({ length: text.layers }, (_, index) => {
      const part = (name: string) => `model.text_model.layers.${index}.${name}.weight`;
      return {
        attentionNorm: vector(part('input_layernorm'), hidden),
        query: matrix(part('self_attn.q_proj'), queryRows, hidden),
        key: matrix(part('self_attn.k_proj'), kvRows, hidden),
        value: matrix(part('self_attn.v_proj'), kvRows, hidden),
        attentionOutput: matrix(part('self_attn.o_proj'), hidden, queryRows),
        feedForwardNorm: vector(part('post_attention_layernorm'), hidden),
        gate: matrix(part('mlp.gate_proj'), feedForward, hidden),
        up: matrix(part('mlp.up_proj'), feedForward, hidden),
        down: matrix(part('mlp.down_proj'), hidden, feedForward),
      };
    }),
  };
}
