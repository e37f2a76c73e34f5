/** How long a lane is held, and what is left to somebody who has lost it. */
import { describe, expect, test } from 'vitest';
import { claimed, hour, message, note, notes, payloads, reply, type Start } from './under-test.ts';

export function describeHolding(start: Start): void {
  describe('a lease', () => {
    test('is lost to reap when it runs out, and not before', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1')]);
      const [first] = await store.claim('in', 'me', 1, 100);
      clock.advance(99);
      expect(await store.reap()).toBe(0);
      clock.advance(1);
      expect(await store.reap()).toBe(1);
      expect(await store.complete('a', first!.epoch, 1, [])).toBe(false);
      const [second] = await store.claim('in', 'other', 1, 100);
      expect(second).toMatchObject({ attempts: 1, items: [{ payload: '1' }] });
      expect(second!.epoch).toBeGreaterThan(first!.epoch);
    });

    test('that ran out is still good while nobody took it', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 100);
      clock.advance(500);
      expect(await store.renew('a', claim!.epoch, 100)).toBe(true);
      expect(await store.reap()).toBe(0);
      expect(await store.complete('a', claim!.epoch, 1, [])).toBe(true);
    });

    test('is prolonged by renew', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 100);
      clock.advance(90);
      expect(await store.renew('a', claim!.epoch, 100)).toBe(true);
      clock.advance(99);
      expect(await store.reap()).toBe(0);
      expect(await store.renew('a', claim!.epoch + 1, 100)).toBe(false);
      expect(await store.renew('no such lane', 1, 100)).toBe(false);
    });

    test.each([hour, -hour])('is untouched when the clock is set by %i ms', async (byMs) => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1'), message('b', '1', { delayMs: 100 })]);
      const [claim] = await store.claim('in', 'me', 1, 100);
      clock.setWall(byMs);
      expect(await store.reap()).toBe(0);
      clock.advance(99);
      expect(await store.reap()).toBe(0);
      expect(await claimed(store)).toEqual([]);
      clock.advance(1);
      expect(await store.renew('a', claim!.epoch, 100)).toBe(true);
      expect(await claimed(store)).toEqual(['b']);
    });

    test('ends with the process that held it, at once', async () => {
      const { store, reopen } = await start();
      await store.enqueue([message('a', '1'), message('b', '1')]);
      const [a, b] = await store.claim('in', 'me', 2, hour);
      await store.ack('b', b!.epoch, 1);
      const again = await reopen();
      expect(await again.stats()).toMatchObject({ readyLanes: 1, leasedLanes: 0 });
      expect(await again.complete('a', a!.epoch, 1, [])).toBe(false);
      expect(await again.claim('in', 'me', 9, hour)).toMatchObject([{ lane: 'a', epoch: a!.epoch + 1, attempts: 1 }]);
    });
  });

  describe('a stale epoch', () => {
    /** Whoever holds `stale` has lost the lane; `live` holds it now. */
    async function contested() {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1'), message('a', '2')]);
      const [stale] = await store.claim('in', 'zombie', 1, 100);
      clock.advance(100);
      await store.reap();
      const [live] = await store.claim('in', 'me', 1, 100);
      return { store, stale: stale!.epoch, live: live!.epoch };
    }

    test('changes nothing: no item, no emit, no effect, no lease', async () => {
      const { store, stale, live } = await contested();
      const before = [await store.stats(), await store.peek('a')];
      const effects = [note('must not be')];
      for (const epoch of [stale, live + 1, -1, Number.NaN]) {
        expect(await store.renew('a', epoch, hour)).toBe(false);
        expect(await store.ack('a', epoch, 1, effects)).toBe(false);
        expect(await store.complete('a', epoch, 2, [reply('a', 'echo', { dedupeKey: 'k' })], effects)).toBe(false);
        expect(await store.fail('a', epoch, { error: 'late', backoffMs: 0 })).toBe(false);
        expect(await store.fail('a', epoch, { error: 'late', dead: true, upto: 2, effects })).toBe(false);
      }
      expect([await store.stats(), await store.peek('a')]).toEqual(before);
      expect(await notes(store)).toEqual([]);
      expect(await store.complete('a', live, 2, [])).toBe(true);
    });

    test('is what remains after the lane was given back, even if nobody claimed it since', async () => {
      const { store, live } = await contested();
      await store.complete('a', live, 1, []);
      expect(await store.complete('a', live, 2, [reply('a', 'echo')])).toBe(false);
      expect(await payloads(store, 'a')).toEqual(['2']);
      expect(await payloads(store, 'out:a')).toEqual([]);
    });
  });

  describe('cancel', () => {
    test('takes the lane from its holder and leaves the items', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      expect(await store.cancel('a')).toBe(0);
      expect(await store.complete('a', claim!.epoch, 1, [reply('a', 'late')])).toBe(false);
      expect(await store.claim('in', 'me', 1, 1000)).toMatchObject([{ attempts: 0, items: [{ payload: '1' }] }]);
    });

    test('with drop removes the items too; numbers go on', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1'), message('a', '2'), message('b', '1', { delayMs: 100 })]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      expect(await store.cancel('a', { drop: true })).toBe(2);
      expect(await store.cancel('b', { drop: true })).toBe(1);
      expect(await store.cancel('no such lane', { drop: true })).toBe(0);
      expect(await store.renew('a', claim!.epoch, 1000)).toBe(false);
      expect(await store.stats()).toMatchObject({ items: 0, readyLanes: 0, leasedLanes: 0 });
      expect(await store.enqueue([message('a', '3')])).toMatchObject([{ seq: 3 }]);
      expect(await claimed(store)).toEqual(['a']);
    });

    test('with drop takes the lane’s dead letters too, and no others', async () => {
      const { store } = await start();
      for (const lane of ['a', 'b']) {
        await store.enqueue([message(lane, '1')]);
        const [claim] = await store.claim('in', 'me', 1, 1000);
        await store.fail(lane, claim!.epoch, { error: 'poison', dead: true, upto: 1 });
      }
      await store.cancel('a', { drop: true });
      expect((await store.dead.list(10)).map(({ lane }) => lane)).toEqual(['b']);
      expect(await store.stats()).toMatchObject({ dead: 1 });
    });

    test('does not end a back-off or a wait', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.fail('a', claim!.epoch, { error: 'busy', backoffMs: 100 });
      await store.enqueue([message('b', '1', { delayMs: 100 })]);
      for (const lane of ['a', 'b']) await store.cancel(lane);
      expect(await claimed(store)).toEqual([]);
    });
  });
}
