/** The numbers of WhatsApp that are linked here: which there are, how they stand, and what their owner does about them. */
import { join } from 'node:path';
import type { Channel } from '../adapters/contract.ts';
import type { Connections } from '../adapters/web/desk.ts';
import type { CodeView, ConnectionView } from '../adapters/web/protocol.ts';
import { ACCOUNT, linkedAccounts } from '../adapters/whatsapp-web/profile.ts';
import type { WhatsAppWebChannel } from '../adapters/whatsapp-web/whatsapp-web.ts';
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import type { Terminal } from './terminal.ts';

export interface WhatsAppAccountsOptions {
  config: Config;
  dataFolder: string;
  start(channel: Channel): Promise<void>;
  /** A connection has changed. */
  changed(): void;
  terminal: Terminal;
  log: Log;
}

export interface WhatsAppAccounts {
  connections: Connections;
  views(): Promise<ConnectionView[]>;
  /** Starts those that are configured or were linked before. */
  start(): Promise<void>;
}

/** What a number is called when its owner gave it no name. */
const FIRST = 'phone';
/** Every message changes when the last one came; changes within this time are told together. */
const TOGETHER_MS = 150;

export function createWhatsAppAccounts(options: WhatsAppAccountsOptions): WhatsAppAccounts {
  const { config, dataFolder, start, changed, terminal, log } = options;
  const { accounts: named, live, backlogMinutes, page, shim, flags } = config.whatsAppWeb;
  const profiles = join(dataFolder, 'whatsapp-web');
  const channels = new Map<string, WhatsAppWebChannel>();
  /** What the terminal said last of each account. */
  const printed = new Map<string, string>();
  const opening = new Map<string, Promise<WhatsAppWebChannel>>();
  let soon = false;
  const known = () => [...new Set([...named, ...linkedAccounts(profiles), ...channels.keys()])];

  return {
    async start() {
      for (const account of known()) await open(account, true);
    },

    async views() {
      const accounts = known();
      return Promise.all((accounts.length > 0 ? accounts : [FIRST]).map((account) => viewOf(account)));
    },

    connections: {
      async connect(account, phone) {
        if (!ACCOUNT.test(account)) return false;
        (await open(account, false)).connect(phone);
        return true;
      },
      async unlink(account) {
        const channel = channels.get(account);
        await channel?.unlink();
        return channel !== undefined;
      },
      chats: async (account) => (await channels.get(account)?.chats()) ?? null,
      async switchOn(account, chat) {
        const admission = await channels.get(account)?.switchOn(chat);
        return admission !== undefined;
      },
    },
  };

  function changedSoon(): void {
    if (soon) return;
    soon = true;
    setTimeout(() => {
      soon = false;
      changed();
    }, TOGETHER_MS).unref();
  }

  /** Made once; a second wish for the same one waits for the first. */
  function open(account: string, connect: boolean): Promise<WhatsAppWebChannel> {
    const known = opening.get(account);
    if (known) return known;
    const opened = make(account, connect);
    opening.set(account, opened);
    opened.catch(() => opening.delete(account));
    return opened;
  }

  async function make(account: string, connect: boolean): Promise<WhatsAppWebChannel> {
    const [{ createWhatsAppWebChannel }, { findBrowser, userAgent }] = await Promise.all([
      import('../adapters/whatsapp-web/whatsapp-web.ts'),
      import('../adapters/whatsapp-web/browser.ts'),
    ]);
    const platform = process.platform;
    const environment = config.surroundings.environment;
    const sandbox = process.getuid?.() !== 0;
    if (!sandbox) log.warn({}, 'running as root, so the browser of WhatsApp has to do without its sandbox');
    const channel = createWhatsAppWebChannel({
      account,
      profiles,
      // Settings and secrets are no business of a browser.
      environment: Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('PARLEY_'))),
      async order() {
        const { path } = await findBrowser({
          named: config.whatsAppWeb.browser,
          platform,
          environment,
          cacheFolder: config.cacheFolder,
        });
        const browser = { path, flags, sandbox, userAgent: await userAgent(path, platform) };
        return { browser, ...(page ? { page } : {}), shim };
      },
      live,
      backlogMs: backlogMinutes * 60_000,
      connect,
      onConnection() {
        changedSoon();
        void print(account, channel).catch((error: unknown) =>
          log.error({ err: error }, 'a code could not be printed'),
        );
      },
    });
    channels.set(account, channel);
    await start(channel);
    return channel;
  }

  // ------------------------------------------------------------------------------------------------ what is shown

  async function viewOf(account: string): Promise<ConnectionView> {
    const channel = channels.get(account);
    const { PATIENCE } = await import('../adapters/whatsapp-web/capabilities.ts');
    const { holdMs } = PATIENCE;
    if (!channel) return { account, step: { name: 'off' }, since: 0, holdMs };
    const { state, since, code, login, readyAt, lastInboundAt } = channel.connection;
    const { state: health, reason, remedy } = channel.health();
    // That nothing was linked yet is no trouble.
    const trouble =
      reason === undefined || health === 'off' ? {} : { trouble: { what: reason, ...(remedy ? { remedy } : {}) } };
    const base = { account, since, holdMs, ...(lastInboundAt === undefined ? {} : { lastInboundAt }) };
    switch (state) {
      case 'CONNECTING':
        return { ...base, step: { name: 'starting' } };
      case 'WAITING_FOR_SCAN':
        return {
          ...base,
          step: code ? { name: 'code', code: await codeView(code, PATIENCE.codes) } : { name: 'starting' },
        };
      case 'CONNECTED_UNPROVEN': {
        const watching = login && Date.now() - (readyAt ?? 0) < holdMs;
        return { ...base, ...trouble, step: { name: 'linked', watching } };
      }
      case 'CONNECTED':
        return { ...base, ...trouble, step: { name: 'connected' } };
      case 'TRANSIENT_DISCONNECT':
      case 'BAD_CREDENTIALS':
      case 'CONFLICT':
      case 'OUTDATED':
      case 'BANNED':
        return { ...base, ...trouble, step: { name: 'off' } };
      default:
        return state satisfies never;
    }
  }

  async function codeView(code: NonNullable<WhatsAppWebChannel['connection']['code']>, of: number): Promise<CodeView> {
    const { number, validMs, shownAt, kind, text } = code;
    const leftMs = Math.max(0, shownAt + validMs - Date.now());
    const base = { number, of, leftMs, validMs };
    return {
      ...base,
      shows: kind === 'pairing' ? { kind: 'letters', letters: text } : { kind: 'qr', ...(await qrOf(text)) },
    };
  }

  /** The same code in the terminal, where a terminal is. */
  async function print(account: string, { connection }: WhatsAppWebChannel): Promise<void> {
    const { code, state, reason } = connection;
    const now = code?.text ?? `${state} ${reason ?? ''}`;
    if (printed.get(account) === now) return;
    printed.set(account, now);
    if (!code) {
      if (state === 'CONNECTED_UNPROVEN') terminal.line('✓', 'whatsapp', `${account} is linked`);
      if (reason === 'no scan')
        terminal.line('•', 'whatsapp', `${account}: nobody scanned the code; ask for another on the page`);
      if (reason === 'logged out')
        terminal.line('✖', 'whatsapp', `${account}: WhatsApp logged this device out; link it again on the page`);
      return;
    }
    if (code.kind === 'pairing')
      return terminal.line(
        '•',
        'whatsapp',
        `${account}: type ${code.text.slice(0, 4)}-${code.text.slice(4)} on the phone, in WhatsApp under Linked devices`,
      );
    if (!terminal.interactive) {
      if (code.number === 1)
        terminal.line('•', 'whatsapp', `${account} waits for a scan; the code is on the page, under Connect`);
      return;
    }
    const { default: QRCode } = await import('qrcode');
    terminal.line('•', 'whatsapp', `${account}: scan this in WhatsApp under Linked devices (code ${code.number})`);
    terminal.alone(await QRCode.toString(code.text, { type: 'terminal', small: true }));
  }
}

/** Each dark field a square of its own; runs of them in a row as one. */
async function qrOf(text: string): Promise<{ size: number; path: string }> {
  const { default: QRCode } = await import('qrcode');
  const { size, data } = QRCode.create(text, { errorCorrectionLevel: 'L' }).modules;
  let path = '';
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      let run = 0;
      while (x + run < size && data[y * size + x + run]) run += 1;
      if (run > 0) path += `M${x} ${y}h${run}v1h-${run}z`;
      x += run;
    }
  return { size, path };
}
