import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsSchema, limitSchema, limitTables } from '../../src/conversation/limit.tables.ts';
import { limitsOf } from '../../src/conversation/limits.ts';

function openTables() {
  const db = new DatabaseSync(':memory:');
  db.exec(limitSchema);
  db.exec(eventsSchema);
  return { db, ...limitTables(db) };
}

describe('the limits', () => {
  const limits = limitsOf({ perMinute: 'none', questions: 20, turnsPerMinute: 6 });
  const START = 1_000_000;
  const MINUTE_MS = 60_000;

  it('let twenty questions through at once, none for the rest of ten minutes, and then twenty more', () => {
    const { gate } = openTables();
    const passing = (now: number) =>
      Array.from({ length: 30 }, () => gate('ana', limits.questions!, now)).filter((refused) => refused === null);
    expect(passing(START)).toHaveLength(20);
    expect(passing(START + 10 * MINUTE_MS - 1)).toHaveLength(0);
    expect(passing(START + 10 * MINUTE_MS)).toHaveLength(20);
  });

  it('say exactly how long to wait, to each for themselves', () => {
    const { gate, isOver } = openTables();
    for (let i = 0; i < 6; i++) gate('a chat', limits.turns!, START + i * 1000);
    expect(gate('a chat', limits.turns!, START + 10_000)).toMatchObject({
      reason: 'too many messages',
      retryAfterMs: 50_000,
    });
    expect(isOver('a chat', limits.turns!, START + MINUTE_MS - 1)).toBe(true);
    expect(isOver('a chat', limits.turns!, START + MINUTE_MS)).toBe(false);
    expect(isOver('another', limits.turns!, START + 10_000)).toBe(false);
  });

  it('keep no row longer than the row counts', () => {
    const { db, gate, sweep } = openTables();
    const rows = () => db.prepare('SELECT count(*) AS n FROM pace').get()!.n;
    for (let i = 0; i < 100; i++) gate('ana', { n: 3, withinMs: 10 }, i * 5);
    expect(rows()).toBeLessThanOrEqual(3);
    sweep(100 * 5 + 10);
    expect(rows()).toBe(0);
  });

  it('can be lifted', () => {
    expect(limits.messages).toBeNull();
  });

  it('hold in every window, wherever it begins, and refuse nobody who has less in theirs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 1100 })), {
          maxLength: 120,
        }),
        (n, withinMs, gaps) => {
          const { db, gate } = openTables();
          const passed: number[] = [];
          let now = START;
          for (const gap of gaps) {
            now += gap;
            const inWindow = passed.filter((at) => at > now - withinMs).length;
            const refused = gate('ana', { n, withinMs }, now);
            expect(refused === null).toBe(inWindow < n);
            if (refused === null) passed.push(now);
            else {
              const then = now + refused.retryAfterMs!;
              const left = (when: number) => passed.filter((at) => at > when - withinMs).length;
              expect([left(then - 1), left(then)].map((count) => count < n)).toEqual([false, true]);
            }
          }
          // No window of the stated length holds more than the stated number.
          for (const from of passed)
            expect(passed.filter((at) => at >= from && at < from + withinMs).length).toBeLessThanOrEqual(n);
          db.close();
        },
      ),
    );
  });
});
