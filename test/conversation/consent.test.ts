import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Act, consentSchema, consentTables } from '../../src/conversation/consent.tables.ts';

const open = () => {
  const db = new DatabaseSync(':memory:');
  db.exec(consentSchema);
  return { db, consent: consentTables(db) };
};
const act = (name: Act, notice = 1) => ({ chat: 'chat', act: name, notice, language: 'en' });

describe('consent', () => {
  it('is not there before somebody gave it', () => {
    const { consent } = open();
    expect(consent.gate('chat', 1)).toEqual({ reason: 'no consent', remember: true });
    consent.act(act('notice'), 0);
    expect(consent.state('chat', 1)).toBe('new');
  });

  it('is there after Start, until the notice says something else', () => {
    const { consent } = open();
    consent.act(act('on'), 0);
    expect(consent.gate('chat', 1)).toBeNull();
    expect(consent.state('chat', 2)).toBe('outdated');
    expect(consent.gate('chat', 2)).not.toBeNull();
  });

  it('of one chat is not that of another', () => {
    const { consent } = open();
    consent.act(act('on'), 0);
    expect(consent.gate('other chat', 1)).not.toBeNull();
  });

  it('shows one version of the notice once', () => {
    const { db, consent } = open();
    for (let i = 0; i < 3; i++) consent.act(act('notice'), i);
    expect(db.prepare('SELECT count(*) AS n FROM ledger').get()).toEqual({ n: 1 });
  });

  it('has a ledger nobody can change or shorten', () => {
    const { db, consent } = open();
    consent.act(act('on'), 0);
    expect(() => db.exec("UPDATE ledger SET act = 'off'")).toThrow('append-only');
    expect(() => db.exec('DELETE FROM ledger')).toThrow('append-only');
  });

  it('is forgotten with the key: the ledger keeps that somebody left, and not who', () => {
    const { db, consent } = open();
    consent.act(act('on'), 0);
    consent.act(act('forgot'), 1);
    expect(db.prepare('SELECT * FROM chat_key').all()).toEqual([]);
    expect(consent.state('chat', 1)).toBe('new');
    expect(
      db
        .prepare('SELECT act FROM ledger ORDER BY seq')
        .all()
        .map((row) => row.act),
    ).toEqual(['on', 'forgot']);
  });

  it('gives the same facts the same version and other facts a new one', () => {
    const { consent } = open();
    expect([consent.noticeVersion('a', 0), consent.noticeVersion('b', 0), consent.noticeVersion('a', 0)]).toEqual([
      1, 2, 1,
    ]);
  });

  it('stands only when the last choice was yes to this very notice, in any order of events', () => {
    const acts = fc.array(
      fc.tuple(fc.constantFrom<Act>('notice', 'on', 'declined', 'off', 'forgot'), fc.integer({ min: 1, max: 3 })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(acts, fc.integer({ min: 1, max: 3 }), (history, now) => {
        const { consent } = open();
        for (const [name, notice] of history) consent.act(act(name, notice), 0);
        const last = history.filter(([name]) => name !== 'notice').at(-1);
        expect(consent.gate('chat', now) === null).toBe(last?.[0] === 'on' && last[1] === now);
      }),
    );
  });
});
