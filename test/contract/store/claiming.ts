/** Which lane is handed out, when, and how much of it. */
import { describe, expect, test } from 'vitest';
import type { Claim } from '../../../src/bus/store.ts';
import { claimed, hour, message, type Start } from './under-test.ts';

export function describeClaiming(start: Start): void {
  describe('claim', () => {
    test('hands out the oldest items first, at most as many as asked for', async () => {
      const { store } = await start();
      await store.enqueue(['1', '2', '3'].map((text) => message('a', text)));
      const [claim, ...others] = await store.claim('in', 'me', 5, 1000, 2);
      expect(claim).toMatchObject({
        lane: 'a',
        attempts: 0,
        items: [
          { seq: 1, payload: '1' },
          { seq: 2, payload: '2' },
        ],
      });
      expect(others).toEqual([]);
    });

    test('hands out at least one item and no more than fits in memory', async () => {
      const { store } = await start();
      const large = 'x'.repeat(8 * 1024 * 1024);
      for (let n = 0; n < 4; n++) await store.enqueue([message('a', large)]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      expect(claim!.items.length).toBeGreaterThanOrEqual(1);
      expect(claim!.items.length).toBeLessThan(4);
    });

    test('never returns a leased lane, nor one of another topic', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1'), message('b', '1', { topic: 'out' })]);
      const claims = await Promise.all(Array.from({ length: 8 }, () => store.claim('in', 'me', 3, 1000)));
      expect(claims.flat().map(({ lane }) => lane)).toEqual(['a']);
      await store.enqueue([message('a', '2')]);
      expect(await store.claim('in', 'me', 3, 1000)).toEqual([]);
    });

    test('goes by urgency, then by who waits longest', async () => {
      const { store, clock } = await start();
      for (const [lane, prio] of [
        ['late', 1],
        ['first', 0],
        ['second', 0],
        ['urgent', -1],
      ] as const) {
        await store.enqueue([message(lane, '1', { prio })]);
        clock.advance(1);
      }
      expect(await claimed(store, 3)).toEqual(['urgent', 'first', 'second']);
      expect(await claimed(store, 3)).toEqual(['late']);
    });

    test('takes a lane to be as urgent as its most urgent item, until it is empty', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1', { prio: 5 }), message('b', '1', { prio: 1 })]);
      await store.enqueue([message('a', '2', { prio: 0 }), message('a', '3', { prio: 9 })]);
      const [a] = await store.claim('in', 'me', 1, 1000);
      expect(a).toMatchObject({ lane: 'a' });
      await store.complete('a', a!.epoch, 3, []);
      await store.enqueue([message('a', '4', { prio: 5 })]);
      clock.advance(1);
      expect(await claimed(store, 2)).toEqual(['b', 'a']);
    });

    test('serves lanes in turn, however much one of them holds', async () => {
      const { store, clock } = await start();
      await store.enqueue(Array.from({ length: 9 }, (_, n) => message('noisy', String(n))));
      clock.advance(1);
      await store.enqueue([message('quiet', '1')]);
      const order: string[] = [];
      for (let turn = 0; turn < 3; turn++) {
        clock.advance(1);
        const [claim] = await store.claim('in', 'me', 1, 1000, 1);
        order.push(claim!.lane);
        await store.complete(claim!.lane, claim!.epoch, claim!.items[0]!.seq, []);
      }
      expect(order).toEqual(['noisy', 'quiet', 'noisy']);
    });

    test('finds each of 10,000 lanes once, past 10,000 that wait', async () => {
      const { store } = await start();
      const lanes = Array.from({ length: 10_000 }, (_, n) => n);
      await store.enqueue(lanes.map((n) => message(`waiting ${n}`, '', { delayMs: 1000 })));
      await store.enqueue(lanes.map((n) => message(`lane ${n}`, String(n), { prio: n % 3 })));
      const found: Claim[] = [];
      for (let some = await store.claim('in', 'me', 700, 1000); some.length > 0; ) {
        found.push(...some);
        some = await store.claim('in', 'me', 700, 1000);
      }
      expect(new Set(found.map(({ lane }) => lane))).toEqual(new Set(lanes.map((n) => `lane ${n}`)));
      expect(found).toHaveLength(lanes.length);
      expect(await store.stats()).toMatchObject({ readyLanes: 10_000, leasedLanes: 10_000 });
    });
  });

  describe('delays', () => {
    test('an idle lane is ready when its delay has passed', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1', { delayMs: 100 })]);
      clock.advance(99);
      expect(await claimed(store)).toEqual([]);
      clock.advance(1);
      expect(await claimed(store)).toEqual(['a']);
    });

    test('a further delayed item prolongs a wait that still lasts, and shortens none', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1', { delayMs: 100 })]);
      clock.advance(60);
      await store.enqueue([message('a', '2', { delayMs: 100 }), message('a', '3', { delayMs: 10 })]);
      clock.advance(99);
      expect(await claimed(store)).toEqual([]);
      clock.advance(1);
      expect(await claimed(store)).toEqual(['a']);
    });

    test('a delayed item does not hold a lane that is ready', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1', { delayMs: 10 })]);
      clock.advance(10);
      await store.enqueue([message('a', '2', { delayMs: 100 })]);
      expect(await claimed(store)).toEqual(['a']);
    });

    test('an item without delay ends the wait', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1', { delayMs: 100 })]);
      await store.enqueue([message('a', '2')]);
      expect(await claimed(store)).toEqual(['a']);
    });

    test('an item without delay does not end a back-off', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.fail('a', claim!.epoch, { error: 'busy', backoffMs: 100 });
      await store.enqueue([message('a', '2')]);
      clock.advance(99);
      expect(await claimed(store)).toEqual([]);
      clock.advance(1);
      expect(await claimed(store)).toEqual(['a']);
    });

    test('what arrives during a lease with a delay waits after it', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.enqueue([message('a', '2', { delayMs: 100 })]);
      clock.advance(50);
      await store.enqueue([message('a', '3', { delayMs: 100 })]);
      await store.complete('a', claim!.epoch, 1, []);
      clock.advance(99);
      expect(await claimed(store)).toEqual([]);
      clock.advance(1);
      expect(await claimed(store)).toEqual(['a']);
    });

    test.each([
      ['handed out', 2],
      ['left behind by', 1],
    ])('what was %s a claim and is still there does not wait for what arrived', async (_, maxItems) => {
      const { store } = await start();
      await store.enqueue([message('a', '1'), message('a', '2')]);
      const [claim] = await store.claim('in', 'me', 1, 1000, maxItems);
      await store.enqueue([message('a', '3', { delayMs: 100 })]);
      await store.complete('a', claim!.epoch, 1, []);
      expect(await claimed(store)).toEqual(['a']);
    });

    test('survive a restart, and never last longer because the clock was set back', async () => {
      const { store, clock, reopen } = await start();
      await store.enqueue([message('at once', '1'), message('waiting', '1', { delayMs: 100 }), message('held', '1')]);
      await store.enqueue([message('backing off', '1', { prio: -1 })]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.fail(claim!.lane, claim!.epoch, { error: 'busy', backoffMs: 100 });
      clock.advance(40);
      clock.setWall(-hour);
      const again = await reopen();
      expect(await claimed(again, 9)).toEqual(['at once', 'held']);
      await again.enqueue([message('backing off', '2')]);
      clock.advance(100);
      expect((await claimed(again, 9)).sort()).toEqual(['backing off', 'waiting']);
    });
  });
}
