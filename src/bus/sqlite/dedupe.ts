/** The keys of events that were taken in, known for a time. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { limits } from './limits.ts';
import type { Tally } from './tally.ts';
import { toColumn } from './text.ts';

export class Dedupe {
  readonly #tally: Tally;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteExpired: StatementSync;
  readonly #sweep: StatementSync;

  constructor(db: DatabaseSync, tally: Tally) {
    this.#tally = tally;
    this.#insert = db.prepare('insert into dedupe (key, at) values (?, ?) on conflict do nothing');
    this.#delete = db.prepare('delete from dedupe where key = ?');
    this.#deleteExpired = db.prepare('delete from dedupe where key = ? and at <= ?');
    this.#sweep = db.prepare('delete from dedupe where key in (select key from dedupe where at <= ? limit ?)');
  }

  /** False when the key is known already; then nothing changed. `now` is the wall clock. */
  remember(key: string, now: number): boolean {
    const column = toColumn(key);
    if (this.#changed(this.#insert.run(column, now), 1) === 1) return true;
    if (this.#changed(this.#deleteExpired.run(column, now - limits.dedupeMs), -1) === 0) return false;
    this.#changed(this.#insert.run(column, now), 1);
    return true;
  }

  forget(key: string): void {
    this.#changed(this.#delete.run(toColumn(key)), -1);
  }

  /** Removes some expired keys: a slice, so that no commit waits for all of them. */
  sweep(now: number): void {
    this.#changed(this.#sweep.run(now - limits.dedupeMs, limits.keysPerSweep), -1);
  }

  #changed({ changes }: { changes: number | bigint }, sign: 1 | -1): number {
    this.#tally.add('keys', sign * Number(changes));
    return Number(changes);
  }
}
