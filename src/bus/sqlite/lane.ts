/**
 * One lane's life, as pure functions from lane to lane: idle → ready (perhaps later) → leased → idle or ready.
 * `now` is always the steady clock. What is kept in tables, and when, is in mailboxes.ts.
 *
 * Items are taken from the front only and added at the end only, so what a lane holds is exactly `headSeq…lastSeq`.
 */
export interface Lane {
  id: number;
  key: string;
  topic: string;
  state: 'idle' | 'ready' | 'leased';
  /** As urgent as the most urgent item since the lane was last empty. Lower is more urgent. */
  prio: number;
  /** When it may be claimed. While leased: when what has arrived since may be claimed, null when nothing has. */
  readyAt: number | null;
  /** When `readyAt` was decided: a wait survives a restart as a length, whatever became of the clock. */
  decidedAt: number;
  /** The end of a back-off, 0 without. Nothing makes the lane ready before it. */
  heldUntil: number;
  /** Counts claims; the fence. A claim is live while the lane is leased under its very epoch. */
  epoch: number;
  /** When `reap` may free it. */
  leaseUntil: number;
  owner: string | null;
  /** The oldest item's number, or the next one's when the lane is empty. */
  headSeq: number;
  lastSeq: number;
  /** The last item handed out by the latest claim. */
  handedSeq: number;
  /** How often the head was handed out and not consumed. */
  attempts: number;
}

/** A lane as it is before its first item. */
export function emptyLane(id: number, key: string, topic: string): Lane {
  return {
    id,
    key,
    topic,
    state: 'idle',
    prio: 0,
    readyAt: null,
    decidedAt: 0,
    heldUntil: 0,
    epoch: 0,
    leaseUntil: 0,
    owner: null,
    headSeq: 1,
    lastSeq: 0,
    handedSeq: 0,
    attempts: 0,
  };
}

export function isEmpty(lane: Lane): boolean {
  return lane.headSeq > lane.lastSeq;
}

export function holds(lane: Lane, epoch: number): boolean {
  return lane.state === 'leased' && lane.epoch === epoch;
}

/** An item is added at the end; its number is the new `lastSeq`. */
export function arrive(lane: Lane, prio: number, delayMs: number, now: number): Lane {
  return {
    ...lane,
    state: lane.state === 'leased' ? 'leased' : 'ready',
    prio: isEmpty(lane) ? prio : Math.min(lane.prio, prio),
    readyAt: Math.max(lane.heldUntil, readyWith(lane.readyAt, delayMs, now)),
    decidedAt: now,
    lastSeq: lane.lastSeq + 1,
  };
}

/** The first item sets the time; one without delay ends the wait; a further delayed one prolongs a wait that still lasts. */
function readyWith(readyAt: number | null, delayMs: number, now: number): number {
  if (readyAt === null) return now + delayMs;
  if (readyAt <= now) return readyAt;
  return delayMs === 0 ? now : Math.max(readyAt, now + delayMs);
}

export function lease(lane: Lane, owner: string, leaseMs: number, handedSeq: number, now: number): Lane {
  return {
    ...lane,
    state: 'leased',
    readyAt: handedSeq < lane.lastSeq ? now : null,
    decidedAt: now,
    heldUntil: 0,
    epoch: lane.epoch + 1,
    leaseUntil: now + leaseMs,
    owner,
    handedSeq,
  };
}

export function renew(lane: Lane, leaseMs: number, now: number): Lane {
  return { ...lane, leaseUntil: now + leaseMs };
}

/** Items up to `upto` leave at the front. Progress forgives earlier failures. */
export function consume(lane: Lane, upto: number): Lane {
  const last = Math.min(upto, lane.lastSeq);
  return last < lane.headSeq ? lane : { ...lane, headSeq: last + 1, attempts: 0 };
}

/** The holder is done: back to the end of the queue with what is left. */
export function release(lane: Lane, now: number): Lane {
  const free: Lane = { ...lane, decidedAt: now, heldUntil: 0, leaseUntil: 0, owner: null };
  if (isEmpty(lane)) return { ...free, state: 'idle', readyAt: null, attempts: 0 };
  const readyAt = wasHandedOut(lane) ? now : Math.max(now, lane.readyAt ?? now);
  return { ...free, state: 'ready', readyAt };
}

/** The holder failed or vanished; the head is handed out again, after `backoffMs`. */
export function giveUp(lane: Lane, backoffMs: number, now: number): Lane {
  const freed = release(lane, now);
  if (freed.state === 'idle') return freed;
  const attempts = wasHandedOut(lane) ? lane.attempts + 1 : lane.attempts;
  if (backoffMs === 0) return { ...freed, attempts };
  const heldUntil = now + backoffMs;
  return { ...freed, attempts, heldUntil, readyAt: Math.max(heldUntil, freed.readyAt ?? now) };
}

function wasHandedOut(lane: Lane): boolean {
  return lane.headSeq <= lane.handedSeq;
}
