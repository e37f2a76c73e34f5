/** What runs inside a transaction of the store: gates, effects and calls. */
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../../src/bus/store.ts';
import { call, gate, message, type Note, note, notes, payloads, type Start } from './under-test.ts';

export function describeProcedures(start: Start): void {
  describe('a gate', () => {
    test('is not asked about a known key', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1', { dedupeKey: 'k' })]);
      await store.enqueue([message('a', '2', { dedupeKey: 'k', gate: gate(null) })]);
      expect(await notes(store)).toEqual([]);
    });

    test('that passes is asked inside the transaction, before the item has a number', async () => {
      const { store } = await start();
      await store.enqueue([message('a', '1', { gate: gate(null), effects: [note('effect')] })]);
      expect(await notes(store)).toMatchObject([
        { text: 'asked', lane: 'a', seq: null },
        { text: 'effect', lane: 'a', seq: 1 },
      ]);
    });

    test('that refuses and remembers stays refused on redelivery', async () => {
      const { store } = await start();
      const refusal: Refusal = { reason: 'no consent', remember: true };
      const offer = (answer: Refusal | null) =>
        store.enqueue([message('a', '1', { dedupeKey: 'k', gate: gate(answer), effects: [note('effect')] })]);
      expect(await offer(refusal)).toEqual([{ status: 'refused', refusal }]);
      expect(await offer(null)).toEqual([{ status: 'duplicate' }]);
      expect(await payloads(store, 'a')).toEqual([]);
      expect((await notes(store)).map(({ text }) => text)).toEqual(['asked']);
    });

    test('that refuses without remembering may be asked again', async () => {
      const { store } = await start();
      const refusal: Refusal = { reason: 'too many messages', remember: false };
      await store.enqueue([message('a', '1', { dedupeKey: 'k', gate: gate(refusal) })]);
      expect(await store.stats()).toMatchObject({ items: 0, dedupeKeys: 0 });
      const [result] = await store.enqueue([message('a', '1', { dedupeKey: 'k', gate: gate(null) })]);
      expect(result).toMatchObject({ status: 'stored', seq: 1 });
    });

    test('that answers neither null nor a refusal is a mistake, and nothing is stored', async () => {
      const { store } = await start();
      const wrong = call('contract.gate', { text: 'asked', refusal: { reason: 'half a refusal' } });
      await expect(store.enqueue([message('a', '1', { gate: wrong })])).rejects.toThrow(/contract\.gate.*null/);
      expect(await store.stats()).toMatchObject({ items: 0 });
    });
  });

  describe('effects', () => {
    test('run with the number of their item, and their results are returned', async () => {
      const { store, clock } = await start();
      clock.advance(5);
      const [first] = await store.enqueue([message('a', '1', { effects: [note('x'), note('y')] })]);
      const [item] = await store.peek('a');
      const context = { now: item!.at, lane: 'a', seq: 1 };
      expect(first).toEqual({
        status: 'stored',
        seq: 1,
        results: [
          { text: 'x', ...context },
          { text: 'y', ...context },
        ],
      });
      expect(await notes(store)).toHaveLength(2);
    });

    test('of an unknown name fail and name those that are known', async () => {
      const { store } = await start();
      const offer = store.enqueue([message('a', '1', { effects: [call('contract.nothing', null)] })]);
      await expect(offer).rejects.toThrow(/"contract\.nothing".*contract\.note,/);
      expect(await payloads(store, 'a')).toEqual([]);
    });

    test('whose result cannot be passed on fail, and nothing is stored', async () => {
      const { store } = await start();
      for (const procedure of ['contract.returnPromise', 'contract.returnFunction']) {
        const offer = store.enqueue([message('a', '1', { effects: [call(procedure, null)] })]);
        await expect(offer).rejects.toThrow(procedure);
      }
      expect(await payloads(store, 'a')).toEqual([]);
    });
  });

  describe('call', () => {
    test('runs a procedure in a transaction of its own', async () => {
      const { store, reopen } = await start();
      const made = await store.call<Note>('contract.note', 'hello');
      expect(made).toMatchObject({ text: 'hello', lane: null, seq: null });
      await expect(store.call('contract.noteAndThrow', 'broken')).rejects.toThrow('broken');
      expect(await notes(await reopen())).toEqual([made]);
    });

    test('refuses arguments that cannot be passed to the store, at once', async () => {
      const { store } = await start();
      await expect(store.call('contract.note', () => 'a function')).rejects.toThrow(/clone/);
      expect(await store.call<Note[]>('contract.notes', null)).toEqual([]);
    });
  });
}
