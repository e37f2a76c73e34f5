/** WhatsApp on a number of one's own: one linked device, one channel. */
import { randomUUID } from 'node:crypto';
import type {
  Address,
  Admission,
  Channel,
  Host,
  Inbound,
  OutPart,
  Preview,
  SendFailure,
  SendResult,
} from '../contract.ts';
import { FetchError } from '../errors.ts';
import { albumOf, type OpenAlbum } from './albums.ts';
import { capabilities, PATIENCE, type Patience, PHONE_UNSEEN_MS, WHATSAPP_WEB } from './capabilities.ts';
import type { Connection } from './connection.ts';
import {
  type Decoded,
  decodeEdit,
  decodeGone,
  decodeMembership,
  decodeMessage,
  decodeMove,
  decodeReaction,
  decodeRenamed,
  type Surroundings,
} from './decode.ts';
import { bodyOf, encode } from './encode.ts';
import { type Both, canonical, kindOf, parseMessageId, plainId, samePerson } from './ids.ts';
import { createLink, type LinkOptions } from './link.ts';
import { createLive } from './live.ts';
import { Outgoing } from './outgoing.ts';
import { healthOf } from './trouble.ts';
import { type SendFacts, verdict } from './verdict.ts';
import type { FromChild, Outgoing as What } from './wire.ts';

export interface WhatsAppWebOptions extends Pick<LinkOptions, 'account' | 'profiles' | 'environment' | 'order'> {
  /** Show an answer while it is being made. */
  live: boolean;
  /** A message older than this is not answered, in ms. */
  backlogMs: number;
  /** Connect at once; otherwise somebody has to ask. */
  connect: boolean;
  patience?: Patience;
  onConnection?(connection: Connection): void;
}

export interface WhatsAppWebChannel extends Channel {
  readonly connection: Connection;
  /** `phoneNumber`: link by a code to type on that phone, digits only. */
  connect(phoneNumber?: string): void;
  /** Takes this device off the account, and its login off this computer. */
  unlink(): Promise<void>;
  /** The owner's newest chats, to be switched on. */
  chats(): Promise<{ chat: string; title: string; group: boolean; at: number }[]>;
  /** As if the owner had typed `/on` there. */
  switchOn(chat: string): Promise<Admission>;
}

const AGAIN_MS = 5_000;
/** A message that waited in the page without a tick for so long is not going to leave. */
const STUCK_MS = 180_000;
/** The position in the stream of messages is written down at most so often. */
const POSITION_MS = 5_000;
/** Missed messages are looked for from a little before the last one that was taken in. */
const OVERLAP_S = 60;

