/** What a channel has to know again after a restart: a position, an upload known by its hash. Nothing that people wrote. */
import type { DatabaseSync } from 'node:sqlite';
import type { Json } from '../../adapters/contract.ts';

export const channelStateSchema = `CREATE TABLE channel_state (
     account TEXT NOT NULL,
     name TEXT NOT NULL,
     value TEXT NOT NULL,
     PRIMARY KEY (account, name)
   ) WITHOUT ROWID;`;

export function channelStateTables(db: DatabaseSync) {
  const get = db.prepare('SELECT value FROM channel_state WHERE account = ? AND name = ?');
  const put = db.prepare(
    'INSERT INTO channel_state (account, name, value) VALUES (?, ?, ?) ON CONFLICT (account, name) DO UPDATE SET value = excluded.value',
  );
  return {
    recall(account: string, name: string): Json {
      const row = get.get(account, name);
      return row ? (JSON.parse(String(row.value)) as Json) : null;
    },
    keep: (account: string, name: string, value: Json): void => void put.run(account, name, JSON.stringify(value)),
  };
}
