/**
 * Connect by polling: our own loop over getUpdates. An update is confirmed by the next request's offset, and that is
 * only sent once the update is durable (law 1). A dead network is waited out; another poller or a revoked token ends
 * the loop.
 */
import type { Call, CallProblem } from './call.ts';
import { problemOf } from './failures.ts';
import type { Take } from './intake.ts';
import { HEARD_UPDATES } from './kinds.ts';

export interface Poll {
  call: Call;
  take: Take;
  /** What is to be said of the connection now; null: it is there. */
  tell: (problem: CallProblem | null) => void;
  /** Waits; rejects when `signal` is aborted. */
  pause: (ms: number, signal: AbortSignal) => Promise<unknown>;
  signal: AbortSignal;
}

/** getUpdates: "Values between 1-100", and the seconds a request is held open. */
const LIMIT = 100;
const HOLD_S = 50;
/** How much longer we wait for the answer than Telegram said it would take. */
const SLACK_MS = 15_000;
const BACKOFF = { firstMs: 1_000, longestMs: 30_000 };
/** On stopping, the last offset is confirmed, if that is quick. */
const GOODBYE_MS = 3_000;

/** Runs until it is stopped or the connection is over for good. Never rejects for what a platform does. */
export async function poll({ call, take, tell, pause, signal }: Poll): Promise<void> {
  let offset: number | undefined;
  let failures = 0;
  const wait = (ms: number) => pause(ms, signal).catch(() => {});
  while (!signal.aborted) {
    let updates: unknown[];
    try {
      updates = await call<unknown[]>(
        'getUpdates',
        {
          ...(offset === undefined ? {} : { offset }),
          limit: LIMIT,
          // After a failure an answer at once says that the connection is back.
          timeout: failures > 0 ? 0 : HOLD_S,
          allowed_updates: HEARD_UPDATES,
        },
        { signal, timeoutMs: HOLD_S * 1000 + SLACK_MS },
      );
    } catch (error) {
      if (signal.aborted) break;
      const problem = problemOf(error);
      tell(problem);
      if (isOver(problem)) return;
      await wait(retryMs(problem, failures++));
      continue;
    }
    failures = 0;
    tell(null);
    if (!Array.isArray(updates) || updates.length === 0) continue;
    const again = await take(updates);
    offset = again ? again.from : lastId(updates) + 1;
    if (again) await wait(again.afterMs);
  }
  if (offset !== undefined)
    await call('getUpdates', { offset, limit: 1, timeout: 0 }, { timeoutMs: GOODBYE_MS }).catch(() => {});
}

/** Another poller or webhook (409), or a token nobody takes (401; 404 where it is not even shaped like one). */
export const isOver = (problem: CallProblem): boolean =>
  problem.kind === 'refused' && [401, 404, 409].includes(problem.code);

export const retryMs = (problem: CallProblem, failures: number): number =>
  problem.kind === 'refused' && problem.retryAfterMs !== undefined
    ? problem.retryAfterMs
    : Math.min(BACKOFF.longestMs, BACKOFF.firstMs * 2 ** Math.min(failures, 10));

const lastId = (updates: unknown[]): number =>
  Math.max(
    ...updates.map((update) => {
      const id = (update as { update_id?: unknown } | null)?.update_id;
      return typeof id === 'number' ? id : -1;
    }),
  );
