/**
 * What was said: conversations and their entries. An entry's number is given out by the database and never used twice,
 * so it can number events on a stream. `tally` counts how admitted messages ended (law 4) and outlives them.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { Entry, EntryState, Part, Recipe, Reply, Timing } from '../../adapters/contract.ts';
import { answeredLast, EMPTY_ROW, mediaOf, readEntry, readSaid, type Said, same } from './entries.ts';
import type { Count } from './tally.tables.ts';

export const historySchema = `CREATE TABLE conversation (
     name TEXT PRIMARY KEY,
     chat TEXT NOT NULL,
     thread TEXT NOT NULL,
     title TEXT NOT NULL,
     last TEXT NOT NULL,
     last_at INTEGER NOT NULL,
     fresh_after INTEGER NOT NULL DEFAULT 0
   ) WITHOUT ROWID;
   CREATE INDEX conversation_by_chat ON conversation (chat, last_at);
   CREATE TABLE entry (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     conversation TEXT NOT NULL,
     at INTEGER NOT NULL,
     by TEXT NOT NULL CHECK (by IN ('person', 'parley', 'erasure')),
     key TEXT NOT NULL,
     body TEXT NOT NULL,
     aside INTEGER NOT NULL,
     state TEXT,
     item INTEGER,
     answers TEXT,
     timing TEXT
   );
   CREATE INDEX entry_by_conversation ON entry (conversation, id);
   CREATE UNIQUE INDEX entry_by_item ON entry (conversation, item) WHERE item IS NOT NULL;
   CREATE INDEX entry_waiting ON entry (conversation, id) WHERE state = 'waiting';
   CREATE TABLE message_tally (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;`;

/** Whose each entry is, by a code under the chat's key; what a number typed after it stands for; and what goes early. */
export const historyByMemberSchema = `ALTER TABLE entry ADD COLUMN who BLOB;
   ALTER TABLE entry ADD COLUMN album TEXT;
   ALTER TABLE entry ADD COLUMN offers TEXT;
   ALTER TABLE entry ADD COLUMN gone_at INTEGER;
   ALTER TABLE entry ADD COLUMN media TEXT;
   ALTER TABLE conversation ADD COLUMN titled_by INTEGER;
   ALTER TABLE conversation ADD COLUMN last_by INTEGER;
   CREATE INDEX entry_by_key ON entry (conversation, key);
   CREATE INDEX entry_going ON entry (gone_at) WHERE gone_at IS NOT NULL;
   CREATE INDEX entry_with_media ON entry (at) WHERE media = 'seen';
   CREATE INDEX entry_by_time ON entry (conversation, at);`;

export interface TakeArgs {
  conversation: string;
  chat: string;
  thread: string;
  /** Who writes, as the account knows them. */
  person: string;
  /** The platform's id of the message: edits and unsends name it. */
  key: string;
  album?: string;
  /** When the platform itself lets it vanish, ms since 1970. */
  goneAt?: number;
  /** A newer wording of a message, which vanishes with the older one. */
  again?: true;
  /** The language it was recognised to be in, where it was long enough. */
  heard?: string;
  parts: Part[];
  /** How to fetch the pictures of the message that it answers to: they serve its turn and are not kept. */
  quoted?: Recipe[];
  /** Whose channel brought it, and can fetch what hangs on it. */
  account: string;
  at: number;
  /** First words, for the list; the first message's become the title. */
  words: string;
  /** A command: shown in the conversation, not read by the model. */
  aside: boolean;
}

export interface EndArgs {
  conversation: string;
  chat: string;
  thread: string;
  /** The lane items of the messages this ends, in order: the last one is answered, those before were merged into it. Empty for a reply to no message. */
  items: number[];
  state: 'answered' | 'refused' | 'superseded' | 'ignored';
  /** Why, for refused and ignored; counted. */
  reason?: string;
  reply?: Reply;
  /** What 1, 2, 3… typed next stand for. */
  offers?: string[];
  aside: boolean;
  words: string;
  timing: Timing;
}

export interface ConversationSummary {
  conversation: string;
  thread: string;
  title: string;
  last: string;
  at: number;
  waiting: boolean;
}

/** More than any lane will ever number. */
const MOVED = 1_000_000_000_000;

