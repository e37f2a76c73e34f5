/**
 * When each message passed which point of its journey, for the strip under its answer. Kept in memory: after a restart an
 * answer simply shows fewer steps.
 */
import type { JourneyStep, Timing } from '../../adapters/contract.ts';
import type { Delta, Usage } from '../../model-runtime/contract.ts';

/** All by `performance.now()`, in ms. */
export interface Heard {
  arrivedMs: number;
  decodeMs: number;
  admitStartMs: number;
  storedMs: number;
}

export interface Times {
  heard(lane: string, seq: number, times: Heard): void;
  /** Takes them out: a message has one journey. */
  take(lane: string, seq: number): Heard | undefined;
}

const REMEMBERED = 10_000;

export function createTimes(): Times {
  const known = new Map<string, Heard>();
  return {
    heard(lane, seq, times) {
      known.set(`${lane} ${seq}`, times);
      if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    },
    take(lane, seq) {
      const key = `${lane} ${seq}`;
      const times = known.get(key);
      known.delete(key);
      return times;
    },
  };
}

/** Follows one turn. */
export interface Stopwatch {
  /** A newer message joined: the journey is that message's from here on. */
  joined(seq: number): void;
  /** The request is built; what follows is the runtime's. */
  asked(): void;
  delta(delta: Delta): void;
  timing(usage: Usage | undefined, model: string | undefined): Timing;
}

export function createStopwatch(times: Times, { lane, last }: { lane: string; last: number }): Stopwatch {
  const turnStart = performance.now();
  let heard = times.take(lane, last);
  let asked = turnStart;
  let loaded = 0;
  let loadingSince: number | undefined;
  let firstWord: number | undefined;

  const endLoading = (now: number) => {
    if (loadingSince !== undefined) loaded += now - loadingSince;
    loadingSince = undefined;
  };

  return {
    joined(seq) {
      heard = times.take(lane, seq) ?? heard;
      firstWord = undefined;
      loaded = 0;
    },
    asked() {
      asked = performance.now();
    },
    delta(delta) {
      const now = performance.now();
      if (delta.kind === 'phase' && delta.phase === 'loading') loadingSince ??= now;
      else endLoading(now);
      if (delta.kind === 'answer') firstWord ??= now;
    },
    timing(usage, model) {
      const now = performance.now();
      endLoading(now);
      const from = heard?.arrivedMs ?? turnStart;
      const steps: Timing['steps'] = [];
      const step = (name: JourneyStep, startMs: number, ms: number | undefined) => {
        if (ms !== undefined) steps.push({ step: name, startMs: round(startMs - from), ms: round(ms) });
      };
      if (heard) {
        step('connect', heard.arrivedMs, Math.max(0, heard.admitStartMs - heard.arrivedMs - heard.decodeMs));
        step('decode', heard.admitStartMs - heard.decodeMs, heard.decodeMs);
        step('admit', heard.admitStartMs, heard.storedMs - heard.admitStartMs);
        // A lane may be taken before the store's answer has come back to the admission.
        step('lane', heard.storedMs, Math.max(0, turnStart - heard.storedMs));
      }
      step('turn', turnStart, asked - turnStart);
      if (loaded > 0) step('load', asked, loaded);
      if (usage) {
        const queueStart = asked + loaded;
        step('queue', queueStart, usage.queueMs);
        step('prefill', queueStart + usage.queueMs, usage.prefillMs);
        step('generate', queueStart + usage.queueMs + usage.prefillMs, usage.decodeMs);
      }
      return {
        steps,
        ...(firstWord === undefined ? {} : { firstWordMs: round(firstWord - from) }),
        ...(usage && usage.decodeMs > 0 && usage.answerTokens > 1
          ? { tokensPerSecond: round((usage.answerTokens * 1000) / usage.decodeMs) }
          : {}),
        ...(usage
          ? { promptTokens: usage.promptTokens, cachedTokens: usage.cachedTokens, answerTokens: usage.answerTokens }
          : {}),
        ...(model === undefined ? {} : { model }),
      };
    },
  };
}

/** Adds a step that follows the last one. */
export function addStep(timing: Timing, step: JourneyStep, ms: number): void {
  const last = timing.steps.at(-1);
  timing.steps.push({ step, startMs: round(last ? last.startMs + last.ms : 0), ms: round(ms) });
}

/** A hundredth of a millisecond is finer than anybody looks. */
const round = (ms: number): number => Math.round(ms * 100) / 100;
