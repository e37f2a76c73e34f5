/**
 * The consent ledger and the one row a chat has (law 2). The ledger is append-only by triggers and names a chat, and who
 * acted, by codes under that chat's own key. The key stands in the chat's row and nowhere else: `forget` deletes the row,
 * and what is left of the chat tells that somebody left, not who.
 */
import { createHmac, createSecretKey } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Address } from '../../adapters/contract.ts';
import {
  type Act,
  after,
  type Consent,
  LEFT,
  type LedgerRow,
  NO_CONSENT,
  rowsFor,
  type Standing,
  standing,
} from './consent.ts';

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

/** A chat may keep photos for a shorter time. */
export const photoHoursSchema = 'ALTER TABLE chat ADD COLUMN keep_photo_hours INTEGER;';

/** Where a person took over, for as long as they have the chat: the owner's page lists it. */
export const takenOverSchema = 'ALTER TABLE chat ADD COLUMN taken_over TEXT;';

/** The ledger learns to call everybody by codes, and a chat gets a row with what holds for it besides consent. */
export const chatSchema = `CREATE TABLE chat (
     chat TEXT PRIMARY KEY,
     key BLOB NOT NULL,
     name BLOB NOT NULL,
     consent TEXT,
     last_at INTEGER NOT NULL,
     paused_until INTEGER NOT NULL DEFAULT 0,
     language TEXT,
     heard TEXT,
     region TEXT,
     keep_days INTEGER
   ) WITHOUT ROWID;
   INSERT INTO chat (chat, key, name, last_at)
     SELECT chat, randomblob(32), key, CAST(unixepoch('subsec') * 1000 AS INTEGER) FROM chat_key;
   DROP TABLE chat_key;
   CREATE TABLE left_chat (chat TEXT PRIMARY KEY) WITHOUT ROWID;
   CREATE TABLE ledger_by_code (
     seq INTEGER PRIMARY KEY,
     name BLOB NOT NULL,
     act TEXT NOT NULL,
     notice INTEGER NOT NULL,
     language TEXT NOT NULL,
     who BLOB,
     receipt TEXT,
     at INTEGER NOT NULL
   );
   INSERT INTO ledger_by_code (seq, name, act, notice, language, at) SELECT seq, key, act, notice, language, at FROM ledger;
   DROP TABLE ledger;
   ALTER TABLE ledger_by_code RENAME TO ledger;
   CREATE INDEX ledger_by_name ON ledger (name, seq);
   CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END;
   CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the consent ledger is append-only'); END;`;

export interface ActArgs {
  chat: string;
  act: Act;
  /** Which notice held, and in which language it was shown. */
  notice: number;
  language: string;
  /** Who acted, as the account knows them. */
  person?: string;
  /** What the person was told of an erasure, so that it can be found again. */
  receipt?: string;
}

/** What holds for one chat besides its consent; null: nothing was said about it. */
export interface ChatSettings {
  /** Chosen by /language. */
  language: string | null;
  /** Of the last message that was long enough to tell. */
  heard: string | null;
  region: string | null;
  keepDays: number | null;
  keepPhotoHours: number | null;
}

/** A chat in which a person answers themselves for a while. */
export interface Pause {
  /** What our records call it. */
  chat: string;
  address: Address;
  /** ms since 1970. */
  until: number;
}

interface ChatRow extends ChatSettings {
  key: Uint8Array;
  name: Uint8Array;
  consent: Consent;
  lastAt: number;
  pausedUntil: number;
}

const NO_SETTINGS: ChatSettings = { language: null, heard: null, region: null, keepDays: null, keepPhotoHours: null };

const settingsOf = ({ language, heard, region, keepDays, keepPhotoHours }: ChatRow): ChatSettings => ({
  ...{ language, heard, region, keepDays, keepPhotoHours },
});

