/**
 * The operations of the store: statements on the tables around the pure steps of lane.ts.
 * Each runs inside a transaction that commits.ts opened; a throw undoes the whole operation.
 */
import type { Call, Claim, DeadItem, Enqueue, Enqueued, Item, StoreStats } from '../store.ts';
import type { Clock } from './clock.ts';
import type { Dedupe } from './dedupe.ts';
import type { PendingHints } from './hints.ts';
import type { ItemTable } from './item-table.ts';
import type { Lane } from './lane.ts';
import * as step from './lane.ts';
import type { LaneTable } from './lane-table.ts';
import { limits } from './limits.ts';
import type { ProcedureContext } from './module.ts';
import type { Failure, Operations } from './operations.ts';
import type { Procedures } from './procedures.ts';
import type { Tally } from './tally.ts';

export interface MailboxParts {
  clock: Clock;
  lanes: LaneTable;
  items: ItemTable;
  dedupe: Dedupe;
  procedures: Procedures;
  tally: Tally;
  hints: PendingHints;
}

export class Mailboxes implements Operations {
  readonly #clock: Clock;
  readonly #lanes: LaneTable;
  readonly #items: ItemTable;
  readonly #dedupe: Dedupe;
  readonly #procedures: Procedures;
  readonly #tally: Tally;
  readonly #hints: PendingHints;

  constructor({ clock, lanes, items, dedupe, procedures, tally, hints }: MailboxParts) {
    this.#clock = clock;
    this.#lanes = lanes;
    this.#items = items;
    this.#dedupe = dedupe;
    this.#procedures = procedures;
    this.#tally = tally;
    this.#hints = hints;
  }

