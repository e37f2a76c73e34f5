/**
 * Any sequence of operations must leave a store as it leaves this model: lanes as lists in memory, each rule of the
 * contract in one place. A failure prints the seed and the shortest sequence that was found.
 */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Enqueue, Store, StoreStats } from '../../src/bus/store.ts';
import type { OpenStore } from './store/under-test.ts';

const laneNames = ['a', 'b', 'c'];

interface ModelItem {
  seq: number;
  payload: string;
  at: number;
}

interface ModelLane {
  items: ModelItem[];
  lastSeq: number;
  prio: number;
  /** When what nobody has seen yet may be claimed; null when there is nothing of that kind. */
  freshAt: number | null;
  backoffUntil: number;
  epoch: number;
  holder: { until: number } | null;
  /** The last item that somebody has been given. */
  given: number;
  attempts: number;
}

class Model {
  now: number;
  readonly lanes = new Map<string, ModelLane>();
  readonly keys = new Set<string>();
  /** Newest first. */
  dead: { lane: string; payload: string; prio: number }[] = [];

  constructor(now: number) {
    this.now = now;
  }

  lane(name: string): ModelLane {
    const lane = this.lanes.get(name) ?? {
      items: [],
      lastSeq: 0,
      prio: 0,
      freshAt: null,
      backoffUntil: 0,
      epoch: 0,
      holder: null,
      given: 0,
      attempts: 0,
    };
    this.lanes.set(name, lane);
    return lane;
  }

  /** The item's number, or null for a known key. */
  enqueue({ lane: name, payload, dedupeKey, prio = 0, delayMs = 0 }: Enqueue): number | null {
    if (dedupeKey !== undefined && this.keys.has(dedupeKey)) return null;
    if (dedupeKey !== undefined) this.keys.add(dedupeKey);
    const lane = this.lane(name);
    const { now } = this;
    lane.prio = lane.items.length === 0 ? prio : Math.min(lane.prio, prio);
    if (lane.freshAt === null) lane.freshAt = now + delayMs;
    else if (delayMs === 0) lane.freshAt = Math.min(lane.freshAt, now);
    else if (lane.freshAt > now) lane.freshAt = Math.max(lane.freshAt, now + delayMs);
    lane.freshAt = Math.max(lane.freshAt, lane.backoffUntil);
    lane.items.push({ seq: ++lane.lastSeq, payload, at: now });
    return lane.lastSeq;
  }

  /** Lanes in the order in which they are to be claimed, with what decides it. */
  claimable(): { name: string; rank: [prio: number, since: number] }[] {
    return [...this.lanes]
      .filter(([, { holder, items, freshAt }]) => !holder && items.length > 0 && (freshAt ?? 0) <= this.now)
      .map(([name, { prio, freshAt }]) => ({ name, rank: [prio, freshAt ?? 0] as [number, number] }))
      .sort((one, other) => one.rank[0] - other.rank[0] || one.rank[1] - other.rank[1]);
  }

  claim(name: string, leaseMs: number, maxItems: number) {
    const lane = this.lane(name);
    const items = lane.items.slice(0, maxItems);
    lane.epoch++;
    lane.holder = { until: this.now + leaseMs };
    lane.given = items.at(-1)!.seq;
    lane.freshAt = lane.given < lane.lastSeq ? this.now : null;
    lane.backoffUntil = 0;
    return { lane: name, epoch: lane.epoch, items, attempts: lane.attempts };
  }

  /** Removes and returns the items up to `upto`. */
  consume(lane: ModelLane, upto: number): ModelItem[] {
    const gone = lane.items.filter(({ seq }) => seq <= upto);
    lane.items = lane.items.filter(({ seq }) => seq > upto);
    if (gone.length > 0) lane.attempts = 0;
    return gone;
  }

  release(lane: ModelLane): void {
    lane.holder = null;
    lane.backoffUntil = 0;
    const head = lane.items[0];
    if (!head) {
      lane.freshAt = null;
      lane.attempts = 0;
    } else if (head.seq <= lane.given) lane.freshAt = this.now;
    else lane.freshAt = Math.max(this.now, lane.freshAt ?? this.now);
  }

