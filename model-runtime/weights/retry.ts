/** Trying again, with growing waits, as long as that makes sense. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Limits } from './options.ts';
import { SourceTrouble } from './trouble.ts';

export interface Attempts {
  limits: Limits;
  signal: AbortSignal;
  /** How far the work is, in bytes: a try that got further makes the count of retries begin anew. */
  reached?: () => number;
  /** Whether the source has answered before. One that never did is tried once more at most: others are waiting. */
  answered: () => boolean;
}

/**
 * Does `work` until it succeeds, fails for good, or has failed often enough.
 * @throws the last SourceTrouble, with the number of tries when there were several; any other error at once.
 */
export async function persist<Result>(work: () => Promise<Result>, attempts: Attempts): Promise<Result> {
  const { limits, signal, reached = () => 0, answered } = attempts;
  let failures = 0;
  let furthest = reached();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof SourceTrouble) || error.kind === 'final') throw error;
      if (error.kind === 'unreachable' && !answered()) throw error;
      if (reached() >= furthest + limits.progressBytes) {
        furthest = reached();
        failures = 0;
      }
      const retries = answered() ? limits.retryDelaysMs.length : Math.min(1, limits.retryDelaysMs.length);
      if (failures >= retries)
        throw failures === 0
          ? error
          : new SourceTrouble(error.kind, `${error.message}; tried ${failures + 1} times in a row`, { cause: error });
      const wait = limits.retryDelaysMs[failures] ?? 0;
      failures += 1;
      // Up to a quarter more at random: machines that lost a server together do not come back together.
      await sleep(Math.max(error.retryAfterMs ?? 0, wait * (1 + Math.random() / 4)), undefined, { signal });
    }
  }
}
