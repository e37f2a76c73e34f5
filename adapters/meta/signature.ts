/**
 * Meta signs what it sends with the app's secret. Webhooks: HMAC-SHA256 over the body, as lower-case hex in
 * `X-Hub-Signature-256` (https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests).
 * Callbacks of a login: `signed_request`, a signature and a payload in base64url
 * (https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback).
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { fields, identifier, number } from './json.ts';

const FORM = /^sha256=([0-9a-f]{64})$/;

/**
 * Whether `body` was signed with `secret`. Meta signs the form with escaped characters (`\u00e4`); that is also what it
 * sends, unless something on the way wrote the body anew, so the bytes are tried first and their escaped form second.
 */
export function isSigned(body: Buffer, header: string | undefined, secret: string): boolean {
  const given = FORM.exec(header ?? '')?.[1];
  if (given === undefined) return false;
  const signature = Buffer.from(given, 'hex');
  if (timingSafeEqual(hmac(secret, body), signature)) return true;
  const escaped = escapeUnicode(body.toString('utf8'));
  return escaped.length !== body.length && timingSafeEqual(hmac(secret, escaped), signature);
}

/** Every character beyond ASCII as `\u` and four lower-case hex digits. */
export const escapeUnicode = (text: string): string =>
  text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const signatureOf = (body: Buffer | string, secret: string): string =>
  `sha256=${hmac(secret, body).toString('hex')}`;

const hmac = (secret: string, body: Buffer | string): Buffer => createHmac('sha256', secret).update(body).digest();

/** Whom a callback is about and since when it holds (ms since 1970), or null when it is not Meta's. */
export function readSignedRequest(signed: string, secret: string): { userId: string; issuedAt: number } | null {
  const [, signature, payload] = /^([\w-]{1,128})\.([\w-]{1,8192})$/.exec(signed) ?? [];
  if (signature === undefined || payload === undefined) return null;
  const given = Buffer.from(signature, 'base64url');
  const expected = hmac(secret, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  try {
    const claim = fields(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    const userId = identifier(claim?.user_id);
    // Whoever signs with the secret is Meta; the algorithm is named only so that nobody takes another.
    if (userId === undefined || String(claim?.algorithm).toUpperCase() !== 'HMAC-SHA256') return null;
    return { userId, issuedAt: (number(claim?.issued_at) ?? 0) * 1000 };
  } catch {
    return null;
  }
}

/** Compares two secrets in a time that says nothing about where they differ. */
export const sameSecret = (given: string, expected: string): boolean =>
  timingSafeEqual(hmac('compare', given), hmac('compare', expected));
