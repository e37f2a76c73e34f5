import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSessions, ownerToken } from '../src/session.ts';

const MINUTE = 60_000;
const make = (secret = randomBytes(32), operatorToken?: string) => {
  let time = 1_000_000;
  const sessions = createSessions({ secret, id: 'abcd', operatorToken, now: () => time });
  return { sessions, secret, pass: (ms: number) => (time += ms) };
};
const cookieOf = (header: string | undefined) => header!.split(';')[0]!;

describe('a session', () => {
  it('begins with the key of a link, which works once', () => {
    const { sessions } = make();
    const key = sessions.mintKey();
    const cookie = sessions.trade(key);
    expect(sessions.holds({ cookie: cookieOf(cookie) })).toBe(true);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(sessions.trade(key)).toBeUndefined();
  });

  it('does not begin with a key older than 10 minutes', () => {
    const { sessions, pass } = make();
    const key = sessions.mintKey();
    pass(10 * MINUTE + 1);
    expect(sessions.trade(key)).toBeUndefined();
  });

  it('ends after 30 days', () => {
    const { sessions, pass } = make();
    const cookie = cookieOf(sessions.trade(sessions.mintKey()));
    pass(30 * 24 * 60 * MINUTE + 1);
    expect(sessions.holds({ cookie })).toBe(false);
  });

  it('survives a restart, and is worth nothing at another installation', () => {
    const { sessions, secret } = make();
    const cookie = cookieOf(sessions.trade(sessions.mintKey()));
    expect(make(secret).sessions.holds({ cookie })).toBe(true);
    expect(make().sessions.holds({ cookie })).toBe(false);
  });

  it('takes the owner token and the operator token as bearer, and no other', () => {
    const { sessions, secret } = make(randomBytes(32), 'operator-token-123');
    expect(sessions.holds({ authorization: `Bearer ${ownerToken(secret)}` })).toBe(true);
    expect(sessions.holds({ authorization: 'Bearer operator-token-123' })).toBe(true);
    expect(sessions.holds({ authorization: 'Bearer nothing' })).toBe(false);
    expect(sessions.trade('operator-token-123')).toBeDefined();
  });

  it('is not to be had by any other cookie, forged or bent', () => {
    const { sessions } = make();
    const real = cookieOf(sessions.trade(sessions.mintKey()));
    fc.assert(
      fc.property(
        fc.string(),
        (text) => !sessions.holds({ cookie: text }) && !sessions.holds({ cookie: `parley_abcd=${text}` }),
      ),
    );
    fc.assert(
      fc.property(fc.nat(real.length - 1), fc.constantFrom('A', '0', '.', 'z'), (at, letter) => {
        const bent = real.slice(0, at) + letter + real.slice(at + 1);
        return bent === real || !sessions.holds({ cookie: bent });
      }),
    );
  });
});
