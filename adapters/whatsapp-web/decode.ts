/** What the page told → events in our words. Pure. */
import type { Address, Inbound, Member, Part, Quoted } from '../contract.ts';
import { WHATSAPP_WEB } from './capabilities.ts';
import { type Both, canonical, kindOf, messageId, parseMessageId, plainId, samePerson, sentByPage } from './ids.ts';
import type { RawMessage, RawReaction } from './raw.ts';

/** Who is asked, and what is known besides the message itself. */
export interface Surroundings {
  account: string;
  /** This account's own two ids. */
  me: Both;
  /** ms since 1970 */
  now: number;
  /** A message older than this is from before, and not to be answered any more; in ms. */
  backlogMs: number;
}

export interface Heard {
  message: RawMessage;
  /** The chat's person and the writer under both ids, where they are known. */
  chat: Both;
  author: Both;
  /** Names of those who are mentioned, by id. */
  names: Record<string, string>;
  album?: string;
}

/** Why something the page told is no event. */
export type Ignored =
  | 'not a chat'
  | 'not a message of a person'
  | 'from before'
  | 'our own echo'
  | 'the writer is unknown';

export type Decoded = { events: Inbound[] } | { ignored: Ignored };

/** Types that the page makes itself, or that have an event of their own (enums/MSG_TYPE in @wppconnect/wa-js, and the library's MessageTypes). */
const NOBODYS = new Set([
  ...['notification', 'notification_template', 'group_notification', 'gp2', 'broadcast_notification'],
  ...['e2e_notification', 'call_log', 'protocol', 'ciphertext', 'revoked', 'reaction', 'reaction_enc', 'album'],
  ...[
    'debug',
    'pin_message',
    'pinned_message',
    'keep_in_chat',
    'poll_update',
    'event_response',
    'newsletter_notification',
  ],
]);

/** Their words stand in the body, whatever they were made with. */
const WORDS = new Set([
  ...['chat', 'hsm', 'buttons_response', 'list_response', 'template_button_reply', 'interactive_response', 'comment'],
]);

const FILES = {
  image: 'image',
  video: 'video',
  ptv: 'video',
  gif: 'video',
  audio: 'audio',
  ptt: 'audio',
  document: 'document',
  sticker: 'sticker',
} as const satisfies Record<string, Part['kind']>;

const isFile = (type: string): type is keyof typeof FILES => Object.hasOwn(FILES, type);

/** A word to us, wherever it stands. */
const COMMAND = /^\/[\p{L}]/u;

export function decodeMessage(heard: Heard, around: Surroundings): Decoded {
  const { message, author: writer, album } = heard;
  const where = addressOf(message.chat, heard.chat, around.account);
  if (where === null) return { ignored: 'not a chat' };
  if (NOBODYS.has(message.type)) return { ignored: 'not a message of a person' };
  const member = memberOf(message, writer, around);
  if (member === null) return { ignored: 'the writer is unknown' };
  const at = message.t * 1000;
  const words = withoutUs(namesForNumbers(message.text, heard), around.me);
  const command = COMMAND.test(words);
  // A command is meant whenever it comes: `/off` said while we were away has to be obeyed.
  if (!command && around.now - at > around.backlogMs) return { ignored: 'from before' };
  const base = { address: where, eventId: message.id, at, member, messageId: message.id };
  const toSelf = samePerson(message.chat, around.me);
  if (member.owner && where.group === undefined && !command && !toSelf)
    return { events: [{ kind: 'takeover', address: where, eventId: message.id, at, member }] };
  const quoted = quotedOf(message, around);
  const mentioned = message.mentioned.some((id) => samePerson(id, around.me));
  return {
    events: [
      {
        kind: 'message',
        ...base,
        parts: partsOf(message, words),
        ...(quoted ? { replyTo: quoted } : {}),
        addressed: where.group === undefined || mentioned || command || quoted?.ours === true,
        ...(album === undefined ? {} : { album }),
        ...(message.disappearsAfterS ? { disappearsMs: message.disappearsAfterS * 1000 } : {}),
      },
    ],
  };
}

