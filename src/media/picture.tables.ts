/**
 * The pictures of messages: what became of each, and what was read in it. A row is made in the transaction that admits the
 * message, so no crash forgets a picture, and goes with the message's entry, whatever erases that. The file goes after a day,
 * the reading with its message (product.md Q11).
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Json, Part, Recipe } from '../../adapters/contract.ts';
import type { Reading } from '../../model-runtime/contract.ts';
import type { PictureRefusal } from './normalise.ts';

export const pictureSchema = `CREATE TABLE picture (
     entry INTEGER NOT NULL,
     part INTEGER NOT NULL,
     conversation TEXT NOT NULL,
     account TEXT NOT NULL,
     at INTEGER NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'refused', 'gone')),
     tries INTEGER NOT NULL DEFAULT 0,
     again_at INTEGER NOT NULL DEFAULT 0,
     why TEXT,
     file TEXT,
     width INTEGER,
     height INTEGER,
     reading TEXT,
     seen TEXT,
     PRIMARY KEY (entry, part)
   ) WITHOUT ROWID;
   CREATE INDEX picture_of_conversation ON picture (conversation, entry);
   CREATE INDEX picture_waiting ON picture (again_at) WHERE state = 'waiting' OR (state = 'kept' AND reading IS NULL);
   CREATE INDEX picture_by_age ON picture (at) WHERE state = 'kept';
   CREATE TABLE lost_file (file TEXT PRIMARY KEY) WITHOUT ROWID;
   CREATE TRIGGER picture_goes_with_its_entry AFTER DELETE ON entry BEGIN
     INSERT OR IGNORE INTO lost_file SELECT file FROM picture WHERE entry = OLD.id AND file IS NOT NULL;
     DELETE FROM picture WHERE entry = OLD.id;
   END;
   CREATE TABLE focus (conversation TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
   CREATE TRIGGER focus_goes_with_its_conversation AFTER DELETE ON conversation BEGIN
     DELETE FROM focus WHERE conversation = OLD.name;
   END;`;

/** The files of an answer go with it, too. */
export const answerFilesSchema = `CREATE TRIGGER files_go_with_their_answer AFTER DELETE ON entry WHEN OLD.by = 'parley' BEGIN
     INSERT OR IGNORE INTO lost_file SELECT json_extract(value, '$.id') FROM json_each(OLD.body, '$.files');
   END;`;

/** A picture of the message that one answers to: its recipe, since it stands in no part of ours. */
export const quotedPictureSchema = 'ALTER TABLE picture ADD COLUMN quoted TEXT;';

/** Reading it failed, so nothing is known of what is printed: it is tried again when somebody asks. */
export const unreadPictureSchema = 'ALTER TABLE picture ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;';

/** Why there is no picture: it cannot be looked at, or could not be had. */
export type NoPicture = PictureRefusal | 'too large' | 'not to be had';

export interface PictureKey {
  entry: number;
  /** Which part of the message; from `QUOTED` on, of the one that it answers to. */
  part: number;
}

/** No message has so many parts of its own. */
export const QUOTED = 1_000;

/** A picture as the assistant knows it. */
export interface PictureRecord extends PictureKey {
  at: number;
  state:
    | { name: 'waiting' }
    /** `file` is a name of src/media/files.ts. */
    | { name: 'kept'; file: string; width: number; height: number }
    | { name: 'refused'; why: NoPicture }
    /** Its day is over; what was read is still here. */
    | { name: 'gone'; width: number; height: number };
  /** Null: not read yet, it could not be read, or there is nothing to read. */
  reading: Reading | null;
  /** What the assistant made of the reading; it knows the shape. */
  seen: Json;
}

/** A picture that is still to be fetched or read. */
export interface PictureWork extends PictureKey {
  conversation: string;
  chat: string;
  /** Whose channel fetches it. */
  account: string;
  recipe: Recipe;
  tries: number;
  /** Fetched already, only not read. */
  kept?: { file: string; width: number; height: number };
}

type Row = Record<string, string | number | bigint | null | Uint8Array>;

/** Kinds of parts that may be pictures; what is in them is found out when they are here. */
const MAY_BE_PICTURE: readonly Part['kind'][] = ['image', 'sticker', 'document'];