export function consentTables(db: DatabaseSync) {
  const find = db.prepare('SELECT * FROM chat WHERE chat = ?');
  const make = db.prepare('INSERT INTO chat (chat, key, name, last_at) VALUES (?, randomblob(32), ?, ?) RETURNING key');
  const setName = db.prepare('UPDATE chat SET name = ? WHERE chat = ?');
  const setConsent = db.prepare('UPDATE chat SET consent = ?, last_at = ? WHERE chat = ?');
  const setPause = db.prepare('UPDATE chat SET paused_until = ?, taken_over = ? WHERE chat = ?');
  const paused = db.prepare(
    'SELECT chat, paused_until, taken_over FROM chat WHERE taken_over IS NOT NULL AND paused_until > ? ORDER BY paused_until DESC LIMIT ?',
  );
  const dropOver = db.prepare('UPDATE chat SET taken_over = NULL WHERE taken_over IS NOT NULL AND paused_until <= ?');
  const setTakenOver = db.prepare('UPDATE chat SET taken_over = ? WHERE chat = ? AND taken_over IS NOT NULL');
  const touch = db.prepare('UPDATE chat SET last_at = ?, heard = coalesce(?, heard) WHERE chat = ?');
  const set = {
    language: db.prepare('UPDATE chat SET language = ? WHERE chat = ?'),
    region: db.prepare('UPDATE chat SET region = ? WHERE chat = ?'),
    keepDays: db.prepare('UPDATE chat SET keep_days = ? WHERE chat = ?'),
    keepPhotoHours: db.prepare('UPDATE chat SET keep_photo_hours = ? WHERE chat = ?'),
  };
  const move = db.prepare('UPDATE chat SET chat = ? WHERE chat = ?');
  const drop = db.prepare('DELETE FROM chat WHERE chat = ?');
  const leave = db.prepare('INSERT INTO left_chat (chat) VALUES (?) ON CONFLICT DO NOTHING');
  const comeBack = db.prepare('DELETE FROM left_chat WHERE chat = ?');
  const hasLeft = db.prepare('SELECT 1 FROM left_chat WHERE chat = ?');
  const append = db.prepare(
    'INSERT INTO ledger (name, act, notice, language, who, receipt, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const rows = db.prepare('SELECT act, notice, at FROM ledger WHERE name = ? ORDER BY seq');
  const record = db.prepare('SELECT act, notice, language, who, at FROM ledger WHERE name = ? ORDER BY seq');
  const noticeOf = db.prepare('SELECT version FROM notice WHERE facts = ?');
  const addNotice = db.prepare('INSERT INTO notice (facts, at) VALUES (?, ?) RETURNING version');
  const all = db.prepare('SELECT * FROM chat WHERE chat > ? ORDER BY chat LIMIT ?');

  const read = (row: Record<string, unknown>): ChatRow => ({
    key: row.key as Uint8Array,
    name: row.name as Uint8Array,
    consent:
      row.consent === null
        ? rows
            .all(row.name as Uint8Array)
            .map(ledgerRow)
            .reduce(after, NO_CONSENT)
        : (JSON.parse(String(row.consent)) as Consent),
    lastAt: Number(row.last_at),
    pausedUntil: Number(row.paused_until),
    language: row.language as string | null,
    heard: row.heard as string | null,
    region: row.region as string | null,
    keepDays: row.keep_days as number | null,
    keepPhotoHours: row.keep_photo_hours as number | null,
  });
  const rowOf = (chat: string): ChatRow | undefined => {
    const row = find.get(chat);
    return row && read(row);
  };
  /** Its row, made now where it had none. */
  const rowFor = (chat: string, now: number): ChatRow => {
    const known = rowOf(chat);
    if (known) return known;
    const key = make.get(chat, new Uint8Array(), now)!.key as Uint8Array;
    setName.run(code(key, 'chat', chat), chat);
    return rowOf(chat)!;
  };
  const consentOf = (chat: string): { consent: Consent; lastAt: number } =>
    rowOf(chat) ?? { consent: hasLeft.get(chat) ? LEFT : NO_CONSENT, lastAt: 0 };
  const state = (chat: string, notice: number, now: number): Standing => {
    const { consent, lastAt } = consentOf(chat);
    return standing(consent, notice, lastAt, now);
  };
  const act = ({ chat, act, notice, language, person, receipt }: ActArgs, now: number): void => {
    const row = rowFor(chat, now);
    const consent = hasLeft.get(chat) ? LEFT : row.consent;
    const rows = rowsFor(consent, row.lastAt, { act, notice, at: now });
    for (const one of rows) {
      const who = one.act !== act || person === undefined ? null : code(row.key, 'who', person);
      append.run(row.name, one.act, notice, language, who, one.act === act ? (receipt ?? null) : null, now);
    }
    if (act === 'forgot') {
      drop.run(chat);
      leave.run(chat);
      return;
    }
    comeBack.run(chat);
    setConsent.run(JSON.stringify(rows.reduce(after, consent)), now, chat);
  };

  return {
    state,
    consentOf,
    act,
    /** All that is asked of a chat at once: where it stands today, whether a person has taken over, and its settings. */
    look(chat: string, notice: number, now: number): ChatSettings & { standing: Standing; pausedUntil: number } {
      const row = rowOf(chat);
      if (!row) return { ...NO_SETTINGS, standing: state(chat, notice, now), pausedUntil: 0 };
      const { consent, lastAt, pausedUntil } = row;
      return { ...settingsOf(row), pausedUntil, standing: standing(consent, notice, lastAt, now) };
    },
    /** The version of the notice that these facts make: the same facts give the same version, other facts a new one. */
    noticeVersion: (facts: string, now: number): number =>
      Number((noticeOf.get(facts) ?? addNotice.get(facts, now)!).version),
    /** Something may be kept here: it was switched on once, and not forgotten since. */
    wasOn: (chat: string): boolean => rowOf(chat)?.consent.wasOn ?? false,
    pausedUntil: (chat: string): number => rowOf(chat)?.pausedUntil ?? 0,
    /** `takenOver`: where, if a person took over. */
    pause: (chat: string, until: number, takenOver: Address | null): void =>
      void setPause.run(until, takenOver && JSON.stringify(takenOver), chat),
    /** The newest first. */
    pauses: (now: number, limit: number): Pause[] =>
      paused.all(now, limit).map((row) => ({
        chat: String(row.chat),
        until: Number(row.paused_until),
        address: JSON.parse(String(row.taken_over)) as Address,
      })),
    /** Forgets where people had taken over once their time is over. */
    endPauses: (now: number): void => void dropOver.run(now),
    /** A person was heard; `heard`: in which language, where that could be told. */
    touch: (chat: string, now: number, heard: string | null): void => void touch.run(now, heard, chat),
    settings(chat: string): ChatSettings {
      const row = rowOf(chat);
      return row ? settingsOf(row) : NO_SETTINGS;
    },
    set(chat: string, name: keyof typeof set, value: string | number | null): void {
      set[name].run(value, chat);
    },
    /** A code under the chat's own key, which nobody can make once the chat was forgotten. Null: there is no such chat. */
    code(chat: string, what: string, text: string): Uint8Array | null {
      const row = rowOf(chat);
      return row ? code(row.key, what, text) : null;
    },
    /** The acts of this chat, oldest first, for its export. */
    record(chat: string): (LedgerRow & { language: string })[] {
      const row = rowOf(chat);
      return row ? record.all(row.name).map((one) => ({ ...ledgerRow(one), language: String(one.language) })) : [];
    },
    /** The chat goes on under another name; where one is known under that already, it keeps its own consent. */
    move(from: string, to: string, address: Address): void {
      if (rowOf(to)) drop.run(from);
      else {
        move.run(to, from);
        setTakenOver.run(JSON.stringify(address), to);
      }
    },
    /** Writes down which chats have lapsed, `limit` at a time after `from`; null: all were looked at. */
    lapse(from: string, notice: number, limit: number, now: number): string | null {
      const chats = all.all(from, limit);
      for (const row of chats) {
        const { consent, lastAt, name } = read(row);
        if (consent.choice !== 'on' || standing(consent, notice, lastAt, now) !== 'lapsed') continue;
        append.run(name, 'lapsed', notice, 'en', null, null, now);
        const lapsed = after(consent, { act: 'lapsed', notice, at: now });
        setConsent.run(JSON.stringify(lapsed), lastAt, String(row.chat));
      }
      return chats.length < limit ? null : String(chats.at(-1)!.chat);
    },
  };
}

const ledgerRow = (row: Record<string, unknown>): LedgerRow => ({
  act: row.act as Act,
  notice: Number(row.notice),
  at: Number(row.at),
});

const code = (key: Uint8Array, what: string, text: string): Uint8Array =>
  // Bytes would be looked over as if they were something else first, which takes three times as long.
  createHmac('sha256', createSecretKey(key))
    .update(JSON.stringify([what, text]))
    .digest()
    .subarray(0, 16);
