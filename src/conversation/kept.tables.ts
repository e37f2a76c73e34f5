/** What is kept of a conversation, or of one member's part in it: counted, and page by page. */
import type { DatabaseSync } from 'node:sqlite';
import type { Entry } from '../../adapters/contract.ts';
import type { PictureRecord } from '../media/picture.tables.ts';
import { type Row, readEntry, same } from './entries.ts';

/** What is kept of a chat, or of one member's part in it. */
export interface Counts {
  messages: number;
  answers: number;
  /** Photos, documents and the like among the messages. */
  media: number;
  /** Photos that are still here. */
  photos: number;
  /** What was read in photos, which stays when they go. */
  readings: number;
}

export const NOTHING_KEPT: Counts = { messages: 0, answers: 0, media: 0, photos: 0, readings: 0 };

export const sumOf = (counts: readonly Counts[]): Counts =>
  counts.reduce(
    (sum, one) => ({
      messages: sum.messages + one.messages,
      answers: sum.answers + one.answers,
      media: sum.media + one.media,
      photos: sum.photos + one.photos,
      readings: sum.readings + one.readings,
    }),
    NOTHING_KEPT,
  );

/** Entries with what became of their pictures. */
export interface Page {
  entries: Entry[];
  pictures: PictureRecord[];
  /** Go on after it; null: that was all. */
  last: number | null;
}

export function keptTables(db: DatabaseSync, pictures: { ofEntries(first: number, last: number): PictureRecord[] }) {
  const byWho = db.prepare('SELECT 1 FROM entry WHERE id = ? AND who = ?');
  const ofConversation = db.prepare(
    "SELECT * FROM entry WHERE conversation = ? AND id > ? AND by <> 'erasure' ORDER BY id LIMIT ?",
  );
  const countsOf = db.prepare(
    `SELECT coalesce(sum(by = 'person'), 0) AS messages, coalesce(sum(by = 'parley'), 0) AS answers,
       count(media) AS media
     FROM entry WHERE conversation = ? AND by <> 'erasure'`,
  );

  const picturesOf = db.prepare(
    "SELECT count(*) FILTER (WHERE state = 'kept') AS photos, count(reading) AS readings FROM picture WHERE conversation = ?",
  );
  const picturesBy = db.prepare(
    `SELECT count(*) FILTER (WHERE picture.state = 'kept') AS photos, count(reading) AS readings
     FROM picture JOIN entry ON entry.id = picture.entry WHERE picture.conversation = ? AND entry.who = ?`,
  );

  /** Whether an entry is a member's own, or an answer to them. */
  const mineOf = (who: Uint8Array) => (row: Row) =>
    row.by === 'person'
      ? same(row.who, who)
      : (JSON.parse(String(row.answers)) as number[]).some((id) => byWho.get(id, who) !== undefined);

  return {
    /** What is kept, of one member where `who` is given. */
    counts(conversation: string, who: Uint8Array | null): Counts {
      const seen = who === null ? picturesOf.get(conversation)! : picturesBy.get(conversation, who)!;
      const sum = { ...NOTHING_KEPT, photos: Number(seen.photos), readings: Number(seen.readings) };
      if (who === null) {
        const row = countsOf.get(conversation)!;
        return { ...sum, messages: Number(row.messages), answers: Number(row.answers), media: Number(row.media) };
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
    /** Entries for an export: those of one member and the answers to them where `who` is given. */
    pages(conversation: string, who: Uint8Array | null, from: number, limit: number): Page {
      const rows = ofConversation.all(conversation, from, limit);
      const mine = who === null ? rows : rows.filter(mineOf(who));
      const ids = new Set(mine.map(({ id }) => Number(id)));
      const seen = rows.length === 0 ? [] : pictures.ofEntries(Number(rows[0]!.id), Number(rows.at(-1)!.id));
      return {
        entries: mine.map(readEntry),
        pictures: seen.filter(({ entry }) => ids.has(entry)),
        last: rows.length < limit ? null : Number(rows.at(-1)!.id),
      };
    },
  };
}
