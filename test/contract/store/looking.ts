/** What can be seen and heard of a store without holding a lane, and how it closes. */
import { describe, expect, test } from 'vitest';
import { claimed, message, payloads, type Start } from './under-test.ts';

function signal<Value = void>(listen: (done: (value: Value) => void) => unknown): Promise<Value> {
  return new Promise<Value>((resolve) => listen(resolve));
}

export function describeLooking(start: Start): void {
  describe('peek', () => {
    test('shows items without claiming them', async () => {
      const { store } = await start();
      await store.enqueue(['1', '2', '3'].map((text) => message('a', text)));
      await store.claim('in', 'me', 1, 1000, 1);
      expect(await payloads(store, 'a')).toEqual(['1', '2', '3']);
      expect((await store.peek('a', 2)).map(({ payload }) => payload)).toEqual(['3']);
      expect(await store.peek('no such lane')).toEqual([]);
    });
  });

  describe('hints', () => {
    test('tell when a lane of the topic may be ready', async () => {
      const { store } = await start();
      const ready = signal((done) => store.onReady('in', done));
      await store.enqueue([message('a', '1')]);
      await ready;
    });

    test('tell when a waiting lane comes due', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1', { delayMs: 5 }), message('b', '1', { delayMs: 10 })]);
      for (const lane of ['a', 'b']) {
        const due = signal((done) => store.onReady('in', done));
        clock.advance(5);
        await due;
        expect(await claimed(store)).toEqual([lane]);
      }
    });

    test('tell when an item arrives in a leased lane', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1')]);
      await store.claim('in', 'me', 1, 1000);
      const arrived = signal<string>((done) => store.onArrival(done));
      await store.enqueue([message('b', '1')]);
      await store.enqueue([message('a', '2')]);
      expect(await arrived).toBe('a');
    });

    test('stop when the listener is taken away', async () => {
      const { store } = await start();
      let heard = 0;
      const off = store.onReady('in', () => heard++);
      off();
      const ready = signal((done) => store.onReady('in', done));
      await store.enqueue([message('a', '1')]);
      await ready;
      expect(heard).toBe(0);
    });
  });

  describe('stats', () => {
    test('count what there is', async () => {
      const { store, clock, reopen } = await start();
      expect(await store.stats()).toEqual({
        items: 0,
        readyLanes: 0,
        leasedLanes: 0,
        dedupeKeys: 0,
        dead: 0,
        oldestMs: 0,
      });
      await store.enqueue([
        message('a', '1', { dedupeKey: 'k' }),
        message('b', '1', { delayMs: 50 }),
        message('c', '1'),
      ]);
      clock.advance(20);
      await store.enqueue([message('a', '2')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.fail(claim!.lane, claim!.epoch, { error: 'x', dead: true, upto: 1 });
      await store.claim('in', 'me', 1, 1000);
      const counts = { items: 3, dedupeKeys: 1, dead: 1, oldestMs: 20 };
      expect(await store.stats()).toEqual({ ...counts, readyLanes: 2, leasedLanes: 1 });
      expect(await (await reopen()).stats()).toEqual({ ...counts, readyLanes: 3, leasedLanes: 0 });
    });
  });

  describe('close', () => {
    test('finishes what was asked and refuses what comes after', async () => {
      const { store, reopen } = await start();
      const asked = Array.from({ length: 1000 }, (_, n) => store.enqueue([message('a', String(n))]));
      await Promise.all([store.close(), store.close()]);
      await expect(store.enqueue([message('a', 'late')])).rejects.toThrow('The store is closed.');
      expect((await Promise.all(asked)).flat()).toHaveLength(1000);
      expect(await (await reopen()).stats()).toMatchObject({ items: 1000 });
    });
  });
}