  giveUp(lane: ModelLane, backoffMs: number): void {
    const head = lane.items[0];
    if (head && head.seq <= lane.given) lane.attempts++;
    this.release(lane);
    if (!head || backoffMs === 0) return;
    lane.backoffUntil = this.now + backoffMs;
    lane.freshAt = Math.max(lane.backoffUntil, lane.freshAt ?? 0);
  }

  loseLeases(endedBy: number): number {
    const lost = [...this.lanes.values()].filter(({ holder }) => holder && holder.until <= endedBy);
    for (const lane of lost) this.giveUp(lane, 0);
    return lost.length;
  }

  stats(): StoreStats {
    const lanes = [...this.lanes.values()];
    const items = lanes.flatMap((lane) => lane.items);
    return {
      items: items.length,
      readyLanes: lanes.filter((lane) => !lane.holder && lane.items.length > 0).length,
      leasedLanes: lanes.filter((lane) => lane.holder).length,
      dedupeKeys: this.keys.size,
      dead: this.dead.length,
      oldestMs: items.length === 0 ? 0 : this.now - Math.min(...items.map(({ at }) => at)),
    };
  }
}

const laneName = fc.constantFrom(...laneNames);
const delay = fc.constantFrom(0, 20, 50);
const entry = fc.record(
  {
    topic: fc.constant('in'),
    lane: laneName,
    payload: fc.string({ maxLength: 3, unit: 'binary' }),
    dedupeKey: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6'),
    prio: fc.constantFrom(0, 1),
    delayMs: delay,
  },
  { requiredKeys: ['topic', 'lane', 'payload'] },
);
/** Relative to the lane's epoch: mostly the live one, sometimes an earlier or a later. */
const epochOffset = fc.constantFrom(0, 0, 0, 0, -1, 1);
/** Relative to the item before the head: nothing, some, or more than there is. */
const uptoOffset = fc.integer({ min: 0, max: 4 });
const ofHolder = { lane: laneName, epochOffset };

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('enqueue'), batch: fc.array(entry, { maxLength: 3 }) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('claim'),
      n: fc.integer({ min: 1, max: 3 }),
      leaseMs: fc.constantFrom(30, 100),
      maxItems: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('ack'), ...ofHolder, uptoOffset }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('complete'),
      ...ofHolder,
      uptoOffset,
      emits: fc.array(entry, { maxLength: 2 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('fail'), ...ofHolder, backoffMs: fc.constantFrom(0, 40) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bury'), ...ofHolder, uptoOffset }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('renew'), ...ofHolder, leaseMs: fc.constantFrom(30, 100) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel'), lane: laneName, drop: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replay'), which: fc.nat({ max: 2 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('advance'), ms: fc.constantFrom(1, 20, 60) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reap') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

export function describeStoreModel(name: string, open: OpenStore): void {
  test(`${name} does what the model of a store does, whatever is asked of it in whatever order`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
        const place = randomUUID();
        let { store, clock } = await open({ place });
        try {
          const model = new Model(clock.wall());
          for (const next of steps) {
            if (next.do === 'restart') {
              await store.close();
              ({ store, clock } = await open({ place }));
              model.loseLeases(Number.POSITIVE_INFINITY);
            } else if (next.do === 'advance') {
              clock.advance(next.ms);
              model.now += next.ms;
            } else await perform(next, store, model);
            await expectSame(store, model);
          }
        } finally {
          await store.close();
        }
      }),
      { numRuns: 25 },
    );
  }, 120_000);
}

