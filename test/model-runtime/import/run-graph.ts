/** Runs an imported graph by its interface alone, with logits for every token; the engine asks for the last one's only. */
import { join } from 'node:path';
import { createSession, type Session, Tensor } from '../../../model-runtime/engine/onnx.ts';
import type { Import } from '../../../model-runtime/import/import.ts';
import { GRAPH_FILE, type ImportedModel } from '../../../model-runtime/import/imported.ts';

const HIDDEN = -1e9;

export class RunningGraph {
  readonly #session: Session;
  readonly #model: ImportedModel;
  /** Per layer, keys then values, of all tokens read. */
  #past: Float32Array[];
  #length = 0;

  private constructor(session: Session, model: ImportedModel) {
    this.#session = session;
    this.#model = model;
    this.#past = Array.from({ length: 2 * model.layers }, () => new Float32Array(0));
  }

  static async load({ folder, model }: Import): Promise<RunningGraph> {
    return new RunningGraph(await createSession(join(folder, GRAPH_FILE), { threads: 2 }), model);
  }

  /** Reads `ids` after what was read before. Returns the logits after each of them, one after another. */
  async read(ids: readonly number[]): Promise<Float32Array> {
    const { layers, groups, kvHeads, headDim } = this.#model;
    const count = ids.length;
    const rows = Math.max(1, this.#length);
    const row = kvHeads * headDim;
    const mask = new Float32Array(groups * count * (rows + count));
    for (let token = 0; token < count; token++) {
      for (let group = 0; group < groups; group++) {
        const from = (token * groups + group) * (rows + count);
        if (this.#length === 0) mask[from] = HIDDEN;
        mask.fill(HIDDEN, from + rows + token + 1, from + rows + count);
      }
    }
    const feeds: Record<string, Tensor> = {
      input_ids: int64(ids, [1, count]),
      position_ids: int64(
        ids.map((_, i) => this.#length + i),
        [1, count],
      ),
      last: int64([...ids.keys()], [count]),
      mask: new Tensor('float32', mask, [1, groups * count, rows + count]),
      split: int64([rows, count], [2]),
    };
    const past = (index: number) => {
      const values = this.#length === 0 ? new Float32Array(row) : this.#past[index]!;
      return new Tensor('float32', values, [rows, kvHeads, headDim]);
    };
    for (let layer = 0; layer < layers; layer++) {
      feeds[`pk${layer}`] = past(2 * layer);
      feeds[`pv${layer}`] = past(2 * layer + 1);
    }
    const { logits, new_kv } = await this.#session.run(feeds);
    const fresh = floats(new_kv);
    this.#past = this.#past.map((values, i) => joined(values, fresh.subarray(i * count * row, (i + 1) * count * row)));
    this.#length += count;
    return floats(logits);
  }

  /** Forgets all tokens. */
  restart(): void {
    this.#length = 0;
    this.#past = this.#past.map(() => new Float32Array(0));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

function joined(one: Float32Array, two: Float32Array): Float32Array {
  const both = new Float32Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  return both;
}

const int64 = (values: readonly number[], shape: number[]): Tensor =>
  new Tensor('int64', BigInt64Array.from(values, BigInt), shape);

function floats(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new Error('The graph gave no floats.');
}
