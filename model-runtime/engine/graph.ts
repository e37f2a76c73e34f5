/** One imported model, ready to run: token ids in, logits out, keys and values appended on the way. */
import { join } from 'node:path';
import { GRAPH_FILE, type ImportedModel } from '../import/imported.ts';
import { KeysValues } from './keys-values.ts';
import { createSession, type Session, Tensor, type TensorMap } from './onnx.ts';
import { Pictures } from './pictures.ts';

export interface Graph {
  /** Positions the graph knows: no sequence may grow beyond. */
  readonly positions: number;
  /** Bytes of keys and values a token takes. */
  readonly rowBytes: number;
  newKeysValues(): KeysValues;
  /**
   * Reads `ids` (at least one) as the continuation of `past` and appends them to it.
   *
   * Runs to its end once begun; the process does nothing else meanwhile.
   * @returns logits over the vocabulary after the last id; the caller may change them
   */
  read(past: KeysValues, ids: readonly number[]): Promise<Float32Array>;
  close(): Promise<void>;
}

/** What has to be known of a model to run its graph. */
export type GraphNumbers = Pick<
  ImportedModel,
  'layers' | 'kvHeads' | 'headDim' | 'groups' | 'hidden' | 'vocab' | 'positions' | 'pictures'
>;

/** Added to the score of a token that must not be seen. */
const HIDDEN = -1e9;

export class OnnxGraph implements Graph {
  readonly positions: number;
  readonly rowBytes: number;
  /** Features that ids beyond the vocabulary stand for. */
  readonly pictures: Pictures;
  readonly #session: Session;
  readonly #model: GraphNumbers;
  /** The mask of one token, which sees all of its past. */
  #allVisible = new Float32Array(0);

  private constructor(session: Session, model: GraphNumbers) {
    this.#session = session;
    this.#model = model;
    this.positions = model.positions;
    this.pictures = new Pictures(model.vocab, model.hidden);
    this.rowBytes = KeysValues.rowBytes(rowShape(model));
  }

  /** @param folder as `importModel` returned it */
  static async load(folder: string, model: GraphNumbers, options: { threads: number }): Promise<OnnxGraph> {
    return new OnnxGraph(await createSession(join(folder, GRAPH_FILE), options), model);
  }

  newKeysValues(): KeysValues {
    return new KeysValues(rowShape(this.#model));
  }

  async read(past: KeysValues, ids: readonly number[]): Promise<Float32Array> {
    const { layers, kvHeads, headDim } = this.#model;
    const count = ids.length;
    // An empty past is one row that the mask hides: a product with an empty side would end the process.
    const rows = Math.max(past.length, 1);
    const feeds: TensorMap = {
      input_ids: int64(this.#model.pictures ? ids.map((id) => (id < this.#model.vocab ? id : 0)) : ids, [1, count]),
      position_ids: int64(
        ids.map((_, i) => past.length + i),
        [1, count],
      ),
      last: int64([count - 1], [1]),
      split: int64([rows, count], [2]),
      mask: this.#mask(past.length, count),
      ...(this.#model.pictures && this.#pictureRows(ids)),
    };
    for (let layer = 0; layer < layers; layer++) {
      const size = [rows, kvHeads, headDim];
      feeds[`pk${layer}`] = new Tensor('float32', past.view(2 * layer, rows), size);
      feeds[`pv${layer}`] = new Tensor('float32', past.view(2 * layer + 1, rows), size);
    }
    const { logits, new_kv } = await this.#session.run(feeds);
    past.append(floats(new_kv), count);
    return floats(logits);
  }

  close(): Promise<void> {
    return this.#session.release();
  }

  /** Ids beyond the vocabulary stand for features of pictures (pictures.ts). */
  #pictureRows(ids: readonly number[]): TensorMap {
    const { vocab, hidden } = this.#model;
    const kept = new Float32Array(ids.length).fill(1);
    const rows = new Float32Array(ids.length * hidden);
    for (const [i, id] of ids.entries()) {
      if (id < vocab) continue;
      kept[i] = 0;
      rows.set(this.pictures.feature(id), i * hidden);
    }
    return {
      kept: new Tensor('float32', kept, [1, ids.length, 1]),
      rows: new Tensor('float32', rows, [1, ids.length, hidden]),
    };
  }

  /** [1, groups · count, past + count]: everyone sees the past and, of the new tokens, itself and those before. */
  #mask(past: number, count: number): Tensor {
    const { groups } = this.#model;
    const rows = Math.max(past, 1);
    const width = rows + count;
    const size = [1, groups * count, width];
    const values = groups * count * width;
    if (count === 1 && past > 0) {
      if (this.#allVisible.length < values) this.#allVisible = new Float32Array(2 * values);
      return new Tensor('float32', this.#allVisible.subarray(0, values), size);
    }
    const mask = new Float32Array(values);
    for (let row = 0; row < groups * count; row++) {
      const token = Math.floor(row / groups);
      if (past === 0) mask[row * width] = HIDDEN;
      mask.fill(HIDDEN, row * width + rows + token + 1, (row + 1) * width);
    }
    return new Tensor('float32', mask, size);
  }
}

const rowShape = ({ layers, kvHeads, headDim }: GraphNumbers): { layers: number; width: number } => ({
  layers,
  width: kvHeads * headDim,
});

const int64 = (values: readonly number[], dims: readonly number[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), dims);

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new TypeError(`The graph gave ${tensor ? `numbers of type ${tensor.type}` : 'nothing'}, not float32.`);
}
