/**
 * WhatsApp's webhooks as events. Pure, and total: whatever comes, it gives events and a reason for each thing left aside.
 * https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
import type { Address, Inbound, Quoted } from '../contract.ts';
import { type Decoded, decodeEach, type Ignored, ignored, join } from '../meta/decoded.ts';
import { type Fields, fields, identifier, instant, list, number, text } from '../meta/json.ts';
import { senderOf } from './identity.ts';
import { WHATSAPP_CLOUD } from './limits.ts';
import { partsOf } from './parts.ts';

export interface DecodeContext {
  /** The number that is ours (`phone_number_id`). */
  account: string;
  now: number;
}

export function decodeWebhook(payload: Fields, context: DecodeContext): Decoded {
  const changes = list(payload.entry).flatMap((entry) => list(fields(entry)?.changes));
  return join(changes.map((change) => decodeChange(fields(change), context)));
}

function decodeChange(change: Fields | undefined, context: DecodeContext): Decoded {
  const value = fields(change?.value);
  const field = text(change?.field) ?? 'change';
  if (!value) return aside(ignored('not readable', field));
  if (identifier(fields(value.metadata)?.phone_number_id) !== context.account)
    return aside(ignored('another account', field));
  switch (field) {
    case 'messages':
      return join([
        decodeEach(list(value.messages), 'message', (message) => decodeMessage(message, value, context)),
        decodeEach(list(value.statuses), 'status', (status) => decodeStatus(status, context)),
        decodeEach(list(value.errors), 'error', ({ code }) => ignored('not a message', `error ${number(code) ?? ''}`)),
      ]);
    case 'smb_message_echoes':
      return decodeEach(list(value.message_echoes), 'echo', (echo) => decodeEcho(echo, context));
    case 'user_id_update':
      return decodeEach(list(value.user_id_update), 'user_id_update', (update) => decodeUpdate(update, context));
    default:
      return aside(ignored('not a message', field));
  }
}

const aside = (one: Ignored): Decoded => ({ events: [], ignored: [one] });

function decodeMessage(message: Fields, value: Fields, context: DecodeContext): Inbound[] | Ignored {
  const type = text(message.type) ?? 'message';
  // A group's message must never be answered in private.
  if (identifier(message.group_id) !== undefined) return ignored('a group', type);
  const id = identifier(message.id);
  const member = senderOf(message, value.contacts);
  if (id === undefined || text(message.type) === undefined) return ignored('not readable', type);
  const at = instant(message.timestamp, 's', context.now);
  if (type === 'system') return decodeSystem(message, id, at, context);
  if (member === undefined) return ignored('no sender', type);
  const event = { address: addressOf(member.id, context), eventId: id, at, member };

  switch (type) {
    case 'reaction': {
      const { message_id, emoji } = fields(message.reaction) ?? {};
      const target = identifier(message_id);
      if (target === undefined) return ignored('not readable', type);
      // A reaction taken back comes with an empty emoji or none.
      return [{ ...event, kind: 'reaction', messageId: target, emoji: text(emoji) ? [String(emoji)] : [] }];
    }
    case 'revoke': {
      const target = identifier(fields(message.revoke)?.original_message_id);
      if (target === undefined) return ignored('not readable', type);
      return [{ kind: 'delete', address: event.address, eventId: id, at, messageId: target }];
    }
    case 'edit': {
      const { original_message_id, message: edited } = fields(message.edit) ?? {};
      const [target, content] = [identifier(original_message_id), fields(edited)];
      if (target === undefined || !content) return ignored('not readable', type);
      return [{ ...event, kind: 'edit', messageId: target, parts: partsOf(content) }];
    }
    case 'button': {
      const choice = text(fields(message.button)?.payload) ?? text(fields(message.button)?.text);
      if (choice === undefined) return ignored('not readable', type);
      return [{ ...event, kind: 'choice', choice, messageId: id }];
    }
    case 'interactive': {
      const interactive = fields(message.interactive) ?? {};
      const pressed = fields(interactive.button_reply) ?? fields(interactive.list_reply);
      const choice = text(pressed?.id);
      if (choice !== undefined) return [{ ...event, kind: 'choice', choice, messageId: id }];
      break;
    }
    // Somebody opened the chat for the first time, with nothing said yet.
    case 'request_welcome':
      return [{ ...event, kind: 'message', messageId: id, parts: [{ kind: 'text', text: '/start' }], addressed: true }];
    default:
  }
  const replyTo = quotedBy(message, value);
  return [
    {
      ...event,
      kind: 'message',
      messageId: id,
      parts: partsOf(message),
      ...(replyTo ? { replyTo } : {}),
      addressed: true,
    },
  ];
}

