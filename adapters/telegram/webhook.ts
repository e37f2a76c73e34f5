/**
 * Connect by webhook: Telegram posts each update, in order for each chat, and repeats it until it hears that it is
 * safe.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { HookRequest, HookResponse } from '../contract.ts';
import type { Take } from './intake.ts';

/** Far above any update; the longest text is 4096 characters, albums come one by one. */
export const WEBHOOK_BYTES = 1_000_000;
/** setWebhook, `secret_token`: comes back in this header. */
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

export async function answerWebhook(request: HookRequest, secret: string, take: Take): Promise<HookResponse> {
  if (request.method !== 'POST') return { status: 405 };
  if (!same(request.headers[SECRET_HEADER], secret)) return { status: 401 };
  let update: unknown;
  try {
    update = JSON.parse(request.body.toString('utf8'));
  } catch {
    return { status: 400 };
  }
  const again = await take([update]);
  if (again === null) return { status: 200 };
  return { status: 503, headers: { 'retry-after': String(Math.ceil(again.afterMs / 1000)) } };
}

/** In constant time, whatever the lengths. */
function same(given: unknown, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret));
}
