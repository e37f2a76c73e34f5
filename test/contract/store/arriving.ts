/** What comes into a lane: numbered, whole, exactly as it was said, and once. */
import { describe, expect, test } from 'vitest';
import type { Enqueue, Store } from '../../../src/bus/store.ts';
import { call, day, gate, message, note, notes, payloads, type Start } from './under-test.ts';

export function describeArriving(start: Start): void {
  describe('enqueue', () => {
    test('numbers the items of each lane from 1 in the order they were committed', async () => {
      const { store } = await start();
      const results = await Promise.all(
        Array.from({ length: 60 }, (_, n) => store.enqueue([message(n % 3 === 0 ? 'a' : 'b', String(n))])),
      );
      for (const lane of ['a', 'b']) {
        const items = await store.peek(lane);
        expect(items.map(({ seq }) => seq)).toEqual(items.map((_, index) => index + 1));
        for (const { seq, payload } of items) {
          expect(results[Number(payload)]).toEqual([{ status: 'stored', seq, results: [] }]);
        }
      }
    });

    test('answers one result an entry, in order', async () => {
      const { store } = await start();
      await store.enqueue([message('a', 'first', { dedupeKey: 'known' })]);
      const results = await store.enqueue([
        message('a', 'second'),
        message('a', 'again', { dedupeKey: 'known' }),
        message('b', 'third', { dedupeKey: 'new' }),
        message('b', 'twice in one batch', { dedupeKey: 'new' }),
        message('b', 'refused', { gate: gate({ reason: 'too many', remember: false, retryAfterMs: 5 }) }),
      ]);
      expect(results).toEqual([
        { status: 'stored', seq: 2, results: [] },
        { status: 'duplicate' },
        { status: 'stored', seq: 1, results: [] },
        { status: 'duplicate' },
        { status: 'refused', refusal: { reason: 'too many', remember: false, retryAfterMs: 5 } },
      ]);
      expect(await store.enqueue([])).toEqual([]);
    });

    test('keeps nothing of a batch in which an effect throws, and everything around it', async () => {
      const { store } = await start();
      const [before, broken, after] = await Promise.allSettled([
        store.enqueue([message('a', 'before')]),
        store.enqueue([
          message('a', 'good', { dedupeKey: 'good', effects: [note('good')] }),
          message('a', 'bad', { dedupeKey: 'bad', effects: [call('contract.noteAndThrow', 'the effect failed')] }),
        ]),
        store.enqueue([message('a', 'after')]),
      ]);
      expect(before.status).toBe('fulfilled');
      expect(broken).toMatchObject({ status: 'rejected', reason: { message: 'the effect failed' } });
      expect(after).toMatchObject({ value: [{ seq: 2 }] });
      expect(await payloads(store, 'a')).toEqual(['before', 'after']);
      expect(await notes(store)).toEqual([]);
      expect(await store.stats()).toMatchObject({ items: 2, dedupeKeys: 0 });
      expect(await store.enqueue([message('a', 'good', { dedupeKey: 'good' })])).toMatchObject([{ status: 'stored' }]);
    });

    test('keeps a lane in its topic', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1')]);
      await expect(store.enqueue([message('a', '2', { topic: 'elsewhere' })])).rejects.toThrow(/belongs to the topic/);
      expect(await payloads(store, 'a')).toEqual(['1']);
    });

    test('takes a payload of 8 MB and refuses a larger one, saying so', async () => {
      const { store } = await start();
      const largest = 'é'.repeat(4 * 1024 * 1024);
      await store.enqueue([message('a', largest)]);
      await expect(store.enqueue([message('a', `${largest}x`)])).rejects.toThrow(/8388608 bytes.*8388609/);
      const [item, ...others] = await store.peek('a');
      expect(item?.payload === largest).toBe(true);
      expect(others).toEqual([]);
    });

    test('refuses names and numbers that mean nothing', async () => {
      const { store } = await start();
      const wrong: Partial<Enqueue>[] = [
        { topic: '' },
        { lane: '' },
        { lane: 'x'.repeat(2000) },
        { dedupeKey: '' },
        { prio: 0.5 },
        { delayMs: -1 },
        { delayMs: Number.NaN },
      ];
      for (const part of wrong) await expect(store.enqueue([{ ...message('a', '1'), ...part }])).rejects.toThrow();
      await expect(store.claim('in', 'me', 0, 1000)).rejects.toThrow(/whole number/);
      await expect(store.claim('in', 'me', 1, Number.NaN)).rejects.toThrow(/milliseconds/);
      expect(await store.stats()).toMatchObject({ items: 0 });
    });
  });

  describe('strings', () => {
    const hostile = ['nul\0inside', '\0', 'lone \ud800 high', '\udc00', '\ud83d\ude00 whole', "'; drop table item; --"];

    test('come back exactly, wherever they are kept', async () => {
      const { store, reopen } = await start();
      for (const text of hostile) {
        await store.enqueue([message(`lane ${text}`, text, { topic: `topic ${text}`, effects: [note(text)] })]);
      }
      const again = await reopen();
      for (const text of hostile) {
        const [claim] = await again.claim(`topic ${text}`, text, 1, 1000);
        expect(claim).toMatchObject({ lane: `lane ${text}`, items: [{ payload: text }] });
        await again.fail(claim!.lane, claim!.epoch, { error: text, dead: true, upto: 1 });
        expect(await again.dead.list(1)).toMatchObject([
          { lane: `lane ${text}`, topic: `topic ${text}`, payload: text, error: text },
        ]);
      }
      expect((await notes(again)).map(({ text }) => text)).toEqual(hostile);
    });

    test('that differ never become the same lane or key', async () => {
      const { store } = await start();
      const alike = ['a', 'a\0', 'a\0b', 'a\ufffd', 'a\ud800', 'a\udbff', 'a\ud800\0'];
      for (const text of alike) {
        const [result] = await store.enqueue([message(text, text, { dedupeKey: text })]);
        expect(result).toEqual({ status: 'stored', seq: 1, results: [] });
      }
    });
  });

  describe('dedupe keys', () => {
    test('are known for 8 days, across restarts', async () => {
      const { store, clock, reopen } = await start();
      const offer = (to: Store) => to.enqueue([message('a', 'once', { dedupeKey: 'event 1' })]);
      await offer(store);
      clock.advance(8 * day - 1);
      const again = await reopen();
      expect(await offer(again)).toEqual([{ status: 'duplicate' }]);
      clock.advance(1);
      expect(await offer(again)).toMatchObject([{ status: 'stored' }]);
      expect(await offer(again)).toEqual([{ status: 'duplicate' }]);
    });

    test('are let go of when they expire, a slice at each reap', async () => {
      const { store, clock } = await start();
      const keys = Array.from({ length: 2500 }, (_, n) => message('a', '', { dedupeKey: `old ${n}` }));
      await store.enqueue(keys);
      clock.advance(8 * day);
      await store.enqueue([message('a', '', { dedupeKey: 'young' })]);
      const left: number[] = [];
      for (let reaps = 0; reaps < 10; reaps++) {
        await store.reap();
        left.push((await store.stats()).dedupeKeys);
      }
      expect(left[0]).toBeGreaterThan(1);
      expect(left.at(-1)).toBe(1);
    });
  });
}