/** What a message answers: one of the chat's, a product shown in it, or the ad it came from. WhatsApp hands over no words. */
function quotedBy(message: Fields, value: Fields): Quoted | undefined {
  const context = fields(message.context);
  const product = identifier(fields(context?.referred_product)?.product_retailer_id);
  const id = identifier(context?.id);
  if (product !== undefined) return { messageId: id ?? product, text: product, ours: true };
  if (id !== undefined) {
    const ownNumber = digits(fields(value.metadata)?.display_phone_number);
    return { messageId: id, text: '', ours: ownNumber !== '' && digits(context?.from) === ownNumber };
  }
  const referral = fields(message.referral);
  const words = [text(referral?.headline), text(referral?.body)].filter(Boolean).join('\n');
  return words === '' ? undefined : { messageId: identifier(referral?.source_id) ?? '', text: words, ours: true };
}

const digits = (value: unknown): string => (identifier(value) ?? '').replace(/\D/g, '');

/** The person's number or id changed; the chat goes on. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/system */
function decodeSystem(message: Fields, id: string, at: number, context: DecodeContext): Inbound[] | Ignored {
  const system = fields(message.system) ?? {};
  const before = identifier(system.previous_user_id) ?? identifier(message.from_user_id) ?? identifier(message.from);
  const after = identifier(system.user_id) ?? identifier(system.wa_id) ?? identifier(system.new_wa_id);
  return moved(before, after, id, at, text(system.type) ?? 'system', context);
}

function decodeUpdate(update: Fields, context: DecodeContext): Inbound[] | Ignored {
  const { previous, current } = fields(update.user_id) ?? {};
  const [before, after] = [identifier(previous), identifier(current)];
  const at = instant(update.timestamp, 's', context.now);
  return moved(before, after, `user_id_update ${before} ${after}`, at, 'user_id_update', context);
}

function moved(
  before: string | undefined,
  after: string | undefined,
  eventId: string,
  at: number,
  what: string,
  context: DecodeContext,
): Inbound[] | Ignored {
  if (before === undefined || after === undefined || before === after) return ignored('not a message', what);
  return [{ kind: 'moved', address: addressOf(before, context), eventId, at, to: addressOf(after, context) }];
}

const STATUSES = { sent: 'sent', delivered: 'delivered', read: 'read', played: 'read', failed: 'failed' } as const;

/** What became of a message of ours. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status */
function decodeStatus(status: Fields, context: DecodeContext): Inbound[] | Ignored {
  const id = identifier(status.id);
  const name = text(status.status) ?? 'status';
  const chat = identifier(status.recipient_user_id) ?? identifier(status.recipient_id);
  if (status.recipient_type === 'group') return ignored('a group', name);
  if (!Object.hasOwn(STATUSES, name)) return ignored('not a message', name);
  if (id === undefined || chat === undefined) return ignored('not readable', name);
  const known = STATUSES[name as keyof typeof STATUSES];
  const partKey = text(status.biz_opaque_callback_data);
  const codes = list(status.errors).flatMap((error) => number(fields(error)?.code) ?? []);
  return [
    {
      kind: 'receipt',
      address: addressOf(chat, context),
      eventId: `${id} ${known}`,
      at: instant(status.timestamp, 's', context.now),
      partId: id,
      ...(partKey === undefined ? {} : { partKey }),
      status: known,
      ...(known === 'failed' ? { reason: codes.length > 0 ? codes.join(', ') : 'not said' } : {}),
    },
  ];
}

/** The owner wrote from their own phone. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/smb_message_echoes */
function decodeEcho(echo: Fields, context: DecodeContext): Inbound[] | Ignored {
  const type = text(echo.type) ?? 'echo';
  const [id, chat] = [identifier(echo.id), identifier(echo.to_user_id) ?? identifier(echo.to)];
  if (identifier(echo.group_id) !== undefined) return ignored('a group', type);
  // Correcting or deleting what was written before is no answer.
  if (type === 'edit' || type === 'revoke' || type === 'reaction') return ignored('not a message', type);
  if (id === undefined || chat === undefined) return ignored('not readable', type);
  return [
    {
      kind: 'takeover',
      address: addressOf(chat, context),
      eventId: id,
      at: instant(echo.timestamp, 's', context.now),
      member: { id: context.account, owner: true },
    },
  ];
}

const addressOf = (chat: string, { account }: DecodeContext): Address => ({ channel: WHATSAPP_CLOUD, account, chat });
