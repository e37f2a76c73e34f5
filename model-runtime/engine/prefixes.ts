/**
 * What was read before and need not be read again: the system text once for all, and of each conversation its latest
 * sequence. A conversation is found by its own key alone, and shares nothing with another but the system text.
 */
import type { KeysValues } from './keys-values.ts';
import { sharedLength } from './prompt.ts';

/** Tokens, and what the model keeps of them: of all but perhaps the last few. */
export interface Sequence {
  ids: number[];
  past: KeysValues;
}

export interface PrefixOptions {
  newPast: () => KeysValues;
  /** Bytes of keys and values a token takes. */
  rowBytes: number;
  /** Memory for all sequences, running ones included. The longest unused leave first. */
  budgetBytes: number;
}

export class Prefixes {
  readonly #newPast: () => KeysValues;
  readonly #rowBytes: number;
  readonly #budgetBytes: number;
  #system: Sequence;
  /** At rest, the longest unused first. */
  readonly #resting = new Map<string, Sequence>();
  readonly #running = new Map<Sequence, { key: string; bytes: number }>();

  constructor({ newPast, rowBytes, budgetBytes }: PrefixOptions) {
    this.#newPast = newPast;
    this.#rowBytes = rowBytes;
    this.#budgetBytes = budgetBytes;
    this.#system = { ids: [], past: newPast() };
  }

  /** What every conversation begins with. */
  setSystem(system: Sequence): void {
    this.#system = system;
  }

  /** The latest sequence of a conversation. */
  latest(key: string): Sequence | undefined {
    return this.#resting.get(key) ?? [...this.#running].findLast(([, owner]) => owner.key === key)?.[0];
  }

  /**
   * Makes room for so many bytes more, by dropping sequences at rest; not that of `key`.
   * @returns whether there is room now
   */
  makeRoom(bytes: number, key: string): boolean {
    for (const owner of this.#resting.keys()) {
      if (this.bytes + bytes <= this.#budgetBytes) break;
      if (owner !== key) this.#resting.delete(owner);
    }
    return this.bytes + bytes <= this.#budgetBytes;
  }

  /**
   * A sequence that begins with as much of `prompt` as is known; the last token is always left to be read, because the
   * answer's first token follows from reading it. It is the caller's until `end` or `abandon`.
   *
   * @param rows tokens the sequence may grow to
   */
  begin(key: string, prompt: readonly number[], rows: number): Sequence {
    const known = ({ ids, past }: Sequence): number =>
      Math.min(sharedLength(ids, prompt), past.length, prompt.length - 1);
    const own = this.latest(key);
    const source = own && known(own) > known(this.#system) ? own : this.#system;
    const length = known(source);
    const resting = this.#resting.get(key);
    this.#resting.delete(key);
    const past = resting?.past ?? this.#newPast();
    if (resting !== undefined && source === resting) past.cutTo(length);
    else past.copyFrom(source.past, length);
    past.reserve(rows);
    const sequence: Sequence = { ids: prompt.slice(0, length), past };
    this.#running.set(sequence, { key, bytes: rows * this.#rowBytes });
    return sequence;
  }

  /** Keeps the sequence for the conversation's next turn. */
  end(sequence: Sequence): void {
    const key = this.#running.get(sequence)?.key;
    if (key === undefined) return;
    this.#running.delete(sequence);
    this.#resting.delete(key);
    this.#resting.set(key, sequence);
  }

  /** Drops a sequence that nobody should build on. */
  abandon(sequence: Sequence): void {
    this.#running.delete(sequence);
  }

  /** Drops what is kept of a conversation, and what a running answer would leave. */
  forget(key: string): void {
    this.#resting.delete(key);
    for (const [sequence, owner] of this.#running) if (owner.key === key) this.#running.delete(sequence);
  }

  /** Memory of all sequences, with what the running ones may still take. */
  get bytes(): number {
    const resting = [this.#system, ...this.#resting.values()].reduce((sum, { past }) => sum + past.bytes, 0);
    return [...this.#running].reduce((sum, [{ past }, { bytes }]) => sum + Math.max(past.bytes, bytes), resting);
  }
}
