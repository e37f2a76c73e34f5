/**
 * One engine in a process of its own, asked over IPC: `node engine.ts parley|llama.cpp FILE THREADS CACHE`. Both read the same
 * token ids and write greedily; each is asked in turn, so that a machine that slows down slows both.
 */
import { getLlama, LlamaLogLevel, type Token } from 'node-llama-cpp';
import { OnnxGraph } from '../model-runtime/engine/graph.ts';
import { importModel } from '../model-runtime/import/import.ts';

export type EngineName = 'parley' | 'llama.cpp';

/** `read`: ms for a prompt of `tokens`. `write`: ms of each of `count` tokens behind a context of `tokens`. */
export type EngineRequest = { kind: 'read'; tokens: number } | { kind: 'write'; tokens: number; count: number };
export type EngineAnswer = { ready: true } | { ms: number[] };

interface Engine {
  read(tokens: number): Promise<number[]>;
  write(tokens: number, count: number): Promise<number[]>;
}

/** Prompt tokens read at once: what the product does on this class of machine, and the size both engines like. */
const CHUNK = 128;

/** Any ids do: what they say does not matter to the time they take. */
const ids = (count: number): number[] => Array.from({ length: count }, (_, index) => 300 + ((index * 7919) % 40_000));

async function parley(file: string, threads: number, cacheFolder: string): Promise<Engine> {
  const { folder, model } = await importModel(file, { cacheFolder, accuracy: 4 });
  const graph = await OnnxGraph.load(folder, model, { threads });
  const past = graph.newKeysValues();
  const readAll = async (tokens: number) => {
    past.cutTo(0);
    const all = ids(tokens);
    for (let from = 0; from < all.length; from += CHUNK) await graph.read(past, all.slice(from, from + CHUNK));
  };
  return {
    async read(tokens) {
      return [await timed(() => readAll(tokens))];
    },
    async write(tokens, count) {
      await readAll(tokens);
      const times: number[] = [];
      let next = 400;
      for (let n = 0; n < count; n++) {
        times.push(
          await timed(async () => {
            next = likeliest(await graph.read(past, [next]));
          }),
        );
      }
      return times;
    },
  };
}

async function llama(file: string, threads: number): Promise<Engine> {
  const engine = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, maxThreads: threads });
  const model = await engine.loadModel({ modelPath: file });
  const context = await model.createContext({ contextSize: 2_048, batchSize: 512, threads, flashAttention: true });
  const sequence = context.getSequence();
  const readAll = async (tokens: number) => {
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(ids(tokens) as Token[]);
  };
  return {
    async read(tokens) {
      return [await timed(() => readAll(tokens))];
    },
    async write(tokens, count) {
      await readAll(tokens);
      const times: number[] = [];
      let last = performance.now();
      for await (const _ of sequence.evaluate([400 as Token], { temperature: 0, yieldEogToken: true })) {
        const now = performance.now();
        times.push(now - last);
        last = now;
        if (times.length === count) break;
      }
      return times;
    },
  };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let id = 1; id < logits.length; id++) if (logits[id]! > logits[best]!) best = id;
  return best;
}

if (import.meta.main) {
  const [name, file = '', threads, cacheFolder = ''] = process.argv.slice(2);
  const engine =
    name === 'parley' ? await parley(file, Number(threads), cacheFolder) : await llama(file, Number(threads));
  // The first run of each kind makes ready what later runs find.
  await engine.read(16);
  await engine.write(16, 4);
  process.on('message', async (request: EngineRequest) => {
    const ms =
      request.kind === 'read' ? await engine.read(request.tokens) : await engine.write(request.tokens, request.count);
    process.send!({ ms } satisfies EngineAnswer);
  });
  process.send!({ ready: true } satisfies EngineAnswer);
}
