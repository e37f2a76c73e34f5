/**
 * How much one person has asked lately: a row an event, forgotten once its window is over. Every event is remembered
 * rather than one number that says when the next is due, because such a number lets up to twice the allowance through
 * in a window that begins at the wrong moment.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Refusal } from '../bus/store.ts';
import type { Allowance } from './limits.ts';

export const limitSchema =
  'CREATE TABLE pace (member TEXT PRIMARY KEY, due REAL NOT NULL) WITHOUT ROWID; CREATE INDEX pace_by_due ON pace (due);';

export const eventsSchema = `DROP TABLE pace;
   CREATE TABLE pace (member TEXT NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL);
   CREATE INDEX pace_of_member ON pace (member, at);
   CREATE INDEX pace_by_end ON pace (until);`;

export function limitTables(db: DatabaseSync) {
  /** The event that has to leave the window before another may come in. */
  const blocking = db.prepare(
    'SELECT at FROM pace WHERE member = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET CAST(? AS INTEGER)',
  );
  const keep = db.prepare('INSERT INTO pace (member, at, until) VALUES (?, ?, ?)');
  const prune = db.prepare('DELETE FROM pace WHERE member = ? AND until <= ?');
  const sweep = db.prepare('DELETE FROM pace WHERE until <= ?');

  /** In ms; 0: now. */
  function waitFor(member: string, { n, withinMs }: Allowance, now: number): number {
    const found = blocking.get(member, now - withinMs, n - 1);
    return found ? Number(found.at) + withinMs - now : 0;
  }

  return {
    /** Null and one event used up, or how long to wait. Not remembered: the same message may be sent again. */
    gate(member: string, allowance: Allowance, now: number): Refusal | null {
      const retryAfterMs = waitFor(member, allowance, now);
      if (retryAfterMs > 0) return { reason: 'too many messages', remember: false, retryAfterMs };
      prune.run(member, now);
      keep.run(member, now, now + allowance.withinMs);
      return null;
    },
    /** Whether the next event would have to wait; nothing is used up. */
    isOver: (member: string, allowance: Allowance, now: number): boolean => waitFor(member, allowance, now) > 0,
    sweep: (now: number): void => void sweep.run(now),
  };
}
