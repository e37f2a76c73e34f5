/**
 * Connect: Meta's requests to us. The signature is checked on the bytes as they came, everything in the batch is decoded,
 * and "received" is said only when all of it is durable; until then Meta sends it again, for days.
 * https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
import { againInMs } from '../again.ts';
import type { Admission, ChannelLog, HookRequest, HookResponse, Inbound } from '../contract.ts';
import type { Decoded } from './decoded.ts';
import { type Fields, fields } from './json.ts';
import { isSigned, sameSecret } from './signature.ts';

/** Webhooks of WhatsApp have at most 3 MB: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview */
export const MOST_BYTES = 3 * 1024 * 1024;

export interface WebhookOptions {
  /** What `object` names in the bodies that are for this channel. */
  object: string;
  appSecret: string;
  verifyToken: string;
  decode: (payload: Fields, now: number) => Decoded;
  /** What is left of the events after the channel took its own part of them. */
  sift: (events: Inbound[]) => Promise<Inbound[]>;
  admit: (events: Inbound[]) => Promise<Admission[]>;
  /** Told what is durable, or was refused for good. */
  admitted: (events: Inbound[]) => void;
  log: ChannelLog;
}

export function createWebhook(options: WebhookOptions): (request: HookRequest) => Promise<HookResponse> {
  const { object, appSecret, verifyToken, decode, sift, admit, admitted, log } = options;
  return async (request) => {
    if (request.method === 'GET') return challenge(request.query, verifyToken);
    const arrivedMs = performance.now();
    if (!isSigned(request.body, header(request, 'x-hub-signature-256'), appSecret)) {
      log.warn({ object, bytes: request.body.length }, 'a webhook without a valid signature was refused');
      return answer(403, 'The signature does not belong to this body.');
    }
    const payload = parse(request.body);
    if (!payload) return answer(400, 'The body is not JSON.');
    if (payload.object !== object) return answer(404, `Only ${object} is taken here.`);

    const { events, ignored } = decode(payload, Date.now());
    const decodeMs = performance.now() - arrivedMs;
    for (const { why, what } of ignored) log.info({ object, why, what }, 'left aside');
    const left = await sift(once(events));
    const results = await admit(left.map((event) => ({ ...event, heard: { atMs: arrivedMs, decodeMs } })));
    const again = results.map(againInMs).find((ms) => ms !== undefined);
    if (again !== undefined) {
      const seconds = Math.ceil(again / 1000);
      return { ...answer(503, 'Not now; please send it again.'), headers: { 'retry-after': String(seconds) } };
    }
    admitted(left);
    return answer(200, 'EVENT_RECEIVED');
  };
}

/** Who sets the webhook up proves with the token that both know each other. */
function challenge(query: URLSearchParams, verifyToken: string): HookResponse {
  const echo = query.get('hub.challenge');
  const known = query.get('hub.mode') === 'subscribe' && sameSecret(query.get('hub.verify_token') ?? '', verifyToken);
  return known && echo !== null ? answer(200, echo) : answer(403, 'The verify token is another one.');
}

/** The same event twice in one body is one event. */
function once(events: Inbound[]): Inbound[] {
  const seen = new Set<string>();
  return events.filter(({ address: { account, chat }, eventId }) => {
    const name = JSON.stringify([account, chat, eventId]);
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}

function parse(body: Buffer): Fields | undefined {
  try {
    return fields(JSON.parse(body.toString('utf8')));
  } catch {
    return undefined;
  }
}

const header = ({ headers }: HookRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
};

const answer = (status: number, body: string): HookResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
});
