/**
 * The lane loop: takes ready lanes, hands each to a worker, renews its lease meanwhile, and gives it back when the worker
 * fails. One worker at a time holds a lane, so what it does happens in order.
 */
import { type Claim, type Store, StoreUnavailable } from '../bus/store.ts';
import type { Log } from '../log.ts';

export interface LaneOptions {
  store: Store;
  topic: string;
  /** Lanes worked on at once. */
  concurrency: number;
  /** Items handed to a worker at once. */
  maxItems: number;
  /**
   * Does one step and completes it in the store. `held` is aborted when the lease is lost or the service stops: then
   * whatever was not completed is done again by the next holder.
   */
  work: (claim: Claim, held: AbortSignal, arrivals: Arrivals) => Promise<void>;
  /** Whether what is ready when the service is asked to stop is still worked on: an answer that is written should leave. */
  emptiesOnStop: boolean;
  log: Log;
}

export interface Lanes {
  /** Takes no new lanes; running work gets `graceMs` to end, then its `held` is aborted. */
  stop(graceMs: number): Promise<void>;
}

/** What comes into a lane behind a claim, while that is worked on. */
export interface Arrivals {
  /** Something came, or there was more than was handed out. */
  readonly any: boolean;
  /** Calls `listener` when something comes. Returns a function that ends it. */
  listen(listener: () => void): () => void;
}

interface Holding extends Arrivals {
  any: boolean;
  held: AbortController;
  listeners: Set<() => void>;
}

const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
/** The net under the store's hints. */
const POLL_MS = 1_000;
/** How often lanes are freed whose worker is gone. */
const REAP_MS = 30_000;
/** After a failure: doubling from the first to the longest. */
const BACKOFF = { firstMs: 500, longestMs: 60_000 };
/** A worker that throws this often on the same item does not get it again. */
const ATTEMPTS = 10;

export function workLanes({ store, topic, concurrency, maxItems, work, emptiesOnStop, log }: LaneOptions): Lanes {
  const owner = `${process.pid}`;
  const running = new Set<Promise<void>>();
  /** The lanes in work; hundreds of listeners at one signal would cost each lane a walk past the others. */
  const holding = new Map<string, Holding>();
  /** Where something came while a claim was on its way, which may be the claim's lane. */
  const meanwhile = new Set<string>();
  let pulling: Promise<void> | undefined;
  let wanted = false;
  let stopping = false;
  /** The grace is over. */
  let stopped = false;

  function pull(): void {
    wanted = true;
    pulling ??= claimReady().finally(() => {
      pulling = undefined;
      // Asked for once more while the last claim was being given up.
      if (wanted && !stopping) pull();
    });
  }

  async function claimReady(): Promise<void> {
    try {
      while (wanted && !stopping) {
        wanted = false;
        const free = concurrency - running.size;
        if (free <= 0) break;
        meanwhile.clear();
        const claims = await store.claim(topic, owner, free, LEASE_MS, maxItems);
        // What is claimed too late is left leased: the next process takes all leases back.
        if (stopped) break;
        for (const claim of claims) begin(claim);
        if (claims.length > 0) wanted = true;
      }
    } catch (error) {
      // The next hint or poll tries again.
      log.error({ err: error, topic }, 'lanes could not be claimed');
    }
  }

  function begin(claim: Claim): void {
    const done = attend(claim).finally(() => {
      running.delete(done);
      pull();
    });
    running.add(done);
  }

  async function attend(claim: Claim): Promise<void> {
    const held = new AbortController();
    const listeners = new Set<() => void>();
    const arrivals: Holding = {
      held,
      listeners,
      any: meanwhile.has(claim.lane) || claim.items.length >= maxItems,
      listen(listener) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    };
    holding.set(claim.lane, arrivals);
    const renewal = setInterval(() => void renew(claim, held), RENEW_MS);
    try {
      await work(claim, held.signal, arrivals);
    } catch (error) {
      if (!held.signal.aborted) await giveBack(claim, error);
    } finally {
      clearInterval(renewal);
      if (holding.get(claim.lane) === arrivals) holding.delete(claim.lane);
    }
  }

  async function renew({ lane, epoch }: Claim, held: AbortController): Promise<void> {
    try {
      if (!(await store.renew(lane, epoch, LEASE_MS))) held.abort();
    } catch (error) {
      log.warn({ err: error, lane }, 'a lease could not be renewed');
    }
  }

  async function giveBack(claim: Claim, error: unknown): Promise<void> {
    const { lane, epoch, attempts, items } = claim;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const poison = attempts + 1 >= ATTEMPTS && !(error instanceof StoreUnavailable);
    log.error(
      { err: error, lane, attempts },
      poison ? 'an item failed too often and goes to the dead letters' : 'an item failed and is tried again',
    );
    const backoffMs = Math.min(BACKOFF.longestMs, BACKOFF.firstMs * 2 ** attempts);
    await store
      .fail(lane, epoch, poison ? { error: reason, dead: true, upto: items[0]!.seq } : { error: reason, backoffMs })
      .catch((failure: unknown) =>
        log.error({ err: failure, lane }, 'a lane could not be given back; its lease will run out'),
      );
  }

  function arrived(lane: string): void {
    const arrivals = holding.get(lane);
    if (!arrivals) return void meanwhile.add(lane);
    arrivals.any = true;
    for (const listener of [...arrivals.listeners]) listener();
  }

  const unsubscribe = store.onReady(topic, pull);
  const hearNothing = store.onArrival(arrived);
  const poll = setInterval(pull, POLL_MS);
  const reaper = setInterval(
    () => void store.reap().catch((error: unknown) => log.warn({ err: error }, 'lost leases could not be freed')),
    REAP_MS,
  );
  pull();

  return {
    async stop(graceMs) {
      const grace = setTimeout(() => {
        stopping = true;
        stopped = true;
        for (const { held } of holding.values()) held.abort();
      }, graceMs);
      clearInterval(poll);
      clearInterval(reaper);
      unsubscribe();
      if (emptiesOnStop) pull();
      else stopping = true;
      // A claim that is on its way still becomes work, and work that ends may leave room for more.
      while (pulling || running.size > 0) await Promise.all([pulling, ...running]);
      clearTimeout(grace);
      stopping = true;
      hearNothing();
    },
  };
}
