/** What goes wrong on the way to a model, in two sizes: one source fails, or all of them did. */

/**
 * One source cannot give the model. `message` says why in words a person understands.
 * `unreachable`: nobody is there at all, asking again now is in vain. `passing`: another try in a moment may work.
 * `final`: it will not.
 */
export class SourceTrouble extends Error {
  readonly kind: 'unreachable' | 'passing' | 'final';
  /** What the server asked for before the next try. */
  readonly retryAfterMs: number | undefined;
  constructor(
    kind: SourceTrouble['kind'],
    why: string,
    options?: ErrorOptions & { retryAfterMs?: number | undefined },
  ) {
    super(why, options);
    this.name = 'SourceTrouble';
    this.kind = kind;
    this.retryAfterMs = options?.retryAfterMs;
  }
}

export interface Tried {
  source: string;
  why: string;
}

/** No source could give the model. The service stays up; `remedy` says what the owner can do. */
export class NoSource extends Error {
  readonly tried: Tried[];
  readonly remedy: string;
  constructor(tried: Tried[], remedy: string) {
    super('The model could not be had from any source.');
    this.name = 'NoSource';
    this.tried = tried;
    this.remedy = remedy;
  }
}
