/**
 * The bus: durable mailboxes, called lanes. One lane is one conversation's inbox or outbox; its items are
 * consumed in order by one worker at a time. Payloads are opaque here.
 *
 * Every promise resolves after the durable commit and not before. The store's clock decides leases.
 * A stale epoch changes nothing. What any implementation must do is in test/contract/store.ts.
 */

/**
 * Work done inside the store's own transaction, by name. Rooms that keep tables register procedures when the
 * store is opened, so that e.g. a history entry and the message it records become durable together or not at all.
 */
export interface Call {
  procedure: string;
  args: unknown;
}

export interface Enqueue {
  topic: string;
  lane: string;
  payload: string;
  /** An event with a key already known is not enqueued again. Keys are remembered for 8 days (Meta redelivers for 7). */
  dedupeKey?: string;
  /** Lower goes first among ready lanes. Default 0. */
  prio?: number;
  /** The lane waits this long for more. An item without delay makes the lane ready at once. Default 0. */
  delayMs?: number;
  /** Asked inside the transaction, after the key and before anything is written. Its procedure returns null or a `Refusal`. */
  gate?: Call;
  /** Run after the item is written, with its sequence number. Their results are returned. */
  effects?: Call[];
}

/** `remember` keeps the dedupe key, so that a later redelivery stays refused; without it the sender may try again. */
export interface Refusal {
  reason: string;
  remember: boolean;
  retryAfterMs?: number;
}

export type Enqueued =
  | { status: 'stored'; seq: number; results: unknown[] }
  | { status: 'duplicate' }
  | { status: 'refused'; refusal: Refusal };

export interface Item {
  seq: number;
  payload: string;
  /** When it was stored, by the store's clock, ms since 1970. */
  at: number;
}

export interface Claim {
  lane: string;
  epoch: number;
  /** Oldest first, at least one. */
  items: Item[];
  /** How often the first item has failed or lost its lease before. */
  attempts: number;
}

export interface DeadItem {
  id: number;
  lane: string;
  topic: string;
  payload: string;
  error: string;
  at: number;
}

export interface StoreStats {
  items: number;
  readyLanes: number;
  leasedLanes: number;
  dedupeKeys: number;
  dead: number;
  /** Age of the oldest item in ms, 0 when empty. */
  oldestMs: number;
}

export interface Store {
  /** One transaction for the whole batch; one result each, in order. @throws StoreUnavailable */
  enqueue(batch: Enqueue[]): Promise<Enqueued[]>;
  /** Leases up to `n` ready lanes of a topic, each with at most `maxItems` items. Never a lane that a live epoch holds. */
  claim(topic: string, owner: string, n: number, leaseMs: number, maxItems?: number): Promise<Claim[]>;
  /** False when the lease is lost. */
  renew(lane: string, epoch: number, leaseMs: number): Promise<boolean>;
  /** Removes items up to `upto` and keeps the lease. False when the epoch is stale. */
  ack(lane: string, epoch: number, upto: number, effects?: Call[]): Promise<boolean>;
  /** Consumes items up to `upto`, enqueues `emits`, runs `effects` and gives the lane back, in ONE transaction. False when the epoch is stale: then nothing of it happened. */
  complete(lane: string, epoch: number, upto: number, emits: Enqueue[], effects?: Call[]): Promise<boolean>;
  /** Gives the lane back after a failure. `dead` moves the items up to `upto` to the dead letters and the lane goes on. */
  fail(
    lane: string,
    epoch: number,
    failure: { error: string; backoffMs: number } | { error: string; dead: true; upto: number; effects?: Call[] },
  ): Promise<boolean>;
  /** Takes the lane from whoever holds it (its epoch becomes stale). With `drop` its items and its dead letters are removed; returns how many items. */
  cancel(lane: string, options?: { drop: boolean }): Promise<number>;
  /** Items after `after`, without claiming: at most 256, go on from the last. */
  peek(lane: string, after?: number): Promise<Item[]>;
  /** Frees lanes whose lease ran out, and lets go of some expired keys. To be called now and then. Returns how many lanes. */
  reap(): Promise<number>;
  dead: {
    list(limit: number): Promise<DeadItem[]>;
    /** Puts a dead item back at the end of its lane. */
    replay(id: number): Promise<boolean>;
  };
  /** Called when a lane of the topic may be ready. A hint: it can come late, twice or not at all; poll as a net. */
  onReady(topic: string, listener: () => void): () => void;
  /** Called when an item arrives in a lane that is leased: whoever works on it may want to look. */
  onArrival(listener: (lane: string) => void): () => void;
  /** Runs a registered procedure in a transaction. */
  call<Result>(procedure: string, args: unknown): Promise<Result>;
  stats(): Promise<StoreStats>;
  /**
   * Makes what was deleted so far leave the disk as well: the file's free places, the write-ahead log, and copies kept
   * beside the file. @throws StoreUnavailable while somebody else reads the file, or where there is no room to build it
   * anew: nothing is lost, and it is to be tried again.
   */
  scrub(): Promise<void>;
  /** Commits what was asked for and closes the file. */
  close(): Promise<void>;
}

/** The store cannot write now: the disk is full or failing. What was acknowledged is safe; try again later. */
export class StoreUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailable';
  }
}
