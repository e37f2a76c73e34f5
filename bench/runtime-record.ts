/**
 * Records what test/model-runtime/import/parity.test.ts compares with: what the weights say in f32 on a set of texts,
 * and how near llama.cpp, and we, come to it on this machine. "Near" is measured with the f32 text as given
 * ("teacher-forced"): at every token, is the likeliest next one the same, and how far is the distribution
 * (Kullback-Leibler divergence).
 *
 * The f32 graph of a 1.5 B model takes 7 GB of disk and of memory, and some minutes.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getLlama, type LlamaContextSequence, LlamaLogLevel, type Token } from 'node-llama-cpp';
import { OnnxGraph } from '../model-runtime/engine/graph.ts';
import { importModel } from '../model-runtime/import/import.ts';
import { figure, result } from './figures.ts';
import { modelFile } from './model-file.ts';

const THREADS = 2;
const TOKENS_EACH = 40;

/** Plain text, and turns in ChatML, which both models of the catalogue speak. */
const TEXTS = [
  'The capital of Australia is',
  'Once upon a time, in a village by the sea, there lived',
  'def is_prime(n):\n    """Whether n is a prime number."""\n',
  'The three laws of thermodynamics are:\n1.',
  'SELECT name, COUNT(*) FROM orders',
  '# How to bake bread\n\n## Ingredients\n',
  'In 1969, the first people walked on the Moon.',
  'Los perros son animales',
  ask('Which river flows through Paris?'),
  ask('Write a haiku about rain.'),
  ask('How much is 17 + 25? Explain step by step.'),
  ask('Give me a JSON object with the keys name, age and city for a person you make up.'),
  ask('Traduis en français : The weather is fine today, so we walk to the market.'),
  ask('Why is the sky blue? Answer in two sentences.'),
  ask('What should I do when my phone falls into water?'),
  ask('Summarise in one sentence: The meeting was moved from Tuesday to Thursday because two people were ill.'),
  ask('List five countries in Africa.'),
  ask('Write a polite email that asks for a day off.'),
  ask('What is the difference between a virus and a bacterium?'),
  ask('Tell me a joke about computers.'),
];

function ask(question: string): string {
  return `<|im_start|>user\n${question}<|im_end|>\n<|im_start|>assistant\n`;
}

/** Tokens at which the likeliest is f32's, of all; and the mean divergence from f32, in nats. */
interface Nearness {
  agreed: number;
  of: number;
  divergence: number;
}

interface Parity {
  model: { id: string; sha256: string };
  peer: { engine: string; processor: string };
  llama: Nearness;
  /** This program, as it was when this was recorded. */
  parley: Nearness;
  /** `reference` is what f32 writes after `ids`, greedily. */
  texts: { text: string; ids: number[]; reference: number[] }[];
}

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'parity');

/**
 * Writes fixtures/parity/<id>.json for each model.
 * @param choices `small`, `standard` or ids of the catalogue
 */
export async function recordAll(choices: string[]): Promise<void> {
  const figures: Record<string, number> = {};
  await mkdir(FIXTURES, { recursive: true });
  for (const choice of choices) {
    const { entry, file } = await modelFile(choice);
    const parity = await record(entry.id, file);
    await writeFile(join(FIXTURES, `${entry.id}.json`), `${JSON.stringify(parity)}\n`);
    const { llama, parley } = parity;
    console.table({ 'llama.cpp': llama, Parley: parley });
    figures[`${choice}_of`] = llama.of;
    figures[`${choice}_llama_agreed`] = llama.agreed;
    figures[`${choice}_parley_agreed`] = parley.agreed;
    figures[`${choice}_llama_divergence`] = figure(llama.divergence);
    figures[`${choice}_parley_divergence`] = figure(parley.divergence);
  }
  result(figures);
}

