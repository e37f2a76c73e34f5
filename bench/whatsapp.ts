/**
 * `npm run bench -- whatsapp`: what the way through a browser costs. The real library in a real browser against the
 * stand-in page: from a message in the page to its durable admission, and from a final to the page. Then the real service
 * with one linked number, for its memory.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, Inbound, Json } from '../adapters/contract.ts';
import { memoryOf } from '../adapters/whatsapp-web/memory.ts';
import { createWhatsAppWebChannel } from '../adapters/whatsapp-web/whatsapp-web.ts';
import { openSqliteStore } from '../src/bus/sqlite/open.ts';
import { familyOf } from '../test/adapters/whatsapp-web/processes.ts';
import { unpackedBrowser } from '../test/browser.ts';
import type { Phone } from '../test/doubles/whatsapp-web/phone.ts';
import { BROWSER_FLAGS, StandInWhatsApp } from '../test/doubles/whatsapp-web/stand-in.ts';
import { startService } from '../test/soak/started.ts';
import { figure, percentile, result } from './figures.ts';

const MESSAGES = Number(process.env.PARLEY_BENCH_MESSAGES ?? 1000);
const EVERY_MS = 20;
const SENDS = Math.ceil(MESSAGES / 4);
const CHATS = 20;
const SETTLE_MS = 3_000;

const now = (): number => performance.timeOrigin + performance.now();
const chatOf = (index: number): string => `1555000${String(index % CHATS).padStart(4, '0')}@c.us`;

export async function measureWhatsApp(): Promise<void> {
  const whatsApp = new StandInWhatsApp();
  await whatsApp.start();
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const path = await unpackedBrowser();
  try {
    const { admits, delivers } = await measureTimes(whatsApp, folder, path);
    const memory = await measureMemory(whatsApp, folder, path);
    const row = (name: string, values: number[]) =>
      `${name.padEnd(28)} ${figure(percentile(values, 0.5))} ms p50   ${figure(percentile(values, 0.99))} ms p99   (${values.length})`;
    process.stdout.write(`${row('page event to admission', admits)}\n${row('final to page', delivers)}\n`);
    result({
      admit_p50_ms: figure(percentile(admits, 0.5)),
      admit_p99_ms: figure(percentile(admits, 0.99)),
      deliver_p50_ms: figure(percentile(delivers, 0.5)),
      deliver_p99_ms: figure(percentile(delivers, 0.99)),
      ...memory,
    });
  } finally {
    await whatsApp.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureTimes(whatsApp: StandInWhatsApp, folder: string, path: string) {
  const phone = whatsApp.phone('4915100000001');
  const store = await openSqliteStore({
    file: join(folder, 'bench.db'),
    modules: [],
    onFatal: (error) => {
      throw error;
    },
  });
  const admits: number[] = [];
  const admit: Host['admit'] = async (events) => {
    await store.enqueue(
      events.map((event) => ({ topic: 'bench', lane: event.address.chat, dedupeKey: event.eventId, payload: '{}' })),
    );
    for (const event of events) admits.push(...sinceStamp(event));
    return events.map((_, id) => ({ status: 'admitted', id }));
  };
  const channel = createWhatsAppWebChannel({
    account: 'bench',
    profiles: join(folder, 'profiles'),
    environment: { HOME: folder, PATH: process.env.PATH },
    order: async () => ({
      browser: { path, flags: [BROWSER_FLAGS], sandbox: process.getuid?.() !== 0, userAgent: false },
      page: { url: whatsApp.pages, version: '2.3000.0' },
      shim: true,
    }),
    live: false,
    backlogMs: 600_000,
    connect: true,
    onConnection: ({ code }) => {
      if (code && !phone.linked) phone.scan(code.text);
    },
  });
  await channel.start(hostWith(admit));
  while (channel.connection.phase !== 'ready') await sleep(20);
  await phone.turn({ stamps: true });

  for (let index = 0; index < MESSAGES; index++) {
    phone.receive({ from: chatOf(index) });
    await sleep(EVERY_MS);
  }
  while (admits.length < MESSAGES) await sleep(20);

  const delivers: number[] = [];
  for (let index = 0; index < SENDS; index++) {
    const address = { channel: channel.id, account: channel.account, chat: chatOf(index) };
    const [part] = await channel.encode(
      { key: `bench-${index}`, kind: 'notice', markdown: `Answer ${index}.` },
      address,
    );
    const startMs = now();
    const sent = await channel.send(part!, `bench-${index}:0`);
    if (sent.status === 'sent') delivers.push(arrivedAt(phone, sent.id) - startMs);
  }
  await channel.stop();
  await store.close();
  return { admits, delivers };
}

function sinceStamp(event: Inbound): number[] {
  const text = event.kind === 'message' && event.parts[0]?.kind === 'text' ? Number(event.parts[0].text) : Number.NaN;
  return Number.isFinite(text) ? [now() - text] : [];
}

function arrivedAt(phone: Phone, id: string): number {
  const sent = phone.done.findLast((one) => one.what === 'sent' && one.id === id);
  return sent?.what === 'sent' ? sent.atMs : Number.NaN;
}

function hostWith(admit: Host['admit']): Host {
  const values = new Map<string, Json>();
  return {
    admit,
    route: () => {},
    hook: () => {},
    file: async () => new Uint8Array(),
    state: {
      get: async (name) => values.get(name) ?? null,
      set: async (name, value) => void values.set(name, value),
    },
    replay: async () => ({ entries: [], waiting: [] }),
    log: { info() {}, warn() {}, error() {} },
    signal: new AbortController().signal,
  };
}

/** Of the service with one linked number and no model, once it is at rest. */
async function measureMemory(whatsApp: StandInWhatsApp, folder: string, path: string) {
  const phone = whatsApp.phone('4915100000002');
  const service = await startService({
    folder,
    env: {
      PARLEY_RUNTIME: 'echo',
      PARLEY_WHATSAPP_WEB: 'bench',
      PARLEY_WHATSAPP_WEB_BROWSER: path,
      PARLEY_WHATSAPP_WEB_BROWSER_FLAGS: BROWSER_FLAGS,
      PARLEY_WHATSAPP_WEB_PAGES: whatsApp.pages,
    },
  });
  try {
    while (whatsApp.devices().length === 0) await sleep(50);
    phone.link(whatsApp.devices()[0]!);
    await sleep(SETTLE_MS);
    const browser = familyOf(service.pid).find(
      ({ command }) => command.includes('--user-data-dir=') && !command.includes('--type='),
    );
    const rss = Number(/^VmRSS:\s*(\d+) kB/m.exec(readFileSync(`/proc/${service.pid}/status`, 'utf8'))?.[1]) * 1024;
    return {
      service_rss_mb: figure(rss / 1e6),
      browser_pss_mb: figure((browser ? (memoryOf(browser.pid) ?? 0) : 0) / 1e6),
    };
  } finally {
    service.kill('SIGTERM');
    await service.exited;
  }
}
