/**
 * The pictures of conversations: which message brought them, what became of them, and what was read in them. A row is made in
 * the transaction that admits the message, so that a picture is never forgotten by a crash. The file itself goes after a
 * day, the reading with its message (product.md Q11).
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Reading } from '../../model-runtime/contract.ts';
import type { PictureRefusal } from './normalise.ts';

export const pictureSchema = `CREATE TABLE picture (
     conversation TEXT NOT NULL,
     message TEXT NOT NULL,
     part INTEGER NOT NULL,
     at INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'refused', 'gone')),
     why TEXT,
     file TEXT,
     width INTEGER,
     height INTEGER,
     reading TEXT,
     PRIMARY KEY (conversation, message, part)
   ) WITHOUT ROWID;
   CREATE INDEX picture_by_age ON picture (at) WHERE state = 'kept';`;

/** Why there is no picture: it cannot be looked at, or could not be had. */
export type NoPicture = PictureRefusal | 'too large' | 'not to be had';

export interface PictureKey {
  conversation: string;
  /** The platform's id of the message. */
  message: string;
  /** Which part of it. */
  part: number;
}

export interface PictureRecord extends PictureKey {
  at: number;
  state:
    | { name: 'waiting' }
    /** `file` as src/media/keep.ts names it. */
    | { name: 'kept'; file: string; width: number; height: number }
    | { name: 'refused'; why: NoPicture }
    /** Its day is over; what was read is still here. */
    | { name: 'gone'; width: number; height: number };
  reading: Reading | null;
}

type Row = Record<string, string | number | bigint | null | Uint8Array>;

export function pictureTables(db: DatabaseSync) {
  const expect = db.prepare(
    "INSERT OR IGNORE INTO picture (conversation, message, part, at, state) VALUES (?, ?, ?, ?, 'waiting')",
  );
  const keep = db.prepare(
    "UPDATE picture SET state = 'kept', file = ?, width = ?, height = ? WHERE conversation = ? AND message = ? AND part = ?",
  );
  const refuse = db.prepare(
    "UPDATE picture SET state = 'refused', why = ? WHERE conversation = ? AND message = ? AND part = ?",
  );
  const read = db.prepare('UPDATE picture SET reading = ? WHERE conversation = ? AND message = ? AND part = ?');
  const ofConversation = db.prepare(
    'SELECT * FROM picture WHERE conversation = ? AND at >= ? ORDER BY at, message, part',
  );
  const ofMessage = db.prepare('SELECT * FROM picture WHERE conversation = ? AND message = ? ORDER BY part');
  const eraseConversation = db.prepare('DELETE FROM picture WHERE conversation = ?');
  const eraseMessage = db.prepare('DELETE FROM picture WHERE conversation = ? AND message = ? RETURNING file');
  const ripe = db.prepare(
    "UPDATE picture SET state = 'gone', file = NULL WHERE state = 'kept' AND at < ? RETURNING conversation, file",
  );
  const old = db.prepare('DELETE FROM picture WHERE at < ?');
  const sharing = db.prepare('SELECT count(*) AS n FROM picture WHERE conversation = ? AND file = ?');

  return {
    expect: ({ conversation, message, part }: PictureKey, at: number): void =>
      void expect.run(conversation, message, part, at),
    /** False when it was erased meanwhile: then its file must not stay either. */
    keep: (key: PictureKey, { file, width, height }: { file: string; width: number; height: number }): boolean =>
      Number(keep.run(file, width, height, key.conversation, key.message, key.part).changes) > 0,
    refuse: (key: PictureKey, why: NoPicture): void => void refuse.run(why, key.conversation, key.message, key.part),
    read: (key: PictureKey, reading: Reading): void =>
      void read.run(JSON.stringify(reading), key.conversation, key.message, key.part),
    /** Oldest first, from `since` on. */
    ofConversation: (conversation: string, since: number): PictureRecord[] =>
      ofConversation.all(conversation, since).map(record),
    ofMessage: (conversation: string, message: string): PictureRecord[] =>
      ofMessage.all(conversation, message).map(record),
    eraseConversation: (conversation: string): number => Number(eraseConversation.run(conversation).changes),
    /** Returns the files nobody else in the conversation needs. */
    eraseMessage(conversation: string, message: string): string[] {
      const files = eraseMessage
        .all(conversation, message)
        .flatMap(({ file }) => (file === null ? [] : [String(file)]));
      return files.filter((file) => Number(sharing.get(conversation, file)!.n) === 0);
    },
    /** Lets go of files older than `before`, and of everything about pictures older than `forgetBefore`. */
    expire(before: number, forgetBefore: number): { conversation: string; file: string }[] {
      const files = ripe
        .all(before)
        .map(({ conversation, file }) => ({ conversation: String(conversation), file: String(file) }));
      old.run(forgetBefore);
      return files.filter(({ conversation, file }) => Number(sharing.get(conversation, file)!.n) === 0);
    },
  };
}

function record(row: Row): PictureRecord {
  return {
    conversation: String(row.conversation),
    message: String(row.message),
    part: Number(row.part),
    at: Number(row.at),
    state: stateOf(row),
    reading: row.reading === null ? null : (JSON.parse(String(row.reading)) as Reading),
  };
}

function stateOf(row: Row): PictureRecord['state'] {
  const size = { width: Number(row.width), height: Number(row.height) };
  switch (row.state) {
    case 'kept':
      return { name: 'kept', file: String(row.file), ...size };
    case 'refused':
      return { name: 'refused', why: row.why as NoPicture };
    case 'gone':
      return { name: 'gone', ...size };
    default:
      return { name: 'waiting' };
  }
}
