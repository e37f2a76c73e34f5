import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/bus/sqlite/open.ts';
import type { Claim, Store } from '../../src/bus/store.ts';
import { type Arrivals, type Lanes, workLanes } from '../../src/journey/lane.ts';
import { failOnFatal, temporaryFolder } from '../bus/sqlite/store-under-test.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openStore(): Promise<Store> {
  const store = await openSqliteStore({ file: join(temporaryFolder(), 'lanes.db'), onFatal: failOnFatal });
  closing.push(() => store.close());
  return store;
}

const item = (lane: string) => ({ topic: 'in', lane, payload: '{}' });

/** A store where something happens once the first claim was asked for and before it is answered. */
function withinClaims(store: Store, happens: () => void): Store {
  let first = true;
  const claim: Store['claim'] = (...args) => {
    const claims = store.claim(...args);
    if (first) happens();
    first = false;
    return claims;
  };
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const own = target[name];
      return name === 'claim' ? claim : typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

/** A worker that keeps each lane until it is told to go on. */
function work(store: Store, maxItems = 8) {
  const taken: { claim: Claim; arrivals: Arrivals; end: () => void }[] = [];
  const lanes: Lanes = workLanes({
    ...{ store, topic: 'in', concurrency: 8, maxItems, emptiesOnStop: false, log: pino({ level: 'silent' }) },
    async work(claim, _held, arrivals) {
      await new Promise<void>((end) => taken.push({ claim, arrivals, end }));
      await store.complete(claim.lane, claim.epoch, claim.items.at(-1)!.seq, []);
    },
  });
  closing.push(async () => {
    for (const { end } of taken) end();
    await lanes.stop(0);
  });
  return taken;
}

describe('what comes into a lane while it is worked on', () => {
  it('is told of, also to whoever listens only afterwards', async () => {
    const store = await openStore();
    const taken = work(store);
    await store.enqueue([item('a')]);
    await expect.poll(() => taken.length).toBe(1);
    const { arrivals } = taken[0]!;
    expect(arrivals.any).toBe(false);
    let heard = 0;
    const off = arrivals.listen(() => heard++);
    await store.enqueue([item('b')]);
    await store.enqueue([item('a')]);
    await expect.poll(() => heard).toBe(1);
    expect(arrivals.any).toBe(true);
    off();
    await store.enqueue([item('a')]);
    await store.peek('a');
    expect(heard).toBe(1);
  });

  it('is not missed where it comes between the claim and its worker', async () => {
    const store = await openStore();
    await store.enqueue([item('a')]);
    const taken = work(withinClaims(store, () => void store.enqueue([item('a')])));
    await expect.poll(() => taken.length).toBe(1);
    expect(taken[0]!.claim.items).toHaveLength(1);
    expect(taken[0]!.arrivals.any).toBe(true);
  });

  it('is told of where a lane holds more than is handed out at once', async () => {
    const store = await openStore();
    await store.enqueue([item('a'), item('a'), item('a')]);
    const taken = work(store, 2);
    await expect.poll(() => taken.length).toBe(1);
    expect(taken[0]!.claim.items).toHaveLength(2);
    expect(taken[0]!.arrivals.any).toBe(true);
  });
});
