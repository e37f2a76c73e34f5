/**
 * Who holds the page is the owner. A link carries a short-lived key in its fragment (never sent to a server, never in
 * a log); the page trades it once for a signed cookie. Scripts use a bearer token instead of a cookie.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a printed link works. */
const KEY_MS = 10 * 60_000;
/** How long a browser stays signed in after it was. */
const COOKIE_MS = 30 * 24 * 3_600_000;

export interface Sessions {
  cookieName: string;
  /** A new one-time key for a link. */
  mintKey(): string;
  /** The Set-Cookie value for a valid key or operator token; undefined for any other. A key works once. */
  trade(key: string): string | undefined;
  /** True for a request with our cookie or bearer token. */
  holds(headers: { cookie?: string | undefined; authorization?: string | undefined }): boolean;
  /** True when the request proves itself by bearer token, which a foreign page cannot make a browser send. */
  bearer(headers: { authorization?: string | undefined }): boolean;
}

/** The token a script on this machine uses: derived, so that it needs no file of its own. */
export const ownerToken = (secret: Buffer): string =>
  createHmac('sha256', secret).update('owner token').digest('base64url');

export function createSessions({
  secret,
  id,
  operatorToken,
  now = Date.now,
}: {
  secret: Buffer;
  id: string;
  operatorToken: string | undefined;
  now?: () => number;
}): Sessions {
  const keys = new Map<string, number>();
  const cookieName = `parley_${id}`;
  const tokens = [ownerToken(secret), operatorToken].filter((token) => token !== undefined);
  const sign = (text: string) => createHmac('sha256', secret).update(`cookie ${text}`).digest('base64url');
  const isToken = (text: string) => tokens.some((token) => equal(token, text));

  const bearer = ({ authorization }: { authorization?: string | undefined }) =>
    authorization?.startsWith('Bearer ') === true && isToken(authorization.slice('Bearer '.length));
  return {
    cookieName,
    mintKey() {
      for (const [key, until] of keys) if (until < now()) keys.delete(key);
      const key = randomBytes(16).toString('base64url');
      keys.set(key, now() + KEY_MS);
      return key;
    },
    trade(key) {
      const until = keys.get(key);
      keys.delete(key);
      if ((until === undefined || until < now()) && !isToken(key)) return undefined;
      const body = `${now() + COOKIE_MS}.${randomBytes(9).toString('base64url')}`;
      return `${cookieName}=${body}.${sign(body)}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_MS / 1000}`;
    },
    bearer,
    holds(headers) {
      if (bearer(headers)) return true;
      const value = headers.cookie
        ?.split(/;\s*/)
        .find((pair) => pair.startsWith(`${cookieName}=`))
        ?.slice(cookieName.length + 1);
      const [until, nonce, signature] = value?.split('.') ?? [];
      if (until === undefined || nonce === undefined || signature === undefined) return false;
      return equal(sign(`${until}.${nonce}`), signature) && Number(until) > now();
    },
  };
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
