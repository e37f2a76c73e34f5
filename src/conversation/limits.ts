/** How much one person, and one chat, may ask. */

const MINUTE_MS = 60_000;

/** At most `n` in any `withinMs`, whenever they begin: what a notice says of a limit holds to the letter. */
export interface Allowance {
  n: number;
  withinMs: number;
}

export interface Limits {
  /** Messages of one person, whatever they are. */
  messages: Allowance | null;
  /** Questions of one person in ten minutes. */
  questions: Allowance | null;
  /** Answers in one chat a minute: two bots that answer each other are slowed down to it. */
  turns: Allowance | null;
}

/** `none` lifts a limit. */
export function limitsOf(settings: {
  perMinute: number | 'none';
  questions: number | 'none';
  turnsPerMinute: number | 'none';
}): Limits {
  const allowance = (n: number | 'none', withinMs: number): Allowance | null => (n === 'none' ? null : { n, withinMs });
  return {
    messages: allowance(settings.perMinute, MINUTE_MS),
    questions: allowance(settings.questions, 10 * MINUTE_MS),
    turns: allowance(settings.turnsPerMinute, MINUTE_MS),
  };
}
