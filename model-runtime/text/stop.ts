/**
 * Ends a streamed text before the first of some strings. Text that may be the beginning of one is held back until it
 * turns out not to be, so that no part of a stop string is ever let through.
 */
export class StopStrings {
  readonly #stops: readonly string[];
  #held = '';
  #stopped = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** Whether a stop string was found; nothing comes out after it. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Takes the next text and gives what may be shown now. */
  push(text: string): string {
    if (this.#stopped) return '';
    const pending = this.#held + text;
    const at = this.#firstComplete(pending);
    if (at !== undefined) {
      this.#stopped = true;
      this.#held = '';
      return pending.slice(0, at);
    }
    const shown = pending.length - this.#possibleBeginning(pending);
    this.#held = pending.slice(shown);
    return pending.slice(0, shown);
  }

  /** The text is over: what was held back was no stop string. */
  end(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** Where the stop string begins that is complete first: so it does not matter how the text is cut into pieces. */
  #firstComplete(text: string): number | undefined {
    let first: { start: number; end: number } | undefined;
    for (const stop of this.#stops) {
      const start = text.indexOf(stop);
      const end = start + stop.length;
      if (start < 0) continue;
      if (!first || end < first.end || (end === first.end && start < first.start)) first = { start, end };
    }
    return first?.start;
  }

  /** Length of the longest end of `text` that begins a stop string. */
  #possibleBeginning(text: string): number {
    let longest = 0;
    for (const stop of this.#stops) {
      for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
        if (text.endsWith(stop.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
