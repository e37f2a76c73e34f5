/**
 * Group commit: what is waiting shares one transaction, and so one write to the disk. When something in it throws,
 * all of it is undone and each operation gets a transaction of its own, so that only the one that threw fails.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type BusOperation, publish } from '../trace.ts';
import { isDamaged, isUnavailable, toThrown } from './faults.ts';
import type { PendingHints } from './hints.ts';
import type { Answer, Arguments, Operations, Request, Results } from './operations.ts';
import type { Tally } from './tally.ts';

export class Commits {
  readonly #db: DatabaseSync;
  readonly #operations: Operations;
  readonly #tally: Tally;
  readonly #hints: PendingHints;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #writeLogBack: StatementSync;
  readonly #rebuild: StatementSync;
  /** The last write found no room. */
  #short = false;

  constructor(db: DatabaseSync, operations: Operations, tally: Tally, hints: PendingHints) {
    this.#db = db;
    this.#operations = operations;
    this.#tally = tally;
    this.#hints = hints;
    this.#begin = db.prepare('begin immediate');
    this.#commit = db.prepare('commit');
    this.#rollback = db.prepare('rollback');
    this.#writeLogBack = db.prepare('pragma wal_checkpoint(truncate)');
    this.#rebuild = db.prepare('vacuum');
  }

  /** Answers to all requests, each durable or undone. @throws when the file is damaged. */
  answer(requests: Request[]): Answer[] {
    try {
      const results = this.transaction(() => requests.map((request) => this.#perform(request)));
      for (const { operation, args } of requests) publish(operation, 'committed', args);
      return requests.map(({ id }, index) => ({ id, status: 'done', result: results[index] }));
    } catch (error) {
      if (isDamaged(error)) throw error;
      const [only, ...others] = requests;
      if (only && others.length === 0) return [failed(only.id, error)];
      return requests.flatMap((request) => this.answer([request]));
    }
  }

  /** Runs `work` in one transaction. @throws what it throws, after undoing it. */
  transaction<Result>(work: () => Result): Result {
    try {
      if (this.#short) this.#makeRoom();
      this.#begin.run();
      const result = work();
      this.#tally.write();
      this.#commit.run();
      this.#tally.committed();
      this.#hints.committed();
      return result;
    } catch (error) {
      // A full disk ends the transaction by itself.
      if (this.#db.isTransaction) this.#rollback.run();
      this.#tally.undone();
      this.#hints.undone();
      this.#short ||= isUnavailable(error);
      throw error;
    }
  }

  /** The log is written back at the first chance after a full disk; growing on, it would take up whatever room was freed. */
  #makeRoom(): void {
    try {
      this.#writeLogBack.all();
      this.#short = false;
    } catch (error) {
      // Still no room. Reading needs none, and a small write may yet find some.
      if (!isUnavailable(error)) throw error;
    }
  }

  /**
   * Makes what was deleted leave the disk too. Deleted rows are overwritten as they go (secure_delete), but a page that
   * is packed anew may keep old copies between its rows: the file is built anew, the log that still holds the old pages
   * is written back and cut off, and `alsoRemove` does the same to what lies beside the file.
   */
  scrub(id: number, alsoRemove: () => void): Answer {
    try {
      this.#rebuild.run();
      const [log] = this.#writeLogBack.all();
      alsoRemove();
      if (log?.busy === 1)
        return { id, status: 'unavailable', thrown: toThrown(new Error('somebody else is reading the file')) };
      return { id, status: 'done', result: undefined };
    } catch (error) {
      return failed(id, error);
    }
  }

  #perform<Name extends BusOperation>({ operation, args }: Request<Name>): Results[Name] {
    const operations: { [Each in BusOperation]: (...args: Arguments[Each]) => Results[Each] } = this.#operations;
    const result = operations[operation](...args);
    publish(operation, 'written', args);
    return result;
  }
}

function failed(id: number, error: unknown): Answer {
  return { id, status: isUnavailable(error) ? 'unavailable' : 'failed', thrown: toThrown(error) };
}
