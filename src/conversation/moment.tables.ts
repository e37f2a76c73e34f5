/** When something last was, by name: the service's own sign of life, from which it knows how long it was off. */
import type { DatabaseSync } from 'node:sqlite';

export const momentSchema = 'CREATE TABLE moment (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;';

export function momentTables(db: DatabaseSync) {
  const get = db.prepare('SELECT at FROM moment WHERE name = ?');
  const put = db.prepare(
    'INSERT INTO moment (name, at) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at',
  );
  return {
    of: (name: string): number | null => (get.get(name)?.at as number | undefined) ?? null,
    set: (name: string, at: number): void => void put.run(name, at),
    /** Sets it to now and returns what it was. */
    mark(name: string, now: number): number | null {
      const before = (get.get(name)?.at as number | undefined) ?? null;
      put.run(name, now);
      return before;
    },
  };
}
