/** Our runtime and llama.cpp on the same weights and threads, asked in turn in one run. Above 1: ours is faster. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config.ts';
import type { EngineAnswer, EngineName, EngineRequest } from './engine.ts';
import { figure, median, result } from './figures.ts';
import { modelFile } from './model-file.ts';

/** What is measured: a prompt of 512 tokens, and single tokens behind 16 and behind 1,024. */
const TASKS: { name: string; request: EngineRequest; rounds: number }[] = [
  { name: 'prefill_vs_llama_512', request: { kind: 'read', tokens: 512 }, rounds: 5 },
  { name: 'decode_vs_llama_ctx16', request: { kind: 'write', tokens: 16, count: 24 }, rounds: 5 },
  { name: 'decode_vs_llama_ctx1024', request: { kind: 'write', tokens: 1_024, count: 24 }, rounds: 3 },
];
/** The first tokens of a round warm the caches. */
const WARM_TOKENS = 4;

const ENGINES: EngineName[] = ['parley', 'llama.cpp'];

/** The standard model's figures carry a prefix, the small one's none. */
const PREFIX: Record<string, string> = { small: '', standard: 'std_' };

/** @param choices `small`, `standard` or ids of the catalogue */
export async function measureRuntime(choices: string[]): Promise<void> {
  const figures: Record<string, number> = {};
  for (const choice of choices) Object.assign(figures, await compare(choice, PREFIX[choice] ?? `${choice}_`));
  result(figures);
}

async function compare(choice: string, prefix: string): Promise<Record<string, number>> {
  const { config } = loadConfig();
  const { file, entry } = await modelFile(choice);
  const threads = config.threads ?? availableParallelism();
  console.log(`${entry.id}, ${threads} threads, engines in turn; tokens a second, median`);
  const engines = new Map<EngineName, ChildProcess>();
  for (const name of ENGINES) engines.set(name, await start(name, file, threads, join(config.cacheFolder, 'graphs')));

  const figures: Record<string, number> = {};
  const table: Record<string, Record<string, number>> = {};
  for (const { name, request, rounds } of TASKS) {
    const times = new Map<EngineName, number[]>(ENGINES.map((engine) => [engine, []]));
    for (let round = 0; round < rounds; round++) {
      // Whoever begins finds a cooler machine, so they take turns in beginning.
      for (const engine of round % 2 === 0 ? ENGINES : [...ENGINES].reverse()) {
        const ms = await ask(engines.get(engine)!, request);
        times.get(engine)!.push(...(request.kind === 'write' ? ms.slice(WARM_TOKENS) : ms));
      }
    }
    const speed = (engine: EngineName) =>
      ((request.kind === 'read' ? request.tokens : 1) * 1000) / median(times.get(engine)!);
    const [ours, theirs] = [speed('parley'), speed('llama.cpp')];
    table[name] = { parley: figure(ours), 'llama.cpp': figure(theirs), ratio: figure(ours / theirs) };
    figures[prefix + name] = figure(ours / theirs);
  }
  console.table(table);
  for (const child of engines.values()) child.kill();
  return figures;
}

async function start(name: EngineName, file: string, threads: number, cacheFolder: string): Promise<ChildProcess> {
  const child = fork(new URL('./engine.ts', import.meta.url), [name, file, String(threads), cacheFolder]);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${name} ended before it was ready.`);
  });
  await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return child;
}

async function ask(engine: ChildProcess, request: EngineRequest): Promise<number[]> {
  const answered = once(engine, 'message');
  engine.send(request);
  const [answer] = (await answered) as [EngineAnswer];
  if (!('ms' in answer)) throw new Error('An engine gave no times.');
  return answer.ms;
}
