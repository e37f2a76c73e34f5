/** Messages and chats as WhatsApp's page keeps them. */
import type { whatsapp } from '@wppconnect/wa-js';
import type { Knobs, Knows, WireMessage } from '../protocol.ts';
import { Emitter } from './emitter.ts';
import { createWid, MsgKey, textOf, type Wid } from './ids.ts';

/** Fields of WhatsApp's message that are handed over as they are, by the names others have written down. */
type MessageFields = Partial<
  Pick<
    whatsapp.MsgModel,
    | 'body'
    | 'type'
    | 'subtype'
    | 't'
    | 'notifyName'
    | 'ack'
    | 'caption'
    | 'mimetype'
    | 'filename'
    | 'size'
    | 'directPath'
    | 'isViewOnce'
    | 'isNewMsg'
    | 'quotedStanzaID'
    | 'ephemeralDuration'
    | 'lat'
    | 'lng'
    | 'loc'
    | 'vcardList'
    | 'recipients'
    | 'isEphemeral'
    | 'isStatusV3'
  >
>;

interface StandInMessage extends MessageFields {
  [name: string]: unknown;
}

const NOT_SERIALISED = ['_listeners', 'mediaData', 'mediaObject', '_bytes'];

export class MsgModel extends Emitter implements StandInMessage {
  id: MsgKey;
  [name: string]: unknown;

  constructor(fields: StandInMessage & { id: MsgKey }) {
    super();
    this.id = fields.id;
    Object.assign(this, fields);
    if (this.directPath)
      Object.assign(this, {
        mediaData: { mediaStage: knobs.media === 'REUPLOADING' ? 'REUPLOADING' : 'INIT' },
        mediaObject: {},
      });
  }

  /** A plain copy; ids in it keep the field that carries their text. */
  serialize(): Record<string, unknown> {
    const fields = Object.entries(this).filter(
      ([name, value]) => !NOT_SERIALISED.includes(name) && typeof value !== 'function',
    );
    return JSON.parse(JSON.stringify(Object.fromEntries(fields))) as Record<string, unknown>;
  }

  async downloadMedia(): Promise<void> {
    Object.assign(this, { mediaData: { mediaStage: knobs.media ?? 'RESOLVED' } });
  }

  unsafe(): this {
    return this;
  }

  msgContextInfo(): Record<string, unknown> {
    const { body, type, caption } = this;
    return {
      quotedMsg: { type, body, caption },
      quotedStanzaID: this.id.id,
      quotedParticipant: this.id.fromMe ? me?.phone : (this.author ?? this.from),
    };
  }
}

/** What the test turned. */
export const knobs: Knobs = {};
export let me: { phone: Wid; lid: Wid; name: string } | undefined;
/** Phone numbers by hidden id, and back. */
export const lids = new Map<string, Wid>();
export const phones = new Map<string, Wid>();
export const names = new Map<string, string>();
export const groups = new Map<string, { id: string; isAdmin: boolean }[]>();

const messages = new Map<string, MsgModel>();

export const Msg = Object.assign(new Emitter(), {
  modelClass: MsgModel,
  get: (id: unknown): MsgModel | undefined =>
    messages.get(typeof id === 'string' ? id : id instanceof MsgKey ? textOf(id) : ''),
  async getMessagesById(ids: unknown[]): Promise<{ messages: MsgModel[] }> {
    // As the minified page says it.
    if (ids.some((id) => typeof id !== 'string')) throw Object.assign(new Error('r'), { name: 'r' });
    return { messages: ids.flatMap((id) => messages.get(String(id)) ?? []) };
  },
  add(message: MsgModel): void {
    messages.set(textOf(message.id), message);
    Msg.emit('add', message);
  },
});

export class ChatModel {
  id: Wid;
  formattedTitle: string;
  unreadCount = 0;
  t = 0;
  mute = { expiration: 0 };
  msgs: { getModelsArray(): MsgModel[] };
  groupMetadata:
    | { participants: object[]; isLidAddressingMode: boolean; announce: boolean; serialize(): object }
    | undefined;

