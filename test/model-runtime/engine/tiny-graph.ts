/**
 * A graph without weights, small enough to follow by hand: keys and values of a token are its id and place, and the
 * next token is worked out from all rows held, so that a wrong, missing or foreign row changes everything after it.
 */
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Graph } from '../../../model-runtime/engine/graph.ts';
import { KeysValues } from '../../../model-runtime/engine/keys-values.ts';

const SHAPE = { layers: 2, width: 2 };

export class TinyGraph implements Graph {
  readonly positions = 4096;
  readonly rowBytes = KeysValues.rowBytes(SHAPE);
  /** How many tokens each step read. */
  readonly steps: number[] = [];
  readonly #vocab: number;
  readonly #says: readonly number[];

  /** @param says the ids it can say */
  constructor({ vocab, says }: { vocab: number; says: readonly number[] }) {
    this.#vocab = vocab;
    this.#says = says;
  }

  newKeysValues(): KeysValues {
    return new KeysValues(SHAPE);
  }

  async read(past: KeysValues, ids: readonly number[]): Promise<Float32Array> {
    await nextTick();
    this.steps.push(ids.length);
    const rows = ids.flatMap((id, i) => [id, past.length + i]);
    past.append(Float32Array.from([rows, rows, rows, rows].flat()), ids.length);
    return this.#logitsAfter(past);
  }

  async close(): Promise<void> {}

  #logitsAfter(past: KeysValues): Float32Array {
    let state = 7;
    for (let side = 0; side < 2 * SHAPE.layers; side++) {
      for (const value of past.view(side, past.length)) state = (Math.imul(state, 31) + value + side) | 0;
    }
    const logits = new Float32Array(this.#vocab);
    this.#says.forEach((id, i) => {
      logits[id] = 1 + (Math.imul(state ^ (i * 2654435761), 40503) >>> 0) / 2 ** 32;
    });
    return logits;
  }
}
