/**
 * The decoder of both families as a graph that reads the past where the engine keeps it and returns only the new
 * tokens' keys and values. Attention comes in two parts, past and new, joined in one softmax:
 *
 *   softmax([q · Kpastᵀ | q · Knewᵀ] + mask) = [A | B],  output = A · Vpast + B · Vnew
 *
 * so no step copies the past. Query heads are ordered (group, key-value head): then [N, G · KV, D] seen as
 * [N · G, KV, D] puts all queries of one key-value head into one product without moving a value. The head order is
 * undone in the columns of the output matrix.
 */
import type { Architecture } from './family.ts';
import { type Form, HEAD_FORMS, LOOKUP_FORMS, PRODUCT_FORMS, sameForm } from './forms.ts';
import { GraphDraft } from './graph-draft.ts';
import type { TensorEntry } from './header.ts';
import { type Accuracy, GRAPH_OUTPUTS } from './imported.ts';
import { Products } from './products.ts';
import type { LayerTensors, ModelTensors } from './tensors.ts';
import { type HeadOrder, type Part, type StoredMatrix, WeightsPlan } from './weights.ts';

/** Rows of the rope table at most: 2 · 32,768 · headDim / 2 floats, 17 MB for heads of 128. */
const MOST_POSITIONS = 32_768;

/**
 * How many of the greatest logits are computed again with more care. After a coarse first look, more than a sampler
 * usually chooses among; else the few that share nearly all of the probability.
 */
const LOOKED_AT_AGAIN: Record<Form['kind'], number> = { coarse: 64, q8: 16, q4: 16, f32: 0 };

export interface Decoder {
  graph: GraphDraft;
  weights: WeightsPlan;
  positions: number;
}

/** A part of a matrix, with the bias of its rows. */
type Projection = Part & { bias?: TensorEntry | undefined };

/** @param pictures whether rows of the stream may be given instead of looked up: features of a picture */
export function planDecoder(
  shape: Architecture,
  tensors: ModelTensors,
  accuracy: Accuracy,
  { pictures = false } = {},
): Decoder {
  return new DecoderPlan(shape, tensors, accuracy, pictures).build();
}

class DecoderPlan {
  readonly #shape: Architecture;
  readonly #tensors: ModelTensors;
  readonly #accuracy: Accuracy;
  readonly #pictures: boolean;
  readonly #graph = new GraphDraft();
  readonly #weights = new WeightsPlan();
  readonly #products: Products;
  readonly #orders: ReturnType<typeof headOrders>;
  /** Per layer, keys then values of the new tokens. */
  readonly #newKeysAndValues: string[] = [];

  constructor(shape: Architecture, tensors: ModelTensors, accuracy: Accuracy, pictures: boolean) {
    this.#pictures = pictures;
    this.#shape = shape;
    this.#tensors = tensors;
    this.#accuracy = accuracy;
    this.#products = new Products(this.#graph, accuracy === 4 ? 4 : 0);
    this.#orders = headOrders(shape);
  }

