/**
 * Choosing the next token from the logits. In the order of llama.cpp's default chain: repetition penalty, top-k,
 * top-p, min-p, temperature. Never sorts the vocabulary.
 */
import { randomInt } from 'node:crypto';
import { RuntimeError, type Sampling } from '../contract.ts';

/** Candidates when top-k is 0 (no limit): beyond these, chances are far below what a draw can hit. */
const WIDEST = 1_000;

export class Sampler {
  readonly #sampling: Sampling;
  readonly #random: () => number;

  constructor(sampling: Sampling) {
    this.#sampling = sampling;
    this.#random = randomNumbers(sampling.seed ?? randomInt(2 ** 32));
  }

  /**
   * @param logits changed in place
   * @param read all tokens so far, for the repetition penalty
   * @param allowed only these ids, where the answer must have a certain form; at least one
   * @throws RuntimeError `unusable` when the model gave something that is no number
   */
  choose(logits: Float32Array, read: readonly number[], allowed?: readonly number[]): number {
    const { temperature, repetition, repetitionWindow } = this.#sampling;
    if (repetition !== 1 && repetitionWindow > 0) penalise(logits, read.slice(-repetitionWindow), repetition);
    if (!(temperature > 0)) return allowed ? bestOf(logits, allowed) : best(logits);
    const candidates = allowed ? rank(logits, allowed) : largest(logits, this.#sampling.topK || WIDEST);
    return this.#draw(logits, candidates);
  }

  /** @param candidates ids by falling logit */
  #draw(logits: Float32Array, candidates: readonly number[]): number {
    const { temperature, topP, minP } = this.#sampling;
    const top = logits[candidates[0]!]!;
    const chances = candidates.map((id) => Math.exp(logits[id]! - top));
    const total = sum(chances);
    let kept = 0;
    let mass = 0;
    // The first candidate has chance 1 of these unscaled ones and is always kept.
    while (kept < candidates.length && (kept === 0 || (mass < topP * total && chances[kept]! >= minP))) {
      mass += chances[kept++]!;
    }
    const weights = candidates.slice(0, kept).map((id) => Math.exp((logits[id]! - top) / temperature));
    let place = this.#random() * sum(weights);
    for (let i = 0; i < kept; i++) {
      place -= weights[i]!;
      if (place < 0) return candidates[i]!;
    }
    return candidates[kept - 1]!;
  }
}

/** As in CTRL (Keskar et al. 2019): positive logits are divided, negative ones multiplied, once for each id. */
function penalise(logits: Float32Array, ids: readonly number[], penalty: number): void {
  for (const id of new Set(ids)) {
    const logit = logits[id];
    if (logit !== undefined) logits[id] = logit > 0 ? logit / penalty : logit * penalty;
  }
}

function best(logits: Float32Array): number {
  let id = 0;
  let top = Number.NEGATIVE_INFINITY;
  let total = 0;
  for (let i = 0; i < logits.length; i++) {
    const logit = logits[i]!;
    total += logit;
    if (logit > top) {
      top = logit;
      id = i;
    }
  }
  return finite(total, id);
}

const bestOf = (logits: Float32Array, allowed: readonly number[]): number => rank(logits, allowed)[0]!;

function rank(logits: Float32Array, allowed: readonly number[]): number[] {
  for (const id of allowed) finite(logits[id]!, id);
  return allowed.toSorted((a, b) => logits[b]! - logits[a]!);
}

/** Ids of the `count` largest logits, largest first: one pass with a heap whose root is the smallest kept. */
function largest(logits: Float32Array, count: number): number[] {
  const heap = new Int32Array(Math.min(count, logits.length));
  const sink = (from: number, size: number): void => {
    const id = heap[from]!;
    const logit = logits[id]!;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && logits[heap[child + 1]!]! < logits[heap[child]!]!) child++;
      if (logits[heap[child]!]! >= logit) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = id;
  };
  let total = 0;
  for (let id = 0; id < logits.length; id++) {
    total += logits[id]!;
    if (id < heap.length) {
      heap[id] = id;
      if (id === heap.length - 1) for (let at = heap.length >> 1; at >= 0; at--) sink(at, heap.length);
    } else if (logits[id]! > logits[heap[0]!]!) {
      heap[0] = id;
      sink(0, heap.length);
    }
  }
  finite(total, 0);
  return Array.from(heap).sort((a, b) => logits[b]! - logits[a]!);
}

/** One number that is none makes the sum of all none. */
function finite(value: number, id: number): number {
  if (Number.isFinite(value)) return id;
  throw new RuntimeError(
    'unusable',
    'The model computed something that is no number (NaN or infinite logits). Its file or its import is damaged: get it again.',
  );
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough to draw words with. */
function randomNumbers(seed: number): () => number {
  let state = Math.trunc(seed) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
