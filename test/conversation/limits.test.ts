import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitEvent } from '../../src/conversation/gcra.ts';
import { limitsOf } from '../../src/conversation/limits.ts';

describe('the limit of questions', () => {
  it('lets no more than its number through in any ten minutes, however they come', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 200 }),
        (most, gaps) => {
          const rate = limitsOf({ perMinute: 'none', questions: most, turnsPerMinute: 'none' }).questions!;
          let [due, now] = [0, 1_000_000];
          const passed: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const result = admitEvent(due, now, rate);
            if (!('due' in result)) continue;
            due = result.due;
            passed.push(now);
          }
          for (const from of passed)
            expect(passed.filter((at) => at >= from && at < from + 600_000).length).toBeLessThanOrEqual(most);
        },
      ),
    );
  });

  it('of 20 lets a dozen come at once', () => {
    expect(limitsOf({ perMinute: 'none', questions: 20, turnsPerMinute: 6 })).toMatchObject({
      messages: null,
      questions: { burst: 12, everyMs: 75_000 },
      turns: { burst: 6, everyMs: 10_000 },
    });
  });
});
