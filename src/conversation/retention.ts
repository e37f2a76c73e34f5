/** Deletes what is older than the notice promises, soon after it is due, in small slices so that nobody waits for it. */
import type { Log } from '../log.ts';
import type { Ask } from './record.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
const SLICE = 500;

/** Deletes now and every hour. Returns a function that ends it. */
export function startRetention(ask: Ask, keepDays: number, log: Log, now: () => number = Date.now): () => void {
  let ended = false;
  const sweep = async () => {
    try {
      let gone = 0;
      for (let slice = SLICE; slice === SLICE && !ended; gone += slice)
        slice = await ask('expire', { before: now() - keepDays * DAY_MS, limit: SLICE });
      if (gone > 0) log.info({ entries: gone }, 'entries older than the notice says were deleted');
    } catch (error) {
      log.error({ err: error }, 'old entries could not be deleted; tried again in an hour');
    }
  };
  void sweep();
  const timer = setInterval(() => void sweep(), EVERY_MS);
  timer.unref();
  return () => {
    ended = true;
    clearInterval(timer);
  };
}