  build(): Decoder {
    const graph = this.#graph;
    const { kvHeads, headDim, layers } = this.#shape;
    graph.input('input_ids', 'int64', [1, 'N']);
    graph.input('position_ids', 'int64', [1, 'N']);
    graph.input('last', 'int64', ['M']);
    graph.input('mask', 'float', [1, 'G*N', 'P+N']);
    graph.input('split', 'int64', [2]);
    for (let layer = 0; layer < layers; layer++) {
      for (const side of ['pk', 'pv']) graph.input(`${side}${layer}`, 'float', ['P', kvHeads, headDim]);
    }
    const positions = this.#addRopeTables();
    const embedding = this.#tensors.embedding;
    const table = this.#weights.matrix(LOOKUP_FORMS[this.#accuracy][embedding.type], [{ tensor: embedding }]);
    const looked = this.#products.lookUp('input_ids', 'embedding', table);
    const residual = this.#addLayers(this.#pictures ? this.#withPictures(looked) : looked);
    this.#addHead(residual, table);
    const newKv = graph.node('Concat', this.#newKeysAndValues, { attributes: { axis: 0 } });
    graph.output(GRAPH_OUTPUTS[1]!, newKv, 'float', [2 * layers, 'N', kvHeads * headDim]);
    return { graph, weights: this.#weights, positions };
  }

  /** Exact: what is kept is multiplied by 1 and added to 0. */
  #withPictures(looked: string): string {
    const kept = this.#graph.input('kept', 'float', [1, 'N', 1]);
    const rows = this.#graph.input('rows', 'float', [1, 'N', this.#shape.hidden]);
    return this.#graph.node('Add', [this.#graph.node('Mul', [looked, kept]), rows]);
  }

  #addRopeTables(): number {
    const { context, frequencies } = this.#shape;
    const positions = Math.min(context, MOST_POSITIONS);
    const length = frequencies.length;
    for (const [name, turn] of [['cos', Math.cos] as const, ['sin', Math.sin] as const]) {
      const region = this.#weights.computed(positions * length, () => {
        const table = new Float32Array(positions * length);
        for (let i = 0; i < table.length; i++) table[i] = turn(Math.floor(i / length) * frequencies[i % length]!);
        return table;
      });
      this.#graph.weights(name, 'float', [positions, length], region);
    }
    return positions;
  }

  /** All layers; returns the residual stream after the last. */
  #addLayers(embedding: string): string {
    const { layers } = this.#tensors;
    let stream = { sum: embedding, normed: this.#norm(embedding, 'layer_0.attention_norm', layers[0]!.attentionNorm) };
    for (const [index, layer] of layers.entries()) {
      const name = `layer_${index}`;
      const attended = this.#attention(stream.normed, layer, index);
      const middle = this.#addAndNorm(stream.sum, attended, `${name}.feed_forward_norm`, layer.feedForwardNorm);
      const fed = this.#feedForward(middle.normed, layer, name);
      const next = layers[index + 1];
      if (!next) return this.#graph.node('Add', [middle.sum, fed]);
      stream = this.#addAndNorm(middle.sum, fed, `layer_${index + 1}.attention_norm`, next.attentionNorm);
    }
    return stream.sum;
  }

  #attention(x: string, layer: LayerTensors, index: number): string {
    const graph = this.#graph;
    const { heads, kvHeads, headDim } = this.#shape;
    const name = `layer_${index}`;
    const value = this.#project(x, `${name}.value`, [{ tensor: layer.value, bias: layer.biases?.value }]);
    const queryAndKey = this.#queryAndKey(x, layer, name);
    const turned = graph.node('RotaryEmbedding', [queryAndKey, 'position_ids', 'cos', 'sin'], {
      microsoft: true,
      attributes: { num_heads: heads + kvHeads, rotary_embedding_dim: 0 },
    });
    const widths = graph.constant('query_and_key', [heads * headDim, kvHeads * headDim]);
    const [query, key] = graph.nodeWith(2, 'Split', [turned, widths], { attributes: { axis: 2 } });
    this.#newKeysAndValues.push(key!, value);

    const perHead = graph.constant('per_kv_head', [-1, kvHeads, headDim]);
    const [q, k, v] = [query!, key!, value].map((flat) => graph.node('Reshape', [flat, perHead]));
    const scale = { float: 1 / Math.sqrt(headDim) };
    const score = (keys: string) =>
      graph.node('FusedMatMul', [q!, keys], {
        microsoft: true,
        attributes: { transBatchA: 1, transB: 1, transBatchB: 1, alpha: scale },
      });
    const weigh = (share: string, values: string) =>
      graph.node('FusedMatMul', [share, values], { microsoft: true, attributes: { transBatchB: 1 } });

    const scores = graph.node('Concat', [score(`pk${index}`), score(k!)], { attributes: { axis: 2 } });
    const shares = graph.node('Softmax', [graph.node('Add', [scores, 'mask'])], { attributes: { axis: -1 } });
    const [past, fresh] = graph.nodeWith(2, 'Split', [shares, 'split'], { attributes: { axis: 2 } });
    const mixed = graph.node('Add', [weigh(past!, `pv${index}`), weigh(fresh!, v!)]);
    const byToken = graph.node('Transpose', [mixed], { attributes: { perm: [1, 0, 2] } });
    const attended = graph.node('Reshape', [byToken, graph.constant('attended', [1, -1, heads * headDim])]);
    const output: Projection = { tensor: layer.attentionOutput, ...this.#orders.output };
    return this.#project(attended, `${name}.attention_output`, [output]);
  }

  /** Queries and keys side by side, from one product where their forms allow it. */
  #queryAndKey(x: string, layer: LayerTensors, name: string): string {
    const query: Projection = { tensor: layer.query, bias: layer.biases?.query, rows: this.#orders.queryRows };
    const key: Projection = { tensor: layer.key, bias: layer.biases?.key, rows: this.#orders.keyRows };
    if (sameForm(this.#formOf(query.tensor), this.#formOf(key.tensor))) {
      return this.#project(x, `${name}.query_key`, [query, key]);
    }
    const sides = [this.#project(x, `${name}.query`, [query]), this.#project(x, `${name}.key`, [key])];
    return this.#graph.node('Concat', sides, { attributes: { axis: 2 } });
  }

  #project(x: string, name: string, projections: Projection[]): string {
    const form = this.#formOf(projections[0]!.tensor);
    const biases = projections.flatMap(({ bias, ...part }) => (bias ? [{ ...part, tensor: bias }] : []));
    const bias = biases.length > 0 ? this.#weights.vector(biases) : undefined;
    return this.#products.multiply(x, name, this.#weights.matrix(form, projections), bias);
  }

  /** down(silu(gate) · up) */
  #feedForward(x: string, { gate, up, down }: LayerTensors, name: string): string {
    const gated = this.#project(x, `${name}.gate`, [{ tensor: gate }]);
    // QuickGelu(x) = x · sigmoid(alpha · x): SiLU in one node.
    const silu = this.#graph.node('QuickGelu', [gated], { microsoft: true, attributes: { alpha: { float: 1 } } });
    const product = this.#graph.node('Mul', [silu, this.#project(x, `${name}.up`, [{ tensor: up }])]);
    return this.#project(product, `${name}.down`, [{ tensor: down }]);
  }

  /**
   * Logits of the rows that `last` names. Where the file has no head of its own, the embedding is the head, and its
   * bytes serve for both wherever the forms agree.
   */
  #addHead(residual: string, embedding: StoredMatrix): void {
    const tensor = this.#tensors.head ?? this.#tensors.embedding;
    const stored = (form: Form, ...known: StoredMatrix[]): StoredMatrix =>
      known.find((matrix) => sameForm(matrix.form, form)) ?? this.#weights.matrix(form, [{ tensor }]);
    const tied = this.#tensors.head ? [] : [embedding];
    const matrix = stored(HEAD_FORMS[this.#accuracy][tensor.type], ...tied);

    const last = this.#graph.node('Gather', [residual, 'last'], { attributes: { axis: 1 } });
    const x = this.#norm(last, 'final_norm', this.#tensors.finalNorm);
    let logits = this.#products.multiply(x, 'head', matrix);
    if (this.#accuracy === 4) {
      const rows = stored(LOOKUP_FORMS[4][tensor.type], ...tied, matrix);
      logits = this.#lookAgain(x, logits, rows, Math.min(LOOKED_AT_AGAIN[matrix.form.kind], rows.rows));
    }
    this.#graph.output(GRAPH_OUTPUTS[0]!, logits, 'float', [1, 'M', this.#shape.vocab]);
  }

  /** Computes the `count` greatest logits again, from rows of `table` and with x as it is. */
  #lookAgain(x: string, logits: string, table: StoredMatrix, count: number): string {
    const graph = this.#graph;
    const [, greatest] = graph.nodeWith(2, 'TopK', [logits, graph.constant('looked_at_again', [count])], {
      attributes: { axis: -1, sorted: 0 },
    });
    const rows = this.#products.lookUp(greatest!, 'head_rows', table);
    const column = graph.node('Reshape', [x, graph.constant('as_column', [1, -1, table.columns, 1])]);
    const exact = graph.node('Reshape', [
      graph.node('MatMul', [rows, column]),
      graph.constant('as_logits', [1, -1, count]),
    ]);
    return graph.node('ScatterElements', [logits, greatest!, exact], { attributes: { axis: 2 } });
  }

  #formOf({ type }: TensorEntry): Form {
    return PRODUCT_FORMS[this.#accuracy][type];
  }

  /** x / √(mean(x²) + ε) · weight. The operator's domain is the standard one, by onnxruntime's own peculiarity. */
  #norm(x: string, name: string, tensor: TensorEntry): string {
    return this.#graph.node('SimplifiedLayerNormalization', [x, this.#normWeight(name, tensor)], {
      attributes: { epsilon: { float: this.#shape.epsilon }, axis: -1, stash_type: 1 },
    });
  }

  #addAndNorm(residual: string, x: string, name: string, tensor: TensorEntry): { normed: string; sum: string } {
    const inputs = [residual, x, this.#normWeight(name, tensor)];
    const [normed, , , sum] = this.#graph.nodeWith(4, 'SkipSimplifiedLayerNormalization', inputs, {
      microsoft: true,
      unread: [1, 2],
      attributes: { epsilon: { float: this.#shape.epsilon } },
    });
    return { normed: normed!, sum: sum! };
  }

  #normWeight(name: string, tensor: TensorEntry): string {
    return this.#graph.weights(name, 'float', [tensor.columns], this.#weights.vector([{ tensor }]));
  }
}