export function pictureTables(db: DatabaseSync) {
  const expect = db.prepare(
    "INSERT INTO picture (entry, part, conversation, account, at, state) VALUES (?, ?, ?, ?, ?, 'waiting')",
  );
  const expectQuoted = db.prepare(
    "INSERT INTO picture (entry, part, conversation, account, at, state, quoted) VALUES (?, ?, ?, ?, ?, 'waiting', ?)",
  );
  const ofItems = `quoted IS NOT NULL AND entry IN (
    SELECT id FROM entry WHERE conversation = ? AND item IN (SELECT value FROM json_each(?)))`;
  const loseQuoted = db.prepare(
    `INSERT OR IGNORE INTO lost_file SELECT file FROM picture WHERE file IS NOT NULL AND ${ofItems}`,
  );
  const endQuoted = db.prepare(
    `UPDATE picture SET state = CASE state WHEN 'kept' THEN 'gone' ELSE 'refused' END, file = NULL, quoted = 'null',
       why = CASE state WHEN 'kept' THEN NULL ELSE coalesce(why, 'not to be had') END WHERE ${ofItems}`,
  );
  const waiting = db.prepare(
    `SELECT picture.*, entry.body, conversation.chat FROM picture JOIN entry ON entry.id = picture.entry
     JOIN conversation ON conversation.name = picture.conversation
     WHERE (picture.state = 'waiting' OR (picture.state = 'kept' AND picture.reading IS NULL AND NOT picture.unread)) AND picture.again_at <= ?
     ORDER BY picture.entry, picture.part LIMIT ?`,
  );
  const keep = db.prepare(
    "UPDATE picture SET state = 'kept', file = ?, width = ?, height = ?, tries = 0, again_at = 0 WHERE entry = ? AND part = ? AND state = 'waiting'",
  );
  const refuse = db.prepare("UPDATE picture SET state = 'refused', why = ? WHERE entry = ? AND part = ?");
  const later = db.prepare('UPDATE picture SET tries = tries + 1, again_at = ? WHERE entry = ? AND part = ?');
  const read = db.prepare('UPDATE picture SET reading = ?, seen = ? WHERE entry = ? AND part = ?');
  const readingIn = db.prepare(
    'SELECT reading FROM picture WHERE conversation = ? AND file = ? AND reading IS NOT NULL LIMIT 1',
  );
  const leaveUnread = db.prepare('UPDATE picture SET unread = 1 WHERE entry = ? AND part = ?');
  const readAgain = db.prepare('UPDATE picture SET unread = 0, again_at = 0 WHERE entry = ? AND part = ?');
  const focusOf = db.prepare('SELECT value FROM focus WHERE conversation = ?');
  const setFocus = db.prepare(
    'INSERT INTO focus (conversation, value) VALUES (?, ?) ON CONFLICT (conversation) DO UPDATE SET value = excluded.value',
  );
  const ofConversation = db.prepare('SELECT * FROM picture WHERE conversation = ? ORDER BY entry, part');
  const move = db.prepare('UPDATE picture SET conversation = ? WHERE conversation = ?');
  const moveFocus = db.prepare('UPDATE OR REPLACE focus SET conversation = ? WHERE conversation = ?');
  const ofEntries = db.prepare('SELECT * FROM picture WHERE entry >= ? AND entry <= ? ORDER BY entry, part');
  const isOpen = db.prepare(
    "SELECT 1 FROM picture WHERE entry = ? AND (state = 'waiting' OR (? AND state = 'kept' AND reading IS NULL AND NOT unread)) LIMIT 1",
  );
  const ripe = db.prepare(
    "UPDATE picture SET state = 'gone', file = NULL WHERE (entry, part) IN (SELECT entry, part FROM picture WHERE state = 'kept' AND at < ?1 AND (?2 IS NULL OR conversation = ?2) LIMIT ?3) RETURNING conversation",
  );
  const losing = db.prepare(
    "INSERT OR IGNORE INTO lost_file SELECT file FROM picture WHERE state = 'kept' AND at < ?1 AND (?2 IS NULL OR conversation = ?2) LIMIT ?3",
  );
  const lost = db.prepare('SELECT file FROM lost_file LIMIT ?');
  const found = db.prepare('DELETE FROM lost_file WHERE file = ?');
  const used = db.prepare('SELECT 1 FROM picture WHERE file = ? LIMIT 1');

  return {
    /** Notes the parts of a message that may be pictures. */
    expect(
      entry: number,
      { conversation, account, parts }: { conversation: string; account: string; parts: readonly Part[] },
      at: number,
    ): void {
      for (const [part, { kind }] of parts.entries())
        if (MAY_BE_PICTURE.includes(kind)) expect.run(entry, part, conversation, account, at);
    },
    /** The same for pictures of the message that it answers to. */
    expectQuoted(
      entry: number,
      { conversation, account, quoted }: { conversation: string; account: string; quoted: readonly Recipe[] },
      at: number,
    ): void {
      for (const [index, recipe] of quoted.entries())
        expectQuoted.run(entry, QUOTED + index, conversation, account, at, JSON.stringify(recipe));
    },
    /** Lets go of what served the turn of these lane items alone; what was read in it is the ground of their answer. */
    letGoQuoted(conversation: string, items: readonly number[]): void {
      const list = JSON.stringify(items);
      loseQuoted.run(conversation, list);
      endQuoted.run(conversation, list);
    },
    /** Oldest first; those that failed only once their time has come. */
    waiting: (now: number, limit: number): PictureWork[] => waiting.all(now, limit).flatMap(work),
    /** False when it was erased meanwhile, or its turn is over: then its file must not stay either. */
    keep: ({ entry, part }: PictureKey, { file, width, height }: { file: string; width: number; height: number }) =>
      Number(keep.run(file, width, height, entry, part).changes) > 0,
    refuse: ({ entry, part }: PictureKey, why: NoPicture): void => void refuse.run(why, entry, part),
    later: ({ entry, part }: PictureKey, againAt: number): void => void later.run(againAt, entry, part),
    read: ({ entry, part }: PictureKey, reading: Reading, seen: Json): void =>
      void read.run(JSON.stringify(reading), JSON.stringify(seen), entry, part),
    /** What was read in a file of the conversation, whichever message brought it; null: nothing yet. */
    readingIn(conversation: string, file: string): Reading | null {
      const row = readingIn.get(conversation, file);
      return row ? (JSON.parse(String(row.reading)) as Reading) : null;
    },
    /** Reading it failed. */
    leaveUnread: ({ entry, part }: PictureKey): void => void leaveUnread.run(entry, part),
    /** It is to be read after all; it has the tries that are left, or one. */
    readAgain: ({ entry, part }: PictureKey): void => void readAgain.run(entry, part),
    /** What the last reply of a skill was about. */
    focus: (conversation: string): Json => {
      const row = focusOf.get(conversation);
      return row ? (JSON.parse(String(row.value)) as Json) : null;
    },
    setFocus: (conversation: string, focus: Json): void => void setFocus.run(conversation, JSON.stringify(focus)),
    /** A conversation goes on under another name. */
    move(from: string, to: string): void {
      move.run(to, from);
      moveFocus.run(to, from);
    },
    /** Of entries `first` to `last`, whosever they are: the caller knows which of them it may see. */
    ofEntries: (first: number, last: number): PictureRecord[] => ofEntries.all(first, last).map(record),
    ofConversation: (conversation: string): PictureRecord[] => ofConversation.all(conversation).map(record),
    /** Whether something about an entry's pictures is still to come: the file, and where it will be read, the reading. */
    isOpen: (entry: number, read: boolean): boolean => isOpen.get(entry, Number(read)) !== undefined,
    /** Lets go of files older than `before`; returns whose each was. */
    expire(before: number, limit: number, conversation: string | null): string[] {
      losing.run(before, conversation, limit);
      return ripe.all(before, conversation, limit).map((row) => String(row.conversation));
    },
    /** Files that no picture needs any more. */
    lost: (limit: number): string[] =>
      lost.all(limit).flatMap(({ file }) => {
        if (used.get(file!) === undefined) return [String(file)];
        found.run(file!);
        return [];
      }),
    found: (files: readonly string[]): void => {
      for (const file of files) found.run(file);
    },
  };
}

/** Nothing where the recipe is gone: then there is nothing to fetch either. */
function work(row: Row): PictureWork[] {
  const part = Number(row.part);
  const recipe = row.quoted === null ? recipeIn(row, part) : (JSON.parse(String(row.quoted)) as Recipe);
  const size = { width: Number(row.width), height: Number(row.height) };
  return [
    {
      entry: Number(row.entry),
      part,
      conversation: String(row.conversation),
      chat: String(row.chat),
      account: String(row.account),
      recipe,
      tries: Number(row.tries),
      ...(row.state === 'kept' && { kept: { file: String(row.file), ...size } }),
    },
  ];
}

function recipeIn({ body }: Row, part: number): Recipe {
  const of = (JSON.parse(String(body)) as Part[])[part];
  return of && 'attachment' in of ? of.attachment.recipe : null;
}

function record(row: Row): PictureRecord {
  return {
    entry: Number(row.entry),
    part: Number(row.part),
    at: Number(row.at),
    state: stateOf(row),
    reading: row.reading === null ? null : (JSON.parse(String(row.reading)) as Reading),
    seen: row.seen === null ? null : (JSON.parse(String(row.seen)) as Json),
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
