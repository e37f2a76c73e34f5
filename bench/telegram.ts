/**
 * Messages through Telegram's stand-in and back, ours side by side with Vercel's Chat SDK: same server without rate limits on either side, same echo (a model's stream of
 * Markdown, which both show as Telegram does), same judge, each a process of its own. The judge is the platform's side:
 * what was written, and what was shown.
 *
 * The peer keeps its state as its makers tell everybody to who runs it for people, in a database. With its state in
 * memory it is shown besides: "for development and testing only" (README of @chat-adapter/state-memory), since it knows
 * nothing any more when it ends.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTelegramStandIn, type TelegramStandIn } from '../test/doubles/telegram/stand-in.ts';
import type { Place } from '../test/doubles/telegram/world.ts';
import { startService } from '../test/soak/started.ts';
import { cpuMs } from './cpu.ts';
import { figure, percentile, result } from './figures.ts';
import { openPostgres } from './peers/postgres.ts';

const CHATS = 200;
const PER_SECOND = 200;
const WARM_UP_S = 3;
/** A life ends somewhere between these, in ms after it is ready: about every 2 s. */
const LIFE_MS = { least: 1_000, most: 3_000 };
/** What is not answered when nothing has been for so long never will be. */
const PATIENCE_MS = 15_000;
const PEER = fileURLToPath(new URL('./peers/chat-sdk-telegram.ts', import.meta.url));

/** Sets one bot up in a folder, in front of a stand-in of its own. */
type Side = (standIn: TelegramStandIn, folder: string) => Promise<Bot>;
interface Bot {
  start(): Promise<Life>;
  /** What it counted as possibly sent twice. */
  unsure(): number;
  /** Ends what outlives the bot. */
  close(): Promise<void>;
}
interface Life {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  exited: Promise<unknown>;
}

const ours: Side = async (standIn, folder) => ({
  start: () =>
    startService({
      folder,
      env: {
        ...{ PARLEY_RUNTIME: 'echo', PARLEY_PER_MINUTE: 'none', PARLEY_LOG_LEVEL: 'error' },
        ...{ PARLEY_QUESTIONS: 'none', PARLEY_TURNS_PER_MINUTE: 'none' },
        ...{ PARLEY_TELEGRAM_TOKEN: standIn.token, PARLEY_TELEGRAM_API: standIn.url },
        ...{ PARLEY_TELEGRAM_OPEN: 'yes', PARLEY_TELEGRAM_PACE: '0' },
      },
    }),
  unsure() {
    const db = new DatabaseSync(join(folder, 'data', 'parley.db'), { readOnly: true });
    const row = db.prepare("SELECT n FROM message_tally WHERE name = 'sends unsure'").get();
    db.close();
    return Number(row?.n ?? 0);
  },
  close: async () => {},
});

/** As ours: on disk. The database is not killed along with the bot. */
const peer: Side = async (standIn) => {
  const postgres = await openPostgres();
  return {
    start: () => startPeer([standIn.url, standIn.token, postgres.url]),
    unsure: () => 0,
    close: postgres.close,
  };
};

/** Fast, and forgets everything when it ends. */
const peerInMemory: Side = async (standIn) => ({
  start: () => startPeer([standIn.url, standIn.token]),
  unsure: () => 0,
  close: async () => {},
});

async function startPeer(args: string[]): Promise<Life> {
  const child = spawn(process.execPath, [PEER, ...args], { stdio: 'ignore' });
  const exited = new Promise((done) => child.once('exit', done));
  return { pid: child.pid!, kill: (signal) => void child.kill(signal), exited };
}

interface Verdict {
  unanswered: number;
  outOfOrder: number;
  unsure: number;
  perSecond: number;
  p99Ms: number;
  cpuMs: number;
}