/** Where each head, and each row of a head, comes from. */
function headOrders({ heads, kvHeads, headDim, pairs }: Architecture): {
  queryRows: HeadOrder;
  keyRows: HeadOrder;
  output: { columns: Int32Array; columnUnit: number };
} {
  const groups = heads / kvHeads;
  // Our head g · kvHeads + kv is the file's head kv · groups + g.
  const queryHeads = Int32Array.from({ length: heads }, (_, i) => (i % kvHeads) * groups + Math.floor(i / kvHeads));
  const keyHeads = Int32Array.from({ length: kvHeads }, (_, i) => i);
  // RotaryEmbedding turns i with i + headDim / 2.
  const half = headDim / 2;
  const within = Int32Array.from({ length: headDim }, (_, i) =>
    pairs === 'halves' ? i : i < half ? 2 * i : 2 * (i - half) + 1,
  );
  // Heads of fewer than 32 values exist in models made for tests, and have no blocks to keep whole.
  const columnUnit = Math.min(32, headDim);
  const blocks = headDim / columnUnit;
  const columns = Int32Array.from(
    { length: heads * blocks },
    (_, i) => queryHeads[Math.floor(i / blocks)]! * blocks + (i % blocks),
  );
  return {
    queryRows: { heads: queryHeads, within },
    keyRows: { heads: keyHeads, within },
    output: { columns, columnUnit },
  };
}
