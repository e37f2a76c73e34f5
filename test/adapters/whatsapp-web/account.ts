/** One account of the real adapter, in the real browser, against the stand-in, with a scripted service behind it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest';
import type { Inbound, MessageEvent } from '../../../adapters/contract.ts';
import { PATIENCE, type Patience } from '../../../adapters/whatsapp-web/capabilities.ts';
import type { Connection, StateName } from '../../../adapters/whatsapp-web/connection.ts';
import {
  createWhatsAppWebChannel,
  type WhatsAppWebChannel,
  type WhatsAppWebOptions,
} from '../../../adapters/whatsapp-web/whatsapp-web.ts';
import { unpackedBrowser } from '../../browser.ts';
import { createScriptedHost, type ScriptedHost } from '../../contract/channel.ts';
import type { Phone } from '../../doubles/whatsapp-web/phone.ts';
import { BROWSER_FLAGS, StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';

/** Patience with two busy cores. */
const WAIT_MS = 30_000;

export const until = <Found>(look: () => Promise<Found> | Found) =>
  expect.poll(look, { timeout: WAIT_MS, interval: 10 });

/** Nothing is waited for longer than it takes here. */
export const HASTY: Patience = {
  ...PATIENCE,
  injectMs: 20_000,
  readyMs: 1_500,
  holdMs: 0,
  probeMs: 2_000,
  backOffMs: { least: 100, most: 1_000 },
  farewellMs: 3_000,
  call: { shortMs: 5_000, sendMs: 2_000, ackMs: 1_500, fetchMs: 5_000 },
};

export interface Account {
  channel: WhatsAppWebChannel;
  host: ScriptedHost;
  /** Every state it was in, in order. */
  states: StateName[];
  messages(): MessageEvent[];
  /** The messages with these words. */
  said(text: string): MessageEvent[];
  events<Kind extends Inbound['kind']>(kind: Kind): Extract<Inbound, { kind: Kind }>[];
  is(state: StateName): Promise<void>;
  /** Ends it and begins anew with the same login and the same host. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface AccountOptions extends Partial<WhatsAppWebOptions> {
  shim?: boolean;
  host?: ScriptedHost;
}

/** Starts an account; with a phone, links it and waits until it is ready. */
export async function openAccount(
  standIn: StandInWhatsApp,
  phone: Phone | undefined,
  { shim = true, host = createScriptedHost(), ...more }: AccountOptions = {},
): Promise<Account> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-wweb-'));
  const path = await unpackedBrowser();
  const states: StateName[] = [];
  const make = (): WhatsAppWebChannel =>
    createWhatsAppWebChannel({
      account: 'main',
      profiles: join(folder, 'whatsapp-web'),
      environment: { HOME: folder, PATH: '/usr/bin:/bin' },
      order: async () => ({
        browser: { path, flags: [BROWSER_FLAGS], sandbox: process.getuid?.() !== 0, userAgent: false },
        page: { url: standIn.pages, version: '2.3000.0' },
        shim,
      }),
      live: false,
      backlogMs: 600_000,
      connect: true,
      patience: HASTY,
      ...more,
      onConnection: (connection) => {
        if (connection.state !== states.at(-1)) states.push(connection.state);
        scan(connection, phone);
        more.onConnection?.(connection);
      },
    });
  const account: Account = {
    channel: make(),
    host,
    states,
    said: (text) => account.messages().filter(({ parts: [part] }) => part?.kind === 'text' && part.text === text),
    messages: () => host.admitted.filter((event) => event.kind === 'message'),
    events: <Kind extends Inbound['kind']>(kind: Kind) =>
      host.admitted.filter((event): event is Extract<Inbound, { kind: Kind }> => event.kind === kind),
    is: (state) => until(() => account.channel.connection.state).toBe(state),
    async restart() {
      await account.channel.stop();
      account.channel = make();
      await account.channel.start(host);
      if (phone) await ready(account);
    },
    async close() {
      await account.channel.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await account.channel.start(host);
  if (phone) await ready(account);
  return account;
}

/** Also where no test runs yet. */
const ready = ({ channel }: Account) =>
  vi.waitFor(() => expect(channel.connection.phase).toBe('ready'), { timeout: WAIT_MS, interval: 10 });

function scan({ code }: Connection, phone: Phone | undefined): void {
  if (phone && !phone.linked && code?.kind === 'qr') phone.scan(code.text);
}

/** An account for the tests of a block; before each of them nothing was admitted yet. */
export function accountFor(
  open: (whatsApp: StandInWhatsApp) => Promise<Account>,
  options?: ConstructorParameters<typeof StandInWhatsApp>[0],
): void {
  const whatsApp = new StandInWhatsApp(options);
  let account: Account | undefined;
  beforeAll(async () => {
    await whatsApp.start();
    account = await open(whatsApp);
  });
  afterAll(async () => {
    await account?.close();
    await whatsApp.close();
  });
  beforeEach(() => {
    if (account) account.host.admitted.length = 0;
  });
}