async function record(id: string, file: string): Promise<Parity> {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'parley-record-'));
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: LlamaLogLevel.error, maxThreads: THREADS });
  try {
    const model = await llama.loadModel({ modelPath: file });
    const context = await model.createContext({ contextSize: 1_024, batchSize: 512, threads: THREADS });
    const sequence = context.getSequence();
    const load = async (accuracy: 4 | 'f32') => {
      const { folder, model } = await importModel(file, { cacheFolder, accuracy });
      return { graph: await OnnxGraph.load(folder, model, { threads: THREADS }), sha256: model.sha256 };
    };
    const [f32, ours] = [await load('f32'), await load(4)];
    const [theirNearness, ourNearness] = [nothing(), nothing()];
    const texts: Parity['texts'] = [];
    for (const text of TEXTS) {
      const ids = model.tokenize(text, true);
      const written = await write(f32.graph, ids);
      texts.push({ text, ids, reference: written.tokens });
      compare(written, await follow(ours.graph, ids, written), ourNearness);
      compare(written, await followByLlama(sequence, ids, written), theirNearness);
      console.log(JSON.stringify(model.detokenize(written.tokens as Token[])));
    }
    await f32.graph.close();
    await ours.graph.close();
    return {
      model: { id, sha256: f32.sha256 },
      peer: {
        engine: `llama.cpp ${llama.llamaCppRelease.release}, by node-llama-cpp`,
        processor: llama.systemInfo.trim(),
      },
      llama: mean(theirNearness),
      parley: mean(ourNearness),
      texts,
    };
  } finally {
    await llama.dispose();
    await rm(cacheFolder, { recursive: true });
  }
}

/** What f32 writes: its tokens, and the logarithms of the probabilities each was chosen from. */
interface Written {
  tokens: number[];
  logs: Float32Array[];
}

async function write(graph: OnnxGraph, ids: readonly number[]): Promise<Written> {
  const past = graph.newKeysValues();
  const written: Written = { tokens: [], logs: [] };
  let logits = await graph.read(past, ids);
  while (written.tokens.length < TOKENS_EACH) {
    const next = likeliest(logits);
    written.tokens.push(next);
    written.logs.push(logProbabilities(logits));
    logits = await graph.read(past, [next]);
  }
  return written;
}

/** Logits at each token of what f32 wrote, with the f32 text as given. */
async function follow(graph: OnnxGraph, ids: readonly number[], { tokens }: Written): Promise<Float32Array[]> {
  const past = graph.newKeysValues();
  const all = [await graph.read(past, ids)];
  for (const token of tokens.slice(0, -1)) all.push(await graph.read(past, [token]));
  return all;
}

async function followByLlama(
  sequence: LlamaContextSequence,
  ids: readonly Token[],
  { tokens, logs }: Written,
): Promise<Float32Array[]> {
  await sequence.clearHistory();
  const given = [...ids, ...(tokens.slice(0, -1) as Token[])];
  const first = ids.length - 1;
  const results = await sequence.controlledEvaluate(
    given.map((token, i) => (i < first ? token : [token, { generateNext: { logits: true } }])),
  );
  return logs.map((own, i) => {
    const byToken = results[first + i]?.next.logits;
    if (!byToken) throw new Error(`llama.cpp gave no logits for token ${i}.`);
    const logits = new Float32Array(own.length);
    for (const [token, logit] of byToken) logits[token] = logit;
    return logits;
  });
}

const nothing = (): Nearness => ({ agreed: 0, of: 0, divergence: 0 });

/** Adds up; `divergence` is a sum until `mean` divides it. */
function compare({ tokens, logs }: Written, found: Float32Array[], sum: Nearness): void {
  for (const [i, token] of tokens.entries()) {
    if (likeliest(found[i]!) === token) sum.agreed++;
    sum.of++;
    sum.divergence += divergenceOf(logs[i]!, logProbabilities(found[i]!));
  }
}

const mean = ({ agreed, of, divergence }: Nearness): Nearness => ({ agreed, of, divergence: divergence / of });

const likeliest = (logits: Float32Array): number =>
  logits.reduce((best, logit, id) => (logit > logits[best]! ? id : best), 0);

function logProbabilities(logits: Float32Array): Float32Array {
  const greatest = logits.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const sum = logits.reduce((total, value) => total + Math.exp(value - greatest), 0);
  return logits.map((value) => value - greatest - Math.log(sum));
}

function divergenceOf(exact: Float32Array, other: Float32Array): number {
  return exact.reduce((sum, log, id) => sum + Math.exp(log) * (log - other[id]!), 0);
}
