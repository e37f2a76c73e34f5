/** What the caller's thread asks the store's thread for, and what travels between them. */
import type { Call, Claim, DeadItem, Enqueue, Enqueued, Item, StoreStats } from '../store.ts';
import type { BusOperation } from '../trace.ts';
import type { ClockCells } from './clock.ts';
import type { Hints } from './hints.ts';

export type Failure =
  | { error: string; backoffMs: number }
  | { error: string; dead: true; upto: number; effects?: Call[] };

/** The operations as they run in the store's thread: synchronous, each inside a transaction. */
export interface Operations extends Record<BusOperation, (...args: never) => unknown> {
  enqueue(batch: Enqueue[]): Enqueued[];
  claim(topic: string, owner: string, n: number, leaseMs: number, maxItems: number): Claim[];
  renew(lane: string, epoch: number, leaseMs: number): boolean;
  ack(lane: string, epoch: number, upto: number, effects: Call[]): boolean;
  complete(lane: string, epoch: number, upto: number, emits: Enqueue[], effects: Call[]): boolean;
  fail(lane: string, epoch: number, failure: Failure): boolean;
  cancel(lane: string, drop: boolean): number;
  peek(lane: string, after: number): Item[];
  reap(): number;
  listDead(limit: number): DeadItem[];
  replayDead(id: number): boolean;
  call(procedure: string, args: unknown): unknown;
  stats(): StoreStats;
}

export type Arguments = { [Name in BusOperation]: Parameters<Operations[Name]> };
export type Results = { [Name in BusOperation]: ReturnType<Operations[Name]> };

/** `weight` is the length of the payloads, so that one transaction does not take on too much. */
export type Request<Name extends BusOperation = BusOperation> = {
  [Each in Name]: { id: number; operation: Each; args: Arguments[Each]; weight: number };
}[Name];

/** What is done between transactions, after everything asked before it. `close` is the last message. */
export type OutsideRequest = { operation: 'close' } | { operation: 'scrub'; id: number };

/** What travels to the thread in one message, in the order it was asked. */
export type Asked = (Request | OutsideRequest)[];

/** An error as plain data: what a procedure throws may hold things that cannot be passed on. */
export interface Thrown {
  name: string;
  message: string;
  stack: string | undefined;
}

export type Answer = { id: number } & (
  | { status: 'done'; result: unknown }
  /** The file cannot be written now; the caller may try again later. */
  | { status: 'unavailable'; thrown: Thrown }
  /** A mistake of the caller, of a procedure or of ours. */
  | { status: 'failed'; thrown: Thrown }
);

export type FromThread =
  | { kind: 'opened' }
  | { kind: 'not opened'; status: 'unavailable' | 'failed'; thrown: Thrown }
  | ({ kind: 'answers'; answers: Answer[] } & Hints);

/** What the store's thread is started with. */
export interface ThreadOptions {
  file: string;
  /** File URLs of store modules. */
  modules: string[];
  /** A clock that another thread moves; absent: the system's. */
  clock: ClockCells | undefined;
}
