/** What is kept of a conversation, or of one member's part in it: counted, and page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../../adapters/contract.ts';
import { type Row, readEntry, same } from './entries.ts';

/** What is kept of a chat, or of one member's part in it. */
export interface Counts {
  messages: number;
  answers: number;
  /** Photos, documents and the like among the messages. */
  media: number;
}

export function keptTables(db: DatabaseSync) {
  const byWho = db.prepare('SELECT 1 FROM entry WHERE id = ? AND who = ?');
  const ofConversation = db.prepare(
    "SELECT * FROM entry WHERE conversation = ? AND id > ? AND by <> 'erasure' ORDER BY id LIMIT ?",
  );
  const countsOf = db.prepare(
    `SELECT coalesce(sum(by = 'person'), 0) AS messages, coalesce(sum(by = 'parley'), 0) AS answers,
       count(media) AS media
     FROM entry WHERE conversation = ? AND by <> 'erasure'`,
  );

  /** Whether an entry is a member's own, or an answer to them. */
  const mineOf = (who: Uint8Array) => (row: Row) =>
    row.by === 'person'
      ? same(row.who, who)
      : (JSON.parse(String(row.answers)) as number[]).some((id) => byWho.get(id, who) !== undefined);

  return {
    /** What is kept, of one member where `who` is given. */
    counts(conversation: string, who: Uint8Array | null): Counts {
      const sum = { messages: 0, answers: 0, media: 0 };
      if (who === null) {
        const row = countsOf.get(conversation)!;
        return { messages: Number(row.messages), answers: Number(row.answers), media: Number(row.media) };
      }
      for (let after = 0, rows: Row[] = []; ; after = Number(rows.at(-1)!.id)) {
        rows = ofConversation.all(conversation, after, 500);
        if (rows.length === 0) return sum;
        for (const row of rows.filter(mineOf(who))) {
          if (row.by === 'person') sum.messages += 1;
          else sum.answers += 1;
          if (row.media !== null) sum.media += 1;
        }
      }
    },
    /** Entries for an export: those of one member and the answers to them where `who` is given. `last`: go on after it; null: that was all. */
    pages(
      conversation: string,
      who: Uint8Array | null,
      from: number,
      limit: number,
    ): { entries: Entry[]; last: number | null } {
      const rows = ofConversation.all(conversation, from, limit);
      const mine = who === null ? rows : rows.filter(mineOf(who));
      return { entries: mine.map(readEntry), last: rows.length < limit ? null : Number(rows.at(-1)!.id) };
    },
  };
}