export async function measureTelegram(seconds: number): Promise<void> {
  const verdicts: Record<string, Verdict> = {};
  for (const [name, side] of Object.entries({ ours, peer, peerInMemory })) {
    process.stdout.write(`${name}: at ${PER_SECOND} a second\n`);
    const paced = await run(side, seconds, 'paced');
    process.stdout.write(`${name}: as many as go through\n`);
    const saturated = await run(side, seconds, 'saturated');
    process.stdout.write(`${name}: at ${PER_SECOND} a second, killed about every 2 s\n`);
    const killed = await run(side, seconds, 'killed');
    const runs = [paced, saturated, killed];
    const sum = (of: (run: Run) => number) => runs.reduce((all, one) => all + of(one), 0);
    verdicts[name] = {
      unanswered: sum(({ unanswered }) => unanswered),
      outOfOrder: sum(({ outOfOrder }) => outOfOrder),
      unsure: sum(({ unsure }) => unsure),
      perSecond: saturated.perSecond,
      p99Ms: percentile(paced.latencies, 0.99),
      cpuMs: saturated.botCpuMs,
    };
    console.table({ paced: rowOf(paced), saturated: rowOf(saturated), killed: rowOf(killed) });
  }
  const {
    ours: we,
    peer: they,
    peerInMemory: inMemory,
  } = verdicts as Record<'ours' | 'peer' | 'peerInMemory', Verdict>;
  result({
    ...figuresOf('ours', we),
    ...figuresOf('peer', they),
    ...figuresOf('peer_in_memory', inMemory),
    times_peer: figure(we.perSecond / they.perSecond),
    times_peer_in_memory: figure(we.perSecond / inMemory.perSecond),
  });
}

const figuresOf = (whose: string, { unanswered, outOfOrder, unsure, perSecond, p99Ms, cpuMs }: Verdict) => ({
  [`${whose}_unanswered`]: unanswered,
  [`${whose}_out_of_order`]: outOfOrder,
  [`${whose}_unsure`]: unsure,
  [`${whose}_msgs_per_s`]: figure(perSecond),
  [`${whose}_p99_ms`]: figure(p99Ms),
  [`${whose}_cpu_ms`]: figure(cpuMs),
});

interface Run {
  messages: number;
  unanswered: number;
  outOfOrder: number;
  unsure: number;
  kills: number;
  perSecond: number;
  /** CPU time for each answer of a bot that was not killed, and of the stand-in with the judge. */
  botCpuMs: number;
  platformCpuMs: number;
  latencies: number[];
}

const rowOf = ({ latencies, messages, perSecond, botCpuMs, platformCpuMs, ...counts }: Run) => ({
  messages,
  ...counts,
  'msgs/s': figure(perSecond),
  'p50 ms': figure(percentile(latencies, 0.5)),
  'p99 ms': figure(percentile(latencies, 0.99)),
  'bot CPU ms': figure(botCpuMs),
  'platform CPU ms': figure(platformCpuMs),
});

