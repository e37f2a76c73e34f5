/**
 * How many tokens of a prompt are read at once. More at once is faster a token, but a step cannot be interrupted: a stop
 * shows at once, but whoever asks next waits until the step is over.
 */

const STEP = {
  /** The longest a step should take, in ms; half of it when others are waiting for their next word. */
  aloneMs: 250,
  sharedMs: 125,
  /** Tokens. Below the first, reading is hardly faster than writing; above the last, there is nothing to gain. */
  least: 16,
  most: 128,
  /** Sizes are multiples of this, so that a machine's rhythm does not change with every hiccup. */
  multiple: 16,
  /** A rest of so many is read along with the step before: every step costs something beside its tokens. */
  rest: 8,
};

/** Weight of the newest measurement. */
const NEWEST = 0.5;

export class Pace {
  #msPerToken: number | undefined;

  /** Tokens to read next, of those that are `left`. */
  next(left: number, { alone }: { alone: boolean }): number {
    const size = this.#size(alone);
    return left <= size + STEP.rest ? left : size;
  }

  #size(alone: boolean): number {
    if (this.#msPerToken === undefined) return STEP.least;
    const tokens = (alone ? STEP.aloneMs : STEP.sharedMs) / this.#msPerToken;
    return Math.min(Math.max(Math.floor(tokens / STEP.multiple) * STEP.multiple, STEP.least), STEP.most);
  }

  note(tokens: number, ms: number): void {
    // What a step costs beside its tokens would be taken for theirs.
    if (tokens < STEP.least) return;
    const measured = ms / tokens;
    this.#msPerToken = this.#msPerToken === undefined ? measured : NEWEST * measured + (1 - NEWEST) * this.#msPerToken;
  }
}
