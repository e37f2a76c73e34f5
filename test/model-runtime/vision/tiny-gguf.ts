/** The tiny SmolVLM as llama.cpp's converter would write it: the text model in one GGUF file, the tower in another. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TensorEntry } from '../../../model-runtime/import/header.ts';
import { Safetensors } from '../../../model-runtime/import/safetensors.ts';
import { readTokenizerJson } from '../../../model-runtime/import/tokenizer-json.ts';
import { floatsOf } from '../../../model-runtime/import/weights.ts';
import { readSmolvlmConfig } from '../../../model-runtime/vision/smolvlm.ts';
import { f32, flag, ggufBytes, i32s, type TensorToWrite, text, texts, u32 } from '../gguf-file.ts';
import { fixture, json } from './fixture.ts';

export interface TinyFiles {
  ggufFile: string;
  projectorFile: string;
}

/**
 * Heads of the tiny model have 16 values, and the importer takes multiples of 32 from GGUF, so every head is written with
 * 32: the other half is zero, and so is what it adds. Queries are scaled, because attention divides by the root of the size.
 */
const WIDER = 2;

/** @param folder where both files are written */
export async function tinyGguf(name: string, folder: string): Promise<TinyFiles> {
  const model = readSmolvlmConfig(json(name, 'config.json'));
  return Safetensors.with(fixture(name, 'model.safetensors'), async (file) => {
    const floats = (tensor: string) => floatsOf(file, entry(file, tensor));
    const [ggufFile, projectorFile] = [join(folder, 'text.gguf'), join(folder, 'mmproj.gguf')];
    await writeFile(ggufFile, await textFile(name, model, floats));
    await writeFile(projectorFile, await towerFile(model, floats));
    return { ggufFile, projectorFile };
  });
}

type Floats = (tensor: string) => Promise<Float32Array>;
type Model = ReturnType<typeof readSmolvlmConfig>;

async function textFile(name: string, { text: shape }: Model, floats: Floats): Promise<Buffer> {
  const { layers, heads, kvHeads, headDim, hidden, feedForward, vocab, context, epsilon } = shape;
  const wide = headDim * WIDER;
  const template = readFileSync(fixture(name, 'chat_template.jinja'), 'utf8');
  const vocabulary = readTokenizerJson(json(name, 'tokenizer.json'), '<end_of_utterance>', template);
  const tensors = [
    tensor('token_embd.weight', [hidden, vocab], await floats('model.text_model.embed_tokens.weight')),
    tensor('output.weight', [hidden, vocab], await floats('lm_head.weight')),
    tensor('output_norm.weight', [hidden], await floats('model.text_model.norm.weight')),
  ];
  for (let layer = 0; layer < layers; layer++) {
    const from = (part: string) => floats(`model.text_model.layers.${layer}.${part}.weight`);
    const to = (part: string, sizes: number[], values: Float32Array) =>
      tensors.push(tensor(`blk.${layer}.${part}.weight`, sizes, values));
    to('attn_norm', [hidden], await from('input_layernorm'));
    const scaled = (await from('self_attn.q_proj')).map((value) => value * Math.sqrt(WIDER));
    to(
      'attn_q',
      [hidden, heads * wide],
      neighbours(widerRows(scaled, heads, headDim, hidden, 'turned'), heads, wide, hidden),
    );
    const key = widerRows(await from('self_attn.k_proj'), kvHeads, headDim, hidden, 'turned');
    to('attn_k', [hidden, kvHeads * wide], neighbours(key, kvHeads, wide, hidden));
    to(
      'attn_v',
      [hidden, kvHeads * wide],
      widerRows(await from('self_attn.v_proj'), kvHeads, headDim, hidden, 'plain'),
    );
    to('attn_output', [heads * wide, hidden], widerColumns(await from('self_attn.o_proj'), heads, headDim, hidden));
    to('ffn_norm', [hidden], await from('post_attention_layernorm'));
    to('ffn_gate', [hidden, feedForward], await from('mlp.gate_proj'));
    to('ffn_up', [hidden, feedForward], await from('mlp.up_proj'));
    to('ffn_down', [feedForward, hidden], await from('mlp.down_proj'));
  }
  // With 32 values a head, pair i would turn as fast as pair i/2 did: factors slow each to what it was.
  const factors = Float32Array.from({ length: wide / 2 }, (_, i) =>
    i < headDim / 2 ? 1e5 ** (-i / (wide / 2)) / shape.frequencies[i]! : 1,
  );
  tensors.push(tensor('rope_freqs.weight', [wide / 2], factors));
  return ggufBytes({
    metadata: {
      'general.architecture': text('llama'),
      'llama.block_count': u32(layers),
      'llama.context_length': u32(context),
      'llama.embedding_length': u32(hidden),
      'llama.feed_forward_length': u32(feedForward),
      'llama.attention.head_count': u32(heads),
      'llama.attention.head_count_kv': u32(kvHeads),
      'llama.attention.key_length': u32(wide),
      'llama.attention.value_length': u32(wide),
      'llama.rope.dimension_count': u32(wide),
      'llama.rope.freq_base': f32(1e5),
      'llama.attention.layer_norm_rms_epsilon': f32(epsilon),
      'tokenizer.ggml.model': text('gpt2'),
      'tokenizer.ggml.pre': text('smollm'),
      'tokenizer.ggml.tokens': texts(vocabulary.tokens),
      'tokenizer.ggml.token_type': i32s(vocabulary.types),
      'tokenizer.ggml.merges': texts(vocabulary.merges!),
      'tokenizer.ggml.eos_token_id': u32(vocabulary.eos!),
      'tokenizer.ggml.add_bos_token': flag(false),
      'tokenizer.chat_template': text(template),
    },
    tensors,
  });
}

