/** How items leave their lane: done, failed for now, or for good. */
import { describe, expect, test } from 'vitest';
import { call, claimed, gate, message, note, notes, payloads, reply, type Start } from './under-test.ts';

export function describeFinishing(start: Start): void {
  describe('ack', () => {
    test('removes items and keeps the lease', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1'), message('a', '2')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      expect(await store.ack('a', claim!.epoch, 1, [note('acked')])).toBe(true);
      expect(await payloads(store, 'a')).toEqual(['2']);
      expect(await notes(store)).toMatchObject([{ text: 'acked', lane: 'a' }]);
      expect(await claimed(store)).toEqual([]);
      expect(await store.ack('a', claim!.epoch, 1)).toBe(true);
      expect(await store.complete('a', claim!.epoch, 2, [])).toBe(true);
      expect(await store.stats()).toMatchObject({ items: 0, readyLanes: 0, leasedLanes: 0 });
    });
  });

  describe('complete', () => {
    test('consumes, emits, runs effects and gives the lane back', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1'), message('a', '2')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.enqueue([message('a', '3')]);
      const emits = [reply('a', 'echo', { effects: [note('emitted')] })];
      expect(await store.complete('a', claim!.epoch, 2, emits, [note('completed')])).toBe(true);
      expect(await payloads(store, 'a')).toEqual(['3']);
      expect(await payloads(store, 'out:a')).toEqual(['echo']);
      expect(await notes(store)).toMatchObject([
        { text: 'emitted', lane: 'out:a', seq: 1 },
        { text: 'completed', lane: 'a', seq: null },
      ]);
      expect(await store.claim('in', 'me', 1, 1000)).toMatchObject([{ lane: 'a', epoch: claim!.epoch + 1 }]);
      expect(await store.claim('out', 'me', 1, 1000)).toMatchObject([{ lane: 'out:a' }]);
    });

    test('does nothing at all when an effect throws', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      const broken = store.complete(
        'a',
        claim!.epoch,
        1,
        [reply('a', 'echo', { dedupeKey: 'k' })],
        [call('contract.noteAndThrow', 'broken')],
      );
      await expect(broken).rejects.toThrow('broken');
      expect(await payloads(store, 'a')).toEqual(['1']);
      expect(await payloads(store, 'out:a')).toEqual([]);
      expect(await store.complete('a', claim!.epoch, 1, [reply('a', 'echo', { dedupeKey: 'k' })])).toBe(true);
      expect(await payloads(store, 'out:a')).toEqual(['echo']);
    });

    test('skips an emit whose key is known, and one that its gate refuses', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1'), reply('a', 'first', { dedupeKey: 'known' })]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      const emits = [
        reply('a', 'again', { dedupeKey: 'known' }),
        reply('a', 'refused', { gate: gate({ reason: 'stopped', remember: true }) }),
        reply('a', 'second'),
      ];
      expect(await store.complete('a', claim!.epoch, 1, emits)).toBe(true);
      expect(await payloads(store, 'out:a')).toEqual(['first', 'second']);
    });

    test('may emit into its own lane', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.complete('a', claim!.epoch, 99, [message('a', 'later', { delayMs: 10 })]);
      expect(await claimed(store)).toEqual([]);
      clock.advance(10);
      expect(await store.claim('in', 'me', 1, 1000)).toMatchObject([{ items: [{ seq: 2, payload: 'later' }] }]);
    });
  });

  describe('attempts', () => {
    test('count failures and lost leases of the head, and start anew with progress', async () => {
      const { store, clock } = await start();
      await store.enqueue([message('a', '1'), message('a', '2')]);
      const attempt = async () => (await store.claim('in', 'me', 1, 100))[0]!;
      const first = await attempt();
      await store.fail('a', first.epoch, { error: 'failed', backoffMs: 0 });
      const second = await attempt();
      clock.advance(100);
      await store.reap();
      const third = await attempt();
      await store.complete('a', third.epoch, 0, []);
      const fourth = await attempt();
      await store.complete('a', fourth.epoch, 1, []);
      const fifth = await attempt();
      expect([first, second, third, fourth, fifth].map(({ attempts }) => attempts)).toEqual([0, 1, 2, 2, 0]);
    });

    test('are not counted for an item that was never handed out', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1'), message('a', '2')]);
      const [claim] = await store.claim('in', 'me', 1, 100, 1);
      await store.ack('a', claim!.epoch, 1);
      await store.fail('a', claim!.epoch, { error: 'failed after its last item', backoffMs: 0 });
      expect(await store.claim('in', 'me', 1, 100)).toMatchObject([{ attempts: 0, items: [{ payload: '2' }] }]);
    });
  });

  describe('dead letters', () => {
    test('leave their lane, which goes on, and can be replayed at its end', async () => {
      const { store, clock } = await start();
      await store.enqueue(['poison', 'more poison', 'good'].map((text) => message('a', text)));
      const [claim] = await store.claim('in', 'me', 1, 1000);
      clock.advance(7);
      const failure = { error: 'cannot be read', dead: true, upto: 2, effects: [note('given up')] } as const;
      expect(await store.fail('a', claim!.epoch, { ...failure, effects: [...failure.effects] })).toBe(true);
      expect(await notes(store)).toMatchObject([{ text: 'given up', lane: 'a' }]);
      expect(await store.claim('in', 'me', 1, 1000)).toMatchObject([{ attempts: 0, items: [{ payload: 'good' }] }]);
      const letters = await store.dead.list(10);
      const common = { lane: 'a', topic: 'in', error: 'cannot be read', at: claim!.items[0]!.at + 7 };
      expect(letters).toMatchObject([
        { ...common, payload: 'more poison' },
        { ...common, payload: 'poison' },
      ]);
      expect(await store.dead.list(1)).toEqual(letters.slice(0, 1));
      expect(await store.dead.replay(letters[1]!.id)).toBe(true);
      expect(await store.dead.replay(letters[1]!.id)).toBe(false);
      expect(await payloads(store, 'a')).toEqual(['good', 'poison']);
      expect(await store.stats()).toMatchObject({ items: 2, dead: 1 });
    });

    test('that take nothing with them still count as a failed attempt', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1')]);
      const [claim] = await store.claim('in', 'me', 1, 1000);
      await store.fail('a', claim!.epoch, { error: 'nothing', dead: true, upto: 0 });
      expect(await store.dead.list(1)).toEqual([]);
      expect(await store.claim('in', 'me', 1, 1000)).toMatchObject([{ attempts: 1 }]);
    });
  });
}