export function createWhatsAppWebChannel(options: WhatsAppWebOptions): WhatsAppWebChannel {
  const { account, profiles, environment, order, live: isLive, backlogMs, patience = PATIENCE } = options;
  const able = capabilities(isLive);
  let host: Host | undefined;
  let outgoing: Outgoing | undefined;
  let me: Both = {};
  let albums: readonly OpenAlbum[] = [];
  /** Both ids of whom we have heard, by either. */
  const people = new Map<string, Both>();
  /** The id under which a chat was named last: the one to write to. */
  const written = new Map<string, string>();
  const moved = new Set<string>();
  let admitting: Promise<void> = Promise.resolve();
  let stopping = false;
  let phoneSeenAt: number | undefined;
  let taken = { s: 0, writtenAt: 0 };

  const link = createLink({
    account,
    profiles,
    environment,
    patience,
    order,
    onHeard: hear,
    onChange: (connection) => options.onConnection?.(connection),
    log: {
      info: (fields, message) => host?.log.info(fields, message),
      warn: (fields, message) => host?.log.warn(fields, message),
      error: (fields, message) => host?.log.error(fields, message),
    },
  });
  const live = createLive({
    now: Date.now,
    edit: async (id, text) => (await link.process?.call('edit', { id, text }).catch(() => false)) ?? false,
    async send(chat, text) {
      const facts = await press(chat, { kind: 'text', text }, 0);
      return facts ? verdict(facts) : notConnected();
    },
  });

  return {
    id: WHATSAPP_WEB,
    account,
    capabilities: able,
    get connection() {
      return link.connection;
    },
    connect: link.connect,
    unlink: link.unlink,

    async start(offered) {
      host = offered;
      outgoing = new Outgoing(offered.state);
      await outgoing.load();
      const [position, seen] = await Promise.all([offered.state.get('taken'), offered.state.get('phone seen')]);
      if (typeof position === 'number') taken = { s: position, writtenAt: 0 };
      if (typeof seen === 'number') phoneSeenAt = seen;
      if (options.connect) link.connect();
    },

    async stop() {
      stopping = true;
      await link.stop();
      await admitting;
      await writePosition(0);
    },

    encode,
    send,

    preview(address, preview) {
      if (isLive && preview) return show(address, preview);
    },

    typing({ chat }) {
      void link.process?.call('typing', { chat: reach(chat) }).catch(() => {});
    },

    async seen({ chat }) {
      await link.process?.call('seen', { chat: reach(chat) });
    },

    async isAdmin({ chat }, { id }) {
      const admins = (await link.process?.call('admins', { chat })) ?? [];
      const both = people.get(id) ?? {};
      return admins.some((admin) => admin === id || samePerson(admin, both));
    },

    privately: (address, { id }): Address => ({ channel: address.channel, account: address.account, chat: id }),

    async fetch(recipe, { maxBytes, signal }) {
      const id = recipe !== null && typeof recipe === 'object' && !Array.isArray(recipe) ? recipe.message : undefined;
      if (typeof id !== 'string' || !parseMessageId(id)) throw new FetchError('This is no file of WhatsApp.', false);
      if (!link.process) throw new FetchError('WhatsApp is not connected.', true);
      signal.throwIfAborted();
      const found = await link.process.call('fetch', { id, maxBytes }).catch((error: unknown) => {
        throw new FetchError('WhatsApp did not hand the file over.', true, { cause: error });
      });
      if ('bytes' in found) return found.bytes;
      switch (found.missing) {
        case 'gone':
          throw new FetchError('WhatsApp does not have the file any more.', false);
        case 'too large':
          throw new FetchError(`The file is larger than ${maxBytes} bytes.`, false);
        case 'not yet':
          throw new FetchError('The phone has to send the file again; it does when it is online.', true);
        default:
          return found.missing satisfies never;
      }
    },

    health() {
      const health = healthOf(link.connection);
      const unseen = phoneSeenAt !== undefined && Date.now() - phoneSeenAt > PHONE_UNSEEN_MS;
      if (!unseen || health.reason !== undefined) return health;
      return {
        ...health,
        reason: 'The phone has not been seen for 12 days; after 14, WhatsApp unlinks this device.',
        remedy: 'Open WhatsApp on the phone.',
      };
    },

    async chats() {
      const chats = (await link.process?.call('chats', null)) ?? [];
      return chats
        .filter(({ id }) => kindOf(id) !== 'other')
        .map(({ id, title, at }) => ({
          chat: canonical(id, people.get(id)),
          title,
          group: kindOf(id) === 'group',
          at,
        }));
    },

    async switchOn(chat) {
      const id = `page:${randomUUID()}`;
      const group = kindOf(chat) === 'group';
      const [admission] = await host!.admit([
        {
          kind: 'message',
          address: { channel: WHATSAPP_WEB, account, chat, ...(group ? { group: true } : {}) },
          eventId: id,
          messageId: id,
          at: Date.now(),
          member: { id: me.lid ?? me.phone ?? account, owner: true },
          parts: [{ kind: 'text', text: '/on' }],
          addressed: true,
        },
      ]);
      return admission!;
    },
  };

  // ------------------------------------------------------------------------------------------------ what comes in

  function around(): Surroundings {
    return { account, me, now: Date.now(), backlogMs };
  }

  function hear(told: FromChild): void {
    switch (told.kind) {
      case 'ready':
        me = { ...(told.me.lid ? { lid: told.me.lid } : {}), ...(told.me.phone ? { phone: told.me.phone } : {}) };
        return void catchUp();
      case 'message':
        know(told.message.chat, told.chat);
        know(told.message.author ?? told.message.chat, told.author);
        return hearMessage(told);
      case 'edit':
        return offer(decodeEdit(told, around()));
      case 'gone':
        return offer(decodeGone(told, around()));
      case 'reaction':
        return offer(decodeReaction(told, around()));
      case 'renamed':
        return offer(decodeRenamed(told, account));
      case 'ack':
        return void ticked(told.id, told.ack);
      case 'unreadable':
        return host?.log.warn({ account, id: told.id, words: told.words }, 'a message could not be read');
      default:
      // The rest concerns the connection.
    }
  }

  function hearMessage(told: Extract<FromChild, { kind: 'message' }>): void {
    const { message } = told;
    link.heard();
    if (message.fromMe) sawPhone();
    if (message.type === 'gp2') return offer(decodeMembership(told, (id) => people.get(id) ?? {}, around()));
    const { open, album } = albumOf(albums, message);
    albums = open;
    const decoded = decodeMessage({ ...told, ...(album === undefined ? {} : { album }) }, around());
    if ('ignored' in decoded) return;
    const move = moveOf(message.chat, told.chat);
    if (move) offer({ events: [move] });
    offer(decoded, message.t);
  }

  function moveOf(chat: string, both: Both): Inbound | null {
    const move = decodeMove(chat, both, account, Date.now());
    if (!move || moved.has(move.eventId)) return null;
    moved.add(move.eventId);
    return move;
  }

  function know(id: string, both: Both): void {
    const plain = plainId(id);
    if (both.lid !== undefined && both.phone !== undefined) {
      people.set(both.lid, both);
      people.set(both.phone, both);
    }
    written.set(canonical(plain, both), plain);
  }

  /** The owner's phone is there: it wrote. */
  function sawPhone(): void {
    const now = Date.now();
    if (phoneSeenAt !== undefined && now - phoneSeenAt < POSITION_MS * 100) return;
    phoneSeenAt = now;
    void host?.state.set('phone seen', now).catch(() => {});
  }

  function offer(decoded: Decoded, t?: number): void {
    if ('ignored' in decoded) return;
    admitting = admitting.then(() => admit(decoded.events, t));
  }

  /** The page has the message already and cannot be asked for it again: what the store cannot take now waits here. */
  async function admit(events: Inbound[], t: number | undefined): Promise<void> {
    let left = events;
    while (left.length > 0 && !stopping) {
      try {
        const admissions = await host!.admit(left);
        const later = admissions.flatMap((one) => (one.status === 'refused' ? (one.retryAfterMs ?? []) : []));
        if (later.length === 0) break;
        left = left.filter((_, index) => {
          const one = admissions[index];
          return one?.status === 'refused' && one.retryAfterMs !== undefined && one.reason !== 'too many messages';
        });
        if (left.length > 0) await pause(Math.max(...later));
      } catch (error) {
        host!.log.error({ err: error, account }, 'a message could not be admitted');
        return;
      }
    }
    if (stopping || t === undefined) return;
    taken.s = Math.max(taken.s, t);
    await writePosition(POSITION_MS);
  }

  async function pause(ms: number): Promise<void> {
    const until = Date.now() + ms;
    while (!stopping && Date.now() < until) await new Promise((done) => setTimeout(done, Math.min(50, ms)));
  }

  async function writePosition(atMostEveryMs: number): Promise<void> {
    const now = Date.now();
    if (taken.s === 0 || now - taken.writtenAt < atMostEveryMs) return;
    taken.writtenAt = now;
    await host?.state.set('taken', taken.s).catch(() => {});
  }

  /** What came while nobody listened. A number that was only now linked has no past here. */
  async function catchUp(): Promise<void> {
    if (taken.s === 0) {
      taken.s = Math.floor(Date.now() / 1000);
      return writePosition(0);
    }
    try {
      const missed = await link.process?.call('catchUp', { sinceS: taken.s - OVERLAP_S });
      if (missed) host?.log.info({ account, missed }, 'messages that came meanwhile were looked up');
    } catch (error) {
      host?.log.warn({ account, err: error }, 'what came meanwhile could not be looked up');
    }
  }

  // ------------------------------------------------------------------------------------------------ what goes out

  /** The id to write to: as the person's last message named the chat, never one made up from a number. */
  function reach(chat: string): string {
    return written.get(chat) ?? chat;
  }

  async function send(part: OutPart, key: string): Promise<SendResult> {
    const body = bodyOf(part);
    const { chat } = part.address;
    const before = outgoing!.of(key);
    if (before?.id !== undefined && (before.ack ?? 0) >= 1) return { status: 'sent', id: before.id };
    if (!link.process) return notConnected();
    if (before) {
      const found = await echoOf(chat, before.id, echoText(body), before.at);
      if (found && found.ack >= 1) {
        await outgoing!.became(key, found.id, found.ack);
        return { status: 'sent', id: found.id };
      }
      if (found && found.ack === 0 && Date.now() - before.at < STUCK_MS)
        return { status: 'unknown', why: 'the message waits in the page without a tick' };
    }
    if (body.kind === 'text' && body.first) {
      const shown = live.take(chat);
      const edited = shown && (await link.process.call('edit', { id: shown, text: body.text }).catch(() => false));
      if (shown && edited) {
        await outgoing!.begin(key, chat);
        await outgoing!.became(key, shown, 1);
        return { status: 'sent', id: shown };
      }
    }
    const what = await whatOf(body);
    if ('reason' in what) return { status: 'failed', error: what };
    await outgoing!.begin(key, chat);
    const facts = await press(chat, what, body.typingMs, body.quotes);
    if (!facts) return notConnected();
    const result = verdict(facts);
    if (facts.id !== undefined) await outgoing!.became(key, facts.id, facts.ack ?? 0);
    if (result.status === 'failed') await outgoing!.forget(key);
    return result;
  }

  async function press(chat: string, what: What, typingMs: number, quotes?: string): Promise<SendFacts | undefined> {
    const { process } = link;
    if (!process) return undefined;
    try {
      return await process.call('send', {
        chat: reach(chat),
        what,
        typingMs,
        ...(quotes === undefined ? {} : { quotes }),
      });
    } catch {
      // The page or its process went away in the middle; the message may have left.
      return { late: true };
    }
  }

  async function echoOf(chat: string, id: string | undefined, text: string, at: number) {
    const sinceS = Math.floor(at / 1000) - 1;
    const take = { chat: reach(chat), ...(id === undefined ? {} : { id }), text, sinceS };
    return link.process?.call('find', take).catch(() => null);
  }

  async function whatOf(body: ReturnType<typeof bodyOf>): Promise<What | SendFailure> {
    switch (body.kind) {
      case 'text':
        return { kind: 'text', text: body.text };
      case 'words as file':
        return { kind: 'file', name: body.name, mime: body.mime, bytes: Buffer.from(body.text), document: true };
      case 'file': {
        const { id, name, mime, kind } = body.file;
        try {
          return { kind: 'file', name, mime, bytes: await host!.file(id), document: kind !== 'image' };
        } catch {
          return { retryable: false, reason: 'the file is gone' };
        }
      }
      default:
        return body satisfies never;
    }
  }

  async function show({ chat }: Address, preview: Preview): Promise<SendResult> {
    return (await live.show(chat, preview)) ?? { status: 'sent', id: '' };
  }

  /** What WhatsApp says of a message of ours. */
  async function ticked(id: string, ack: number): Promise<void> {
    const sent = outgoing?.byId(id);
    if (!sent || ack === 0 || (sent.ack !== undefined && sent.ack >= ack && ack > 0)) return;
    await outgoing!.became(sent.key, id, ack);
    const status = ack < 0 ? 'failed' : ack === 1 ? 'sent' : ack === 2 ? 'delivered' : 'read';
    offer({
      events: [
        {
          kind: 'receipt',
          address: { channel: WHATSAPP_WEB, account, chat: sent.chat },
          eventId: `${id}:ack:${ack}`,
          at: Date.now(),
          partId: id,
          partKey: sent.key,
          status,
        },
      ],
    });
  }
}

/** What tells a part's echo: its words, or the name of its file. */
function echoText(body: ReturnType<typeof bodyOf>): string {
  if (body.kind === 'text') return body.text;
  return body.kind === 'file' ? body.file.name : body.name;
}

function notConnected(): SendResult {
  return {
    status: 'failed',
    error: { retryable: true, retryAfterMs: AGAIN_MS, reason: 'WhatsApp is not connected' },
  };
}
