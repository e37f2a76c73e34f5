/** What listeners may be told: which topics may have a ready lane, and which leased lanes got an item. */
export interface Hints {
  ready: string[];
  arrivals: string[];
}

interface Gathered {
  ready: Set<string>;
  arrivals: Set<string>;
  /** Topics with a lane that becomes ready later, and the earliest such time by the steady clock. */
  due: Map<string, number>;
}

/** Gathered by the operations of a transaction, and passed on only when it is durable. */
export class PendingHints {
  #pending = nothing();
  #durable = nothing();

  ready(topic: string): void {
    this.#pending.ready.add(topic);
  }

  due(topic: string, at: number): void {
    keepEarliest(this.#pending.due, topic, at);
  }

  arrival(lane: string): void {
    this.#pending.arrivals.add(lane);
  }

  committed(): void {
    for (const topic of this.#pending.ready) this.#durable.ready.add(topic);
    for (const lane of this.#pending.arrivals) this.#durable.arrivals.add(lane);
    for (const [topic, at] of this.#pending.due) keepEarliest(this.#durable.due, topic, at);
    this.#pending = nothing();
  }

  undone(): void {
    this.#pending = nothing();
  }

  /** Hands over what is durable, once. */
  take(): Hints & { due: Map<string, number> } {
    const { ready, arrivals, due } = this.#durable;
    this.#durable = nothing();
    return { ready: [...ready], arrivals: [...arrivals], due };
  }
}

function nothing(): Gathered {
  return { ready: new Set(), arrivals: new Set(), due: new Map() };
}

function keepEarliest(due: Map<string, number>, topic: string, at: number): void {
  due.set(topic, Math.min(at, due.get(topic) ?? at));
}
