/** The library in the browser's process: makes a client of whatsapp-web.js and passes on what it tells. */
import whatsappWeb, { type ClientOptions } from 'whatsapp-web.js';
import { createCalls, type InPage } from './calls.ts';
import { type Both, parseMessageId, plainId } from './ids.ts';
import { memoryOf } from './memory.ts';
import * as reads from './page-reads.ts';
import { pageShim, SHIM_REPORT } from './page-shim.ts';
import { keyOf, type RawMessage, readMessage, readReaction, widOf } from './raw.ts';
import { createPageSends } from './sends.ts';
import type { Call, FromChild, LinkOrder, ShimReport } from './wire.ts';
import { within } from './within.ts';

const { Client, LocalAuth } = whatsappWeb;

export interface Library {
  /** Rejects with words for the log. */
  call: Call;
  close(): Promise<void>;
}

const KNOWN = 5_000;
/** So long is it believed that the page knows only one id of a person. */
const LEARNS_MS = 30_000;
const MEMORY_MS = 60_000;
const CLOSE_MS = 8_000;

/** Starts the browser and opens the page; what comes of it is told through `say`. */
export function openLibrary(order: LinkOrder, say: (message: FromChild) => void): Library {
  const { patience, browser } = order;
  const options: ClientOptions = {
    authStrategy: new LocalAuth({ clientId: order.account, dataPath: order.profiles }),
    authTimeoutMs: patience.injectMs,
    webVersionCache: order.page ? { type: 'remote', remotePath: order.page.url, strict: true } : { type: 'none' },
    ...(order.page ? { webVersion: order.page.version } : {}),
    ...(order.shim ? { evalOnNewDoc: pageShim } : {}),
    ...(order.phoneNumber === undefined
      ? {}
      : { pairWithPhoneNumber: { phoneNumber: order.phoneNumber, intervalMs: patience.pairingCodeMs } }),
    puppeteer: {
      executablePath: browser.path,
      headless: true,
      // Only whoever started it can steer a browser over a pipe; a port would be open to every user of the computer.
      pipe: !browser.flags.some((flag) => flag.startsWith('--remote-debugging-')),
      args: [...(browser.sandbox ? [] : ['--no-sandbox']), '--disable-dev-shm-usage', ...browser.flags],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    },
  };
  // `false` is missing from its types; without it the library claims to be a Chrome of 2022.
  Object.assign(options, { userAgent: browser.userAgent });
  const client = new Client(options);
  const sends = createPageSends({ sendMs: patience.sendMs, ackMs: patience.ackMs });
  const people = new Map<string, { both: Both; until: number }>();
  const names = new Map<string, string | undefined>();
  /** Messages that were told already. */
  const known = new Set<string>();
  let heard = 0;
  let told: Promise<unknown> = Promise.resolve();
  let memory: NodeJS.Timeout | undefined;

  const inPage: InPage = <Take extends unknown[], Give>(read: (...take: Take) => Give, ...take: Take) => {
    if (!client.pupPage) throw new Error('There is no page yet.');
    return client.pupPage.evaluate(read as (...take: unknown[]) => unknown, ...take) as Promise<Awaited<Give>>;
  };

  /** What the page tells is passed on in its order, however long the ids of one message take. */
  const inOrder = (tell: () => Promise<void>): void => {
    told = told.then(tell).catch((error: unknown) => {
      say({ kind: 'unreadable', id: '', words: wordsOf(error) });
    });
  };

  client.on('qr', (text: string) => say({ kind: 'qr', text }));
  client.on('code', (text: string) => say({ kind: 'code', text }));
  client.on('loading_screen', () => say({ kind: 'progress' }));
  client.on('authenticated', () => say({ kind: 'synced' }));
  client.on('ready', () => inOrder(becameReady));
  client.on('change_state', (state: string) => say({ kind: 'socket', state }));
  client.on('disconnected', (reason: string) => say({ kind: 'disconnected', reason: String(reason) }));
  client.on('message_create', ({ rawData }) => hear(rawData));
  for (const event of ['group_join', 'group_leave', 'group_admin_changed', 'group_update', 'group_membership_request'])
    client.on(event, (notification: unknown) => hearGroup(notification));
  client.on('message_edit', ({ rawData }) =>
    pass(rawData, (message, chat, author) => ({ kind: 'edit', message, chat, author })),
  );
  client.on('message_revoke_everyone', ({ rawData }) =>
    pass(rawData, (message, chat) => ({ kind: 'gone', message, chat })),
  );
  client.on('message_revoke_me', ({ rawData }) => pass(rawData, (message, chat) => ({ kind: 'gone', message, chat })));
  client.on('message_reaction', (reaction: unknown) => {
    inOrder(async () => {
      const read = readReaction(reaction);
      const name = read && parseMessageId(read.on)?.chat;
      if (read && name)
        say({ kind: 'reaction', reaction: read, chat: await bothOf(name), author: await bothOf(read.from) });
    });
  });
  client.on('message_ack', ({ rawData }, ack: unknown) => {
    const id = keyOf((rawData as { id?: unknown }).id);
    if (id === undefined || typeof ack !== 'number') return;
    sends.ticked(id, ack);
    say({ kind: 'ack', id, ack });
  });
  client.on('message_ciphertext_failed', ({ rawData }) => {
    say({ kind: 'unreadable', id: keyOf((rawData as { id?: unknown }).id) ?? '', words: 'it could not be decrypted' });
  });
  client.on('contact_changed', ({ rawData }, from: unknown, to: unknown) => {
    const message = readMessage(rawData);
    const [before, after] = [widOf(from), widOf(to)];
    if (message && before && after) say({ kind: 'renamed', from: before, to: after, id: message.id, t: message.t });
  });

  void open();

  const takeHeard = (): number => {
    const count = heard;
    heard = 0;
    return count;
  };
  return { call: createCalls({ client, sends, patience, inPage, takeHeard, hearMissed }), close };

  async function open(): Promise<void> {
    try {
      const opened = client.initialize();
      watchBrowser(opened);
      await opened;
      const { socket } = await inPage(reads.readCount);
      say({ kind: 'injected', socket });
      await tellShim();
    } catch (error) {
      const words = wordsOf(error);
      if (/already running/.test(words)) say({ kind: 'obstacle', obstacle: 'profile in use', words });
      else if (/from the archive|from the cache/.test(words))
        say({ kind: 'obstacle', obstacle: 'saved page missing', words });
      else if (/auth timeout|net::ERR/.test(words)) say({ kind: 'broken', what: 'loading', words });
      else if (!client.pupBrowser) say({ kind: 'obstacle', obstacle: 'browser does not start', words });
      else say({ kind: 'broken', what: 'library', words });
    }
  }

  /** The library tells neither the end of the browser nor that of the page. */
  function watchBrowser(opened: Promise<void>): void {
    const timer = setInterval(() => {
      const { pupBrowser, pupPage } = client;
      if (!pupBrowser || !pupPage) return;
      clearInterval(timer);
      const pid = pupBrowser.process()?.pid;
      say({ kind: 'browser', pid });
      pupBrowser.on('disconnected', () => say({ kind: 'broken', what: 'browser', words: 'the browser ended' }));
      pupPage.on('error', (error) => say({ kind: 'broken', what: 'page', words: wordsOf(error) }));
      memory = setInterval(() => {
        const bytes = pid === undefined ? undefined : memoryOf(pid);
        if (bytes !== undefined) say({ kind: 'memory', bytes });
      }, MEMORY_MS);
    }, 20);
    opened.catch(() => clearInterval(timer));
  }

  async function becameReady(): Promise<void> {
    await inPage(reads.startCounting);
    await tellShim();
    const me = bothFrom(await inPage(reads.readMe));
    const name = client.info?.pushname;
    say({ kind: 'ready', me: { ...me, ...(name ? { name } : {}) } });
  }

  /** What the shim found, as far as it has looked yet. */
  async function tellShim(): Promise<void> {
    const report = await inPage<[string], ShimReport | null>(
      (name) => (Reflect.get(globalThis, name) as ShimReport | undefined) ?? null,
      SHIM_REPORT,
    );
    if (report) say({ kind: 'shim', report });
  }

  function hear(data: unknown): void {
    heard += 1;
    const message = readMessage(data);
    if (!message) return say({ kind: 'unreadable', id: '', words: 'a message without an id' });
    known.add(message.id);
    if (known.size > KNOWN) known.delete(known.values().next().value!);
    // Known now or never: once its tick has come it is one of many.
    if (message.fromMe && sends.isOurs(message)) return say({ kind: 'ack', id: message.id, ack: message.ack ?? 0 });
    inOrder(() => tellMessage(message));
  }

  /** True when it is new here. */
  function hearMissed(data: unknown): boolean {
    const message = readMessage(data);
    if (!message || known.has(message.id)) return false;
    known.add(message.id);
    inOrder(() => tellMessage(message, { missed: true }));
    return true;
  }

  async function tellMessage(message: RawMessage, how: { missed?: true } = {}): Promise<void> {
    const mentioned = await Promise.all(message.mentioned.map(async (id) => [id, await nameOf(id)] as const));
    say({
      kind: 'message',
      ...how,
      message,
      chat: await bothOf(message.chat),
      author: await bothOf(message.author ?? message.chat),
      names: Object.fromEntries(mentioned.flatMap(([id, name]) => (name === undefined ? [] : [[id, name]]))),
    });
  }

  /** A notification in a group. The library renames the fields it was made from. */
  function hearGroup(notification: unknown): void {
    heard += 1;
    const { id, type, timestamp, author, recipientIds } = notification as Record<string, unknown>;
    const message = readMessage({ id, type: 'gp2', subtype: type, t: timestamp, author, recipients: recipientIds });
    if (message) inOrder(() => tellMessage(message));
  }

  function pass(data: unknown, make: (message: RawMessage, chat: Both, author: Both) => FromChild): void {
    const message = readMessage(data);
    if (!message || (message.fromMe && sends.isOurs(message))) return;
    inOrder(async () => say(make(message, await bothOf(message.chat), await bothOf(message.author ?? message.chat))));
  }

  async function bothOf(id: string): Promise<Both> {
    const known = people.get(id);
    if (known && Date.now() < known.until) return known.both;
    if (!/@(c\.us|lid)$/.test(plainId(id))) return {};
    const both = bothFrom(await within(patience.callMs, inPage(reads.readBoth, plainId(id))).catch(() => ({})));
    // The page may learn the other id at any time; once it knows both they stay.
    const whole = both.lid !== undefined && both.phone !== undefined;
    people.set(id, { both, until: whole ? Number.POSITIVE_INFINITY : Date.now() + LEARNS_MS });
    return both;
  }

  async function nameOf(id: string): Promise<string | undefined> {
    if (!names.has(id))
      names.set(
        id,
        (await within(patience.callMs, inPage(reads.readName, plainId(id))).catch(() => undefined)) ?? undefined,
      );
    return names.get(id);
  }

  async function close(): Promise<void> {
    clearInterval(memory);
    const pid = client.pupBrowser?.process()?.pid;
    await within(CLOSE_MS, client.destroy()).catch(() => {
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    });
  }
}

function bothFrom({ lid, phone }: { lid?: unknown; phone?: unknown }): Both {
  const [hidden, number] = [widOf(lid), widOf(phone)];
  return {
    ...(hidden === undefined ? {} : { lid: plainId(hidden) }),
    ...(number === undefined ? {} : { phone: plainId(number) }),
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
