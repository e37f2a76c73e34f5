/** A limit of ours on the time of anything that may never come back. */
import { setTimeout as sleep } from 'node:timers/promises';

/** @throws Error when it is not done in time. */
export async function within<Value>(ms: number, work: Promise<Value>): Promise<Value> {
  const over = new AbortController();
  const late = sleep(ms, undefined, { signal: over.signal }).then((): never => {
    throw new Error(`WhatsApp's page did not answer within ${ms} ms.`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    work.catch(() => {});
  }
}
