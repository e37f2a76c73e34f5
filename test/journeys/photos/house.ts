/**
 * The real service with every channel it has, each platform played on its other side: it differs from a real one in
 * addresses, secrets and pace alone. All clocks stand where the journeys are told: on a Saturday, at five past two.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { launchBrowser, unpackedBrowser } from '../../browser.ts';
import { startGraph } from '../../doubles/graph/graph.ts';
import { openTelegramStandIn } from '../../doubles/telegram/stand-in.ts';
import { BROWSER_FLAGS, StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';
import { type RunningService, startService } from '../../soak/started.ts';
import type { Door } from './guest.ts';
import { metaDoor } from './meta.ts';
import { telegramDoor } from './telegram.ts';
import { webDoor } from './web.ts';
import { whatsAppWebDoor } from './whatsapp-web.ts';

const LATER = new URL('../later-preload.ts', import.meta.url);
const DAY_MS = 86_400_000;
const STORY = Date.parse('2026-11-21T14:05:00Z');
/** Of a day later, photos have been gone for a quarter of an hour. */
const NEXT_DAY_MS = DAY_MS + 900_000;

export type ChannelName = 'web' | 'telegram' | 'whatsapp-web' | 'whatsapp-cloud' | 'messenger' | 'instagram';
export const CHANNELS: readonly ChannelName[] = [
  ...(['web', 'telegram', 'whatsapp-web', 'whatsapp-cloud', 'messenger', 'instagram'] as const),
];

export interface House {
  doors: Door[];
  service: RunningService;
  /** It is the next day: the service is started again, and everybody's clock is there too. */
  nextDay(): Promise<void>;
  close(): Promise<void>;
}

const APP_SECRET = 'app-secret-0123456789abcdef';
const NUMBER = '106540352242922';
const PAGE = '100123456789012';
const INSTAGRAM = { account: '17841400000000001', page: '100999999999999' };

/** `channels`: fewer, where not all are of interest. */
export async function openHouse(channels: readonly ChannelName[] = CHANNELS): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-house-'));
  const clock = moveClock(STORY - Date.now());
  const has = (name: ChannelName) => channels.includes(name);
  const token = randomBytes(12).toString('hex');
  const [browser, telegram, graph, whatsApp] = await Promise.all([
    launchBrowser(),
    openTelegramStandIn(),
    startGraph([
      { product: 'whatsapp', id: NUMBER, token: `w${token}` },
      { product: 'messenger', id: PAGE, token: `m${token}` },
      { product: 'instagram', id: INSTAGRAM.page, token: `i${token}`, linked: true },
    ]),
    playWhatsApp(),
  ]);
  const settings: Record<string, string> = {
    TZ: 'UTC',
    ...{ PARLEY_RUNTIME: 'echo', PARLEY_OWNER_NAME: 'Ana' },
    // Nobody here is in a hurry, but all of them write at once.
    ...{ PARLEY_PER_MINUTE: 'none', PARLEY_QUESTIONS: 'none', PARLEY_TURNS_PER_MINUTE: 'none' },
    ...(has('telegram') && {
      ...{ PARLEY_TELEGRAM_TOKEN: telegram.token, PARLEY_TELEGRAM_API: telegram.url },
      ...{ PARLEY_TELEGRAM_OPEN: 'yes', PARLEY_TELEGRAM_PACE: '0' },
    }),
    ...(has('whatsapp-web') && {
      PARLEY_WHATSAPP_WEB: 'main',
      PARLEY_WHATSAPP_WEB_BROWSER: await unpackedBrowser(),
      PARLEY_WHATSAPP_WEB_BROWSER_FLAGS: BROWSER_FLAGS,
      PARLEY_WHATSAPP_WEB_PAGES: whatsApp.pages,
    }),
    ...{ PARLEY_META_APP_SECRET: APP_SECRET, PARLEY_META_VERIFY_TOKEN: 'verify-token-0123456789' },
    ...{ PARLEY_META_GRAPH: graph.base, PARLEY_INSTAGRAM_GRAPH: graph.base },
    ...(has('whatsapp-cloud') && {
      ...{ PARLEY_WHATSAPP_CLOUD_NUMBER_ID: NUMBER, PARLEY_WHATSAPP_CLOUD_TOKEN: `w${token}` },
      PARLEY_WHATSAPP_CLOUD_POLICY_ACKNOWLEDGED: 'yes',
    }),
    ...(has('messenger') && { PARLEY_MESSENGER_PAGE_ID: PAGE, PARLEY_MESSENGER_TOKEN: `m${token}` }),
    ...(has('instagram') && {
      PARLEY_INSTAGRAM_ACCOUNT_ID: INSTAGRAM.account,
      ...{ PARLEY_INSTAGRAM_PAGE_ID: INSTAGRAM.page, PARLEY_INSTAGRAM_TOKEN: `i${token}` },
    }),
  };
  const begin = (port?: number) =>
    startService({
      folder,
      env: settings,
      imports: [`${LATER.href}?days=${clock.aheadMs / DAY_MS}`],
      ...(port === undefined ? {} : { port }),
    });
  let service = await begin();
  const phone = whatsApp.phone('4915123456789');
  if (has('whatsapp-web')) {
    await happens(() => whatsApp.devices().length === 1);
    phone.link(whatsApp.devices()[0]!);
    await happens(() => service.output().includes('main is linked'));
  }

  const side = { graph, appSecret: APP_SECRET, service: () => service.url };
  const opened: Record<ChannelName, () => Door> = {
    web: () => webDoor(() => service, browser),
    telegram: () => telegramDoor(telegram, browser),
    'whatsapp-web': () => whatsAppWebDoor(phone, browser),
    'whatsapp-cloud': () => metaDoor('whatsapp', { ...side, account: NUMBER, sender: NUMBER }, browser),
    messenger: () => metaDoor('messenger', { ...side, account: PAGE, sender: PAGE }, browser),
    instagram: () => metaDoor('instagram', { ...side, account: INSTAGRAM.account, sender: INSTAGRAM.page }, browser),
  };
  const end = async () => {
    service.kill('SIGTERM');
    await service.exited;
  };
  return {
    doors: channels.map((name) => opened[name]()),
    get service() {
      return service;
    },
    async nextDay() {
      const { port } = new URL(service.url);
      await end();
      clock.move(NEXT_DAY_MS);
      service = await begin(Number(port));
      if (has('whatsapp-web')) await happens(() => service.output().includes('main is linked'));
    },
    async close() {
      await end();
      await browser.close();
      await Promise.all([telegram.close(), graph.close(), whatsApp.close()]);
      clock.back();
      rmSync(folder, { recursive: true, force: true });
      expect([...telegram.complaints, ...graph.violations]).toEqual([]);
    },
  };
}

/** The house is opened before there is a test whose time could run out; the hook's does. */
async function happens(look: () => boolean): Promise<void> {
  while (!look()) await sleep(20);
}

async function playWhatsApp(): Promise<StandInWhatsApp> {
  const whatsApp = new StandInWhatsApp();
  await whatsApp.start();
  return whatsApp;
}

/** The platforms run in this process: their clock is moved as the service's is. */
function moveClock(byMs: number) {
  const { now } = Date;
  let aheadMs = byMs;
  Date.now = () => now() + aheadMs;
  return {
    get aheadMs() {
      return aheadMs;
    },
    move(ms: number) {
      aheadMs += ms;
    },
    back() {
      Date.now = now;
    },
  };
}
