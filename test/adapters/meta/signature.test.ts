import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeUnicode, isSigned, readSignedRequest } from '../../../adapters/meta/signature.ts';
import { escaped, sign } from '../../doubles/graph/webhooks.ts';

const SECRET = 'a secret of the app';

describe('a signature over a webhook', () => {
  it('belongs to the bytes as they came', () => {
    const body = escaped({ text: 'äöå 👋' });
    expect(body).toContain('\\u00e4\\u00f6\\u00e5 \\ud83d\\udc4b');
    expect(isSigned(Buffer.from(body), sign(body, SECRET), SECRET)).toBe(true);
  });

  it('belongs to the escaped form as well, where something on the way wrote the characters out', () => {
    const signature = sign(escaped({ text: 'äöå 👋' }), SECRET);
    expect(isSigned(Buffer.from(JSON.stringify({ text: 'äöå 👋' })), signature, SECRET)).toBe(true);
  });

  const body = Buffer.from('{"object":"page"}');
  const good = sign(body.toString(), SECRET);
  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['of another secret', sign(body.toString(), 'another')],
    ['of another body', sign('{}', SECRET)],
    ['truncated', good.slice(0, -1)],
    ['too long', `${good}0`],
    ['in upper case', `sha256=${good.slice(7).toUpperCase()}`],
    ['with another prefix', good.replace('sha256', 'sha1')],
    ['without a prefix', good.slice(7)],
    ['with a line end', `${good}\n`],
    ['that is not hex', `sha256=${'g'.repeat(64)}`],
  ])('is refused when it is %s', (_what, signature) => {
    expect(isSigned(body, signature, SECRET)).toBe(false);
  });

  it('holds for every body, and for no body that differs in a byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (bytes, at) => {
        const signature = `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;
        expect(isSigned(Buffer.from(bytes), signature, SECRET)).toBe(true);
        const bent = Buffer.from(bytes);
        bent[at % bent.length]! ^= 1;
        expect(isSigned(bent, signature, SECRET)).toBe(false);
      }),
    );
  });

  it('is made over ASCII alone: escaping leaves nothing else, and JSON reads it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const json = escapeUnicode(JSON.stringify(text));
        expect(json).toMatch(/^[\u0000-\u007f]*$/);
        expect(JSON.parse(json)).toBe(text);
      }),
    );
  });
});

describe('a signed request', () => {
  const signed = (claim: unknown, secret = SECRET) => {
    const payload = Buffer.from(JSON.stringify(claim)).toString('base64url');
    return `${createHmac('sha256', secret).update(payload).digest('base64url')}.${payload}`;
  };
  const claim = { algorithm: 'HMAC-SHA256', issued_at: 1_760_000_000, user_id: '218471' };

  it('tells whom it is about and since when', () => {
    expect(readSignedRequest(signed(claim), SECRET)).toEqual({ userId: '218471', issuedAt: 1_760_000_000_000 });
  });

  it.each([
    ['signed by another', signed(claim, 'another')],
    ['of another algorithm', signed({ ...claim, algorithm: 'none' })],
    ['about nobody', signed({ ...claim, user_id: null })],
    ['no object', signed('text')],
    ['without a payload', 'abc'],
    ['with a bent payload', signed(claim).replace('.', '.A')],
    ['empty', ''],
  ])('is refused when it is %s', (_what, text) => {
    expect(readSignedRequest(text, SECRET)).toBe(null);
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.string(), (text) => void readSignedRequest(text, SECRET)));
  });
});
