/**
 * Rings for topics whose waiting lanes come due, with one timer for all of them. It times hints only: a clock that
 * does not move makes it look again, never lose or repeat work.
 */
import type { Clock } from './clock.ts';

/** Node's timers hold no more; a longer wait is looked at again then. */
const longestTimer = 2 ** 31 - 1;

export class Alarm {
  readonly #clock: Clock;
  readonly #ring: (topics: string[]) => void;
  readonly #due = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(clock: Clock, ring: (topics: string[]) => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Keeps the earliest time of each topic. */
  set(topic: string, at: number): void {
    if (at >= (this.#due.get(topic) ?? Number.POSITIVE_INFINITY)) return;
    this.#due.set(topic, at);
    if (at < this.#timerAt) this.#arm(at);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#due.clear();
  }

  #arm(at: number): void {
    clearTimeout(this.#timer);
    this.#timerAt = at;
    const wait = Math.min(longestTimer, Math.max(1, Math.ceil(at - this.#clock.steady())));
    this.#timer = setTimeout(() => this.#look(), wait);
    this.#timer.unref();
  }

  #look(): void {
    const now = this.#clock.steady();
    const topics = [...this.#due].filter(([, at]) => at <= now).map(([topic]) => topic);
    for (const topic of topics) this.#due.delete(topic);
    this.#timerAt = Number.POSITIVE_INFINITY;
    if (this.#due.size > 0) this.#arm(Math.min(...this.#due.values()));
    if (topics.length > 0) this.#ring(topics);
  }
}