async function perform(next: Exclude<Step, { do: 'restart' | 'advance' }>, store: Store, model: Model): Promise<void> {
  switch (next.do) {
    case 'enqueue': {
      const results = await store.enqueue(next.batch);
      const expected = next.batch.map((one) => model.enqueue(one));
      expect(results.map((result) => (result.status === 'stored' ? result.seq : null))).toEqual(expected);
      return;
    }
    case 'claim': {
      // Lanes that rank alike may come in any order: the ranks must be the model's, and each lane as it has it.
      const claimable = model.claimable();
      const rankOf = new Map(claimable.map(({ name, rank }) => [name, rank]));
      const claims = await store.claim('in', 'me', next.n, next.leaseMs, next.maxItems);
      expect(claims.map(({ lane }) => rankOf.get(lane))).toEqual(claimable.slice(0, next.n).map(({ rank }) => rank));
      expect(claims).toEqual(claims.map(({ lane }) => model.claim(lane, next.leaseMs, next.maxItems)));
      return;
    }
    case 'cancel': {
      const lane = model.lane(next.lane);
      const dropped = next.drop ? model.consume(lane, lane.lastSeq).length : 0;
      if (next.drop) model.dead = model.dead.filter((letter) => letter.lane !== next.lane);
      if (next.drop || lane.holder) model.release(lane);
      expect(await store.cancel(next.lane, { drop: next.drop })).toBe(dropped);
      return;
    }
    case 'replay': {
      const letter = (await store.dead.list(next.which + 1))[next.which];
      const expected = model.dead[next.which];
      expect(letter && { lane: letter.lane, payload: letter.payload }).toEqual(
        expected && { lane: expected.lane, payload: expected.payload },
      );
      if (!letter || !expected) return;
      expect(await store.dead.replay(letter.id)).toBe(true);
      model.dead.splice(next.which, 1);
      model.enqueue({ topic: 'in', ...expected });
      return;
    }
    case 'reap':
      expect(await store.reap()).toBe(model.loseLeases(model.now));
      return;
    default:
      await performAsHolder(next, store, model);
  }
}

/** What only the holder of a lane may do. With another epoch than the live one the model does not move at all. */
async function performAsHolder(
  next: Extract<Step, { epochOffset: number }>,
  store: Store,
  model: Model,
): Promise<void> {
  const { lane: name } = next;
  const lane = model.lane(name);
  const epoch = lane.epoch + next.epochOffset;
  const live = lane.holder !== null && next.epochOffset === 0;
  const upto = Math.max(0, (lane.items[0]?.seq ?? lane.lastSeq + 1) - 1 + ('uptoOffset' in next ? next.uptoOffset : 0));
  switch (next.do) {
    case 'ack':
      expect(await store.ack(name, epoch, upto)).toBe(live);
      if (live) model.consume(lane, upto);
      return;
    case 'complete':
      expect(await store.complete(name, epoch, upto, next.emits)).toBe(live);
      if (!live) return;
      model.consume(lane, upto);
      for (const emit of next.emits) model.enqueue(emit);
      model.release(lane);
      return;
    case 'fail':
      expect(await store.fail(name, epoch, { error: 'failed', backoffMs: next.backoffMs })).toBe(live);
      if (live) model.giveUp(lane, next.backoffMs);
      return;
    case 'bury': {
      expect(await store.fail(name, epoch, { error: 'poison', dead: true, upto })).toBe(live);
      if (!live) return;
      const { prio } = lane;
      const gone = model.consume(lane, upto).map(({ payload }) => ({ lane: name, payload, prio }));
      model.dead.unshift(...gone.reverse());
      if (gone.length > 0) model.release(lane);
      else model.giveUp(lane, 0);
      return;
    }
    case 'renew':
      expect(await store.renew(name, epoch, next.leaseMs)).toBe(live);
      if (live) lane.holder = { until: model.now + next.leaseMs };
      return;
    default:
      next satisfies never;
  }
}

async function expectSame(store: Store, model: Model): Promise<void> {
  const [stats, ...contents] = await Promise.all([store.stats(), ...laneNames.map((name) => store.peek(name))]);
  expect(stats).toEqual(model.stats());
  expect(contents).toEqual(laneNames.map((name) => model.lane(name).items));
}
