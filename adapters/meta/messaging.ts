/**
 * The events Messenger and Instagram have in common: `messaging` entries between a person and a page or account. Pure.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events and
 * https://developers.facebook.com/documentation/instagram-platform/webhooks/examples
 */
import type { Address, Inbound, Quoted } from '../contract.ts';
import { file, type OwnAttachment, partsOf } from './attachments.ts';
import { type Ignored, ignored } from './decoded.ts';
import { type Fields, fields, identifier, instant, number, text } from './json.ts';
import { GET_STARTED, readPress } from './presses.ts';

/** Stands before our key in a message's `metadata`: other apps on the page may write there too. */
const OURS = 'parley:';
/** At most 1,000 characters: https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api */
export const metadataOf = (key: string): string => OURS + key;

export interface MessagingContext {
  channel: string;
  /** The id the chats are filed under. */
  account: string;
  /** Every id that is ours: an Instagram account has two. */
  ownIds: readonly string[];
  appId?: string | undefined;
  now: number;
  attachment?: OwnAttachment;
}

export function decodeMessaging(event: Fields, context: MessagingContext): Inbound[] | Ignored {
  const [sender, recipient] = [idOf(event.sender), idOf(event.recipient)];
  if (sender === undefined) return ignored('no sender', nameOf(event));
  const fromUs = context.ownIds.includes(sender);
  const person = fromUs ? recipient : sender;
  if (person === undefined) return ignored('not readable', nameOf(event));
  if (context.ownIds.includes(person)) return ignored('ours', nameOf(event));
  if (!fromUs && recipient !== undefined && !context.ownIds.includes(recipient))
    return ignored('another account', nameOf(event));
  const address: Address = { channel: context.channel, account: context.account, chat: person };
  const at = instant(event.timestamp, 'ms', context.now);

  const message = fields(event.message);
  // Whoever sends from our id: an echo, whether or not it says so.
  if (fromUs || message?.is_echo === true)
    return message ? decodeEcho(message, address, at, context) : ignored('ours', nameOf(event));
  const member = { id: person };
  const by = { address, at, member };
  // Where an event has no id of its own, what it came with is its id: the same when it comes again, be it readable or not.
  const stamp = JSON.stringify(event.timestamp ?? null).slice(0, 40);
  if (message) return decodeMessage(message, by, context);

  const postback = fields(event.postback);
  if (postback) return decodePostback(postback, by, stamp);
  const edit = fields(event.message_edit);
  if (edit) return decodeEdit(edit, by, stamp);
  const reaction = fields(event.reaction);
  if (reaction) return decodeReaction(reaction, by, stamp);
  const read = fields(event.read);
  // Messenger gives a watermark and no id; Instagram gives the id.
  if (read) return receipts([read.mid], 'read', address, at);
  const delivery = fields(event.delivery);
  if (delivery) return receipts(Array.isArray(delivery.mids) ? delivery.mids : [], 'delivered', address, at);
  const referral = fields(event.referral);
  // Somebody came back over a link of ours.
  if (referral) return start(text(referral.ref), by, `referral ${person} ${stamp} ${text(referral.ref) ?? ''}`.trim());
  return ignored('not a message', nameOf(event));
}

type By = Pick<Extract<Inbound, { kind: 'message' }>, 'address' | 'at' | 'member'>;

const idOf = (party: unknown): string | undefined => identifier(fields(party)?.id);

/** What an event is, by its own name there. */
const nameOf = (event: Fields): string =>
  Object.keys(event)
    .filter((name) => !['sender', 'recipient', 'timestamp'].includes(name))
    .map((name) => name.slice(0, 40))
    .sort()
    .join(' ') || 'nothing';

function decodeMessage(message: Fields, by: By, context: MessagingContext): Inbound[] | Ignored {
  const mid = identifier(message.mid);
  if (mid === undefined) return ignored('not readable', 'message');
  if (message.is_deleted === true)
    return [{ kind: 'delete', address: by.address, at: by.at, eventId: `${mid} deleted`, messageId: mid }];
  const choice = text(fields(message.quick_reply)?.payload);
  if (choice !== undefined) return pressed(choice, by, mid, mid);
  const replyTo = quotedBy(message);
  return [
    {
      ...by,
      kind: 'message',
      eventId: mid,
      messageId: mid,
      parts: partsOf(message, context.attachment),
      ...(replyTo ? { replyTo } : {}),
      addressed: true,
    },
  ];
}

