/**
 * What an import leaves behind, and all that the engine knows of a model: a folder with the graph, its weights, and
 * two JSON files typed here. The source file is not needed again.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type Family = 'llama' | 'qwen2';

/**
 * How products are computed: 4 is for use (8-bit activations); 0 rounds nothing but keeps integer weights; `f32` has
 * its weights in f32 as well. The last two are for comparing.
 */
export type Accuracy = 4 | 0 | 'f32';

export const GRAPH_FILE = 'model.onnx';
export const WEIGHTS_FILE = 'model.onnx.data';
export const MODEL_FILE = 'model.json';
export const VOCABULARY_FILE = 'vocabulary.json';

/** `model.json`. The graph's inputs and outputs are described at `graphInputs`. */
export interface ImportedModel {
  /** Of the source file. */
  sha256: string;
  /** Size of the source file. */
  sourceBytes: number;
  accuracy: Accuracy;
  family: Family;
  /** As the file calls itself. */
  name?: string;
  licence?: string;
  parameters: number;
  layers: number;
  heads: number;
  kvHeads: number;
  /** Query heads that share a key-value head: heads / kvHeads. */
  groups: number;
  /** Values in one head. */
  headDim: number;
  hidden: number;
  /** Rows of the logits. */
  vocab: number;
  /** Tokens the model was trained on at once. */
  context: number;
  /** Positions the graph knows, 0 to positions − 1. A sequence must not grow beyond. */
  positions: number;
  /** Set where rows may be given instead of ids: see `PICTURE_INPUTS`. */
  pictures?: true;
  /** Nodes in the graph, for judging its cost. */
  nodes: number;
  inputs: string[];
  outputs: string[];
  /** Bytes of each file of the import that must be there. */
  files: Record<string, number>;
}

/** `vocabulary.json`: everything the file says about its tokens, untouched. */
export interface Vocabulary {
  /** `gpt2` is byte-level BPE, `llama` is SentencePiece. */
  model: string;
  /** Names the way text is split before the merges, e.g. `qwen2`, `smollm`. */
  pre?: string | undefined;
  tokens: string[];
  /** 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte; as many as tokens. */
  types: number[];
  merges?: string[] | undefined;
  scores?: number[] | undefined;
  bos?: number | undefined;
  eos?: number | undefined;
  /** End of turn, where it differs from the end of text. */
  eot?: number | undefined;
  unknown?: number | undefined;
  padding?: number | undefined;
  addBos?: boolean | undefined;
  addEos?: boolean | undefined;
  addSpacePrefix?: boolean | undefined;
  /** A Jinja template. */
  chatTemplate?: string | undefined;
}

/**
 * The graph's inputs, by name. N tokens come in, P are in the past (at least 1: an empty past is one dummy row that
 * the mask hides, because a product with an empty side kills the process), G is `groups`.
 *
 * | name | type and shape | |
 * | --- | --- | --- |
 * | input_ids | int64 [1, N] | |
 * | position_ids | int64 [1, N] | counted without the dummy row |
 * | last | int64 [M] | which of the N rows get logits |
 * | mask | float [1, G·N, P + N] | added to the scores; row n·G + g is token n: 0 where it may look, −1e9 where not |
 * | split | int64 [2] | P and N |
 * | pk0, pv0 … | float [P, kvHeads, headDim] | keys and values of the past, one pair a layer |
 *
 * Outputs: `logits` float [1, M, vocab]; `new_kv` float [2 · layers, N, kvHeads · headDim], keys then values of each
 * layer, in the layout of `pk0`: appending its rows to the past is all there is to do.
 */
export function graphInputs(layers: number, pictures = false): string[] {
  const pasts = Array.from({ length: layers }, (_, layer) => [`pk${layer}`, `pv${layer}`]);
  return ['input_ids', 'position_ids', 'last', 'mask', 'split', ...(pictures ? PICTURE_INPUTS : []), ...pasts.flat()];
}

/**
 * Of a model that takes pictures: `kept` float [1, N, 1] is 1 where a token's own row is read and 0 where `rows`, float
 * [1, N, hidden], holds a picture's feature; in `rows` everything else is 0.
 */
export const PICTURE_INPUTS = ['kept', 'rows'];

export const GRAPH_OUTPUTS = ['logits', 'new_kv'];

/** @param folder as `importModel` returned it */
export async function readModel(folder: string): Promise<ImportedModel> {
  return JSON.parse(await readFile(join(folder, MODEL_FILE), 'utf8')) as ImportedModel;
}

/** @param folder as `importModel` returned it */
export async function readVocabulary(folder: string): Promise<Vocabulary> {
  return JSON.parse(await readFile(join(folder, VOCABULARY_FILE), 'utf8')) as Vocabulary;
}
