/**
 * The consent ledger (law 2). Append-only by triggers; names a chat by a random key of its own, and `forget` destroys
 * the one row that leads from the chat's code to that key: what is left tells that somebody left, not who.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { Refusal } from '../bus/store.ts';

export const consentSchema = `CREATE TABLE chat_key (chat TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
   CREATE TABLE notice (version INTEGER PRIMARY KEY, facts TEXT NOT NULL UNIQUE, at INTEGER NOT NULL);
   CREATE TABLE ledger (
     seq INTEGER PRIMARY KEY,
     key BLOB NOT NULL,
     act TEXT NOT NULL CHECK (act IN ('notice', 'on', 'declined', 'off', 'forgot')),
     notice INTEGER NOT NULL,
     language TEXT NOT NULL,
     member TEXT,
     at INTEGER NOT NULL
   );
   CREATE INDEX ledger_by_key ON ledger (key, seq);
   CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END;
   CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END;`;

/** What a person did, or was shown. */
export type Act = 'notice' | 'on' | 'declined' | 'off' | 'forgot';

/** `outdated`: switched on for an earlier notice; asked again before the next turn. */
export type ConsentState = 'new' | 'on' | 'outdated' | 'declined' | 'off';

export interface ActArgs {
  chat: string;
  act: Act;
  /** Which notice the person saw, and in which language. */
  notice: number;
  language: string;
  member?: string;
}

export function consentTables(db: DatabaseSync) {
  const keyOf = db.prepare('SELECT key FROM chat_key WHERE chat = ?');
  const makeKey = db.prepare('INSERT INTO chat_key (chat, key) VALUES (?, randomblob(16)) RETURNING key');
  const dropKey = db.prepare('DELETE FROM chat_key WHERE chat = ?');
  const append = db.prepare('INSERT INTO ledger (key, act, notice, language, member, at) VALUES (?, ?, ?, ?, ?, ?)');
  const lastChoice = db.prepare(
    "SELECT act, notice FROM ledger WHERE key = ? AND act <> 'notice' ORDER BY seq DESC LIMIT 1",
  );
  const shown = db.prepare("SELECT 1 FROM ledger WHERE key = ? AND act = 'notice' AND notice = ? LIMIT 1");
  const noticeOf = db.prepare('SELECT version FROM notice WHERE facts = ?');
  const addNotice = db.prepare('INSERT INTO notice (facts, at) VALUES (?, ?) RETURNING version');

  const state = (chat: string, notice: number): ConsentState => {
    const key = keyOf.get(chat)?.key;
    const last = key === undefined ? undefined : lastChoice.get(key);
    switch (last?.act as Act | undefined) {
      case 'on':
        return last?.notice === notice ? 'on' : 'outdated';
      case 'declined':
        return last?.notice === notice ? 'declined' : 'new';
      case 'off':
        return 'off';
      default:
        return 'new';
    }
  };

  return {
    state,
    /** The version of the notice that these facts make: the same facts give the same version, other facts a new one. */
    noticeVersion: (facts: string, now: number): number =>
      Number((noticeOf.get(facts) ?? addNotice.get(facts, now)!).version),
    /** Appends an act; a notice already shown to this chat in this version is not counted again. */
    act({ chat, act, notice, language, member }: ActArgs, now: number): void {
      const key = (keyOf.get(chat) ?? makeKey.get(chat))!.key!;
      if (act === 'notice' && shown.get(key, notice)) return;
      append.run(key, act, notice, language, member ?? null, now);
      if (act === 'forgot') dropKey.run(chat);
    },
    /** Null when the chat is switched on for this notice. The refusal is remembered: what came before consent stays unanswered for ever. */
    gate: (chat: string, notice: number): Refusal | null =>
      state(chat, notice) === 'on' ? null : { reason: 'no consent', remember: true },
  };
}
