/**
 * Features of pictures as if they were tokens: each picture gets a run of ids of its own, beyond the vocabulary. So whatever
 * works on ids (prompts, prefixes that were read before, whole turns left out) works on pictures too, and two pictures are
 * never taken for each other.
 */

/** Pictures whose features are kept; 64 × 576 floats of one tile are 147 KB. */
const KEPT = 256;

export class Pictures {
  readonly #vocab: number;
  readonly #width: number;
  readonly #runs = new Map<string, { first: number; features: Float32Array }>();
  /** Never given out twice: a prefix may remember the ids of a picture that is long gone. */
  #next: number;

  constructor(vocab: number, width: number) {
    this.#vocab = vocab;
    this.#width = width;
    this.#next = vocab;
  }

  /** The ids of a picture known by `key`, its content's hash with whatever shaped the features; undefined: not seen. */
  idsOf(key: string): number[] | undefined {
    const run = this.#runs.get(key);
    return run && Array.from({ length: run.features.length / this.#width }, (_, row) => run.first + row);
  }

  /**
   * Two requests may see the same at a time: the one that is through first may stand in a prompt already, so it stays.
   * @param features [n, width]
   */
  add(key: string, features: Float32Array): number[] {
    const known = this.idsOf(key);
    if (known) return known;
    this.#runs.set(key, { first: this.#next, features });
    this.#next += features.length / this.#width;
    if (this.#runs.size > KEPT) this.#runs.delete(this.#runs.keys().next().value!);
    return this.idsOf(key)!;
  }

  /** @throws Error for an id that stands for nothing, or for a picture that was let go of */
  feature(id: number): Float32Array {
    for (const { first, features } of this.#runs.values()) {
      const row = id - first;
      if (row >= 0 && row < features.length / this.#width) {
        return features.subarray(row * this.#width, (row + 1) * this.#width);
      }
    }
    throw new Error(`Id ${id} stands for no picture that is kept; the vocabulary ends at ${this.#vocab}.`);
  }

  /** Erases the pictures whose key satisfies `wanted`. */
  forget(wanted: (key: string) => boolean): void {
    for (const key of this.#runs.keys()) if (wanted(key)) this.#runs.delete(key);
  }
}
