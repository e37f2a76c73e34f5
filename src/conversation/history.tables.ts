/**
 * What was said: conversations and their entries. An entry's number is given out by the database and never used twice,
 * so it can number events on a stream. `tally` counts how admitted messages ended (law 4) and outlives them.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Entry, EntryState, Part, Reply, Timing } from '../../adapters/contract.ts';

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

export interface TakeArgs {
  conversation: string;
  chat: string;
  thread: string;
  key: string;
  parts: Part[];
  at: number;
  /** First words, for the list; the first message's become the title. */
  words: string;
  /** A command: shown in the conversation, not read by the model. */
  aside: boolean;
}

export interface EndArgs {
  conversation: string;
  /** The lane items of the messages this ends, in order: the last one is answered, those before were merged into it. Empty for a reply to no message. */
  items: number[];
  state: 'answered' | 'refused' | 'superseded' | 'ignored';
  /** Why, for refused and ignored; counted. */
  reason?: string;
  reply?: Reply;
  aside: boolean;
  words: string;
  timing: Timing;
}

/** One entry as the assistant reads it. */
export interface Said {
  id: number;
  by: 'person' | 'parley';
  parts: Part[];
  markdown: string;
}

export interface ConversationSummary {
  conversation: string;
  thread: string;
  title: string;
  last: string;
  at: number;
  waiting: boolean;
}

type Row = Record<string, string | number | bigint | null | Uint8Array>;

