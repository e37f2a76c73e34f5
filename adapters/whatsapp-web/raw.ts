/**
 * What the page hands over, read with suspicion. The names of its fields are those of WhatsApp's own models; which field
 * carries an id is found by its value, because that name has changed before (`_serialized` became `$1` in July 2026).
 */
import { messageId, parseMessageId } from './ids.ts';

/** A message as this house reads it; crosses from the browser's process to the service. */
export interface RawMessage {
  id: string;
  type: string;
  subtype?: string;
  fromMe: boolean;
  chat: string;
  /** Who wrote it: in groups the participant, else the chat. */
  author?: string;
  /** The name the writer gave themselves. */
  pushName?: string;
  /** s since 1970 */
  t: number;
  /** The words, or the caption of a file. */
  text: string;
  file?: { mime?: string; name?: string; bytes?: number; animated?: boolean };
  /** To be looked at once: never ours to keep. */
  viewOnce?: boolean;
  location?: { latitude: number; longitude: number; label?: string };
  contacts?: { name: string; phones: string[] }[];
  quoted?: { stanza: string; author?: string; type: string; text: string; file?: RawMessage['file'] };
  mentioned: string[];
  /** The parent of an album's parts, where the page says so. */
  album?: string;
  /** Of a parent: how many parts it announces. */
  albumParts?: number;
  /** The chat makes messages disappear after so many s. */
  disappearsAfterS?: number;
  /** -7 … -1 failed, 0 waiting, 1 at the server, 2 at the device, 3 read, 4 played. */
  ack?: number;
  /** When it was edited last, ms since 1970. */
  editedAtMs?: number;
  /** Of a notification in a group: whom it is about. */
  recipients?: string[];
  /** Of a revoked message: which one it was. */
  revokes?: string;
}

export interface RawReaction {
  id: string;
  /** The message it belongs to. */
  on: string;
  from: string;
  /** Empty: taken back. */
  emoji: string;
  /** s since 1970 */
  t: number;
}

type Bag = Record<string, unknown>;

const isBag = (value: unknown): value is Bag => typeof value === 'object' && value !== null && !Array.isArray(value);
const bag = (value: unknown): Bag => (isBag(value) ? value : {});
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** A time that a calendar knows (ECMA-262, time values), else none. */
const seconds = (value: unknown): number => {
  const s = number(value) ?? 0;
  return s > 0 && s < 8.64e12 ? s : 0;
};

const WID = /^[^\s@_]{1,64}@[a-z.]{1,32}$/;

/** `user@server`, however the page wrote it. */
export function widOf(value: unknown): string | undefined {
  if (typeof value === 'string') return WID.test(value) ? value : undefined;
  if (!isBag(value)) return undefined;
  const whole = Object.values(value).find((field) => typeof field === 'string' && WID.test(field));
  if (typeof whole === 'string') return whole;
  const [user, server] = [text(value.user), text(value.server)];
  return user && server && WID.test(`${user}@${server}`) ? `${user}@${server}` : undefined;
}

/** The whole name of a message, however the page wrote it. */
export function keyOf(value: unknown): string | undefined {
  if (typeof value === 'string') return parseMessageId(value) ? value : undefined;
  if (!isBag(value)) return undefined;
  const whole = Object.values(value).find((field) => typeof field === 'string' && parseMessageId(field) !== null);
  if (typeof whole === 'string') return whole;
  const [chat, stanza, participant] = [widOf(value.remote), text(value.id), widOf(value.participant)];
  if (chat === undefined || stanza === undefined) return undefined;
  return messageId({ fromMe: value.fromMe === true, chat, stanza, ...(participant && { participant }) });
}

