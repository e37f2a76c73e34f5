import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import {
  chatSchema,
  consentSchema,
  consentTables,
  photoHoursSchema,
  takenOverSchema,
} from '../../src/conversation/consent.tables.ts';
import { type Act, SILENT_MS } from '../../src/conversation/consent.ts';

const open = () => {
  const db = new DatabaseSync(':memory:');
  db.exec(consentSchema);
  db.exec(chatSchema);
  db.exec(photoHoursSchema);
  db.exec(takenOverSchema);
  return { db, consent: consentTables(db) };
};
const act = (name: Act, notice = 1, over = {}) => ({ chat: 'chat', act: name, notice, language: 'en', ...over });

describe('the ledger', () => {
  it('of one chat is not that of another', () => {
    const { consent } = open();
    consent.act(act('on'), 0);
    expect([consent.state('chat', 1, 0), consent.state('other chat', 1, 0)]).toEqual(['on', 'new']);
  });

  it('can be changed or shortened by nobody', () => {
    const { db, consent } = open();
    consent.act(act('on'), 0);
    expect(() => db.exec("UPDATE ledger SET act = 'off'")).toThrow('append-only');
    expect(() => db.exec('DELETE FROM ledger')).toThrow('append-only');
  });

  it('names chats and persons by codes that need the chat’s own key', () => {
    const { db, consent } = open();
    consent.act(act('on', 1, { person: 'ana' }), 0);
    consent.act(act('on', 1, { chat: 'other chat', person: 'ana' }), 0);
    const rows = db.prepare('SELECT name, who FROM ledger').all();
    expect(JSON.stringify(rows)).not.toMatch(/chat|ana/);
    expect(Buffer.from(rows[0]!.who as Uint8Array).equals(rows[1]!.who as Uint8Array)).toBe(false);
  });

  it('keeps of a chat that was forgotten that somebody left, and not who', () => {
    const { db, consent } = open();
    consent.act(act('on'), 0);
    consent.act(act('forgot', 1, { receipt: '7KQ2-M9' }), 1);
    expect(db.prepare('SELECT * FROM chat').all()).toEqual([]);
    expect(consent.code('chat', 'who', 'ana')).toBeNull();
    expect(consent.state('chat', 1, 2)).toBe('off');
    expect(
      db
        .prepare('SELECT act, receipt FROM ledger ORDER BY seq')
        .all()
        .map((row) => [row.act, row.receipt]),
    ).toEqual([
      ['on', null],
      ['forgot', '7KQ2-M9'],
    ]);
  });

  it('begins afresh after that, under another key', () => {
    const { db, consent } = open();
    consent.act(act('on'), 0);
    consent.act(act('forgot'), 1);
    consent.act(act('notice'), 2);
    expect(consent.state('chat', 1, 3)).toBe('off');
    consent.act(act('on'), 4);
    expect(consent.state('chat', 1, 5)).toBe('on');
    expect(
      new Set(
        db
          .prepare('SELECT hex(name) AS name FROM ledger')
          .all()
          .map(({ name }) => name),
      ).size,
    ).toBe(2);
  });

  it('writes down that silence ended a consent before anything else happens', () => {
    const { db, consent } = open();
    consent.act(act('on'), 0);
    consent.act(act('notice'), SILENT_MS + 1);
    expect(consent.state('chat', 1, SILENT_MS + 2)).toBe('lapsed');
    expect(
      db
        .prepare('SELECT act FROM ledger ORDER BY seq')
        .all()
        .map((row) => row.act),
    ).toEqual(['on', 'lapsed', 'notice']);
  });

  it('finds out itself who has been silent for too long', () => {
    const { consent } = open();
    for (let i = 0; i < 5; i++) consent.act(act('on', 1, { chat: `chat ${i}` }), i < 3 ? 0 : SILENT_MS);
    let from: string | null = '';
    while (from !== null) from = consent.lapse(from, 1, 2, SILENT_MS + 10);
    expect([0, 1, 2, 3, 4].map((i) => consent.consentOf(`chat ${i}`).consent.choice)).toEqual([
      'lapsed',
      'lapsed',
      'lapsed',
      'on',
      'on',
    ]);
  });

  it('of an earlier version is understood', () => {
    const db = new DatabaseSync(':memory:');
    db.exec(consentSchema);
    db.exec("INSERT INTO chat_key VALUES ('chat', x'01'); INSERT INTO chat_key VALUES ('off chat', x'02')");
    const old = db.prepare("INSERT INTO ledger (key, act, notice, language, at) VALUES (?, ?, 1, 'en', 5)");
    old.run(Buffer.from([1]), 'notice');
    old.run(Buffer.from([1]), 'on');
    old.run(Buffer.from([2]), 'off');
    db.exec(chatSchema);
    db.exec(photoHoursSchema);
    db.exec(takenOverSchema);
    const consent = consentTables(db);
    expect([consent.state('chat', 1, Date.now()), consent.state('off chat', 1, Date.now())]).toEqual(['on', 'off']);
    expect(consent.record('chat').map(({ act }) => act)).toEqual(['notice', 'on']);
  });

  it('gives the same facts the same version and other facts a new one', () => {
    const { consent } = open();
    expect([consent.noticeVersion('a', 0), consent.noticeVersion('b', 0), consent.noticeVersion('a', 0)]).toEqual([
      1, 2, 1,
    ]);
  });
});
