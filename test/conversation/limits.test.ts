import { describe, expect, it } from 'vitest';
import { admitEvent, type Rate } from '../../src/conversation/gcra.ts';
import { limitsOf } from '../../src/conversation/limits.ts';

/** How many of `n` events at `now` pass, and the state they leave. */
function passing(due: number, now: number, n: number, rate: Rate): { passed: number; due: number } {
  let passed = 0;
  for (let i = 0; i < n; i++) {
    const result = admitEvent(due, now, rate);
    if (!('due' in result)) break;
    due = result.due;
    passed += 1;
  }
  return { passed, due };
}

describe('the limits', () => {
  const limits = limitsOf({ perMinute: 'none', questions: 20, turnsPerMinute: 6 });

  it('let twenty questions through at once, and after ten minutes twenty more', () => {
    const first = passing(0, 1_000_000, 30, limits.questions!);
    expect(first.passed).toBe(20);
    expect(passing(first.due, 1_000_000 + 600_000, 30, limits.questions!).passed).toBe(20);
  });

  it('let a chat have six answers, and then one in ten seconds', () => {
    const first = passing(0, 1_000_000, 30, limits.turns!);
    expect(first.passed).toBe(6);
    expect(passing(first.due, 1_000_000 + 10_000, 30, limits.turns!).passed).toBe(1);
  });

  it('can be lifted', () => {
    expect(limits.messages).toBeNull();
  });
});
