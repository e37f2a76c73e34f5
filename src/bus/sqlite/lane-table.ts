/** Lanes as rows: found by name, by being ready, or by a lease that ran out. */
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { emptyLane, type Lane } from './lane.ts';
import type { Tally } from './tally.ts';
import { fromColumn, type TextColumn, toColumn } from './text.ts';

const columns = `id, key, topic, state, prio, ready_at, decided_at, held_until,
  epoch, lease_until, owner, head_seq, last_seq, handed_seq, attempts`;

export class LaneTable {
  readonly #tally: Tally;
  readonly #find: StatementSync;
  readonly #create: StatementSync;
  readonly #save: StatementSync;
  readonly #ready: StatementSync;
  readonly #firstPrio: StatementSync;
  readonly #nextPrio: StatementSync;
  readonly #nextDue: StatementSync;
  readonly #leasedUntil: StatementSync;
  readonly #resumeWaits: StatementSync[];

  constructor(db: DatabaseSync, tally: Tally) {
    this.#tally = tally;
    this.#find = db.prepare(`select ${columns} from lane where key = ?`);
    this.#create = db.prepare(
      `insert into lane (key, topic, state, prio, decided_at, held_until, epoch, lease_until, head_seq, last_seq, handed_seq, attempts)
       values (?, ?, 'idle', 0, 0, 0, 0, 0, 1, 0, 0, 0)`,
    );
    this.#save = db.prepare(
      `update lane set state = ?, prio = ?, ready_at = ?, decided_at = ?, held_until = ?, epoch = ?, lease_until = ?,
       owner = ?, head_seq = ?, last_seq = ?, handed_seq = ?, attempts = ? where id = ?`,
    );
    // One urgency at a time, so that lanes which still wait are never read: within it they stand behind those that are due.
    this.#ready = db.prepare(
      `select ${columns} from lane where topic = ? and state = 'ready' and prio = ? and ready_at <= ? order by ready_at, id limit ?`,
    );
    this.#firstPrio = db.prepare(`select min(prio) as prio from lane where topic = ? and state = 'ready'`);
    this.#nextPrio = db.prepare(`select min(prio) as prio from lane where topic = ? and state = 'ready' and prio > ?`);
    this.#nextDue = db.prepare(
      `select min(ready_at) as at from lane where topic = ? and state = 'ready' and prio = ? and ready_at > ?`,
    );
    this.#leasedUntil = db.prepare(`select ${columns} from lane where state = 'leased' and lease_until <= ?`);
    // One statement a state, because each has an index of its own and idle lanes are many.
    this.#resumeWaits = ['ready', 'leased'].map((state) =>
      db.prepare(
        `update lane set ready_at = :now + (ready_at - decided_at), held_until = :now + (held_until - decided_at), decided_at = :now
         where state = '${state}' and ready_at > :now and decided_at > :now`,
      ),
    );
  }

  find(key: string): Lane | undefined {
    const row = this.#find.get(toColumn(key));
    return row && toLane(row);
  }

  create(key: string, topic: string): Lane {
    const { lastInsertRowid } = this.#create.run(toColumn(key), toColumn(topic));
    return emptyLane(Number(lastInsertRowid), key, topic);
  }

  save(before: Lane, after: Lane): void {
    this.#count(before.state, -1);
    this.#count(after.state, 1);
    this.#save.run(
      after.state,
      after.prio,
      after.readyAt,
      after.decidedAt,
      after.heldUntil,
      after.epoch,
      after.leaseUntil,
      after.owner === null ? null : toColumn(after.owner),
      after.headSeq,
      after.lastSeq,
      after.handedSeq,
      after.attempts,
      after.id,
    );
  }

  /** Up to `n` lanes that may be claimed: the most urgent first, then whoever waits longest. */
  ready(topic: string, now: number, n: number): Lane[] {
    const lanes: Lane[] = [];
    for (const prio of this.#prios(topic)) {
      const rows = this.#ready.all(toColumn(topic), prio, now, n - lanes.length);
      lanes.push(...rows.map(toLane));
      if (lanes.length === n) break;
    }
    return lanes;
  }

  /** When the next waiting lane of the topic becomes ready. */
  nextDue(topic: string, now: number): number | undefined {
    let next: number | undefined;
    for (const prio of this.#prios(topic)) {
      const at = this.#nextDue.get(toColumn(topic), prio, now)?.at;
      if (typeof at === 'number') next = Math.min(at, next ?? at);
    }
    return next;
  }

  /** Lanes whose lease ends by `time`. */
  leasedUntil(time: number): Lane[] {
    return this.#leasedUntil.all(time).map(toLane);
  }

  /** After a start with a clock behind the last one: what waited waits no longer than it was to, what did not is ready. */
  resumeWaits(now: number): void {
    for (const statement of this.#resumeWaits) statement.run({ now });
  }

  /** The urgencies among the topic's ready lanes, most urgent first; a few, each found by one step into the index. */
  *#prios(topic: string): Generator<number> {
    const column = toColumn(topic);
    let prio = this.#firstPrio.get(column)?.prio;
    while (typeof prio === 'number') {
      yield prio;
      prio = this.#nextPrio.get(column, prio)?.prio;
    }
  }

  #count(state: Lane['state'], difference: number): void {
    if (state !== 'idle') this.#tally.add(state, difference);
  }
}

function toLane(row: Record<string, SQLOutputValue>): Lane {
  return {
    id: Number(row.id),
    key: fromColumn(row.key as TextColumn),
    topic: fromColumn(row.topic as TextColumn),
    state: row.state as Lane['state'],
    prio: Number(row.prio),
    readyAt: row.ready_at === null ? null : Number(row.ready_at),
    decidedAt: Number(row.decided_at),
    heldUntil: Number(row.held_until),
    epoch: Number(row.epoch),
    leaseUntil: Number(row.lease_until),
    owner: row.owner === null ? null : fromColumn(row.owner as TextColumn),
    headSeq: Number(row.head_seq),
    lastSeq: Number(row.last_seq),
    handedSeq: Number(row.handed_seq),
    attempts: Number(row.attempts),
  };
}
