/** What the towers of all families have in common: transformer blocks over patches, and the way they are written down. */

import { PRODUCT_FORMS } from '../import/forms.ts';
import { GraphDraft } from '../import/graph-draft.ts';
import type { TensorEntry } from '../import/header.ts';
import type { Accuracy } from '../import/imported.ts';
import { Products } from '../import/products.ts';
import { WeightsPlan } from '../import/weights.ts';

/** A matrix with the bias of its rows, where it has one. */
export interface Linear {
  weight: TensorEntry;
  bias?: TensorEntry;
}

/** A layer normalisation. */
export interface Norm {
  weight: TensorEntry;
  bias: TensorEntry;
}

export interface BlockTensors {
  attentionNorm: Norm;
  /** Query, key and value, stacked or one by one. */
  queryKeyValue: Linear[];
  attentionOutput: Linear;
  feedForwardNorm: Norm;
  up: Linear;
  down: Linear;
}

export interface Tower {
  graph: GraphDraft;
  weights: WeightsPlan;
}

/** Turns queries and keys by the position of their patch; absent where positions are added to the patches. */
export type Turn = (flat: string) => string;

/** Writes blocks and what surrounds them. Tensors in the graph are [1, patches, width]. */
export class TowerDraft implements Tower {
  readonly graph = new GraphDraft(20);
  readonly weights = new WeightsPlan();
  readonly #products: Products;
  readonly #accuracy: Accuracy;
  readonly #epsilon: number;

  constructor(accuracy: Accuracy, epsilon: number) {
    this.#accuracy = accuracy;
    this.#epsilon = epsilon;
    this.#products = new Products(this.graph, accuracy === 4 ? 4 : 0);
  }

  /** x · Wᵀ + b. Several of equal width are one product. */
  linear(x: string, name: string, linears: Linear[]): string {
    const form = PRODUCT_FORMS[this.#accuracy][linears[0]!.weight.type];
    const matrix = this.weights.matrix(
      form,
      linears.map(({ weight }) => ({ tensor: weight })),
    );
    const biases = linears.flatMap(({ bias }) => (bias ? [{ tensor: bias }] : []));
    return this.#products.multiply(x, name, matrix, biases.length > 0 ? this.weights.vector(biases) : undefined);
  }

  norm(x: string, name: string, { weight, bias }: Norm): string {
    const vector = (part: string, tensor: TensorEntry) =>
      this.graph.weights(`${name}.${part}`, 'float', [tensor.columns], this.weights.vector([{ tensor }]));
    return this.graph.node('LayerNormalization', [x, vector('weight', weight), vector('bias', bias)], {
      attributes: { axis: -1, epsilon: { float: this.#epsilon } },
    });
  }

  gelu(x: string, kind: 'tanh' | 'erf'): string {
    return this.graph.node('Gelu', [x], { attributes: { approximate: kind === 'tanh' ? 'tanh' : 'none' } });
  }

  /** x + attention(norm(x)), then x + down(gelu(up(norm(x)))). */
  block(
    x: string,
    name: string,
    width: number,
    heads: number,
    tensors: BlockTensors,
    turn: Turn = (flat) => flat,
  ): string {
    const { graph } = this;
    const normed = this.norm(x, `${name}.attention_norm`, tensors.attentionNorm);
    const stacked = this.linear(normed, `${name}.query_key_value`, tensors.queryKeyValue);
    const widths = graph.constant('query_key_value', [width, width, width]);
    const [query, key, value] = graph.nodeWith(3, 'Split', [stacked, widths], { attributes: { axis: 2 } });
    const attended = graph.node('MultiHeadAttention', [turn(query!), turn(key!), value!], {
      microsoft: true,
      attributes: { num_heads: heads },
    });
    const middle = graph.node('Add', [x, this.linear(attended, `${name}.attention_output`, [tensors.attentionOutput])]);
    const fed = this.norm(middle, `${name}.feed_forward_norm`, tensors.feedForwardNorm);
    const wide = this.gelu(this.linear(fed, `${name}.up`, [tensors.up]), 'tanh');
    return graph.node('Add', [middle, this.linear(wide, `${name}.down`, [tensors.down])]);
  }
}
