/**
 * The crash soak: messages through the real service with an instant model, while it is killed at a random point after each
 * start. The judge is the page's side: what it was told is received, and what it was shown.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { PageEntry } from '../../adapters/web/protocol.ts';
import { freePort } from '../free-port.ts';
import { rng } from '../vision/random.ts';
import { type RunningService, startService } from './started.ts';

export interface CrashSoak {
  messages: number;
  conversations: number;
  /** At least so many kills of each sort, and so many in all. */
  kills: { complete: number; send: number; all: number };
  seed: number;
  /** Where lives end; otherwise anywhere. */
  points?: readonly string[];
  sabotage?: string;
  /** Given up after this long without any progress, in ms. */
  patienceMs: number;
  say?: (line: string) => void;
}

export interface CrashVerdict {
  messages: number;
  kills: number;
  kills_in_complete: number;
  kills_in_send: number;
  /** Told received, and never answered. */
  lost: number;
  /** Answered in two entries. */
  seen_twice: number;
  /** Shown behind a later one of its conversation. */
  out_of_order: number;
  /** Sends begun again under a key begun before: the page shows them once. */
  raw_duplicates: number;
  /** Admitted messages whose ends do not add up (law 4). */
  uncounted: number;
}

/** Where a life ends. `random`: by the clock. */
const POINTS = [
  'complete written',
  'complete committed',
  'send begun',
  'send done',
  'enqueue written',
  'enqueue committed',
  'random',
] as const;

/** A life that dies at its first step every time would be a message that kills, which is another test. */
const LEAST_STEPS = 4;
/** A life in which nothing happens for so long has done all it may. */
const IDLE_MS = 700;

export async function crashSoak(soak: CrashSoak): Promise<CrashVerdict> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-soak-'));
  const random = rng(soak.seed).next;
  const points = soak.points ?? POINTS;
  const port = await freePort();
  const sends = join(folder, 'sends.log');
  const deaths = join(folder, 'deaths.log');
  const kills = { complete: 0, send: 0, all: 0 };
  const each = Math.ceil(soak.messages / soak.conversations);
  const chats = Array.from(
    { length: soak.conversations },
    (_, index) => new Chat(`c${index}`, Math.max(0, Math.min(each, soak.messages - index * each))),
  );
  let service: RunningService | undefined;
  let over = false;
  /** The share of the messages that may be written so far: every life gets some of them. */
  let allowed = 0;

  const env = { PARLEY_RUNTIME: 'echo', PARLEY_PER_MINUTE: 'none', PARLEY_LOG_LEVEL: 'error' };
  const enough = () =>
    kills.complete >= soak.kills.complete && kills.send >= soak.kills.send && kills.all >= soak.kills.all;
  const toGo = () => chats.reduce((sum, chat) => sum + chat.unanswered(), 0);

  /** One life after another: each is killed where the dice say, until there were enough; the last one lives. */
  async function lives(): Promise<void> {
    while (!over) {
      const killing = !enough();
      const point = killing ? points[Math.floor(random() * points.length)]! : undefined;
      // So that the work lasts for all the kills: each life does about its share of what is left.
      const share = Math.max(1, Math.floor(toGo() / Math.max(1, soak.kills.all - kills.all)));
      allowed = killing ? (kills.all + 1) / soak.kills.all : 1;
      const preload = {
        sends,
        ...(point !== undefined && point !== 'random'
          ? { point, deaths, nth: String(LEAST_STEPS + Math.floor(random() * share)) }
          : {}),
        ...(soak.sabotage === undefined ? {} : { sabotage: soak.sabotage }),
      };
      try {
        service = await startService({ folder, port, env, preload });
      } catch (error) {
        // Killed before it was ready: that is a kill as well, and the next life takes over.
        if (!(error instanceof Error) || !error.message.includes('(SIGKILL)')) throw error;
      }
      const life = service;
      if (over) life?.kill('SIGTERM');
      if (life && point === 'random') setTimeout(() => life.kill('SIGKILL'), random() * 500);
      // Its messages may be done before its point is reached; then it is killed where it stands.
      if (life && killing)
        void idle(
          () => toGo(),
          () => life.kill('SIGKILL'),
          life.exited,
        );
      if (life) await life.exited;
      service = undefined;
      if (over || !killing) return;
      kills.all += 1;
      const died = readFileSync(deaths, { encoding: 'utf8', flag: 'a+' });
      kills.complete = died.match(/^complete/gm)?.length ?? 0;
      kills.send = died.match(/^send/gm)?.length ?? 0;
      soak.say?.(`kill ${kills.all}: ${point}, ${toGo()} to go`);
    }
  }

  const living = lives();
  const failed = living.then(() => {
    if (!over) throw new Error('The service ended by itself.');
  });
  try {
    const current = () => service;
    const done = Promise.all(
      chats.map((chat) =>
        chat.run(
          current,
          () => allowed,
          () => over,
        ),
      ),
    );
    await Promise.race([done, failed, noProgress(() => toGo(), soak.patienceMs)]);
    // Whatever would come twice gets a moment to come.
    await sleep(300);
  } finally {
    over = true;
    (service as RunningService | undefined)?.kill('SIGTERM');
    await living.catch(() => {});
  }
  const verdict = judge(chats, sends, join(folder, 'data', 'parley.db'), kills);
  rmSync(folder, { recursive: true, force: true });
  return verdict;
}

/** One conversation: a writer that repeats until it is told "received", and a reader that follows the stream. */
class Chat {
  readonly name: string;
  readonly count: number;
  readonly acknowledged = new Set<number>();
  /** Message numbers in the order they were shown answered, with the entry that did. */
  readonly shown: { n: number; entry: number }[] = [];
  /** Of its messages, by the number of their entry. */
  readonly #numbers = new Map<number, number>();
  #cursor = 0;

