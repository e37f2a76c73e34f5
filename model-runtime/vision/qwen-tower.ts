/**
 * Qwen3-VL's tower as a graph: patches in, features for the text model out, and further features ("deepstack") that are
 * added to the picture's places behind the first layers of the text model. After transformers 5 (modeling_qwen3_vl). A still
 * picture counts as two equal frames, so the two slices of the first matrix are summed.
 */
import type { TensorEntry } from '../import/header.ts';
import type { Accuracy } from '../import/imported.ts';
import { floatsOf } from '../import/weights.ts';
import { type BlockTensors, type Linear, type Norm, type Tower, TowerDraft } from './tower.ts';

export interface QwenTowerShape {
  patch: number;
  width: number;
  heads: number;
  /** Patches on a side that become one feature. */
  merge: number;
  /** Width of a feature: the text model's. */
  features: number;
  epsilon: number;
  /** Blocks behind which further features are taken. */
  deepstack: number[];
}

export interface MergerTensors {
  norm: Norm;
  first: Linear;
  second: Linear;
}

export interface QwenTowerTensors {
  patch: { weight: TensorEntry; bias: TensorEntry };
  blocks: BlockTensors[];
  merger: MergerTensors;
  deepstack: MergerTensors[];
}

/**
 * Inputs: `patches` float [1, n, 3 · patch²], `positions` float [1, n, width] (stretchedPositions), `cos` and `sin` float
 * [n, headDim / 2] (patchAngles), `order` int64 [1, n] counting from 0.
 * Outputs: `features` float [1, n / merge², features], `deepstack0`… alike.
 */
export function planQwenTower(shape: QwenTowerShape, tensors: QwenTowerTensors, accuracy: Accuracy): Tower {
  const { patch, width, heads, merge, features } = shape;
  const draft = new TowerDraft(accuracy, shape.epsilon);
  const { graph } = draft;
  const length = 3 * patch * patch;
  const angles = width / heads / 2;
  graph.input('patches', 'float', [1, 'n', length]);
  graph.input('positions', 'float', [1, 'n', width]);
  graph.input('cos', 'float', ['n', angles]);
  graph.input('sin', 'float', ['n', angles]);
  graph.input('order', 'int64', [1, 'n']);

  const embedded = graph.node('FusedMatMul', ['patches', oneFrame(draft, tensors, length)], {
    microsoft: true,
    attributes: { transB: 1 },
  });
  const bias = graph.weights('patch.bias', 'float', [width], draft.weights.vector([{ tensor: tensors.patch.bias }]));
  let x = graph.node('Add', [graph.node('Add', [embedded, bias]), 'positions']);
  const turn = (flat: string) =>
    graph.node('RotaryEmbedding', [flat, 'order', 'cos', 'sin'], {
      microsoft: true,
      attributes: { num_heads: heads, interleaved: 0 },
    });
  const merged = (name: string, from: string, { norm, first, second }: MergerTensors, normBefore: boolean) => {
    const squares = graph.constant('squares', [1, -1, merge * merge * width]);
    const joined = normBefore
      ? graph.node('Reshape', [draft.norm(from, `${name}.norm`, norm), squares])
      : draft.norm(graph.node('Reshape', [from, squares]), `${name}.norm`, norm);
    const wide = draft.gelu(draft.linear(joined, `${name}.first`, [first]), 'erf');
    graph.output(name, draft.linear(wide, `${name}.second`, [second]), 'float', [1, 'm', features]);
  };
  for (const [index, block] of tensors.blocks.entries()) {
    x = draft.block(x, `block_${index}`, width, heads, block, turn);
    const taken = shape.deepstack.indexOf(index);
    if (taken >= 0) merged(`deepstack${taken}`, x, tensors.deepstack[taken]!, false);
  }
  merged('features', x, tensors.merger, true);
  return draft;
}

/** [width, 3 · patch²]: the sum of the matrices for the first and the second of two equal frames. */
function oneFrame({ graph, weights }: TowerDraft, { patch: { weight } }: QwenTowerTensors, length: number): string {
  const area = length / 3;
  const region = weights.computed(weight.rows * length, async (file) => {
    const both = await floatsOf(file, weight);
    const sum = new Float32Array(weight.rows * length);
    for (let i = 0; i < sum.length; i++) {
      const [channel, pixel] = [Math.floor(i / area), i % area];
      sum[i] = both[channel * 2 * area + pixel]! + both[(channel * 2 + 1) * area + pixel]!;
    }
    return sum;
  });
  return graph.weights('patch', 'float', [weight.rows, length], region);
}
