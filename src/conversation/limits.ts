/** How much one person, and one chat, may ask. */
import type { Rate } from './gcra.ts';

const MINUTE_MS = 60_000;

export interface Limits {
  /** Messages of one person, whatever they are. */
  messages: Rate | null;
  /** Questions of one person in ten minutes. */
  questions: Rate | null;
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
    questions: rate(settings.questions, 10 * MINUTE_MS),
    turns: rate(settings.turnsPerMinute, MINUTE_MS),
  };
}
