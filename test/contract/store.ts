/** What every implementation of `Store` must do, whatever it keeps its lanes in. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Call, Claim, Enqueue, Refusal, Store } from '../../src/bus/store.ts';

/** Moves the store's clocks, which stand still otherwise. */
export interface TestClock {
  /** The store's wall clock now, ms since 1970. */
  wall(): number;
  /** Time passes. */
  advance(ms: number): void;
  /** Somebody sets the machine's clock; no time passes. */
  setWall(byMs: number): void;
}

/**
 * Opens the store kept at `place`: empty at first, and with what was committed when opened again after `close`.
 * The clock belongs to the place and goes on where it stood.
 * The store under test has these procedures, on a table of notes of their own:
 * - `contract.note(text)` adds a note and returns it,
 * - `contract.notes()` returns all notes in the order they were added,
 * - `contract.noteAndThrow(text)` adds a note and throws `text`,
 * - `contract.gate({ text, refusal })` adds a note and returns `refusal`,
 * - `contract.returnPromise()` and `contract.returnFunction()` return what no transaction or thread can pass on.
 */
export type OpenStore = (options: { place: string }) => Promise<OpenedStore>;

export interface OpenedStore {
  store: Store;
  clock: TestClock;
}

/** A note of `contract.note`: its text and the context it was written in. */
export interface Note {
  text: string;
  now: number;
  lane: string | null;
  seq: number | null;
}

const day = 24 * 60 * 60 * 1000;
const hour = 60 * 60 * 1000;

export function describeStore(name: string, open: OpenStore): void {
  describe(`${name} as a store`, () => {
    const opened: Store[] = [];

    /** A fresh place; `reopen` closes it and opens it again as a restarted service would. */
    async function start() {
      const place = randomUUID();
      const { store, clock } = await open({ place });
      opened.push(store);
      return {
        store,
        clock,
        async reopen() {
          await store.close();
          const { store: again } = await open({ place });
          opened.push(again);
          return again;
        },
      };
    }

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

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
        expect(await store.enqueue([message('a', 'good', { dedupeKey: 'good' })])).toMatchObject([
          { status: 'stored' },
        ]);
      });

      test('keeps a lane in its topic', async () => {
        const { store } = await start();
        await store.enqueue([message('a', '1')]);
        await expect(store.enqueue([message('a', '2', { topic: 'elsewhere' })])).rejects.toThrow(
          /belongs to the topic/,
        );
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
      const hostile = [
        'nul\0inside',
        '\0',
        'lone \ud800 high',
        '\udc00',
        '\ud83d\ude00 whole',
        "'; drop table item; --",
      ];

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
  });
}

function message(lane: string, payload: string, more: Partial<Enqueue> = {}): Enqueue {
  return { topic: 'in', lane, payload, ...more };
}

function reply(lane: string, payload: string, more: Partial<Enqueue> = {}): Enqueue {
  return { topic: 'out', lane: `out:${lane}`, payload, ...more };
}

function call(procedure: string, args: unknown): Call {
  return { procedure, args };
}

function note(text: string): Call {
  return call('contract.note', text);
}

function gate(refusal: Refusal | null): Call {
  return call('contract.gate', { text: 'asked', refusal });
}

function notes(store: Store): Promise<Note[]> {
  return store.call<Note[]>('contract.notes', null);
}

async function payloads(store: Store, lane: string): Promise<string[]> {
  return (await store.peek(lane)).map(({ payload }) => payload);
}

async function claimed(store: Store, n = 1): Promise<string[]> {
  return (await store.claim('in', 'me', n, hour)).map(({ lane }) => lane);
}

function signal<Value = void>(listen: (done: (value: Value) => void) => unknown): Promise<Value> {
  return new Promise<Value>((resolve) => listen(resolve));
}
