/**
 * What was said: conversations and their entries. An entry's number is given out by the database and never used twice,
 * so it can number events on a stream. `tally` counts how admitted messages ended (law 4) and outlives them.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
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
  /** The language it was recognised to be in, where it was long enough. */
  heard?: string;
  parts: Part[];
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

/** What is kept of a chat, or of one member's part in it. */
export interface Counts {
  messages: number;
  answers: number;
  /** Photos, documents and the like among the messages. */
  media: number;
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

/** More than any lane will ever number. */
const MOVED = 1_000_000_000_000;

const EMPTY_ROW: Row = {
  key: '',
  body: '',
  aside: 0,
  state: null,
  item: null,
  answers: null,
  timing: null,
  who: null,
  album: null,
  offers: null,
  gone_at: null,
  media: null,
};

const same = (a: unknown, b: Uint8Array | null): boolean =>
  a instanceof Uint8Array && b !== null ? Buffer.compare(a, b) === 0 : a === b;

export function historyTables(db: DatabaseSync) {
  const put = db.prepare(
    `INSERT INTO conversation (name, chat, thread, title, last, last_at) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET last = excluded.last, last_at = excluded.last_at, title = CASE WHEN title = '' THEN excluded.title ELSE title END`,
  );
  const titleOf = db.prepare('SELECT title FROM conversation WHERE name = ?');
  const setTitledBy = db.prepare('UPDATE conversation SET titled_by = ? WHERE name = ?');
  const setLastBy = db.prepare('UPDATE conversation SET last_by = ? WHERE name = ?');
  const withoutWords = db.prepare(
    `UPDATE conversation SET title = CASE WHEN titled_by = :id THEN '' ELSE title END, last = CASE WHEN last_by = :id THEN '' ELSE last END
     WHERE name = (SELECT conversation FROM entry WHERE id = :id) AND (titled_by = :id OR last_by = :id)`,
  );
  const insert = db.prepare(
    `INSERT INTO entry (conversation, at, by, key, body, aside, state, item, answers, timing, who, album, offers, gone_at, media)
     VALUES (:conversation, :at, :by, :key, :body, :aside, :state, :item, :answers, :timing, :who, :album, :offers, :gone_at, :media) RETURNING id`,
  );
  const add = (row: Record<string, SQLInputValue>): number => Number(insert.get({ ...EMPTY_ROW, ...row })!.id);
  const byItem = db.prepare('SELECT id, state, gone_at FROM entry WHERE conversation = ? AND item = ?');
  const byKey = db.prepare(
    "SELECT id, at, state, aside, who, item FROM entry WHERE conversation = ? AND key = ? AND by = 'person' ORDER BY id DESC LIMIT 1",
  );
  const newestAsked = db.prepare(
    "SELECT id FROM entry WHERE conversation = ? AND by = 'person' AND aside = 0 ORDER BY id DESC LIMIT 1",
  );
  const newest = db.prepare('SELECT by, offers FROM entry WHERE conversation = ? ORDER BY id DESC LIMIT 1');
  const setAside = db.prepare('UPDATE entry SET aside = 1 WHERE id = ?');
  const setBody = db.prepare('UPDATE entry SET body = ? WHERE id = ?');
  const withMedia = db.prepare("SELECT id, body FROM entry WHERE media = 'seen' AND at < ? LIMIT ?");
  const setParts = db.prepare('UPDATE entry SET body = ?, media = ? WHERE id = ?');
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
  const ofWho = db.prepare(
    "SELECT id, state FROM entry WHERE conversation = ? AND by = 'person' AND who = ? ORDER BY id",
  );
  const byWho = db.prepare('SELECT 1 FROM entry WHERE id = ? AND who = ?');
  const ofConversation = db.prepare(
    "SELECT * FROM entry WHERE conversation = ? AND id > ? AND by <> 'erasure' ORDER BY id LIMIT ?",
  );
  const countsOf = db.prepare(
    `SELECT coalesce(sum(by = 'person'), 0) AS messages, coalesce(sum(by = 'parley'), 0) AS answers,
       count(media) AS media
     FROM entry WHERE conversation = ? AND by <> 'erasure'`,
  );
  const going = db.prepare('SELECT id, state, item FROM entry WHERE gone_at <= ? LIMIT ?');
  const oldIn = db.prepare('SELECT id, state, item FROM entry WHERE conversation = ? AND at < ? LIMIT ?');
  // Lanes number from one, so what came along is numbered out of the new lane's way.
  const moveEntries = db.prepare(`UPDATE entry SET conversation = ?, item = item - ${MOVED} WHERE conversation = ?`);
  const moveConversation = db.prepare('UPDATE OR IGNORE conversation SET name = ?, chat = ? WHERE name = ?');
  const threads = db.prepare('SELECT name, thread FROM conversation WHERE chat = ?');
  const setState = db.prepare('UPDATE entry SET state = ? WHERE id = ?');
  const after = db.prepare('SELECT * FROM entry WHERE conversation = ? AND id > ? ORDER BY id LIMIT ?');
  const itemsOf = db.prepare(
    "SELECT * FROM entry WHERE conversation = ? AND item >= ? AND item <= ? AND state = 'waiting' ORDER BY item",
  );
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
  const rename = db.prepare('UPDATE conversation SET title = ?, titled_by = NULL WHERE name = ?');
  const eraseEntries = db.prepare('DELETE FROM entry WHERE conversation = ?');
  const eraseConversation = db.prepare('DELETE FROM conversation WHERE name = ?');
  const timingOf = db.prepare(
    "SELECT id, timing FROM entry WHERE conversation = ? AND key = ? AND by = 'parley' ORDER BY id DESC LIMIT 1",
  );
  const setTiming = db.prepare('UPDATE entry SET timing = ? WHERE id = ?');
  const one = db.prepare('SELECT * FROM entry WHERE conversation = ? AND id = ?');
  const oldest = db.prepare('SELECT id, at, state, item FROM entry ORDER BY id LIMIT ?');
  const deleteEntry = db.prepare('DELETE FROM entry WHERE id = ?');
  /** With it goes what the list of conversations shows of it. */
  const remove = (id: number): void => {
    withoutWords.run({ id });
    deleteEntry.run(id);
  };
  const expireConversations = db.prepare(
    'DELETE FROM conversation WHERE last_at < ? AND NOT EXISTS (SELECT 1 FROM entry WHERE entry.conversation = conversation.name)',
  );
  const count = db.prepare(
    'INSERT INTO message_tally (name, n) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET n = n + excluded.n',
  );
  const tallies = db.prepare('SELECT name, n FROM message_tally ORDER BY name');
  const entriesOf = db.prepare("SELECT count(*) AS entries FROM entry WHERE conversation = ? AND by <> 'erasure'");

  const answersTo = (conversation: string, question: number): number[] =>
    answersAfter
      .all(conversation, question)
      .filter(({ answers }) => (JSON.parse(String(answers)) as number[]).includes(question))
      .map(({ id }) => Number(id));

  function eraseQuestions(
    conversation: string,
    questions: { id: number; waiting: boolean }[],
    reason: string,
  ): { questions: number; answers: number } {
    const gone = new Set(questions.map(({ id }) => id));
    const open = questions.filter(({ waiting }) => waiting).length;
    if (open > 0) count.run(`ignored: ${reason}`, open);
    const first = Math.min(...gone);
    const answers = (gone.size === 0 ? [] : answersAfter.all(conversation, first)).filter(({ answers }) => {
      const to = JSON.parse(String(answers)) as number[];
      return to.length > 0 && to.every((id) => gone.has(id));
    });
    for (const { id } of answers) remove(Number(id));
    for (const id of gone) remove(id);
    return { questions: gone.size, answers: answers.length };
  }

  /** Whether an entry is a member's own, or an answer to them. */
  const mineOf = (who: Uint8Array) => (row: Row) =>
    row.by === 'person'
      ? same(row.who, who)
      : (JSON.parse(String(row.answers)) as number[]).some((id) => byWho.get(id, who) !== undefined);

  /** Held messages wait for a word that may never come; they do not keep themselves. */
  const isWaited = (row: Row): boolean => row.state === 'waiting' && row.item !== null;
  function forgetEntry({ id, state }: Row): void {
    if (state === 'waiting') count.run('ignored: too late', 1);
    remove(Number(id));
  }

  return {
    count: (name: string, n = 1): void => void count.run(name, n),
    tally: (): Record<string, number> =>
      Object.fromEntries(tallies.all().map((row) => [String(row.name), Number(row.n)])),

    /** Records a person's message with the lane item that carries it. Returns the entry's number. */
    take(args: TakeArgs, who: Uint8Array | null, item: number): number {
      const titled = (titleOf.get(args.conversation)?.title ?? '') !== '';
      put.run(args.conversation, args.chat, args.thread, args.words, args.words, args.at);
      count.run('admitted', 1);
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
        gone_at: args.goneAt ?? null,
        media: mediaOf(args.parts),
      });
      if (!titled) setTitledBy.run(id, args.conversation);
      setLastBy.run(id, args.conversation);
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
        count.run('superseded', 1);
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
    /** Erases our copy of a message that its person took back, and what was answered to it alone. */
    unsend(conversation: string, key: string): void {
      const row = byKey.get(conversation, key);
      if (!row) return;
      eraseQuestions(conversation, [{ id: Number(row.id), waiting: row.state === 'waiting' }], 'unsent');
    },
    /** Erases one member's questions in a conversation and the answers to them. */
    eraseMember(conversation: string, who: Uint8Array, but: number): { questions: number; answers: number } {
      const rows = ofWho.all(conversation, who).filter(({ id }) => Number(id) !== but);
      return eraseQuestions(
        conversation,
        rows.map(({ id, state }) => ({ id: Number(id), waiting: state === 'waiting' })),
        'erased',
      );
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
      if (ids.length > 0) count.run(`ignored: ${reason}`, ids.length);
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
      put.run(args.conversation, args.chat, args.thread, '', args.words, now);
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
      setLastBy.run(id, args.conversation);
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

    /** Erases a conversation; `mark` leaves one empty entry, so that a page that was away learns of it. Returns how many entries are gone. */
    erase(conversation: string, mark: boolean, now: number): number {
      const open = waiting.all(conversation).length;
      if (open > 0) count.run('ignored: erased', open);
      const gone = Number(eraseEntries.run(conversation).changes);
      eraseConversation.run(conversation);
      if (mark) add({ conversation, at: now, by: 'erasure', aside: 1 });
      return gone;
    },

    /** Deletes entries older than `before` among the `limit` oldest; returns how many. What waits for an answer is kept until it has one. */
    expire(before: number, limit: number): number {
      // Entries are numbered as they come, so the old ones are at the beginning.
      const old = oldest.all(limit).filter((row) => Number(row.at) < before && !isWaited(row));
      for (const row of old) forgetEntry(row);
      if (old.length < limit) expireConversations.run(before);
      return old.length;
    },
    /** The same for one conversation whose chat keeps things for a shorter time. */
    expireIn(conversation: string, before: number, limit: number): number {
      const old = oldIn.all(conversation, before, limit).filter((row) => !isWaited(row));
      for (const row of old) forgetEntry(row);
      return old.length;
    },
    /** Lets go of pictures and sounds older than `before`; what was said about them stays. */
    expireMedia(before: number, limit: number): number {
      const old = withMedia.all(before, limit);
      for (const { id, body } of old) {
        const parts = (JSON.parse(String(body)) as Part[]).map(withoutMedia);
        setParts.run(JSON.stringify(parts), mediaOf(parts), id!);
      }
      return old.length;
    },
    /** Deletes what the platform has let vanish by now. */
    expireGone(now: number, limit: number): number {
      const gone = going.all(now, limit).filter((row) => !isWaited(row));
      for (const row of gone) forgetEntry(row);
      return gone.length;
    },
  };
}

/** `seen`: pictures and sounds, which go first; `file`: documents, which stay as long as the message. */
function mediaOf(parts: Part[]): 'seen' | 'file' | null {
  const kept = parts.filter((part) => 'attachment' in part && part.attachment.recipe !== null);
  if (kept.length === 0) return null;
  return kept.some(({ kind }) => kind !== 'document') ? 'seen' : 'file';
}

const withoutMedia = (part: Part): Part =>
  'attachment' in part && part.kind !== 'document' ? { ...part, attachment: { recipe: null } } : part;

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