  constructor(id: Wid) {
    this.id = id;
    this.formattedTitle = names.get(textOf(id)) ?? id.user;
    this.msgs = {
      getModelsArray: () => [...messages.values()].filter((message) => message.id.remote.equals(id)),
    };
    const members = groups.get(textOf(id)) ?? [];
    if (id.isGroup())
      this.groupMetadata = {
        participants: members,
        isLidAddressingMode: true,
        announce: false,
        serialize: () => ({
          participants: members.map(({ id: member, isAdmin }) => ({
            id: createWid(member),
            isAdmin,
            isSuperAdmin: false,
          })),
        }),
      };
  }

  serialize(): object {
    const { id, formattedTitle, unreadCount, t } = this;
    return { id, formattedTitle, unreadCount, t };
  }
}

const chats = new Map<string, ChatModel>();

export const Chat = Object.assign(new Emitter(), {
  get: (id: string | Wid): ChatModel | undefined => chats.get(textOf(createWid(id))),
  getModelsArray: (): ChatModel[] => [...chats.values()],
  find(id: string | Wid): ChatModel {
    const wid = createWid(id);
    const known = chats.get(textOf(wid));
    if (known) return known;
    const chat = new ChatModel(wid);
    chats.set(textOf(wid), chat);
    return chat;
  },
});

export const Contact = {
  get(id: string | Wid): { name?: string } | undefined {
    const name = names.get(textOf(createWid(id)));
    return name === undefined ? undefined : { name };
  },
};

/** Learns what the account knows. */
export function learn(account: { phone: string; lid: string; name: string }, knows: Knows): void {
  me = { phone: createWid(account.phone), lid: createWid(account.lid), name: account.name };
  for (const [lid, phone] of [...Object.entries(knows.lids), [account.lid, account.phone] as const]) {
    lids.set(phone, createWid(lid));
    phones.set(lid, createWid(phone));
  }
  for (const [id, name] of Object.entries(knows.names)) names.set(id, name);
  for (const [id, members] of Object.entries(knows.groups)) groups.set(id, members);
  for (const message of knows.messages) {
    const model = modelOf(message, false);
    messages.set(textOf(model.id), model);
    Chat.find(model.id.remote).t = message.t;
  }
  for (const [chat, count] of Object.entries(knows.unread)) Chat.find(chat).unreadCount = count;
}

export function modelOf(message: WireMessage, isNew: boolean): MsgModel {
  const { fromMe, chat, stanza, participant, file, quoted, mentionedJidList, recipients, more, ...fields } = message;
  const remote = createWid(chat);
  const author = participant === undefined ? undefined : createWid(participant);
  const ours = me?.phone ?? remote;
  const id = new MsgKey({
    from: fromMe ? ours : remote,
    to: remote,
    id: stanza,
    selfDir: fromMe ? 'out' : 'in',
    ...(author ? { participant: author } : {}),
  });
  return new MsgModel({
    ...fields,
    id,
    ack: message.ack ?? 1,
    from: fromMe ? ours : remote,
    to: fromMe ? remote : ours,
    isNewMsg: isNew,
    isEphemeral: Boolean(message.ephemeralDuration),
    isStatusV3: chat === 'status@broadcast',
    ...(author ? { author } : {}),
    ...(mentionedJidList ? { mentionedJidList: mentionedJidList.map(createWid) } : {}),
    ...(recipients ? { recipients } : {}),
    ...(quoted
      ? {
          quotedMsg: { type: quoted.type, body: quoted.body },
          quotedStanzaID: quoted.stanza,
          quotedParticipant: createWid(quoted.participant),
        }
      : {}),
    ...(file
      ? {
          directPath: `/v/${stanza}`,
          mimetype: file.mimetype,
          filename: file.filename,
          size: file.size ?? Math.floor((file.base64.length * 3) / 4),
          // Where a text stands, a file has a small picture of itself.
          body: 'AAAA',
          _bytes: Uint8Array.from(atob(file.base64), (character) => character.charCodeAt(0)),
        }
      : {}),
    ...more,
  });
}

/** A message arrives at the page. */
export function receive(message: WireMessage): void {
  if (knobs.stamps) message.body = String(performance.timeOrigin + performance.now());
  const model = modelOf(message, true);
  const chat = Chat.find(model.id.remote);
  chat.t = message.t;
  Msg.add(model);
  if (knobs.twice) Msg.emit('add', model);
  if (!message.fromMe) {
    chat.unreadCount += 1;
    Chat.emit('change:unreadCount', chat);
  }
}