export function historyTables(db: DatabaseSync) {
  const put = db.prepare(
    `INSERT INTO conversation (name, chat, thread, title, last, last_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET last = excluded.last, last_at = excluded.last_at, title = CASE WHEN title = '' THEN excluded.title ELSE title END`,
  );
  const touch = db.prepare('UPDATE conversation SET last = ?, last_at = ? WHERE name = ?');
  const insert = db.prepare(
    'INSERT INTO entry (conversation, at, by, key, body, aside, state, item, answers, timing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id',
  );
  const byItem = db.prepare('SELECT id, state FROM entry WHERE conversation = ? AND item = ?');
  const setState = db.prepare('UPDATE entry SET state = ? WHERE id = ?');
  const after = db.prepare('SELECT * FROM entry WHERE conversation = ? AND id > ? ORDER BY id LIMIT ?');
  const itemsOf = db.prepare('SELECT * FROM entry WHERE conversation = ? AND item >= ? AND item <= ? ORDER BY item');
  const SPOKEN =
    "FROM entry WHERE conversation = ?1 AND (by = 'parley' OR item < ?2) AND aside = 0 AND by <> 'erasure' AND id > (SELECT coalesce(max(fresh_after), 0) FROM conversation WHERE name = ?1)";
  const countBefore = db.prepare(`SELECT count(*) AS n ${SPOKEN}`);
  const before = db.prepare(`SELECT * ${SPOKEN} ORDER BY id LIMIT -1 OFFSET ?3`);
  const fresh = db.prepare(
    'UPDATE conversation SET fresh_after = (SELECT coalesce(max(id), 0) FROM entry WHERE conversation = ?1) WHERE name = ?1',
  );
  const waiting = db.prepare("SELECT id FROM entry WHERE conversation = ? AND state = 'waiting' ORDER BY id");
  const list = db.prepare(
    "SELECT c.*, EXISTS (SELECT 1 FROM entry e WHERE e.conversation = c.name AND e.state = 'waiting') AS waiting FROM conversation c WHERE chat = ? ORDER BY last_at DESC LIMIT ?",
  );
  const ofChat = db.prepare('SELECT name FROM conversation WHERE chat = ?');
  const rename = db.prepare('UPDATE conversation SET title = ? WHERE name = ?');
  const eraseEntries = db.prepare('DELETE FROM entry WHERE conversation = ?');
  const eraseConversation = db.prepare('DELETE FROM conversation WHERE name = ?');
  const timingOf = db.prepare(
    "SELECT id, timing FROM entry WHERE conversation = ? AND key = ? AND by = 'parley' ORDER BY id DESC LIMIT 1",
  );
  const setTiming = db.prepare('UPDATE entry SET timing = ? WHERE id = ?');
  const one = db.prepare('SELECT * FROM entry WHERE conversation = ? AND id = ?');
  const oldest = db.prepare('SELECT id, at, state FROM entry ORDER BY id LIMIT ?');
  const remove = db.prepare('DELETE FROM entry WHERE id = ?');
  const expireConversations = db.prepare(
    'DELETE FROM conversation WHERE last_at < ? AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.conversation = conversation.name)',
  );
  const count = db.prepare(
    'INSERT INTO message_tally (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n',
  );
  const tallies = db.prepare('SELECT name, n FROM message_tally ORDER BY name');
  const entriesOf = db.prepare("SELECT count(*) AS entries FROM entry WHERE conversation = ? AND by <> 'erasure'");

  return {
    count: (name: string, n = 1): void => void count.run(name, n),
    tally: (): Record<string, number> =>
      Object.fromEntries(tallies.all().map((row) => [String(row.name), Number(row.n)])),

    /** Records a person's message with the lane item that carries it. Returns the entry's number. */
    take(args: TakeArgs, item: number): number {
      put.run(args.conversation, args.chat, args.thread, args.words, args.words, args.at);
      count.run('admitted', 1);
      const row = insert.get(
        args.conversation,
        args.at,
        'person',
        args.key,
        JSON.stringify(args.parts),
        Number(args.aside),
        'waiting',
        item,
        null,
        null,
      );
      return Number(row!.id);
    },

    /** Ends messages and records the reply, if any. Items that are no messages, and messages that ended before, are passed over. */
    end(args: EndArgs, now: number): void {
      const open = args.items
        .map((item) => byItem.get(args.conversation, item))
        .filter((row) => row?.state === 'waiting');
      open.forEach((row, index) => {
        const state: EntryState = args.state === 'answered' && index < open.length - 1 ? 'merged' : args.state;
        setState.run(state, row!.id!);
        count.run(args.reason === undefined ? state : `${state}: ${args.reason}`, 1);
      });
      // Erased while it was answered: what is gone stays gone.
      if (!args.reply || (args.items.length > 0 && open.length === 0)) return;
      const answers = JSON.stringify(open.map((row) => Number(row!.id)));
      insert.run(
        args.conversation,
        now,
        'parley',
        args.reply.key,
        JSON.stringify(args.reply),
        Number(args.aside),
        null,
        null,
        answers,
        JSON.stringify(args.timing),
      );
      touch.run(args.words, now, args.conversation);
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
    waiting: (conversation: string): number[] => waiting.all(conversation).map((row) => Number(row.id)),

    /** The messages carried by lane items `first` to `last`, and what was said before them: the newest `limit` entries or up to half of that less, oldest first. */
    context(
      conversation: string,
      first: number,
      last: number,
      limit: number,
    ): { asked: (Said & { item: number })[]; earlier: Said[] } {
      const asked = itemsOf.all(conversation, first, last).map((row) => ({ ...readSaid(row), item: Number(row.item) }));
      // The beginning moves in steps, so that what a model has read stays the beginning of what it reads next.
      const count = Number(countBefore.get(conversation, first)!.n);
      const skipped = count <= limit ? 0 : Math.ceil((count - limit) / (limit / 2)) * (limit / 2);
      const rows = before.all(conversation, first, skipped);
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
    entriesOf: (conversation: string): number => Number(entriesOf.get(conversation)!.entries),

    /** Erases a conversation and leaves one empty entry, so that a page that was away learns of it. Returns how many entries are gone. */
    erase(conversation: string, now: number): number {
      const open = waiting.all(conversation).length;
      if (open > 0) count.run('ignored: erased', open);
      const gone = Number(eraseEntries.run(conversation).changes);
      eraseConversation.run(conversation);
      insert.run(conversation, now, 'erasure', '', '', 1, null, null, null, null);
      return gone;
    },

    /** Deletes entries older than `before` among the `limit` oldest; returns how many. Whatever still waits for an answer is kept until it has one. */
    expire(before: number, limit: number): number {
      // Entries are numbered as they come, so the old ones are at the beginning.
      const old = oldest.all(limit).filter(({ at, state }) => Number(at) < before && state !== 'waiting');
      for (const { id } of old) remove.run(id!);
      if (old.length < limit) expireConversations.run(before);
      return old.length;
    },
  };
}

function readEntry(row: Row): Entry {
  const base = { id: Number(row.id), at: Number(row.at) };
  switch (row.by) {
    case 'person':
      return {
        ...base,
        content: {
          by: 'person',
          key: String(row.key),
          parts: JSON.parse(String(row.body)) as Part[],
          state: row.state as EntryState,
        },
      };
    case 'parley':
      return {
        ...base,
        content: {
          by: 'parley',
          reply: JSON.parse(String(row.body)) as Reply,
          answers: JSON.parse(String(row.answers)) as number[],
          timing: JSON.parse(String(row.timing)) as Timing,
        },
      };
    default:
      return { ...base, content: { by: 'erasure' } };
  }
}

/** The newest message an answer is to; its own number for a reply to none. */
const answeredLast = (row: Row): number => (JSON.parse(String(row.answers)) as number[]).at(-1) ?? Number(row.id);

function readSaid(row: Row): Said {
  const { id, content } = readEntry(row);
  return content.by === 'parley'
    ? { id, by: 'parley', parts: [], markdown: content.reply.markdown }
    : { id, by: 'person', parts: content.by === 'person' ? content.parts : [], markdown: '' };
}
