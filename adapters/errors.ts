/** The one error tree of the channels. */
import type { SendFailure } from './contract.ts';

/** A send the platform refused. `failure` says whether to try again and what to tell whom. */
export class SendError extends Error {
  readonly failure: SendFailure;
  constructor(failure: SendFailure, options?: ErrorOptions) {
    super(failure.reason, options);
    this.name = 'SendError';
    this.failure = failure;
  }
}

/** An attachment that cannot be fetched: gone, too large, or never ours to have. */
export class FetchError extends Error {
  readonly retryable: boolean;
  constructor(message: string, retryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FetchError';
    this.retryable = retryable;
  }
}