  enqueue(batch: Enqueue[]): Enqueued[] {
    return batch.map((entry) => this.#enqueue(entry));
  }

  claim(topic: string, owner: string, n: number, leaseMs: number, maxItems: number): Claim[] {
    const now = this.#clock.steady();
    const nextDue = this.#lanes.nextDue(topic, now);
    if (nextDue !== undefined) this.#hints.due(topic, nextDue);
    return this.#lanes.ready(topic, now, n).map((lane) => {
      const items = this.#items.after(lane.id, lane.headSeq - 1, maxItems);
      const handedSeq = lane.headSeq + items.length - 1;
      const leased = step.lease(lane, owner, leaseMs, handedSeq, now);
      this.#lanes.save(lane, leased);
      return { lane: lane.key, epoch: leased.epoch, items, attempts: lane.attempts };
    });
  }

  renew(key: string, epoch: number, leaseMs: number): boolean {
    const lane = this.#held(key, epoch);
    if (!lane) return false;
    this.#lanes.save(lane, step.renew(lane, leaseMs, this.#clock.steady()));
    return true;
  }

  ack(key: string, epoch: number, upto: number, effects: Call[]): boolean {
    const lane = this.#held(key, epoch);
    if (!lane) return false;
    this.#consume(lane, upto);
    this.#run(effects, { now: this.#clock.wall(), lane: key });
    return true;
  }

  complete(key: string, epoch: number, upto: number, emits: Enqueue[], effects: Call[]): boolean {
    const lane = this.#held(key, epoch);
    if (!lane) return false;
    const emitsHere = emits.some((emit) => emit.lane === key);
    if (emitsHere) this.#consume(lane, upto);
    else this.#items.remove(lane.id, upto);
    for (const emit of emits) this.#enqueue(emit);
    this.#run(effects, { now: this.#clock.wall(), lane: key });
    // Most lanes are written once; what went to this very lane is read first.
    const consumed = emitsHere ? this.#lanes.find(key)! : step.consume(lane, upto);
    this.#free(lane, step.release(consumed, this.#clock.steady()));
    return true;
  }

  fail(key: string, epoch: number, failure: Failure): boolean {
    const lane = this.#held(key, epoch);
    if (!lane) return false;
    const now = this.#clock.steady();
    if (!('dead' in failure)) {
      this.#free(lane, step.giveUp(lane, failure.backoffMs, now));
      return true;
    }
    const at = this.#clock.wall();
    const after = step.consume(lane, failure.upto);
    this.#items.bury(lane.id, failure.upto, lane.prio, failure.error, at);
    this.#run(failure.effects ?? [], { now: at, lane: key });
    this.#free(lane, after === lane ? step.giveUp(lane, 0, now) : step.release(after, now));
    return true;
  }

  cancel(key: string, drop: boolean): number {
    const lane = this.#lanes.find(key);
    if (!lane) return 0;
    const dropped = drop ? this.#items.remove(lane.id, lane.lastSeq) : 0;
    if (drop) this.#items.forgetDead(lane.id);
    const after = drop ? step.consume(lane, lane.lastSeq) : lane;
    if (drop || lane.state === 'leased') this.#free(lane, step.release(after, this.#clock.steady()));
    return dropped;
  }

  peek(key: string, after: number): Item[] {
    const lane = this.#lanes.find(key);
    return lane ? this.#items.after(lane.id, after, limits.itemsAtOnce) : [];
  }

  /** Frees lanes whose lease ran out; being called regularly, it also lets go of some expired keys. */
  reap(): number {
    this.#dedupe.sweep(this.#clock.wall());
    const now = this.#clock.steady();
    return this.#giveUpLeases(now, now);
  }

  listDead(limit: number): DeadItem[] {
    return this.#items.listDead(limit);
  }

  replayDead(id: number): boolean {
    const dead = this.#items.unearth(id);
    const lane = dead && this.#lanes.find(dead.lane);
    if (!lane) return false;
    this.#arrive(lane, dead.payload, dead.prio, 0, this.#clock.wall());
    return true;
  }

  call(procedure: string, args: unknown): unknown {
    return this.#procedures.run({ procedure, args }, { now: this.#clock.wall() });
  }

  stats(): StoreStats {
    const { items, ready, leased, keys, dead } = this.#tally.counts;
    const oldestAt = this.#items.oldestAt();
    return {
      items,
      readyLanes: ready,
      leasedLanes: leased,
      dedupeKeys: keys,
      dead,
      oldestMs: oldestAt === undefined ? 0 : Math.max(0, this.#clock.wall() - oldestAt),
    };
  }

  /** On opening: this store is the only one, so whoever held a lane is gone, and waits are measured by this clock. */
  takeOver(): void {
    const now = this.#clock.steady();
    this.#lanes.resumeWaits(now);
    this.#giveUpLeases(Number.POSITIVE_INFINITY, now);
  }

  #enqueue({ topic, lane: key, payload, dedupeKey, prio = 0, delayMs = 0, gate, effects = [] }: Enqueue): Enqueued {
    const now = this.#clock.wall();
    if (dedupeKey !== undefined && !this.#dedupe.remember(dedupeKey, now)) return { status: 'duplicate' };
    const refusal = gate ? this.#procedures.refusal(gate, { now, lane: key }) : null;
    if (refusal) {
      if (dedupeKey !== undefined && !refusal.remember) this.#dedupe.forget(dedupeKey);
      return { status: 'refused', refusal };
    }
    const lane = this.#lanes.find(key) ?? this.#lanes.create(key, topic);
    if (lane.topic !== topic) {
      throw new Error(
        `The lane "${key}" belongs to the topic "${lane.topic}", not "${topic}"; a lane keeps its topic.`,
      );
    }
    const seq = this.#arrive(lane, payload, prio, delayMs, now);
    return { status: 'stored', seq, results: this.#run(effects, { now, lane: key, seq }) };
  }

  #arrive(lane: Lane, payload: string, prio: number, delayMs: number, at: number): number {
    const after = step.arrive(lane, prio, delayMs, this.#clock.steady());
    this.#lanes.save(lane, after);
    this.#items.add(lane.id, after.lastSeq, payload, at);
    if (after.state === 'leased') this.#hints.arrival(after.key);
    else this.#announce(after);
    return after.lastSeq;
  }

  /** The fence: the lane, if this epoch still holds it. */
  #held(key: string, epoch: number): Lane | undefined {
    const lane = this.#lanes.find(key);
    return lane && step.holds(lane, epoch) ? lane : undefined;
  }

  #consume(lane: Lane, upto: number): void {
    const after = step.consume(lane, upto);
    if (after === lane) return;
    this.#items.remove(lane.id, upto);
    this.#lanes.save(lane, after);
  }

  #free(before: Lane, after: Lane): void {
    this.#lanes.save(before, after);
    this.#announce(after);
  }

  #giveUpLeases(endedBy: number, now: number): number {
    const lanes = this.#lanes.leasedUntil(endedBy);
    for (const lane of lanes) this.#free(lane, step.giveUp(lane, 0, now));
    return lanes.length;
  }

  #announce(lane: Lane): void {
    if (lane.state !== 'ready' || lane.readyAt === null) return;
    if (lane.readyAt <= this.#clock.steady()) this.#hints.ready(lane.topic);
    else this.#hints.due(lane.topic, lane.readyAt);
  }

  #run(effects: Call[], context: ProcedureContext): unknown[] {
    return effects.map((effect) => this.#procedures.run(effect, context));
  }
}
