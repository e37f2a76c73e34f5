/**
 * Identifiers of WhatsApp as the page writes them: `user@server`. A person has two, a phone number (`c.us`) and one that
 * hides it (`lid`); which of them a message carries is WhatsApp's choice, and may change from one message to the next.
 */

export type ChatKind =
  | 'person'
  | 'group'
  /** Status updates, channels, broadcast lists, and what came after this was written. */
  | 'other';

/** The same person under both ids, as far as the page knows them. */
export interface Both {
  lid?: string;
  phone?: string;
}

const PERSON = /^\d{3,20}@(c\.us|lid|s\.whatsapp\.net)$/;
const GROUP = /^[\d-]{5,40}@g\.us$/;
/** `user:device@server` names one of a person's devices. */
const DEVICE = /:\d+@/;

export function kindOf(id: string): ChatKind {
  if (PERSON.test(id)) return 'person';
  return GROUP.test(id) ? 'group' : 'other';
}

/** Without the device, and with the phone numbers' server under its one name in the page. */
export function plainId(id: string): string {
  return id.replace(DEVICE, '@').replace(/@s\.whatsapp\.net$/, '@c.us');
}

/** The id by which a person is known here: the hidden one where it is known, because it outlives a change of number. */
export function canonical(id: string, { lid }: Both = {}): string {
  const plain = plainId(id);
  return kindOf(plain) === 'person' && lid !== undefined ? plainId(lid) : plain;
}

export const samePerson = (id: string, { lid, phone }: Both): boolean =>
  plainId(id) === (lid && plainId(lid)) || plainId(id) === (phone && plainId(phone));

/** The name of a message in the whole of WhatsApp: chat and sender belong to it. */
export interface MessageName {
  fromMe: boolean;
  chat: string;
  /** The sender's own id of it, unique only together with the rest. */
  stanza: string;
  /** The sender, in groups. */
  participant?: string;
}

/** `true_49151…@c.us_3EB0…` or `false_1203…@g.us_3A…_49151…@c.us`, as the page serialises it. */
export function messageId({ fromMe, chat, stanza, participant }: MessageName): string {
  return [String(fromMe), chat, stanza, ...(participant === undefined ? [] : [participant])].join('_');
}

const MESSAGE_ID = /^(true|false)_([^_]+)_([^_]+)(?:_(.+))?$/;

/** Null when it is no name of a message. */
export function parseMessageId(id: string): MessageName | null {
  const [, fromMe, chat, stanza, participant] = MESSAGE_ID.exec(id) ?? [];
  if (chat === undefined || stanza === undefined || !chat.includes('@')) return null;
  return { fromMe: fromMe === 'true', chat, stanza, ...(participant === undefined ? {} : { participant }) };
}

/** Sent from a page such as ours, not from a phone: the page makes ids that begin so (whatsapp-web.js, `MsgKey.newId`). */
export const sentByPage = (stanza: string): boolean => stanza.startsWith('3EB0');
