/** WhatsApp's own modules, as far as the library asks for them, behind the `require` of its page. */

import type { FromPage, PageSettings, WireMessage } from '../protocol.ts';
import { Chat, type ChatModel, Contact, knobs, lids, Msg, MsgModel, me, phones } from './collections.ts';
import { Emitter } from './emitter.ts';
import { createWid, MsgKey, textOf, type Wid } from './ids.ts';

declare const SETTINGS: PageSettings;

export const Socket = Object.assign(new Emitter(), {
  state: 'UNPAIRED',
  hasSynced: false,
  logout: (): Promise<unknown> => tell({ told: 'logged out' }),
  takeover(): void {},
});

export const Conn = Object.assign(new Emitter(), {
  ref: '',
  platform: 'android',
  serialize: () => ({ pushname: me?.name, platform: 'android', ref: Conn.ref }),
});

export const Cmd = Object.assign(new Emitter(), { refreshQR(): void {} });

/** Where the news goes is known only once the page speaks with its server. */
export let tell: (news: FromPage) => Promise<unknown> = async () => {};
export const tellThrough = (through: typeof tell): void => {
  tell = through;
};

const LINK = /https?:\/\/\S+/g;
const linksIn = (text: unknown) => [...String(text ?? '').matchAll(LINK)].map(([href]) => ({ href }));
const KEY = new Uint8Array(32);
const TICK_MS = 5;

/** As the page keeps a file that is to be sent. */
class OpaqueData {
  readonly blob: Blob;
  constructor(blob: Blob) {
    this.blob = blob;
  }
  static async createFromData(data: Blob, type: string): Promise<OpaqueData> {
    return new OpaqueData(data instanceof Blob ? data : new Blob([data], { type }));
  }
  get type(): string {
    return this.blob.type;
  }
  url(): string {
    return 'blob:';
  }
  autorelease(): void {}
  formData(): Blob {
    return this.blob;
  }
}

async function prepared(data: OpaqueData, { asDocument }: { asDocument?: boolean }) {
  const bytes = new Uint8Array(await data.blob.arrayBuffer());
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const type = asDocument ? 'document' : data.type.split('/')[0];
  return {
    type,
    mimetype: data.type,
    filehash: btoa(String.fromCharCode(...hash)),
    isGif: false,
    mediaBlob: data,
    preview: 'AAAA',
    set(fields: object): void {
      Object.assign(this, fields);
    },
    toJSON: () => ({ type, mimetype: data.type, size: bytes.length, sentBase64: base64 }),
  };
}

interface Draft {
  id: MsgKey;
  type: string;
  body?: string;
  caption?: string;
  quotedStanzaID?: string;
  t: number;
  [name: string]: unknown;
}

function addAndSend(chat: ChatModel, draft: Draft): [Promise<unknown>, Promise<unknown>] {
  if (knobs.sends === 'throws') throw new Error('Evaluation failed: t: t');
  if (knobs.sends === 'nobody') throw new Error('No LID for user');
  if (knobs.sends === 'hangs before') return [new Promise(() => {}), new Promise(() => {})];
  const message = new MsgModel(draft);
  Msg.add(message);
  chat.t = draft.t;
  if (knobs.sends === 'hangs after') return [new Promise(() => {}), new Promise(() => {})];
  const added = Promise.resolve(message);
  switch (knobs.sends) {
    case 'second promise rejects':
      return [added, Promise.reject(new Error('ERROR_UNKNOWN'))];
    case 'no tick':
      void report(chat, draft);
      return [added, new Promise(() => {})];
    case 'fails after':
      return [added, ticked(message, -1)];
    default:
      // The tick is the server's word that it has the message.
      return [added, report(chat, draft).then(() => ticked(message, 1))];
  }
}

function ticked(message: MsgModel, ack: number): Promise<unknown> {
  return new Promise((done) => {
    setTimeout(() => {
      Object.assign(message, { ack });
      Msg.emit('change:ack', message, ack);
      // Said of failed sends too, as the live page does.
      done({ messageSendResult: 'OK' });
    }, TICK_MS);
  });
}

function report(chat: ChatModel, draft: Draft): Promise<unknown> {
  const message: WireMessage = {
    fromMe: true,
    chat: textOf(chat.id),
    stanza: draft.id.id,
    ...(draft.id.participant ? { participant: textOf(draft.id.participant) } : {}),
    type: draft.type,
    t: draft.t,
    ...(draft.type === 'chat' && draft.body !== undefined ? { body: draft.body } : {}),
    ...(draft.caption ? { caption: draft.caption } : {}),
    ...(typeof draft.sentBase64 === 'string'
      ? { file: { base64: draft.sentBase64, mimetype: String(draft.mimetype) } }
      : {}),
  };
  return tell({
    told: 'sent',
    atMs: performance.timeOrigin + performance.now(),
    message,
    ...(draft.quotedStanzaID ? { quotes: draft.quotedStanzaID } : {}),
  });
}

