/**
 * How far things are, told at a bearable pace: at most ten times a second, and within a step the bytes only grow,
 * also when a server makes us begin a file again.
 */
import type { Progress } from '../contract.ts';

/** Eight a second leaves room for the last word, which is told at once. */
const PERIOD_MS = 125;

/** The speed is an average over this span, so that it neither flickers nor lags. */
const SPEED_SPAN_MS = 4_000;

export interface Meter {
  /** A new step, or the same one begun again by another source. */
  begin(step: Pick<Progress, 'step' | 'model'> & { source?: string; totalBytes?: number; doneBytes?: number }): void;
  /** How much of the step is done. What was there before this run counts as done, not as speed. */
  at(doneBytes: number): void;
  /** Why nothing moves; nothing when it moves again. */
  pause(sentence?: string): void;
  /** Tells what has not been told yet, and no more after that. */
  close(): void;
}

export function createMeter(
  tell: (progress: Progress) => void,
  now: () => number = performance.now.bind(performance),
): Meter {
  let current: Progress | undefined;
  let lastTold = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let seen: { at: number; bytes: number }[] = [];

  const tellNow = () => {
    clearTimeout(timer);
    timer = undefined;
    lastTold = now();
    if (current) tell({ ...current });
  };
  const tellSoon = () => {
    if (timer) return;
    const wait = lastTold + PERIOD_MS - now();
    if (wait <= 0) tellNow();
    else timer = setTimeout(tellNow, wait).unref();
  };
  const noteSpeed = (bytes: number) => {
    const at = now();
    seen.push({ at, bytes });
    while (seen.length > 2 && seen[1]!.at <= at - SPEED_SPAN_MS) seen.shift();
    const oldest = seen[0]!;
    if (current && at > oldest.at)
      current.bytesPerSecond = Math.round(((bytes - oldest.bytes) / (at - oldest.at)) * 1000);
  };

  return {
    begin({ doneBytes = 0, ...step }) {
      current = step.totalBytes === undefined ? { ...step } : { ...step, doneBytes };
      seen = [{ at: now(), bytes: doneBytes }];
      tellSoon();
    },
    at(doneBytes) {
      if (current?.totalBytes === undefined) return;
      const told = current.doneBytes ?? 0;
      const done = Math.min(doneBytes, current.totalBytes);
      if (done < told) return;
      current.doneBytes = done;
      noteSpeed(done);
      tellSoon();
    },
    pause(sentence) {
      if (!current) return;
      if (sentence === undefined) delete current.paused;
      else current.paused = sentence;
      tellSoon();
    },
    close() {
      if (timer) tellNow();
      current = undefined;
    },
  };
}

/** A listener for a file that is read through: begins the step with its first piece. */
export function readingOf(meter: Meter, model: string, source?: string): (bytes: number, total: number) => void {
  let begun = false;
  return (bytes, totalBytes) => {
    if (!begun) meter.begin({ step: 'checking', model, totalBytes, ...(source === undefined ? {} : { source }) });
    begun = true;
    meter.at(bytes);
  };
}
