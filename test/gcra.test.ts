import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitEvent, createLimit } from '../src/gcra.ts';

describe('the pace of one key', () => {
  it('lets a burst through and then the steady rate', () => {
    const limit = createLimit({ everyMs: 100, burst: 3 }, () => 0);
    expect([limit('a'), limit('a'), limit('a'), limit('a')]).toEqual([0, 0, 0, 100]);
  });

  it('does not mix keys', () => {
    const limit = createLimit({ everyMs: 100, burst: 1 }, () => 0);
    expect([limit('a'), limit('b'), limit('a')]).toEqual([0, 0, 100]);
  });

  it('never lets more than the burst and the steady rate through, and what it says to wait is exact', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 }),
        (everyMs, burst, gaps) => {
          let due = 0;
          let now = 10_000;
          const start = now;
          let passed = 0;
          for (const gap of gaps) {
            now += gap;
            const result = admitEvent(due, now, { everyMs, burst });
            if ('due' in result) {
              due = result.due;
              passed += 1;
              expect(passed).toBeLessThanOrEqual(burst + (now - start) / everyMs);
            } else {
              expect('waitMs' in admitEvent(due, now + result.waitMs - 1, { everyMs, burst })).toBe(true);
              expect('due' in admitEvent(due, now + result.waitMs, { everyMs, burst })).toBe(true);
            }
          }
        },
      ),
    );
  });
});