/** A button we made: its value is a choice, a command of the menu, or the question of an ice breaker. */
function pressed(payload: string, by: By, eventId: string, messageId: string | undefined): Inbound[] {
  const press = readPress(payload);
  if (!press) return [{ ...by, kind: 'choice', eventId, choice: payload, ...(messageId ? { messageId } : {}) }];
  const { words, language } = press;
  return [
    {
      ...by,
      member: { ...by.member, ...(language === undefined ? {} : { language }) },
      kind: 'message',
      eventId,
      messageId: messageId ?? eventId,
      parts: [{ kind: 'text', text: words }],
      addressed: true,
    },
  ];
}

function decodePostback(postback: Fields, by: By, stamp: string): Inbound[] | Ignored {
  const mid = identifier(postback.mid);
  const payload = text(postback.payload) ?? text(postback.title);
  if (payload === undefined) return ignored('not readable', 'postback');
  // Older postbacks have no id.
  const without = `postback ${by.member.id} ${stamp} ${payload.slice(0, 100)}`;
  if (payload === GET_STARTED) return start(text(fields(postback.referral)?.ref), by, mid ?? without);
  return pressed(payload, by, mid ?? without, mid);
}

const start = (code: string | undefined, by: By, eventId: string): Inbound[] =>
  pressed(code === undefined ? '/start' : `/start ${code}`, by, eventId, undefined);

function decodeEdit(edit: Fields, by: By, stamp: string): Inbound[] | Ignored {
  const [mid, words] = [identifier(edit.mid), text(edit.text)];
  if (mid === undefined || words === undefined) return ignored('not readable', 'message_edit');
  const eventId = `${mid} edit ${number(edit.num_edit) ?? stamp}`;
  return [{ ...by, kind: 'edit', eventId, messageId: mid, parts: [{ kind: 'text', text: words }] }];
}

function decodeReaction(reaction: Fields, by: By, stamp: string): Inbound[] | Ignored {
  const mid = identifier(reaction.mid);
  if (mid === undefined) return ignored('not readable', 'reaction');
  const given = text(reaction.emoji) ?? text(reaction.reaction);
  const emoji = reaction.action === 'unreact' || given === undefined ? [] : [given];
  return [
    { ...by, kind: 'reaction', eventId: `${mid} reaction ${stamp} ${emoji.join('')}`.trim(), messageId: mid, emoji },
  ];
}

/** A message that left the page: our own, or somebody's who writes in its inbox. */
function decodeEcho(message: Fields, address: Address, at: number, context: MessagingContext): Inbound[] | Ignored {
  const mid = identifier(message.mid);
  if (mid === undefined) return ignored('not readable', 'echo');
  if (message.is_deleted === true) return ignored('ours', 'a deleted echo');
  const metadata = text(message.metadata);
  if (metadata?.startsWith(OURS)) {
    const receipt = {
      eventId: `${mid} sent`,
      partId: mid,
      partKey: metadata.slice(OURS.length),
      status: 'sent' as const,
    };
    return [{ kind: 'receipt', address, at, ...receipt }];
  }
  if (context.appId !== undefined && identifier(message.app_id) === context.appId) return ignored('ours', 'echo');
  return [{ kind: 'takeover', address, at, eventId: mid, member: { id: context.account, owner: true } }];
}

function receipts(ids: unknown[], status: 'read' | 'delivered', address: Address, at: number): Inbound[] {
  return ids.flatMap((id): Inbound[] => {
    const mid = identifier(id);
    return mid === undefined
      ? []
      : [{ kind: 'receipt', address, at, eventId: `${mid} ${status}`, partId: mid, status }];
  });
}

function quotedBy(message: Fields): Quoted | undefined {
  const answered = fields(message.reply_to);
  const mid = identifier(answered?.mid);
  if (mid !== undefined) return { messageId: mid, text: '', ours: answered?.is_self_reply !== true };
  const story = fields(answered?.story);
  const url = text(story?.url);
  if (!story) return undefined;
  const parts = url === undefined ? {} : { parts: [file('image', url, 'view')] };
  return { messageId: identifier(story.id) ?? '', text: '', ...parts, ours: true };
}