const MODULES: Record<string, unknown> = {
  WAWebSocketModel: { Socket },
  WAWebCmd: { Cmd },
  WAWebConnModel: { Conn },
  WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
  WAWebAltDeviceLinkingApi: {
    setPairingType(): void {},
    async initializeAltDeviceLinking(): Promise<void> {},
    async initializeQRLinking(): Promise<void> {},
    async startAltLinkingFlow(phone: string): Promise<string> {
      tell({ told: 'asks for a code', phone });
      return 'K7QX2M9P';
    },
  },
  WABase64: { encodeB64: (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)) },
  WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: 1 },
  WAWebAdvSignatureApi: {},
  WAWebUserPrefsInfoStore: { waNoiseInfo: { get: async () => ({ staticKeyPair: { pubKey: KEY } }) } },
  WAWebSignalStoreApi: {
    waSignalStore: { getRegistrationInfo: async () => ({ identityKeyPair: { pubKey: KEY } }) },
  },
  WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'ADV' },
  WAWebUserPrefsMeUser: { getMaybeMePnUser: () => me?.phone, getMaybeMeLidUser: () => me?.lid },
  WAWebCollections: { Msg, Chat, Contact, WAWebGroupMetadataCollection: { async update(): Promise<void> {} } },
  WAWebSyncGatingUtils: {},
  WAWebCallCollection: null,
  WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen(): void {} },
  WALinkify: { findLinks: linksIn, findLink: (text: unknown) => linksIn(text)[0] ?? null },
  WAWebLinkPreviewChatAction: {
    async getLinkPreview({ href }: { href: string }): Promise<null> {
      tell({ told: 'preview', link: href });
      return null;
    },
  },
  WAWebWidFactory: { createWid, asUserWidOrThrow: (wid: Wid) => wid, createWidFromWidLike: createWid },
  WAWebFindChatAction: {
    findOrCreateLatestChat: async (wid: Wid) =>
      knobs.sends === 'chat not found' ? undefined : { chat: Chat.find(wid) },
  },
  WAWebStreamModel: { Stream: { markAvailable(): void {}, markUnavailable(): void {} } },
  WAWebUpdateUnreadChatAction: {
    async sendSeen({ chat }: { chat: ChatModel }): Promise<void> {
      chat.unreadCount = 0;
      await tell({ told: 'seen', chat: textOf(chat.id) });
    },
  },
  WAWebChatGetters: {
    getIsNewsletter: ({ id }: ChatModel) => id.isNewsletter(),
    getIsBroadcast: ({ id }: ChatModel) => id.isBroadcast(),
  },
  WAWebMsgKey: MsgKey,
  WAWebMsgReply: { canReplyMsg: () => true },
  WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
  WAWebSendMsgChatAction: { addAndSendMsgToChat: addAndSend },
  WAWebChatStateBridge: {
    async sendChatStateComposing(wid: Wid): Promise<void> {
      tell({ told: 'typing', chat: textOf(wid) });
    },
    async sendChatStatePaused(wid: Wid): Promise<void> {
      tell({ told: 'paused', chat: textOf(wid) });
    },
    async sendChatStateRecording(): Promise<void> {},
  },
  WAWebDownloadManager: {
    downloadManager: {
      async downloadAndMaybeDecrypt({ directPath, mimetype }: { directPath: string; mimetype?: string }) {
        // Required since September 2026, and said as the minified page says it.
        if (SETTINGS.field !== '_serialized' && !mimetype) throw Object.assign(new Error('t'), { name: 't' });
        const all = Chat.getModelsArray().flatMap(({ msgs }) => msgs.getModelsArray());
        const bytes = all.find((message) => message.directPath === directPath)?._bytes;
        if (!(bytes instanceof Uint8Array)) throw Object.assign(new Error('not there'), { status: 404 });
        return bytes.buffer;
      },
    },
  },
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: {
    prepRawMedia: (data: OpaqueData, how: { asDocument?: boolean }) => ({ waitForPrep: () => prepared(data, how) }),
  },
  WAWebMediaStorage: {
    getOrCreateMediaObject: (filehash: string) => ({
      filehash,
      size: 1,
      type: 'image',
      contentInfo: {},
      consolidate() {},
    }),
  },
  WAWebMmsMediaTypes: { msgToMediaType: ({ type }: { type: string }) => type, castToV4: (type: string) => type },
  WAWebMediaDataUtils: { shouldUseMediaCache: () => false },
  WAWebMediaMmsV4Upload: {
    uploadMedia: async () => ({ mediaEntry: { mmsUrl: 'https://mmg', directPath: '/out', mediaKey: 'k' } }),
  },
  WAWebSendReactionMsgAction: {
    async sendReactionToMsg({ id }: MsgModel, emoji: string): Promise<void> {
      await tell({ told: 'reacted', id: textOf(id), emoji });
    },
  },
  WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert(): void {} } },
  WAWebMsgActionCapability: {
    canEditText: ({ type, t }: MsgModel) => type === 'chat' && Date.now() / 1000 - Number(t) < 900,
    canEditCaption: () => false,
  },
  WAWebSendMessageEditAction: {
    async sendMessageEdit(message: MsgModel, body: string): Promise<void> {
      const before = message.body;
      Object.assign(message, { body, latestEditSenderTimestampMs: Date.now() });
      Msg.emit('change:body', message, body, before);
      await tell({ told: 'edited', id: textOf(message.id), body });
    },
  },
  WAWebLidMigrationUtils: { toPn: (wid: Wid) => phones.get(textOf(createWid(wid))) ?? null },
  WAWebApiContact: {
    getCurrentLid: (wid: Wid) => lids.get(textOf(wid)) ?? null,
    getPhoneNumber: (wid: Wid) => phones.get(textOf(wid)) ?? null,
  },
};

export function requireModule(name: string): unknown {
  if (!Object.hasOwn(MODULES, name)) throw new Error(`Requiring unknown module "${name}"`);
  return MODULES[name];
}
