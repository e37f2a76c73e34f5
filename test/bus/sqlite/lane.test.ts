import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  arrive,
  consume,
  emptyLane,
  giveUp,
  isEmpty,
  type Lane,
  lease,
  release,
  renew,
} from '../../../src/bus/sqlite/lane.ts';

const ms = fc.nat({ max: 100 });

/** A step and the time that passes before it. What only a holder does is left out while nobody holds the lane. */
const step = fc.tuple(
  ms,
  fc.oneof(
    fc.tuple(fc.constant('arrive'), fc.integer({ min: -2, max: 2 }), ms),
    fc.tuple(fc.constant('lease'), fc.nat({ max: 3 }), ms),
    fc.tuple(fc.constant('renew'), ms, ms),
    fc.tuple(fc.constant('consume'), fc.nat({ max: 4 }), ms),
    fc.tuple(fc.constant('release'), ms, ms),
    fc.tuple(fc.constant('giveUp'), ms, ms),
  ),
);

function take(lane: Lane, [name, one, other]: readonly [string, number, number], now: number): Lane {
  if (name === 'arrive') return arrive(lane, one, other, now);
  if (name === 'lease') {
    const due = lane.state === 'ready' && (lane.readyAt ?? now) <= now;
    return due ? lease(lane, 'me', other, Math.min(lane.lastSeq, lane.headSeq + one), now) : lane;
  }
  if (lane.state !== 'leased') return lane;
  if (name === 'renew') return renew(lane, one, now);
  if (name === 'consume') return consume(lane, lane.headSeq - 1 + one);
  return name === 'release' ? release(lane, now) : giveUp(lane, one, now);
}

test('whatever happens to a lane, it is idle exactly when it is empty and free, and never ready inside a back-off', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      let lane = emptyLane(1, 'a', 'in');
      let now = 1000;
      for (const [passes, what] of steps) {
        now += passes;
        const before = lane;
        lane = take(before, what, now);
        expect(lane.lastSeq).toBeGreaterThanOrEqual(before.lastSeq);
        expect(lane.headSeq).toBeGreaterThanOrEqual(before.headSeq);
        expect(lane.headSeq).toBeLessThanOrEqual(lane.lastSeq + 1);
        expect(lane.epoch).toBeGreaterThanOrEqual(before.epoch);
        if (lane.state !== 'leased') expect(lane.state).toBe(isEmpty(lane) ? 'idle' : 'ready');
        if (lane.state === 'ready') expect(lane.readyAt).toBeGreaterThanOrEqual(lane.heldUntil);
        if (lane.state === 'idle') expect(lane).toMatchObject({ readyAt: null, attempts: 0, heldUntil: 0 });
      }
    }),
    { numRuns: 500 },
  );
});

test('a lane with items becomes ready after the longest delay among them at the latest', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(ms, ms), { minLength: 1 }), (arrivals) => {
      let lane = emptyLane(1, 'a', 'in');
      let now = 1000;
      let latest = 0;
      for (const [passes, delayMs] of arrivals) {
        now += passes;
        latest = Math.max(latest, now + delayMs);
        lane = arrive(lane, 0, delayMs, now);
      }
      expect(lane.readyAt).toBeLessThanOrEqual(latest);
    }),
  );
});
