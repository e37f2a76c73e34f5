/** How much one person, and one chat, may ask. */
import type { Rate } from './gcra.ts';

const MINUTE_MS = 60_000;
const WINDOW_MS = 10 * MINUTE_MS;

/** How many questions of one person are answered in any ten minutes. */
export type QuestionRate = Rate & { most: number };

export interface Limits {
  /** Messages of one person, whatever they are. */
  messages: Rate | null;
  /** Questions of one person. */
  questions: QuestionRate | null;
  /** Answers in one chat a minute: two bots that answer each other are slowed down to it. */
  turns: Rate | null;
}

/** `none` lifts a limit. */
export function limitsOf(settings: {
  perMinute: number | 'none';
  questions: number | 'none';
  turnsPerMinute: number | 'none';
}): Limits {
  const rate = (n: number | 'none', withinMs: number): Rate | null =>
    n === 'none' ? null : { everyMs: withinMs / n, burst: n };
  return {
    messages: rate(settings.perMinute, MINUTE_MS),
    questions: settings.questions === 'none' ? null : questionRate(settings.questions),
    turns: rate(settings.turnsPerMinute, MINUTE_MS),
  };
}

/**
 * More than half may come at once, and the rest one by one: together never more than `most` in any ten minutes, as they
 * would be if all could come at once and the pace went on behind them.
 */
function questionRate(most: number): QuestionRate {
  const burst = Math.ceil(most * 0.6);
  return { most, burst, everyMs: WINDOW_MS / Math.max(1, most - burst) };
}