  constructor(name: string, count: number) {
    this.name = name;
    this.count = count;
  }

  unanswered(): number {
    return this.count - new Set(this.shown.map(({ n }) => n)).size;
  }

  async run(service: () => RunningService | undefined, allowed: () => number, over: () => boolean): Promise<void> {
    void this.#follow(service, over);
    for (let n = 0; n < this.count && !over(); n++) {
      while (!over() && n >= Math.ceil(this.count * allowed())) await sleep(10);
      while (!over() && !(await this.#post(service(), n))) await sleep(20);
      this.acknowledged.add(n);
      // A person does not write into a page that is ahead of the answers without end.
      while (!over() && this.acknowledged.size - (this.count - this.unanswered()) > 3) await sleep(5);
    }
    while (!over() && this.unanswered() > 0) await sleep(20);
  }

  async #post(service: RunningService | undefined, n: number): Promise<boolean> {
    if (!service) return false;
    const status = await post(service, `/api/chats/${this.name}/messages`, {
      key: `${this.name}-${n}`,
      text: `message ${n}.`,
      start: 1,
    });
    return status === 200 || status === 202;
  }

  async #follow(service: () => RunningService | undefined, over: () => boolean): Promise<void> {
    while (!over()) {
      const to = service();
      if (to) await follow(to, this.name, this.#cursor, (entry) => this.#see(entry));
      await sleep(20);
    }
  }

  #see(entry: PageEntry): void {
    // As the page does: an entry is known by its number.
    if (entry.id <= this.#cursor) return;
    this.#cursor = entry.id;
    if (entry.by === 'person') this.#numbers.set(entry.id, Number(entry.key.slice(this.name.length + 1)));
    if (entry.by !== 'parley') return;
    // An answer names what it answers and repeats it. Repeating alone proves nothing: what a crash left unanswered
    // is read again as part of the next question.
    for (const answered of entry.answers) {
      const n = this.#numbers.get(answered);
      if (n !== undefined && entry.source.includes(`message ${n}.`)) this.shown.push({ n, entry: entry.id });
    }
  }
}

function judge(
  chats: Chat[],
  sends: string,
  database: string,
  kills: { complete: number; send: number; all: number },
): CrashVerdict {
  const verdict: CrashVerdict = {
    messages: 0,
    kills: kills.all,
    kills_in_complete: kills.complete,
    kills_in_send: kills.send,
    lost: 0,
    seen_twice: 0,
    out_of_order: 0,
    raw_duplicates: 0,
    uncounted: 0,
  };
  for (const { acknowledged, shown } of chats) {
    verdict.messages += acknowledged.size;
    const seen = new Set(shown.map(({ n }) => n));
    for (const n of acknowledged) if (!seen.has(n)) verdict.lost += 1;
    verdict.seen_twice += shown.length - seen.size;
    shown.forEach(({ n }, index) => {
      if (index > 0 && n < shown[index - 1]!.n) verdict.out_of_order += 1;
    });
  }
  // There is none where it was killed before the first send.
  const keys = existsSync(sends) ? readFileSync(sends, 'utf8').trimEnd().split('\n') : [];
  verdict.raw_duplicates = keys.length - new Set(keys).size;
  const db = new DatabaseSync(database, { readOnly: true });
  const tally = Object.fromEntries(
    db
      .prepare('SELECT name, n FROM message_tally')
      .all()
      .map(({ name, n }) => [String(name), Number(n)]),
  );
  db.close();
  const { admitted = 0, ...rest } = tally;
  verdict.uncounted = Math.abs(
    admitted -
      Object.entries(rest).reduce(
        (sum, [name, n]) => (/^(answered|merged|superseded|refused|ignored)/.test(name) ? sum + n : sum),
        0,
      ),
  );
  return verdict;
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

/** The status, or 0 when the connection broke: then nobody was told anything. */
function post(service: RunningService, path: string, body: object): Promise<number> {
  return new Promise((done) => {
    const text = JSON.stringify(body);
    const sent = request(
      service.url + path,
      { method: 'POST', agent, headers: { ...service.headers, 'content-length': Buffer.byteLength(text) } },
      (response) => {
        response.resume();
        response.on('end', () => done(response.statusCode!));
        response.on('error', () => done(0));
      },
    );
    sent.on('error', () => done(0));
    sent.end(text);
  });
}

/** Follows a stream until it breaks. */
function follow(service: RunningService, chat: string, after: number, see: (entry: PageEntry) => void): Promise<void> {
  return new Promise((done) => {
    const parser = createParser({
      onEvent({ event, data }) {
        if (event === 'entry') see(JSON.parse(data) as PageEntry);
      },
    });
    const sent = request(
      `${service.url}/api/stream?chat=${chat}&after=${after}`,
      { headers: service.headers },
      (response) => {
        response.on('data', (data) => parser.feed(String(data)));
        response.on('close', done);
        response.on('error', () => done());
      },
    );
    sent.on('error', () => done());
    sent.end();
  });
}

/** Calls `then` when nothing was answered for a while, unless `ended` comes first. */
async function idle(toGo: () => number, then: () => void, ended: Promise<unknown>): Promise<void> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  for (let last = Number.NaN; !over; ) {
    const now = toGo();
    if (now === last) return then();
    last = now;
    await sleep(IDLE_MS);
  }
}

async function noProgress(toGo: () => number, patienceMs: number): Promise<void> {
  let last = toGo();
  let since = Date.now();
  for (;;) {
    await sleep(500);
    const now = toGo();
    if (now !== last) since = Date.now();
    last = now;
    if (Date.now() - since > patienceMs) return;
  }
}
