/**
 * How fast webhooks of Meta's are acknowledged: signature checked, decoded, asked for consent, on disk, and only then 200. At
 * 200 a second as the platform may send them, and as fast as they go. Afterwards every acknowledged message has to be in the
 * record. The disk's own time for a flush is printed beside it, because on another disk that is what decides.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSqliteStore } from '../src/bus/sqlite/open.ts';
import { conversationName } from '../src/conversation/names.ts';
import { asking, tablesModule } from '../src/conversation/record.ts';
import { startGraph } from '../test/doubles/graph/graph.ts';
import { escaped, messagingBody, messagingText, sign } from '../test/doubles/graph/webhooks.ts';
import { type RunningService, startService } from '../test/soak/started.ts';
import { flushes } from './bus.ts';
import { figure, median, percentile, result } from './figures.ts';

const PEOPLE = 200;
const PACED = { perSecond: 200, warmUpSeconds: 3 };
/** Webhooks under way at once when there is no pace. */
const AT_ONCE = 64;
const PAGE = '100123456789012';
const TOKEN = 'token';
const APP_SECRET = 'app-secret-of-the-bench';
/** About as long as a message people write: 200 characters, some of them beyond ASCII. */
const FILLER = 'lorem ipsum dólor sit ämet '.repeat(7).trimEnd();
const ENTRIES_AT_ONCE = 1_000;

interface Acknowledged {
  person: string;
  mid: string;
  ms: number;
}

/** `seconds` for each of the two parts. */
export async function measureMeta(seconds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const graph = await startGraph([{ product: 'messenger', id: PAGE, token: TOKEN }]);
  try {
    const fsyncMs = flushes(folder);
    const service = await startService({
      folder,
      env: {
        PARLEY_RUNTIME: 'echo',
        ...{ PARLEY_PER_MINUTE: 'none', PARLEY_QUESTIONS: 'none', PARLEY_TURNS_PER_MINUTE: 'none' },
        PARLEY_LOG_LEVEL: 'error',
        PARLEY_META_GRAPH: graph.base,
        PARLEY_META_APP_SECRET: APP_SECRET,
        PARLEY_META_VERIFY_TOKEN: 'verify-token',
        PARLEY_MESSENGER_PAGE_ID: PAGE,
        PARLEY_MESSENGER_TOKEN: TOKEN,
      },
    });
    const people = Array.from({ length: PEOPLE }, (_, n) => String(7_000_000_000 + n));
    for (const person of people) await consent(service, person);

    const paced = await atPace(service, people, seconds);
    const saturated = await asFastAsPossible(service, people, seconds);
    service.kill('SIGTERM');
    await service.exited;

    const measured = paced.slice(PACED.perSecond * PACED.warmUpSeconds).map(({ ms }) => ms);
    const figures = {
      ack_p50_ms: figure(median(measured)),
      ack_p99_ms: figure(percentile(measured, 0.99)),
      ceiling_per_s: figure(saturated.length / seconds),
      lost: await lost(folder, [...paced, ...saturated]),
      fsync_p50_ms: figure(median(fsyncMs)),
    };
    console.table(figures);
    result(figures);
  } finally {
    await graph.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Somebody writes, is asked, and says yes. */
async function consent(service: RunningService, person: string): Promise<void> {
  await acknowledged(service, messagingText('page', PAGE, person, `m_hello_${person}`, 'Hello?'));
  const event = {
    sender: { id: person },
    recipient: { id: PAGE },
    timestamp: Date.now(),
    message: { mid: `m_on_${person}`, text: 'Switch on', quick_reply: { payload: 'notice:on:1' } },
  };
  await acknowledged(service, messagingBody('page', PAGE, [event]));
}

async function atPace(service: RunningService, people: string[], seconds: number): Promise<Acknowledged[]> {
  const { perSecond, warmUpSeconds } = PACED;
  const running: Promise<Acknowledged>[] = [];
  const startMs = performance.now();
  for (let n = 0; n < perSecond * (seconds + warmUpSeconds); n++) {
    await sleep(Math.max(0, startMs + (n * 1000) / perSecond - performance.now()));
    running.push(send(service, people[n % people.length]!, `m_paced_${n}`));
  }
  return Promise.all(running);
}

async function asFastAsPossible(service: RunningService, people: string[], seconds: number): Promise<Acknowledged[]> {
  const sent: Acknowledged[] = [];
  const endMs = performance.now() + seconds * 1000;
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (performance.now() < endMs) {
        const n = next++;
        sent.push(await send(service, people[n % people.length]!, `m_fast_${n}`));
      }
    }),
  );
  return sent;
}

async function send(service: RunningService, person: string, mid: string): Promise<Acknowledged> {
  const body = messagingText('page', PAGE, person, mid, `Message of ${person}: ${FILLER}`);
  return { person, mid, ms: await acknowledged(service, body) };
}

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE * 2 });

/** Posts a body as Meta does; resolves with the ms until it was acknowledged. */
function acknowledged(service: RunningService, body: object): Promise<number> {
  const text = escaped(body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'x-hub-signature-256': sign(text, APP_SECRET),
  };
  return new Promise((done, fail) => {
    const startMs = performance.now();
    const sent = request(`${service.url}/hooks/messenger`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        if (response.statusCode === 200) done(performance.now() - startMs);
        else fail(new Error(`The service answered ${response.statusCode} to a webhook.`));
      });
    });
    sent.on('error', fail);
    sent.end(text);
  });
}

/** How many acknowledged messages are not in the record. */
async function lost(folder: string, sent: Acknowledged[]): Promise<number> {
  const data = join(folder, 'data');
  const secret = readFileSync(join(data, 'secret.key'));
  const store = await openSqliteStore({
    file: join(data, 'parley.db'),
    modules: [tablesModule],
    onFatal(error) {
      throw error;
    },
  });
  const ask = asking(store);
  const kept = new Set<string>();
  for (const person of new Set(sent.map((one) => one.person))) {
    const conversation = conversationName(secret, { channel: 'messenger', account: PAGE, chat: person });
    for (let after = 0; ; ) {
      const { entries } = await ask('replay', { conversation, after, limit: ENTRIES_AT_ONCE });
      for (const { content } of entries) if (content.by === 'person') kept.add(content.key);
      if (entries.length === 0) break;
      after = entries.at(-1)!.id;
    }
  }
  await store.close();
  return sent.filter(({ mid }) => !kept.has(mid)).length;
}
