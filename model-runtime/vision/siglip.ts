/**
 * SmolVLM's tower (SigLIP) with its connector, as one graph: a tile of 8-bit RGB in, features for the text model out.
 * After transformers 5 (modeling_idefics3). Scaling and the layout of patches are folded into the first matrix, and for a
 * whole tile the position ids are the identity, so there is no mask and no preparation outside the graph.
 */
import type { TensorEntry } from '../import/header.ts';
import type { Accuracy } from '../import/imported.ts';
import { floatsOf } from '../import/weights.ts';
import { type BlockTensors, type Linear, type Norm, type Tower, TowerDraft } from './tower.ts';

export interface SiglipShape {
  /** Edges of a tile and of a patch, in pixels. */
  tile: number;
  patch: number;
  width: number;
  heads: number;
  epsilon: number;
  /** So many patches on a side become one feature. */
  shuffle: number;
  /** Width of a feature: the text model's. */
  features: number;
}

export interface SiglipTensors {
  patch: { weight: TensorEntry; bias: TensorEntry };
  positions: TensorEntry;
  blocks: BlockTensors[];
  lastNorm: Norm;
  connector: Linear;
}

/** Features that one tile gives. */
export const featuresOfTile = ({ tile, patch, shuffle }: SiglipShape): number => (tile / patch / shuffle) ** 2;

/**
 * Input `tile`: uint8 [1, tile, tile, 3]. Output `features`: float [1, featuresOfTile, features].
 */
export function planSiglip(shape: SiglipShape, tensors: SiglipTensors, accuracy: Accuracy): Tower {
  const { tile, patch, width, heads, shuffle, features } = shape;
  const side = tile / patch;
  const draft = new TowerDraft(accuracy, shape.epsilon);
  const { graph } = draft;
  const reshape = (x: string, name: string, sizes: number[]) => graph.node('Reshape', [x, graph.constant(name, sizes)]);
  const transpose = (x: string, perm: number[]) => graph.node('Transpose', [x], { attributes: { perm } });

  const input = graph.input('tile', 'uint8', [1, tile, tile, 3]);
  const FLOAT = 1;
  const floats = graph.node('Cast', [input], { attributes: { to: FLOAT } });
  const rows = transpose(reshape(floats, 'patches_apart', [side, patch, side, patch * 3]), [0, 2, 1, 3]);
  const patches = reshape(rows, 'patches', [1, side * side, patch * patch * 3]);
  const embedded = graph.node('FusedMatMul', [patches, patchMatrix(draft, tensors, patch)], {
    microsoft: true,
    attributes: { transB: 1 },
  });
  let x = graph.node('Add', [embedded, positionsAndBias(draft, tensors, side)]);
  for (const [index, block] of tensors.blocks.entries()) x = draft.block(x, `block_${index}`, width, heads, block);
  x = draft.norm(x, 'last_norm', tensors.lastNorm);

  // Squares of shuffle × shuffle patches lie side by side in one row.
  const merged = side / shuffle;
  x = transpose(reshape(x, 'squares_apart', [merged, shuffle, merged, shuffle * width]), [0, 2, 1, 3]);
  x = reshape(x, 'squares', [1, merged * merged, shuffle * shuffle * width]);
  const out = draft.linear(x, 'connector', [tensors.connector]);
  graph.output('features', out, 'float', [1, merged * merged, features]);
  return draft;
}

/** [width, patch · patch · 3] over pixels as they lie, scaled so that 0…255 means 0…2. */
function patchMatrix({ graph, weights }: TowerDraft, { patch: { weight } }: SiglipTensors, patch: number): string {
  const area = patch * patch;
  const region = weights.computed(weight.rows * area * 3, async (file) => {
    const byChannel = await floatsOf(file, weight);
    const byPixel = new Float32Array(byChannel.length);
    for (let row = 0; row < weight.rows; row++)
      for (let channel = 0; channel < 3; channel++)
        for (let pixel = 0; pixel < area; pixel++)
          byPixel[(row * area + pixel) * 3 + channel] = byChannel[(row * 3 + channel) * area + pixel]! / 127.5;
    return byPixel;
  });
  return graph.weights('patch', 'float', [weight.rows, area * 3], region);
}

/** The position of each patch, with the bias; from it the 1 is taken that makes 0…2 into −1…1. */
function positionsAndBias(
  { graph, weights }: TowerDraft,
  { patch: { weight, bias }, positions }: SiglipTensors,
  side: number,
): string {
  const width = weight.rows;
  const region = weights.computed(side * side * width, async (file) => {
    const [table, first, matrix] = [
      await floatsOf(file, positions),
      await floatsOf(file, bias),
      await floatsOf(file, weight),
    ];
    const offsets = Float32Array.from({ length: width }, (_, row) => {
      let sum = 0;
      for (let i = 0; i < weight.columns; i++) sum += matrix[row * weight.columns + i]!;
      return first[row]! - sum;
    });
    return Float32Array.from({ length: side * side * width }, (_, i) => table[i]! + offsets[i % width]!);
  });
  return graph.weights('positions', 'float', [side * side, width], region);
}
