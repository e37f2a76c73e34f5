/** What is asked of the page, each call within a time of ours: into a page that has crashed it would never come back. */
import { setTimeout as sleep } from 'node:timers/promises';
import whatsappWeb, { type Client } from 'whatsapp-web.js';
import { plainId } from './ids.ts';
import * as reads from './page-reads.ts';
import { keyOf, readMessage, widOf } from './raw.ts';
import type { PageSends } from './sends.ts';
import type { Call, Calls, LinkOrder, Outgoing } from './wire.ts';
import { within } from './within.ts';

type Handlers = { [Name in keyof Calls]: (take: Calls[Name]['take']) => Promise<Calls[Name]['give']> };

/** Chats that are offered to be switched on. */
const CHATS = 60;
/** An event that is on its way while the page is asked how many there were. */
const IN_FLIGHT_MS = 1_500;
/** A file the phone is uploading again is asked for so often, with this pause. */
const ASKS = 3;
const ASK_AGAIN_MS = 2_000;

export interface CallsOptions {
  client: Client;
  sends: PageSends;
  patience: LinkOrder['patience'];
  inPage: InPage;
  /** Messages that reached this process since it was asked last. */
  takeHeard(): number;
  /** Tells a message that was overlooked; false when it was not. */
  hearMissed(data: unknown): boolean;
}

export type InPage = <Take extends unknown[], Give>(
  read: (...take: Take) => Give,
  ...take: Take
) => Promise<Awaited<Give>>;

export function createCalls({ client, sends, patience, inPage, takeHeard, hearMissed }: CallsOptions): Call {
  const handlers: Handlers = {
    async send({ chat, what, quotes, typingMs }) {
      if (typingMs > 0) {
        await inPage(reads.showTyping, 'typing', chat);
        await sleep(typingMs);
      }
      const words = what.kind === 'text' ? what.text : (what.caption ?? '');
      const options = {
        linkPreview: false,
        sendSeen: false,
        waitUntilMsgSent: true,
        parseVCards: false,
        ...(quotes === undefined ? {} : { quotedMessageId: quotes }),
        ...(what.kind === 'file' ? { sendMediaAsDocument: what.document, caption: what.caption ?? '' } : {}),
      };
      const content = what.kind === 'text' ? what.text : mediaOf(what);
      return sends.send(chat, words, async () => {
        const message = await client.sendMessage(chat, content, options);
        return message && keyOf((message.rawData as { id?: unknown }).id);
      });
    },

    async edit({ id, text }) {
      const message = await client.getMessageById(id);
      return Boolean(message && (await message.edit(text, { linkPreview: false })));
    },

    async find({ chat, id, text, sinceS }) {
      const found = id === undefined ? await inPage(reads.readOwn, chat, text, sinceS) : await rawById(id);
      const message = readMessage(found);
      return message ? { id: message.id, ack: message.ack ?? 0 } : null;
    },

    seen: ({ chat }) => client.sendSeen(chat),

    async typing({ chat }) {
      await inPage(reads.showTyping, 'typing', chat);
      return null;
    },

    async fetch({ id, maxBytes }) {
      const message = await client.getMessageById(id);
      if (!message) return { missing: 'gone' };
      if (Number(readMessage(message.rawData)?.file?.bytes ?? 0) > maxBytes) return { missing: 'too large' };
      for (let ask = 1; ask <= ASKS; ask++) {
        const media = await message.downloadMedia();
        if (media) {
          const bytes = new Uint8Array(Buffer.from(media.data, 'base64'));
          return bytes.length > maxBytes ? { missing: 'too large' } : { bytes };
        }
        const stage = await inPage(reads.readMediaStage, id);
        if (stage !== 'REUPLOADING' && stage !== 'FETCHING') return { missing: 'gone' };
        if (ask < ASKS) await sleep(ASK_AGAIN_MS);
      }
      return { missing: 'not yet' };
    },

    async probe() {
      const { added, socket } = await inPage(reads.readCount);
      let heard = takeHeard();
      if (added > heard) {
        await sleep(IN_FLIGHT_MS);
        heard += takeHeard();
      }
      return { socket, added, heard };
    },

    async nudge() {
      await inPage(reads.nudge);
      return null;
    },

    async admins({ chat }) {
      const group = await client.getChatById(chat);
      const { participants } = group as { participants?: { id: unknown; isAdmin?: boolean; isSuperAdmin?: boolean }[] };
      return (participants ?? [])
        .filter(({ isAdmin, isSuperAdmin }) => isAdmin || isSuperAdmin)
        .flatMap(({ id }) => widOf(id) ?? [])
        .map(plainId);
    },

    async chats() {
      const chats = await inPage(reads.readChats, CHATS);
      return chats.flatMap(({ id, title, at }) => {
        const chat = widOf(id);
        return chat === undefined ? [] : [{ id: chat, title, at }];
      });
    },

    async catchUp({ sinceS }) {
      const missed = await inPage(reads.readUnread, sinceS);
      return missed.filter(hearMissed).length;
    },

    async logout() {
      await client.logout();
      return null;
    },
  };

  return (name, take) => within(limitOf(name), handlers[name](take));

  async function rawById(id: string): Promise<unknown> {
    return (await client.getMessageById(id))?.rawData;
  }

  function limitOf(name: keyof Calls): number {
    if (name === 'send') return patience.sendMs + patience.ackMs + patience.callMs;
    return name === 'fetch' ? patience.fetchMs : patience.callMs;
  }
}

function mediaOf({ mime, bytes, name }: Extract<Outgoing, { kind: 'file' }>) {
  return new whatsappWeb.MessageMedia(mime, Buffer.from(bytes).toString('base64'), name, bytes.length);
}
