/**
 * The whole journey of a message, with an instant model: POST to the web channel, durable, lane, turn, durable, delivered to
 * the open page. Echo latency at 200 messages a second, and how many a second go through at most. The disk's own time for a
 * flush is printed beside it, because on another disk that is what decides.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import { type RunningService, startService } from '../test/soak/started.ts';
import { figure, median, percentile, result } from './figures.ts';

const CONVERSATIONS = 200;
const PACED = { perSecond: 200, seconds: 15, warmUpSeconds: 3 };
const SATURATED_SECONDS = 10;
const FLUSHES = 500;
const IDLE_MS = 3_000;

export async function measureBus(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  try {
    const fsyncMs = flushes(folder);
    const startMs = performance.now();
    const service = await startService({
      folder,
      env: { PARLEY_RUNTIME: 'echo', PARLEY_PER_MINUTE: 'none', PARLEY_LOG_LEVEL: 'error' },
    });
    const readyMs = performance.now() - startMs;
    await sleep(IDLE_MS);
    const idle = residentMegabytes(service.pid);
    const chats = Array.from({ length: CONVERSATIONS }, (_, index) => new Conversation(service, `c${index}`));
    await Promise.all(chats.map((chat) => chat.open()));

    const paced = await atPace(chats);
    const saturated = await asFastAsPossible(chats);
    service.kill('SIGTERM');
    for (const chat of chats) chat.close();
    await service.exited;

    const figures = {
      echo_p50_ms: figure(median(paced)),
      echo_p99_ms: figure(percentile(paced, 0.99)),
      saturated_msgs_per_s: figure(saturated),
      fsync_p50_ms: figure(median(fsyncMs)),
      idle_rss_mb: figure(idle),
      start_ms: figure(readyMs),
    };
    console.table(figures);
    result(figures);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One conversation with an open page: a message is answered when the page's stream shows the answer to it. */
class Conversation {
  readonly #service: RunningService;
  readonly #name: string;
  readonly #waiting = new Map<string, () => void>();
  #sent = 0;
  #stream: { destroy(): void } | undefined;

  constructor(service: RunningService, name: string) {
    this.#service = service;
    this.#name = name;
  }

  async open(): Promise<void> {
    await this.#post('choices', { key: `${this.#name}-start`, choice: 'notice:on:1' });
    await new Promise<void>((opened, fail) => {
      const parser = createParser({
        onEvent: ({ event, data }) => {
          if (event !== 'entry') return;
          const entry = JSON.parse(data) as { by: string; source?: string };
          if (entry.by === 'parley') this.#waiting.get(entry.source!)?.();
        },
      });
      this.#stream = request(
        `${this.#service.url}/api/stream?chat=${this.#name}`,
        { headers: this.#service.headers },
        (response) => {
          response.on('data', (data) => parser.feed(String(data)));
          response.once('data', () => opened());
          response.on('error', () => {});
        },
      );
      (this.#stream as ReturnType<typeof request>).on('error', fail).end();
    });
  }

  /** Sends a message and resolves with the ms until its echo was on the page. */
  async echo(): Promise<number> {
    const text = `message ${this.#sent++} of ${this.#name}: ${FILLER}`;
    const startMs = performance.now();
    const answered = new Promise<void>((done) => this.#waiting.set(text, done));
    const status = await this.#post('messages', { key: `${this.#name}-${this.#sent}`, text });
    if (status !== 202) throw new Error(`The service answered ${status} to a message.`);
    await answered;
    this.#waiting.delete(text);
    return performance.now() - startMs;
  }

  close(): void {
    this.#stream?.destroy();
  }

  #post(path: string, body: object): Promise<number> {
    const text = JSON.stringify(body);
    return new Promise((done, fail) => {
      const headers = { ...this.#service.headers, 'content-length': Buffer.byteLength(text) };
      const sent = request(
        `${this.#service.url}/api/chats/${this.#name}/${path}`,
        { method: 'POST', agent, headers },
        (response) => {
          response.resume();
          response.on('end', () => done(response.statusCode!));
        },
      );
      sent.on('error', fail);
      sent.end(text);
    });
  }
}

const agent = new Agent({ keepAlive: true });
/** Together with the rest about as long as a message people write: 200 characters. */
const FILLER = 'lorem ipsum dolor sit amet '.repeat(6).trimEnd();

async function atPace(chats: Conversation[]): Promise<number[]> {
  const { perSecond, seconds, warmUpSeconds } = PACED;
  const running: Promise<number>[] = [];
  const startMs = performance.now();
  for (let n = 0; n < perSecond * (seconds + warmUpSeconds); n++) {
    await sleep(Math.max(0, startMs + (n * 1000) / perSecond - performance.now()));
    running.push(chats[n % chats.length]!.echo());
  }
  return (await Promise.all(running)).slice(perSecond * warmUpSeconds);
}

/** Every conversation sends its next message as soon as the last one was answered. */
async function asFastAsPossible(chats: Conversation[]): Promise<number> {
  let answered = 0;
  const startMs = performance.now();
  const endMs = startMs + SATURATED_SECONDS * 1000;
  await Promise.all(
    chats.map(async (chat) => {
      while (performance.now() < endMs) {
        await chat.echo();
        answered += 1;
      }
    }),
  );
  return (answered * 1000) / (performance.now() - startMs);
}

/** How long this disk takes to make 4 KiB durable, in ms. */
export function flushes(folder: string): number[] {
  const file = openSync(join(folder, 'flush'), 'w');
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: FLUSHES }, (_, index) => {
    writeSync(file, block, 0, block.length, (index % 64) * block.length);
    const startMs = performance.now();
    fdatasyncSync(file);
    return performance.now() - startMs;
  });
  closeSync(file);
  return times;
}

/** From the kernel's own accounting; Linux only, as the figures are. */
function residentMegabytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}