/** The words of a message have changed. */
export function decodeEdit(
  { message, chat, author }: Pick<Heard, 'message' | 'chat' | 'author'>,
  around: Surroundings,
): Decoded {
  const address = addressOf(message.chat, chat, around.account);
  if (address === null) return { ignored: 'not a chat' };
  if (message.fromMe) return { ignored: 'our own echo' };
  const member = memberOf(message, author, around);
  if (member === null) return { ignored: 'the writer is unknown' };
  const at = message.editedAtMs ?? around.now;
  const heard = { message, chat, author, names: {} };
  const parts = partsOf(message, withoutUs(namesForNumbers(message.text, heard), around.me));
  const eventId = `${message.id}:edit:${message.editedAtMs ?? message.text.length}`;
  return { events: [{ kind: 'edit', address, eventId, at, member, messageId: message.id, parts }] };
}

/** Taken back for everybody, deleted here, or disappeared by itself: in each case our copy has to go. */
export function decodeGone({ message, chat }: Pick<Heard, 'message' | 'chat'>, around: Surroundings): Decoded {
  const address = addressOf(message.chat, chat, around.account);
  if (address === null) return { ignored: 'not a chat' };
  const gone = message.revokes ?? message.id;
  return { events: [{ kind: 'delete', address, eventId: `${gone}:gone`, at: around.now, messageId: gone }] };
}

export function decodeReaction(
  { reaction, chat, author }: { reaction: RawReaction; chat: Both; author: Both },
  around: Surroundings,
): Decoded {
  const name = parseMessageId(reaction.on);
  const address = name && addressOf(name.chat, chat, around.account);
  if (!address) return { ignored: 'not a chat' };
  if (samePerson(reaction.from, around.me)) return { ignored: 'our own echo' };
  const emoji = reaction.emoji === '' ? [] : [reaction.emoji];
  const at = reaction.t > 0 ? reaction.t * 1000 : around.now;
  return {
    events: [
      {
        kind: 'reaction',
        address,
        eventId: `${reaction.id}:${reaction.emoji}`,
        at,
        member: { id: canonical(reaction.from, author) },
        messageId: reaction.on,
        emoji,
      },
    ],
  };
}

/** Somebody came into a group or left it; who concerns us most is ourselves. */
export function decodeMembership(
  { message, chat }: Pick<Heard, 'message' | 'chat'>,
  people: (id: string) => Both,
  around: Surroundings,
): Decoded {
  const address = addressOf(message.chat, chat, around.account);
  const came = ['add', 'invite', 'linked_group_join', 'create'].includes(message.subtype ?? '');
  const left = ['remove', 'leave'].includes(message.subtype ?? '');
  if (!address?.group || (!came && !left)) return { ignored: 'not a message of a person' };
  const about = message.recipients?.length ? message.recipients : message.author ? [message.author] : [];
  const events = about.map((id): Inbound => {
    const us = samePerson(id, around.me);
    return {
      kind: 'membership',
      address,
      eventId: `${message.id}:${plainId(id)}`,
      at: message.t * 1000,
      member: { id: canonical(id, people(id)), ...(us ? { owner: true } : {}) },
      change: us ? (came ? 'added' : 'removed') : came ? 'joined' : 'left',
    };
  });
  return { events };
}

/**
 * A chat that was known by the phone number goes on under the hidden id. Told at the first message that shows both; the
 * service keeps its record under one name.
 */
export function decodeMove(chat: string, both: Both, account: string, at: number): Inbound | null {
  if (kindOf(plainId(chat)) !== 'person' || both.lid === undefined || both.phone === undefined) return null;
  const from = plainId(both.phone);
  const to = canonical(chat, both);
  if (from === to) return null;
  const address = { channel: WHATSAPP_WEB, account, chat: from };
  return { kind: 'moved', address, eventId: `moved:${from}:${to}`, at, to: { ...address, chat: to } };
}

/** A person changed their number. */
export function decodeRenamed(
  { from, to, id, t }: { from: string; to: string; id: string; t: number },
  account: string,
): Decoded {
  if (kindOf(plainId(from)) !== 'person' || kindOf(plainId(to)) !== 'person') return { ignored: 'not a chat' };
  const address = { channel: WHATSAPP_WEB, account, chat: plainId(from) };
  return {
    events: [{ kind: 'moved', address, eventId: `${id}:moved`, at: t * 1000, to: { ...address, chat: plainId(to) } }],
  };
}