export function historyTables(db: DatabaseSync, count: Count) {
  // Whose words make the title stands with it, so that it goes when they go.
  const put = db.prepare(
    `INSERT INTO conversation (name, chat, thread, title, last, last_at, titled_by, last_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET last = excluded.last, last_at = excluded.last_at, last_by = excluded.last_by,
       titled_by = CASE WHEN title = '' THEN coalesce(excluded.titled_by, titled_by) ELSE titled_by END,
       title = CASE WHEN title = '' THEN excluded.title ELSE title END`,
  );
  const insert = db.prepare(
    `INSERT INTO entry (conversation, at, by, key, body, aside, state, item, answers, timing, who, album, offers, gone_at, media)
     VALUES (:conversation, :at, :by, :key, :body, :aside, :state, :item, :answers, :timing, :who, :album, :offers, :gone_at, :media) RETURNING id`,
  );
  const add = (row: Record<string, SQLInputValue>): number => Number(insert.get({ ...EMPTY_ROW, ...row })!.id);
  const byItem = db.prepare('SELECT id, state, gone_at FROM entry WHERE conversation = ? AND item = ?');
  const byKey = db.prepare(
    "SELECT id, at, state, aside, who, item, gone_at FROM entry WHERE conversation = ? AND key = ? AND by = 'person' ORDER BY id DESC LIMIT 1",
  );
  const newestAsked = db.prepare(
    "SELECT id FROM entry WHERE conversation = ? AND by = 'person' AND aside = 0 ORDER BY id DESC LIMIT 1",
  );
  const newest = db.prepare('SELECT by, offers FROM entry WHERE conversation = ? ORDER BY id DESC LIMIT 1');
  const setAside = db.prepare('UPDATE entry SET aside = 1 WHERE id = ?');
  const setBody = db.prepare('UPDATE entry SET body = ? WHERE id = ?');
  const setItem = db.prepare('UPDATE entry SET item = ? WHERE id = ?');
  const setItemOf = db.prepare('UPDATE entry SET item = ? WHERE conversation = ? AND item = ?');
  const hold = db.prepare(
    "UPDATE entry SET item = NULL WHERE conversation = ? AND item >= ? AND item <= ? AND state = 'waiting'",
  );
  const held = db.prepare(
    "SELECT id FROM entry WHERE conversation = ? AND state = 'waiting' AND item IS NULL ORDER BY id",
  );
  const answersAfter = db.prepare(
    "SELECT id, answers FROM entry WHERE conversation = ? AND by = 'parley' AND id > ? ORDER BY id",
  );
  const inAlbum = db.prepare(
    "SELECT 1 FROM entry WHERE conversation = ? AND album = ? AND who = ? AND state = 'waiting' LIMIT 1",
  );
  // Lanes number from one, so what came along is numbered out of the new lane's way.
  const moveEntries = db.prepare(`UPDATE entry SET conversation = ?, item = item - ${MOVED} WHERE conversation = ?`);
  const moveConversation = db.prepare('UPDATE OR IGNORE conversation SET name = ?, chat = ? WHERE name = ?');
  const threads = db.prepare('SELECT name, thread FROM conversation WHERE chat = ?');
  const setState = db.prepare('UPDATE entry SET state = ? WHERE id = ?');
  const after = db.prepare('SELECT * FROM entry WHERE conversation = ? AND id > ? ORDER BY id LIMIT ?');
  const SAID = 'id, by, key, body, item, answers';
  const itemsOf = db.prepare(
    `SELECT ${SAID} FROM entry WHERE conversation = ? AND item >= ? AND item <= ? AND state = 'waiting' ORDER BY item`,
  );
  const before = db.prepare(
    `SELECT ${SAID} FROM entry WHERE conversation = ?1 AND (by = 'parley' OR item < ?2) AND aside = 0 AND by <> 'erasure'
     AND id > (SELECT coalesce(max(fresh_after), 0) FROM conversation WHERE name = ?1) ORDER BY id`,
  );
  const beginAfter = db.prepare('UPDATE conversation SET fresh_after = ? WHERE name = ?');
  const fresh = db.prepare(
    'UPDATE conversation SET fresh_after = (SELECT coalesce(max(id), 0) FROM entry WHERE conversation = ?1) WHERE name = ?1',
  );
  const waiting = db.prepare("SELECT id FROM entry WHERE conversation = ? AND state = 'waiting' ORDER BY id");
  const list = db.prepare(
    "SELECT c.*, EXISTS (SELECT 1 FROM entry e WHERE e.conversation = c.name AND e.state = 'waiting') AS waiting FROM conversation c WHERE chat = ? ORDER BY last_at DESC LIMIT ?",
  );
  const ofChat = db.prepare('SELECT name FROM conversation WHERE chat = ?');
  const rename = db.prepare('UPDATE conversation SET title = ?, titled_by = NULL WHERE name = ?');
  const timingOf = db.prepare(
    "SELECT id, timing FROM entry WHERE conversation = ? AND key = ? AND by = 'parley' ORDER BY id DESC LIMIT 1",
  );
  const setTiming = db.prepare('UPDATE entry SET timing = ? WHERE id = ?');
  const one = db.prepare('SELECT * FROM entry WHERE conversation = ? AND id = ?');
  const wroteAt = db.prepare("SELECT max(at) AS at FROM entry WHERE conversation = ? AND by = 'person'");
  const answersTo = (conversation: string, question: number): number[] =>
    answersAfter
      .all(conversation, question)
      .filter(({ answers }) => (JSON.parse(String(answers)) as number[]).includes(question))
      .map(({ id }) => Number(id));

  return {
    /** Records a person's message with the lane item that carries it. Returns the entry's number. */
    take(args: TakeArgs, who: Uint8Array | null, item: number): number {
      const goneAt = args.goneAt ?? (args.again ? byKey.get(args.conversation, args.key)?.gone_at : null) ?? null;
      count('admitted');
      const id = add({
        conversation: args.conversation,
        at: args.at,
        by: 'person',
        key: args.key,
        body: JSON.stringify(args.parts),
        aside: Number(args.aside),
        state: 'waiting',
        item,
        who,
        album: args.album ?? null,
        gone_at: goneAt,
        media: mediaOf(args.parts),
      });
      put.run(args.conversation, args.chat, args.thread, args.words, args.words, args.at, id, id);
      return id;
    },

    /** Whether an edit of this message would answer it again: it is the newest question, and young. */
    isFresh(conversation: string, key: string, who: Uint8Array | null, before: number): boolean {
      const row = byKey.get(conversation, key);
      return (
        row !== undefined &&
        row.aside === 0 &&
        Number(row.at) >= before &&
        same(row.who, who) &&
        newestAsked.get(conversation)?.id === row.id
      );
    },
    /** Puts a question aside, and what was answered to it: a newer wording takes its place. */
    supersede(conversation: string, key: string): void {
      const row = byKey.get(conversation, key);
      if (!row) return;
      if (row.state === 'waiting') {
        setState.run('superseded', row.id!);
        count('superseded');
      }
      setAside.run(row.id!);
      for (const answer of answersTo(conversation, Number(row.id))) setAside.run(answer);
    },
    /** Corrects our copy; false: there is none of this person's. */
    amend(conversation: string, key: string, who: Uint8Array | null, parts: Part[]): boolean {
      const row = byKey.get(conversation, key);
      if (!row || !same(row.who, who)) return false;
      setBody.run(JSON.stringify(parts), row.id!);
      return true;
    },
    itemOf(conversation: string, key: string): { item: number | null } | null {
      const row = byKey.get(conversation, key);
      return row ? { item: row.state === 'waiting' ? (row.item as number | null) : null } : null;
    },
    inAlbum: (conversation: string, album: string, who: Uint8Array): boolean =>
      inAlbum.get(conversation, album, who) !== undefined,

    /** Takes messages out of the lane without ending them: their person is asked first. */
    hold: (conversation: string, first: number, last: number): void => void hold.run(conversation, first, last),
    held: (conversation: string): number[] => held.all(conversation).map((row) => Number(row.id)),
    /** A message is carried by another lane item from now on. */
    carry: (entry: number, item: number): void => void setItem.run(item, entry),
    carryMoved: (conversation: string, from: number, item: number): void =>
      void setItemOf.run(item, conversation, from - MOVED),
    entryOf: (conversation: string, item: number): number | null =>
      (byItem.get(conversation, item)?.id as number | undefined) ?? null,
    /** Ends what was held. */
    drop(conversation: string, reason: string): number {
      const ids = held.all(conversation);
      for (const { id } of ids) setState.run('ignored', id!);
      if (ids.length > 0) count(`ignored: ${reason}`, ids.length);
      return ids.length;
    },
    isWaiting: (conversation: string, items: number[]): boolean =>
      items.some((item) => byItem.get(conversation, item)?.state === 'waiting'),

    /** What a number typed now stands for; only what was offered last counts. */
    offers(conversation: string): string[] {
      const row = newest.get(conversation);
      return row?.by === 'parley' && row.offers !== null ? (JSON.parse(String(row.offers)) as string[]) : [];
    },

    /** The conversations of a chat with the thread each is. */
    threads: (chat: string): { conversation: string; thread: string }[] =>
      threads.all(chat).map(({ name, thread }) => ({ conversation: String(name), thread: String(thread) })),
    move(from: string, to: string, chat: string): void {
      moveEntries.run(to, from);
      moveConversation.run(to, chat, from);
    },
    /** Ends messages and records the reply, if any. Items that are no messages, and messages that ended before, are passed over. */
    end(args: EndArgs, now: number): void {
      const open = args.items
        .map((item) => byItem.get(args.conversation, item))
        .filter((row) => row?.state === 'waiting');
      open.forEach((row, index) => {
        const state: EntryState = args.state === 'answered' && index < open.length - 1 ? 'merged' : args.state;
        setState.run(state, row!.id!);
        count(args.reason === undefined ? state : `${state}: ${args.reason}`);
      });
      // Erased while it was answered: what is gone stays gone.
      if (!args.reply || (args.items.length > 0 && open.length === 0)) return;
      const going = open.map((row) => row!.gone_at).filter((at) => at !== null);
      const id = add({
        conversation: args.conversation,
        at: now,
        by: 'parley',
        key: args.reply.key,
        body: JSON.stringify(args.reply),
        aside: Number(args.aside),
        answers: JSON.stringify(open.map((row) => Number(row!.id))),
        timing: JSON.stringify(args.timing),
        offers: args.offers ? JSON.stringify(args.offers) : null,
        // What is said to a message that vanishes vanishes with it.
        gone_at: going.length === 0 ? null : Math.min(...going.map(Number)),
      });
      put.run(args.conversation, args.chat, args.thread, '', args.words, now, null, id);
    },

    /** Adds the time a delivery took to the reply it belongs to. */
    delivered(conversation: string, key: string, ms: number): void {
      const row = timingOf.get(conversation, key);
      if (!row) return;
      const timing = JSON.parse(String(row.timing)) as Timing;
      const end = timing.steps.at(-1);
      timing.steps.push({ step: 'deliver', startMs: end ? end.startMs + end.ms : 0, ms: Math.round(ms * 100) / 100 });
      setTiming.run(JSON.stringify(timing), row.id!);
    },

    replay: (conversation: string, from: number, limit: number): Entry[] =>
      after.all(conversation, from, limit).map(readEntry),
    entry(conversation: string, id: number): Entry | null {
      const row = one.get(conversation, id);
      return row ? readEntry(row) : null;
    },
    /** When a person last wrote here, as far as it is kept. */
    wroteAt: (conversation: string): number | null => (wroteAt.get(conversation)?.at as number | null) ?? null,
    waiting: (conversation: string): number[] => waiting.all(conversation).map((row) => Number(row.id)),

    /** The messages carried by lane items `first` to `last`, and what was said before them: the newest `limit` entries or up to half of that less, oldest first. */
    context(
      conversation: string,
      first: number,
      last: number,
      limit: number,
    ): { asked: (Said & { item: number })[]; earlier: Said[] } {
      const asked = itemsOf.all(conversation, first, last).map((row) => ({ ...readSaid(row), item: Number(row.item) }));
      const spoken = before.all(conversation, first);
      // The beginning moves in steps, so that what a model has read stays the beginning of what it reads next; and it
      // moves for good, so that a turn reads no more rows in a long conversation than in a short one.
      const skipped = spoken.length <= limit ? 0 : Math.ceil((spoken.length - limit) / (limit / 2)) * (limit / 2);
      if (skipped > 0) beginAfter.run(spoken[skipped - 1]!.id!, conversation);
      const rows = spoken.slice(skipped);
      // A message may have been written while an earlier one was answered: an answer is read behind its question.
      const earlier = rows.map((row) => ({
        said: readSaid(row),
        place: row.by === 'parley' ? answeredLast(row) + 0.5 : Number(row.id),
      }));
      return { asked, earlier: earlier.sort((a, b) => a.place - b.place).map(({ said }) => said) };
    },
    fresh: (conversation: string): void => void fresh.run(conversation),

    list: (chat: string, limit: number): ConversationSummary[] =>
      list.all(chat, limit).map((row) => ({
        conversation: String(row.name),
        thread: String(row.thread),
        title: String(row.title),
        last: String(row.last),
        at: Number(row.last_at),
        waiting: row.waiting === 1,
      })),
    rename: (conversation: string, title: string): boolean => Number(rename.run(title, conversation).changes) > 0,
    namesOf: (chat: string): string[] => ofChat.all(chat).map((row) => String(row.name)),
  };
}