async function towerFile({ tower, blocks, towerFeedForward }: Model, floats: Floats): Promise<Buffer> {
  const { tile, patch, width, heads, shuffle, features, epsilon } = tower;
  const embeddings = 'model.vision_model.embeddings';
  const tensors: TensorToWrite[] = [
    tensor('v.patch_embd.weight', [patch, patch, 3, width], await floats(`${embeddings}.patch_embedding.weight`)),
    tensor('v.patch_embd.bias', [width], await floats(`${embeddings}.patch_embedding.bias`)),
    tensor(
      'v.position_embd.weight',
      [width, (tile / patch) ** 2],
      await floats(`${embeddings}.position_embedding.weight`),
    ),
    tensor(
      'mm.model.fc.weight',
      [shuffle ** 2 * width, features],
      await floats('model.connector.modality_projection.proj.weight'),
    ),
  ];
  const both = async (to: string, from: string, sizes: number[]) => {
    tensors.push(tensor(`${to}.weight`, sizes, await floats(`${from}.weight`)));
    tensors.push(tensor(`${to}.bias`, [sizes.at(-1)!], await floats(`${from}.bias`)));
  };
  for (let block = 0; block < blocks; block++) {
    const [to, from] = [`v.blk.${block}`, `model.vision_model.encoder.layers.${block}`];
    await both(`${to}.ln1`, `${from}.layer_norm1`, [width]);
    for (const side of ['q', 'k', 'v'])
      await both(`${to}.attn_${side}`, `${from}.self_attn.${side}_proj`, [width, width]);
    await both(`${to}.attn_out`, `${from}.self_attn.out_proj`, [width, width]);
    await both(`${to}.ln2`, `${from}.layer_norm2`, [width]);
    await both(`${to}.ffn_up`, `${from}.mlp.fc1`, [width, towerFeedForward]);
    await both(`${to}.ffn_down`, `${from}.mlp.fc2`, [towerFeedForward, width]);
  }
  await both('v.post_ln', 'model.vision_model.post_layernorm', [width]);
  return ggufBytes({
    metadata: {
      'general.architecture': text('clip'),
      'clip.projector_type': text('idefics3'),
      'clip.vision.image_size': u32(tile),
      'clip.vision.patch_size': u32(patch),
      'clip.vision.embedding_length': u32(width),
      'clip.vision.feed_forward_length': u32(towerFeedForward),
      'clip.vision.block_count': u32(blocks),
      'clip.vision.attention.head_count': u32(heads),
      'clip.vision.attention.layer_norm_epsilon': f32(epsilon),
      'clip.vision.projector.scale_factor': u32(shuffle),
    },
    tensors,
  });
}

function entry(file: Safetensors, name: string): TensorEntry {
  const found = file.tensors.get(name);
  if (!found) throw new Error(`The fixture has no tensor ${name}.`);
  return found;
}

const tensor = (name: string, shape: number[], values: Float32Array): TensorToWrite => ({
  name,
  type: 'F32',
  shape,
  bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
});

/** Each head with twice the rows. `turned`: pair i stays pair i, so rows go to the start of each half. */
function widerRows(
  matrix: Float32Array,
  heads: number,
  headDim: number,
  columns: number,
  how: 'turned' | 'plain',
): Float32Array {
  const wide = headDim * WIDER;
  const out = new Float32Array(heads * wide * columns);
  for (let head = 0; head < heads; head++)
    for (let row = 0; row < headDim; row++) {
      const half = headDim / 2;
      const to = how === 'plain' || row < half ? row : wide / 2 + row - half;
      const from = (head * headDim + row) * columns;
      out.set(matrix.subarray(from, from + columns), (head * wide + to) * columns);
    }
  return out;
}

function widerColumns(matrix: Float32Array, heads: number, headDim: number, rows: number): Float32Array {
  const wide = headDim * WIDER;
  const out = new Float32Array(rows * heads * wide);
  for (let row = 0; row < rows; row++)
    for (let head = 0; head < heads; head++) {
      const from = (row * heads + head) * headDim;
      out.set(matrix.subarray(from, from + headDim), (row * heads + head) * wide);
    }
  return out;
}

/** llama.cpp stores rows so that neighbours turn together: row 2i is the file's row i, row 2i + 1 its row i + half. */
function neighbours(matrix: Float32Array, heads: number, headDim: number, columns: number): Float32Array {
  const out = new Float32Array(matrix.length);
  for (let head = 0; head < heads; head++)
    for (let row = 0; row < headDim; row++) {
      const from = (head * headDim + (row % 2 === 0 ? row / 2 : headDim / 2 + (row - 1) / 2)) * columns;
      out.set(matrix.subarray(from, from + columns), (head * headDim + row) * columns);
    }
  return out;
}
