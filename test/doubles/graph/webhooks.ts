/**
 * Meta as it calls us: bodies in its form, signed over the escaped form and sent so
 * (https://developers.facebook.com/docs/graph-api/webhooks/getting-started), in batches, again with a growing delay until
 * they are received, out of order and more than once if the test wants it.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostData, ServerContacts, ServerMessage, ServerStatusPayload } from 'whatsapp-api-js/types';
import type { MessagingBody, MessagingEvent } from './messaging-events.ts';

export interface WebhookOptions {
  url: string;
  appSecret: string;
  /** The first delay before a body is sent again, doubled each time; the platform takes seconds. */
  retryMs?: number;
  tries?: number;
}

export interface Delivery {
  /** What each try was told. */
  statuses: number[];
  received: boolean;
}

/** Characters beyond ASCII as `\u` and lower-case hex. */
export const escaped = (body: object): string =>
  JSON.stringify(body).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

export const sign = (body: string, appSecret: string): string =>
  `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;

/** One request, whatever comes of it; 0 where nothing came. */
export async function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

export async function deliver(
  body: object,
  { url, appSecret, retryMs = 20, tries = 6 }: WebhookOptions,
): Promise<Delivery> {
  const text = escaped(body);
  const statuses: number[] = [];
  for (let attempt = 0; attempt < tries; attempt++) {
    if (attempt > 0) await sleep(retryMs * 2 ** (attempt - 1));
    statuses.push(await post(url, text, { 'x-hub-signature-256': sign(text, appSecret) }));
    if (statuses.at(-1) === 200) return { statuses, received: true };
  }
  return { statuses, received: false };
}

/**
 * Every body `copies` times, in an order that `seed` decides, `atOnce` of them under way at a time: redeliveries after
 * trouble come like this. Whatever is not received is sent again.
 */
export async function storm(
  bodies: object[],
  { copies, atOnce, seed, ...options }: WebhookOptions & { copies: number; atOnce: number; seed: number },
): Promise<Delivery[]> {
  const queue = shuffled(Array.from({ length: copies }, () => bodies).flat(), seed);
  const deliveries: Delivery[] = [];
  const worker = async () => {
    for (let body = queue.pop(); body; body = queue.pop()) deliveries.push(await deliver(body, options));
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return deliveries;
}

/** Fisher and Yates' shuffle, by a small linear generator, so that a seed names an order. */
function shuffled<Value>(values: Value[], seed: number): Value[] {
  let state = seed >>> 0;
  for (let end = values.length - 1; end > 0; end--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (end + 1);
    [values[end], values[other]] = [values[other]!, values[end]!];
  }
  return values;
}

/** Where a webhook is set up, the platform asks first: https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
export async function verify(
  url: string,
  verifyToken: string,
  challenge: string,
): Promise<{ status: number; text: string }> {
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': challenge,
  });
  const response = await fetch(`${url}?${query}`);
  return { status: response.status, text: await response.text() };
}

// ---------------------------------------------------------------------------------------------- bodies

export interface Person {
  number?: string;
  userId: string;
  name: string;
}

const seconds = () => String(Math.floor(Date.now() / 1000));

/** Messages of one person to a business number. */
export function whatsAppMessages(
  numberId: string,
  { number, userId, name }: Person,
  messages: ({ id: string; timestamp?: string } & Record<string, unknown>)[],
): PostData {
  const contact: ServerContacts = {
    profile: { name },
    user_id: userId,
    ...(number === undefined ? {} : { wa_id: number }),
  };
  const sent = messages.map((message) => ({
    ...(number === undefined ? {} : { from: number }),
    from_user_id: userId,
    timestamp: seconds(),
    ...message,
  }));
  return whatsAppBody(numberId, { contacts: [contact], messages: sent as unknown[] as [ServerMessage] });
}

export const whatsAppText = (numberId: string, person: Person, id: string, body: string): PostData =>
  whatsAppMessages(numberId, person, [{ id, type: 'text', text: { body } }]);

export function whatsAppStatus(
  numberId: string,
  to: string,
  id: string,
  status: ServerStatusPayload['status'],
  more: { key?: string | undefined; code?: number } = {},
): PostData {
  const { key, code } = more;
  const payload = {
    id,
    status,
    timestamp: seconds(),
    recipient_user_id: to,
    ...(key === undefined ? {} : { biz_opaque_callback_data: key }),
    ...(code === undefined
      ? {}
      : { errors: [{ code, title: 'as told', message: 'as told', error_data: { details: '' } }] }),
  };
  return whatsAppBody(numberId, { statuses: [payload as ServerStatusPayload] });
}

function whatsAppBody(
  numberId: string,
  value: { contacts?: [ServerContacts] } & ({ messages: [ServerMessage] } | { statuses: [ServerStatusPayload] }),
): PostData {
  const metadata = { display_phone_number: '15550783881', phone_number_id: numberId };
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '102290129340398',
        changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }],
      },
    ],
  };
}

/** Events of a page or an Instagram account, in one entry, that are not as documented: new kinds, and broken ones. */
export const strangeBody = (object: MessagingBody['object'], account: string, events: unknown[]) => ({
  object,
  entry: [{ id: account, time: Date.now(), messaging: events }],
});

/** Events of a page or an Instagram account, in one entry. */
export const messagingBody = (
  object: MessagingBody['object'],
  account: string,
  events: MessagingEvent[],
): MessagingBody => ({ object, entry: [{ id: account, time: Date.now(), messaging: events }] });

export const messagingText = (
  object: MessagingBody['object'],
  account: string,
  person: string,
  mid: string,
  text: string,
) =>
  messagingBody(object, account, [
    { sender: { id: person }, recipient: { id: account }, timestamp: Date.now(), message: { mid, text } },
  ]);

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/message-echoes */
export const messagingEcho = (
  object: MessagingBody['object'],
  account: string,
  person: string,
  { metadata, ...message }: { mid: string; text: string; metadata?: string | undefined; app_id?: number },
) =>
  messagingBody(object, account, [
    {
      sender: { id: account },
      recipient: { id: person },
      timestamp: Date.now(),
      message: { is_echo: true, ...message, ...(metadata === undefined ? {} : { metadata }) },
    },
  ]);
