/** How many items, lanes, keys and dead letters there are, known without counting. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export interface Counts {
  items: number;
  /** Lanes with items that nobody holds, due or not. */
  ready: number;
  leased: number;
  keys: number;
  dead: number;
}

/** Changed by the operations of a transaction, written once at its end, and put back when it is undone. */
export class Tally {
  readonly #write: StatementSync;
  #durable: Counts;
  #current: Counts;

  constructor(db: DatabaseSync) {
    this.#write = db.prepare('update tally set items = ?, ready = ?, leased = ?, keys = ?, dead = ?');
    const row = db.prepare('select items, ready, leased, keys, dead from tally').get();
    if (!row) throw new Error('The table "tally" has lost its row; restore the file from a copy.');
    this.#durable = {
      items: Number(row.items),
      ready: Number(row.ready),
      leased: Number(row.leased),
      keys: Number(row.keys),
      dead: Number(row.dead),
    };
    this.#current = { ...this.#durable };
  }

  get counts(): Readonly<Counts> {
    return this.#current;
  }

  add(what: keyof Counts, difference: number): void {
    this.#current[what] += difference;
  }

  /** The last statement of a transaction. */
  write(): void {
    const { items, ready, leased, keys, dead } = this.#current;
    const was = this.#durable;
    const same =
      items === was.items && ready === was.ready && leased === was.leased && keys === was.keys && dead === was.dead;
    if (!same) this.#write.run(items, ready, leased, keys, dead);
  }

  committed(): void {
    this.#durable = { ...this.#current };
  }

  undone(): void {
    this.#current = { ...this.#durable };
  }
}
