/**
 * What a caller may hand over, found out before anything is sent to the store's thread.
 * Every finding is a mistake of the calling code and says what was expected.
 */
import type { Enqueue } from '../store.ts';
import { limits } from './limits.ts';

/** A lane, topic, owner or key. */
export function checkName(what: string, name: unknown): void {
  if (typeof name !== 'string') throw new TypeError(`The ${what} must be a string, not ${typeof name}.`);
  if (name.length === 0 || name.length > limits.nameLength) {
    throw new RangeError(`The ${what} must have 1 to ${limits.nameLength} characters; it has ${name.length}.`);
  }
}

export function checkCount(what: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || Number(value) < least) {
    throw new RangeError(`${what} must be a whole number of at least ${least}, not ${String(value)}.`);
  }
}

export function checkDuration(what: string, ms: unknown): void {
  if (!Number.isFinite(ms) || Number(ms) < 0) {
    throw new RangeError(`${what} must be a number of milliseconds of at least 0, not ${String(ms)}.`);
  }
}

/** Returns how much text the batch holds. */
export function checkBatch(batch: readonly Enqueue[]): number {
  let text = 0;
  for (const { topic, lane, payload, dedupeKey, prio, delayMs } of batch) {
    checkName('topic', topic);
    checkName('lane', lane);
    checkPayload(payload);
    if (dedupeKey !== undefined) checkName('dedupe key', dedupeKey);
    if (prio !== undefined) checkCount('prio', prio, Number.MIN_SAFE_INTEGER);
    if (delayMs !== undefined) checkDuration('delayMs', delayMs);
    text += payload.length;
  }
  return text;
}

function checkPayload(payload: unknown): void {
  if (typeof payload !== 'string') throw new TypeError(`A payload must be a string, not ${typeof payload}.`);
  // A UTF-16 unit takes at most three bytes of UTF-8; only what might be too large is measured.
  if (payload.length * 3 <= limits.payloadBytes) return;
  const bytes = Buffer.byteLength(payload);
  if (bytes > limits.payloadBytes) {
    throw new RangeError(
      `A payload may have ${limits.payloadBytes} bytes of UTF-8; this one has ${bytes}. Keep large content in files and enqueue its path.`,
    );
  }
}
