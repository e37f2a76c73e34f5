/**
 * Byte-pair encoding: a word starts as single bytes; of all neighbouring pairs that may be merged, the one learnt
 * first (leftmost among equals) is merged, until none is left.
 */

/** Token ids, ranks and places in a word are below this, so that two of them fit one exact number. */
const LIMIT = 2 ** 21;

/** In bytes. Nobody writes a longer one; a flood is cut to pieces of this size, so that it cannot hold up the others. */
const LONGEST_WORD = 2 ** 16;

export class Merges {
  /** left · LIMIT + right → rank · LIMIT + merged. */
  readonly #pairs = new Map<number, number>();

  /**
   * `lines`: "left right" in symbol strings, the first learnt first, as the weights file has them. Lines whose tokens
   * the vocabulary lacks can never apply and are passed over.
   */
  constructor(lines: readonly string[], idOf: ReadonlyMap<string, number>) {
    lines.forEach((line, rank) => {
      // No symbol is a space, so the first one is the border.
      const border = line.indexOf(' ');
      const left = idOf.get(line.slice(0, border));
      const right = idOf.get(line.slice(border + 1));
      const merged = idOf.get(line.slice(0, border) + line.slice(border + 1));
      if (left === undefined || right === undefined || merged === undefined) return;
      const pair = left * LIMIT + right;
      if (!this.#pairs.has(pair)) this.#pairs.set(pair, rank * LIMIT + merged);
    });
  }

  /** Merges the ids of one word's bytes, −1 standing for a byte that the vocabulary lacks and the answer leaves out. */
  *apply(bytes: readonly number[]): Iterable<number> {
    for (let from = 0; from < bytes.length; from += LONGEST_WORD) {
      yield* this.#merge(bytes.slice(from, from + LONGEST_WORD));
    }
  }

  /** O(n log n). */
  #merge(bytes: readonly number[]): Int32Array {
    const ids = Int32Array.from(bytes);
    const { length } = ids;
    // The symbols after and before each. One that was merged into its left neighbour has the id −1 from then on.
    const next = Int32Array.from(ids, (_, i) => i + 1);
    const previous = Int32Array.from(ids, (_, i) => i - 1);
    const ranked = new SmallestFirst();

    const consider = (at: number): void => {
      const after = next[at]!;
      if (after >= length) return;
      const found = this.#pairs.get(ids[at]! * LIMIT + ids[after]!);
      if (found !== undefined) ranked.add(Math.floor(found / LIMIT) * LIMIT + at);
    };
    for (let i = 0; i + 1 < length; i++) consider(i);

    for (let entry = ranked.take(); entry !== undefined; entry = ranked.take()) {
      const at = entry % LIMIT;
      const after = next[at]!;
      if (ids[at]! < 0 || after >= length) continue;
      const found = this.#pairs.get(ids[at]! * LIMIT + ids[after]!);
      // Either neighbour may have changed since the entry was made; then its pair has an entry of its own.
      if (found === undefined || Math.floor(found / LIMIT) !== Math.floor(entry / LIMIT)) continue;
      ids[at] = found % LIMIT;
      ids[after] = -1;
      next[at] = next[after]!;
      if (next[at]! < length) previous[next[at]!] = at;
      consider(at);
      if (previous[at]! >= 0) consider(previous[at]!);
    }
    return ids.filter((id) => id >= 0);
  }
}

/** A binary heap of numbers. */
class SmallestFirst {
  readonly #heap: number[] = [];

  add(value: number): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (heap[parent]! <= value) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = value;
  }

  take(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const value = heap.pop();
    if (value === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= value) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = value;
    return first;
  }
}
