/** Holds the state and tells the page when to paint: what a person does at once, what arrives at most every 50 ms. */

/** Text is painted as it arrives; more often than this only costs. */
const PAINT_EVERY_MS = 50;

export class Store<State, Change> {
  #state: State;
  readonly #apply: (state: State, change: Change) => State;
  readonly #listeners = new Set<() => void>();
  #paintedAt = Number.NEGATIVE_INFINITY;
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(state: State, apply: (state: State, change: Change) => State) {
    this.#state = state;
    this.#apply = apply;
  }

  /** Always the newest state, painted or not. */
  get state(): State {
    return this.#state;
  }

  /** Painted at once: the next key press finds the page as this change leaves it. */
  change(change: Change): void {
    this.#state = this.#apply(this.#state, change);
    this.#paint();
  }

  /** Painted in its turn, together with whatever else arrives until then. */
  arrive(change: Change): void {
    this.#state = this.#apply(this.#state, change);
    const rest = this.#paintedAt + PAINT_EVERY_MS - performance.now();
    this.#waiting ??= setTimeout(() => this.#paint(), Math.max(0, rest));
  }

  /** Returns the function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #paint(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#paintedAt = performance.now();
    for (const listener of this.#listeners) listener();
  }
}
