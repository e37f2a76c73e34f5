/**
 * Questions that are for a person: which entry each is, and where to answer it. The words stay in the entry, and with the
 * entry the question goes, however that is erased.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Address, Part } from '../../adapters/contract.ts';

export const handoverSchema = `CREATE TABLE handover (entry INTEGER PRIMARY KEY, address TEXT NOT NULL);
   CREATE TRIGGER handover_goes_with_entry AFTER DELETE ON entry BEGIN DELETE FROM handover WHERE entry = OLD.id; END;`;

/** A question that waits for a person. */
export interface Handover {
  entry: number;
  conversation: string;
  address: Address;
  /** When it was asked, ms since 1970. */
  at: number;
  parts: Part[];
}

export function handoverTables(db: DatabaseSync) {
  const put = db.prepare('INSERT OR IGNORE INTO handover (entry, address) VALUES (?, ?)');
  const open = db.prepare(
    `SELECT entry.id, entry.conversation, entry.at, entry.body, handover.address
     FROM handover JOIN entry ON entry.id = handover.entry ORDER BY entry.id DESC LIMIT ?`,
  );
  const closeOne = db.prepare('DELETE FROM handover WHERE entry = ?');
  const closeAll = db.prepare('DELETE FROM handover WHERE entry IN (SELECT id FROM entry WHERE conversation = ?)');
  const setAddress = db.prepare(
    'UPDATE handover SET address = ? WHERE entry IN (SELECT id FROM entry WHERE conversation = ?)',
  );
  return {
    handOver: (entry: number, address: Address): void => void put.run(entry, JSON.stringify(address)),
    /** The newest first. */
    handedOver: (limit: number): Handover[] =>
      open.all(limit).map(({ id, conversation, at, body, address }) => ({
        entry: Number(id),
        conversation: String(conversation),
        address: JSON.parse(String(address)) as Address,
        at: Number(at),
        parts: JSON.parse(String(body)) as Part[],
      })),
    close: (entry: number): boolean => Number(closeOne.run(entry).changes) > 0,
    /** A conversation goes on under another address. */
    move: (conversation: string, address: Address): void => void setAddress.run(JSON.stringify(address), conversation),
    /** A person answered in this conversation. */
    closeIn: (conversation: string): void => void closeAll.run(conversation),
  };
}
