/** WhatsApp on a number of one's own: one linked device, one channel. */
import { randomUUID } from 'node:crypto';
import type { Address, Admission, Channel, Host, OutPart, Preview, SendFailure, SendResult } from '../contract.ts';
import { FetchError } from '../errors.ts';
import { capabilities, PATIENCE, type Patience, PHONE_UNSEEN_MS, WHATSAPP_WEB } from './capabilities.ts';
import type { Connection } from './connection.ts';
import { bodyOf, encode } from './encode.ts';
import { canonical, kindOf, parseMessageId, samePerson } from './ids.ts';
import { createIntake, type Intake } from './intake.ts';
import { createLink, type LinkOptions } from './link.ts';
import { createLive } from './live.ts';
import { Outgoing } from './outgoing.ts';
import { People } from './people.ts';
import { Position } from './position.ts';
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
const PHONE_SEEN = 'phone seen';
/** That the phone is there is written down at most so often. */
const PHONE_MS = 600_000;

export function createWhatsAppWebChannel(options: WhatsAppWebOptions): WhatsAppWebChannel {
  const { account, profiles, environment, order, live: isLive, backlogMs, patience = PATIENCE } = options;
  const able = capabilities(isLive);
  let host: Host | undefined;
  let outgoing: Outgoing | undefined;
  let intake: Intake | undefined;
  let position: Position | undefined;
  const people = new People();
  let phoneSeenAt: number | undefined;

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
      position = new Position(offered.state);
      intake = createIntake({ account, backlogMs, host: offered, people, position, onPhone: sawPhone });
      const [seen] = await Promise.all([offered.state.get(PHONE_SEEN), outgoing.load(), position.load()]);
      if (typeof seen === 'number') phoneSeenAt = seen;
      if (options.connect) link.connect();
    },

    async stop() {
      const takenIn = intake?.stop();
      await link.stop();
      await takenIn;
      await position?.write();
    },

    encode,
    send,

    preview(address, preview) {
      if (isLive && preview) return show(address, preview);
    },

    typing({ chat }) {
      void link.process?.call('typing', { chat: people.reach(chat) }).catch(() => {});
    },

    async seen({ chat }) {
      await link.process?.call('seen', { chat: people.reach(chat) });
    },

    async isAdmin({ chat }, { id }) {
      const admins = (await link.process?.call('admins', { chat })) ?? [];
      const both = people.both(id);
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
          chat: canonical(id, people.both(id)),
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
          member: { id: intake?.me.lid ?? intake?.me.phone ?? account, owner: true },
          parts: [{ kind: 'text', text: '/on' }],
          addressed: true,
        },
      ]);
      return admission!;
    },
  };

  // ------------------------------------------------------------------------------------------------ what comes in

  function hear(told: FromChild): void {
    switch (told.kind) {
      case 'ready': {
        const { lid, phone } = told.me;
        intake!.me = { ...(lid === undefined ? {} : { lid }), ...(phone === undefined ? {} : { phone }) };
        return void catchUp();
      }
      case 'message':
        link.heard();
        return intake!.hear(told);
      case 'ack':
        return void ticked(told.id, told.ack);
      default:
        return intake!.hear(told);
    }
  }

  /** The owner's phone is there: it wrote. */
  function sawPhone(): void {
    const now = Date.now();
    if (phoneSeenAt !== undefined && now - phoneSeenAt < PHONE_MS) return;
    phoneSeenAt = now;
    void host?.state.set(PHONE_SEEN, now).catch(() => {});
  }

  /** What came while nobody listened. A number that was only now linked has no past here. */
  async function catchUp(): Promise<void> {
    try {
      const sinceS = position!.since;
      if (sinceS === null) return await position!.begin();
      const missed = await link.process?.call('catchUp', { sinceS });
      if (missed) host?.log.info({ account, missed }, 'messages that came meanwhile were looked up');
    } catch (error) {
      host?.log.warn({ account, err: error }, 'what came meanwhile could not be looked up');
    }
  }

  // ------------------------------------------------------------------------------------------------ what goes out

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
        chat: people.reach(chat),
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
    const take = { chat: people.reach(chat), ...(id === undefined ? {} : { id }), text, sinceS };
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
    intake!.offer([
      {
        kind: 'receipt',
        address: { channel: WHATSAPP_WEB, account, chat: sent.chat },
        eventId: `${id}:ack:${ack}`,
        at: Date.now(),
        partId: id,
        partKey: sent.key,
        status,
      },
    ]);
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