/** Null: nobody is answered there. */
export function addressOf(chat: string, both: Both, account: string): Address | null {
  const kind = kindOf(plainId(chat));
  if (kind === 'other') return null;
  return {
    channel: WHATSAPP_WEB,
    account,
    chat: canonical(chat, both),
    ...(kind === 'group' ? { group: true } : {}),
  };
}

function memberOf(message: RawMessage, author: Both, { me }: Surroundings): Member | null {
  const owner = message.fromMe;
  const writer = owner ? (me.lid ?? me.phone) : (message.author ?? message.chat);
  if (writer === undefined || kindOf(plainId(writer)) !== 'person') return null;
  const id = canonical(writer, owner ? me : author);
  return { id, ...(message.pushName ? { name: message.pushName } : {}), ...(owner ? { owner: true } : {}) };
}

function partsOf(message: RawMessage, words: string): Part[] {
  const { type, file } = message;
  // The phone shows it once and then no more; it is not ours to keep, nor its words.
  if (message.viewOnce || message.subtype?.startsWith('view_once')) return [{ kind: 'unsupported', what: 'view once' }];
  if (isFile(type)) {
    if (!file) return [{ kind: 'unsupported', what: type }, ...textPart(words)];
    return [
      {
        kind: FILES[type],
        attachment: {
          recipe: { message: message.id },
          ...(file.mime === undefined ? {} : { mime: file.mime }),
          ...(file.name === undefined ? {} : { name: file.name }),
          ...(file.bytes === undefined ? {} : { bytes: file.bytes }),
        },
        ...(words === '' ? {} : { caption: words }),
      },
    ];
  }
  if (message.location) return [{ kind: 'location', ...message.location }];
  if (message.contacts) return message.contacts.map((contact) => ({ kind: 'contact', ...contact }));
  if (WORDS.has(type) && words !== '') return textPart(words);
  return [{ kind: 'unsupported', what: type }, ...textPart(words)];
}

const textPart = (text: string): Part[] => (text === '' ? [] : [{ kind: 'text', text }]);

function quotedOf({ quoted, chat, fromMe }: RawMessage, { me }: Surroundings): Quoted | null {
  if (!quoted) return null;
  const byMe = quoted.author === undefined ? fromMe : samePerson(quoted.author, me);
  const group = kindOf(plainId(chat)) === 'group';
  const id = messageId({
    fromMe: byMe,
    chat,
    stanza: quoted.stanza,
    ...(group && quoted.author !== undefined ? { participant: quoted.author } : {}),
  });
  const kind = isFile(quoted.type) ? FILES[quoted.type] : undefined;
  return {
    messageId: id,
    text: quoted.text,
    ...(kind && quoted.file
      ? {
          parts: [
            {
              kind,
              attachment: { recipe: { message: id }, ...(quoted.file.mime ? { mime: quoted.file.mime } : {}) },
              ...(quoted.text === '' ? {} : { caption: quoted.text }),
            },
          ],
        }
      : {}),
    ...(quoted.author === undefined
      ? {}
      : { author: { id: plainId(quoted.author), ...(byMe ? { owner: true } : {}) } }),
    // The owner's own words, from the phone, stand under the same number; ours came from a page.
    ours: byMe && sentByPage(quoted.stanza),
  };
}

const userOf = (id: string): string => plainId(id).split('@')[0]!;

/** A mention is written as `@` and a number that tells nobody anything. */
function namesForNumbers(text: string, { message, names }: Pick<Heard, 'message' | 'names'>): string {
  return message.mentioned.reduce((words, id) => {
    const name = names[id];
    return name === undefined ? words : words.replaceAll(`@${userOf(id)}`, `@${name}`);
  }, text);
}

/** Our own mention is only how we were called; it is gone from the edges of what was said. */
function withoutUs(text: string, { lid, phone }: Both): string {
  const ours = [lid, phone].flatMap((id) => (id === undefined ? [] : [`@${userOf(id)}`]));
  let words = text.trim();
  for (;;) {
    const before = words;
    for (const mention of ours) {
      if (words.startsWith(mention)) words = words.slice(mention.length).replace(/^[\s,:]+/, '');
      if (words.endsWith(mention)) words = words.slice(0, -mention.length).trimEnd();
    }
    if (words === before) return words;
  }
}
