/** How often what happened: how messages ended (law 4), what was not admitted, what was not delivered. Outlives them all. */
import type { DatabaseSync } from 'node:sqlite';

/** Adds to one of the counts. */
export type Count = (name: string, n?: number) => void;

/** `message_tally` came with the history. */
export function tallyTables(db: DatabaseSync): { count: Count; tally: () => Record<string, number> } {
  const add = db.prepare(
    'INSERT INTO message_tally (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n',
  );
  const tallies = db.prepare('SELECT name, n FROM message_tally ORDER BY name');
  return {
    count: (name, n = 1) => void add.run(name, n),
    tally: () => Object.fromEntries(tallies.all().map((row) => [String(row.name), Number(row.n)])),
  };
}