async function run(side: Side, seconds: number, how: 'paced' | 'saturated' | 'killed'): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  const standIn = await openTelegramStandIn();
  const judge = createJudge(standIn);
  const bot = await side(standIn, folder);
  let life = await bot.start();
  let over = false;
  let kills = 0;
  const killing = async () => {
    while (!over) {
      await hears(standIn);
      await sleep(LIFE_MS.least + Math.random() * (LIFE_MS.most - LIFE_MS.least));
      if (over) return;
      life.kill('SIGKILL');
      await life.exited;
      kills += 1;
      life = await bot.start();
    }
  };
  try {
    await hears(standIn);
    const ending = how === 'killed' ? killing() : undefined;
    // Both sides are measured as they run, not as they are compiled.
    if (how === 'saturated') await judge.saturate(WARM_UP_S);
    const startMs = performance.now();
    const answeredBefore = judge.answered();
    const cpuBefore = [cpuMs(life.pid), cpuMs(process.pid)] as const;
    const latencies = how === 'saturated' ? await judge.saturate(seconds) : await judge.pace(seconds);
    const answers = judge.answered() - answeredBefore;
    const perSecond = (answers * 1000) / (performance.now() - startMs);
    over = true;
    const botCpuMs = how === 'killed' ? Number.NaN : (cpuMs(life.pid) - cpuBefore[0]) / answers;
    const platformCpuMs = (cpuMs(process.pid) - cpuBefore[1]) / answers;
    await ending;
    await judge.settle();
    life.kill('SIGTERM');
    await Promise.race([life.exited, sleep(10_000, undefined, { ref: false }).then(() => life.kill('SIGKILL'))]);
    await life.exited;
    return { ...judge.verdict(), unsure: bot.unsure(), kills, perSecond, botCpuMs, platformCpuMs, latencies };
  } finally {
    over = true;
    life.kill('SIGKILL');
    await bot.close();
    await standIn.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Resolves when somebody asks for updates. */
async function hears(standIn: TelegramStandIn): Promise<void> {
  const before = standIn.server.updates.polls.length;
  while (standIn.server.updates.polls.length === before) await sleep(10);
}

/** Messages a chat of the stand-in keeps: enough for what is still edited. */
const KEPT = 500;
/** About as long as messages people write: 200 characters. */
const FILLER = 'lorem ipsum dolor sit amet '.repeat(6).trimEnd();

function createJudge(standIn: TelegramStandIn) {
  const chats = Array.from({ length: CHATS }, () => {
    const person = standIn.server.world.person();
    const place = standIn.server.world.privately(person);
    // A button counts only under a notice that was shown.
    standIn.say(place, person, '/start');
    standIn.choose(place, person, 'notice:on:1');
    return { person, place, written: 0, shown: [] as number[], waiting: new Map<number, (ms: number) => void>() };
  });
  const byPlace = new Map<Place, (typeof chats)[number]>(chats.map((chat) => [chat.place, chat]));
  let answered = 0;
  let lastMs = performance.now();
  standIn.server.onSent = (place, { text = '' }) => {
    const chat = byPlace.get(place)!;
    for (const [, number] of text.matchAll(/message (\d+):/g)) {
      const n = Number(number);
      if (chat.shown.includes(n)) continue;
      chat.shown.push(n);
      answered += 1;
      lastMs = performance.now();
      chat.waiting.get(n)?.(lastMs);
      chat.waiting.delete(n);
    }
    // What was shown is known now; a chat of thousands of messages would only cost memory.
    if (place.said.size > KEPT) place.said.clear();
  };
  /** Writes one and resolves with the ms until its answer was shown. */
  const echo = (chat: (typeof chats)[number]): Promise<number> => {
    const n = chat.written++;
    const startMs = performance.now();
    standIn.say(chat.place, chat.person, `message ${n}: ${FILLER}`);
    return new Promise((done) => chat.waiting.set(n, (ms) => done(ms - startMs)));
  };

  return {
    answered: () => answered,
    /** The ms of those that were answered by the end. */
    async pace(seconds: number): Promise<number[]> {
      const latencies: number[] = [];
      const startMs = performance.now();
      for (let n = 0; n < PER_SECOND * (WARM_UP_S + seconds); n++) {
        await sleep(Math.max(0, startMs + (n * 1000) / PER_SECOND - performance.now()));
        const warm = n >= PER_SECOND * WARM_UP_S;
        void echo(chats[n % chats.length]!).then((ms) => warm && latencies.push(ms));
      }
      await settle();
      return latencies;
    },
    /** Every chat writes its next as soon as the last one was answered. */
    async saturate(seconds: number): Promise<number[]> {
      const latencies: number[] = [];
      const endMs = performance.now() + seconds * 1000;
      const late = sleep(seconds * 1000 + PATIENCE_MS, undefined, { ref: false });
      await Promise.race([
        late,
        Promise.all(
          chats.map(async (chat) => {
            while (performance.now() < endMs) latencies.push(await echo(chat));
          }),
        ),
      ]);
      return latencies;
    },
    settle,
    verdict() {
      let unanswered = 0;
      let outOfOrder = 0;
      for (const { written, shown } of chats) {
        unanswered += written - shown.length;
        outOfOrder += shown.filter((n, index) => index > 0 && n < shown[index - 1]!).length;
      }
      return { messages: chats.reduce((sum, { written }) => sum + written, 0), unanswered, outOfOrder };
    },
  };

  async function settle(): Promise<void> {
    lastMs = performance.now();
    while (chats.some(({ waiting }) => waiting.size > 0) && performance.now() - lastMs < PATIENCE_MS) await sleep(20);
  }
}
