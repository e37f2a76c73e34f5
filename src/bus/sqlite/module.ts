/**
 * Rooms that keep tables in the store's file do it through a module: a file whose default export is a `StoreModule`.
 * It is loaded into the store's thread, and its procedures run inside the store's own transactions.
 */
import type { DatabaseSync } from 'node:sqlite';

export interface ProcedureContext {
  /** The store's wall clock, ms since 1970. */
  now: number;
  /** The lane the operation is about; absent in a plain `call`. */
  lane?: string;
  /** In an effect of `enqueue`: the number of the item just written. */
  seq?: number;
}

/**
 * Runs to its end at once and returns what can be passed between threads. What it throws undoes the whole operation
 * it is part of and reaches that operation's caller; errors of SQL must not be caught, since SQLite may have ended the
 * transaction already. It may be run again after being undone, so it keeps everything it knows in tables.
 * A `gate` returns null or a `Refusal`.
 *
 * `args` is what the caller put into the `Call`; each procedure names the shape it expects.
 */
export type Procedure = (args: never, context: ProcedureContext) => unknown;

export interface StoreModule {
  /** Lower-case word; its procedures are called `name.procedure`. */
  name: string;
  /** SQL, each applied once, in order; a step that has been released is never changed, a further one is added. */
  migrations: string[];
  /**
   * Asked once, after all migrations. Statements are best prepared here.
   * A string from outside goes into a column through `toColumn` and comes back through `fromColumn` (text.ts).
   */
  procedures(db: DatabaseSync): Record<string, Procedure>;
}
