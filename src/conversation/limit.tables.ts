/** How fast one person may talk: one row a person, forgotten once it says nothing any more. */
import type { DatabaseSync } from 'node:sqlite';
import type { Refusal } from '../bus/store.ts';
import { admitEvent, type Rate } from './gcra.ts';

export const limitSchema =
  'CREATE TABLE pace (member TEXT PRIMARY KEY, due REAL NOT NULL) WITHOUT ROWID; CREATE INDEX pace_by_due ON pace (due);';

export function limitTables(db: DatabaseSync) {
  const due = db.prepare('SELECT due FROM pace WHERE member = ?');
  const keep = db.prepare(
    'INSERT INTO pace (member, due) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET due = excluded.due',
  );
  const sweep = db.prepare('DELETE FROM pace WHERE due < ?');
  return {
    /** Null and one event used up, or how long to wait. Not remembered: the same message may be sent again. */
    gate(member: string, rate: Rate, now: number): Refusal | null {
      const result = admitEvent(Number(due.get(member)?.due ?? 0), now, rate);
      if ('waitMs' in result) return { reason: 'too many messages', remember: false, retryAfterMs: result.waitMs };
      keep.run(member, result.due);
      return null;
    },
    /** Whether the next event would have to wait; nothing is used up. */
    isOver: (member: string, rate: Rate, now: number): boolean =>
      'waitMs' in admitEvent(Number(due.get(member)?.due ?? 0), now, rate),
    sweep: (now: number): void => void sweep.run(now),
  };
}