/** Null when it is nothing that could be a message. */
export function readMessage(value: unknown): RawMessage | null {
  const data = bag(value);
  const id = keyOf(data.id);
  const name = id && parseMessageId(id);
  const type = text(data.type);
  if (!id || !name || !type) return null;
  const { fromMe, chat } = name;
  const author = widOf(data.author) ?? name.participant ?? (fromMe ? widOf(data.from) : undefined);
  const file = readFile(data);
  const location = readLocation(data);
  const contacts = readContacts(data);
  const quoted = readQuoted(data);
  return {
    id,
    type,
    ...optional('subtype', text(data.subtype)),
    fromMe,
    chat,
    ...optional('author', author),
    ...optional('pushName', text(data.notifyName)),
    t: seconds(data.t),
    // The body of a file is a small picture of it.
    text: (file || data.directPath ? text(data.caption) : text(data.body)) ?? '',
    ...optional('file', file),
    ...(data.isViewOnce === true ? { viewOnce: true } : {}),
    ...optional('location', location),
    ...optional('contacts', contacts),
    ...optional('quoted', quoted),
    mentioned: list(data.mentionedJidList).flatMap((wid) => widOf(wid) ?? []),
    ...optional('album', keyOf(data.parentMsgKey)),
    ...optional('albumParts', albumParts(data)),
    ...optional('disappearsAfterS', number(data.ephemeralDuration) || undefined),
    ...optional('ack', number(data.ack)),
    ...optional('editedAtMs', number(data.latestEditSenderTimestampMs)),
    ...optional('recipients', data.recipients ? list(data.recipients).flatMap((wid) => widOf(wid) ?? []) : undefined),
    ...optional('revokes', keyOf(data.protocolMessageKey)),
  };
}

/** Null when it is none. */
export function readReaction(value: unknown): RawReaction | null {
  const data = bag(value);
  const [id, on, from] = [keyOf(data.id), keyOf(data.msgId), widOf(data.senderId)];
  if (!id || !on || !from) return null;
  return { id, on, from, emoji: text(data.reaction) ?? '', t: seconds(data.timestamp) };
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { [Key in Name]?: NonNullable<Value> } {
  const one: { [Key in Name]?: NonNullable<Value> } = {};
  if (value !== undefined && value !== null) one[name] = value;
  return one;
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function readFile(data: Bag): RawMessage['file'] {
  if (!text(data.directPath) && !text(data.mimetype)) return undefined;
  return {
    ...optional('mime', text(data.mimetype)),
    ...optional('name', text(data.filename)),
    ...optional('bytes', number(data.size)),
    ...(data.isGif === true || data.isAnimated === true ? { animated: true } : {}),
  };
}

function readLocation(data: Bag): RawMessage['location'] {
  const [latitude, longitude] = [number(data.lat), number(data.lng)];
  if (latitude === undefined || longitude === undefined) return undefined;
  return { latitude, longitude, ...optional('label', text(data.loc)?.replaceAll('\n', ', ')) };
}

function readContacts(data: Bag): RawMessage['contacts'] {
  const cards =
    data.type === 'multi_vcard'
      ? list(data.vcardList).map((card) => text(bag(card).vcard))
      : data.type === 'vcard'
        ? [text(data.body)]
        : [];
  const read = cards.flatMap((card) => (card === undefined ? [] : readCard(card)));
  return read.length > 0 ? read : undefined;
}

/** Name and numbers of a vCard (RFC 6350); the rest of it is nobody's business here. */
function readCard(card: string): { name: string; phones: string[] } {
  const lines = card.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const after = (line: string) => line.slice(line.indexOf(':') + 1).trim();
  const name = lines.find((line) => /^(item\d+\.)?FN[;:]/i.test(line));
  const phones = lines.filter((line) => /^(item\d+\.)?TEL[;:]/i.test(line)).map(after);
  return { name: name ? after(name).replace(/\\([,;\\])/g, '$1') : '', phones: phones.filter(Boolean) };
}

function readQuoted(data: Bag): RawMessage['quoted'] {
  const stanza = text(data.quotedStanzaID);
  const quoted = bag(data.quotedMsg);
  const type = text(quoted.type);
  if (!stanza || !type) return undefined;
  const file = readFile(quoted);
  return {
    stanza,
    ...optional('author', widOf(data.quotedParticipant)),
    type,
    text: (file ? text(quoted.caption) : text(quoted.body)) ?? '',
    ...optional('file', file),
  };
}

function albumParts(data: Bag): number | undefined {
  if (data.type !== 'album') return undefined;
  return (number(data.expectedImageCount) ?? 0) + (number(data.expectedVideoCount) ?? 0) || undefined;
}
