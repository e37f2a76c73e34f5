/**
 * `npm run bench -- photo`: from a photo's bytes to what is known of it, and to the answer, for each skill; what the process
 * that reads takes; and how much slower another chat's answer is while photos are read, and while a model looks at one.
 * Skills need no model that sees; a free question does, and is asked of the one that PARLEY_EYES names or that is here.
 * Where there is none, a tiny one with random weights stands in: it goes the same way, and its times say nothing of a real one's.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GenerateRequest, Runtime } from '../model-runtime/contract.ts';
import { createEmbeddedRuntime } from '../model-runtime/embedded.ts';
import { cardOf } from '../model-runtime/weights/catalogue.ts';
import { answerFromPhotos } from '../src/assistant/asking.ts';
import type { Evidence } from '../src/assistant/evidence.ts';
import { SYSTEM_TEXT } from '../src/assistant/turn.ts';
import { loadConfig } from '../src/config.ts';
import { type Darkroom, hurried, openDarkroom, TALK } from '../test/accept/taken.ts';
import { layChart } from '../test/vision/layouts/chart.ts';
import { layLabel } from '../test/vision/layouts/label.ts';
import { layReceipt } from '../test/vision/layouts/receipt.ts';
import { type Scene, toSvg } from '../test/vision/layouts/scene.ts';
import { layShelf } from '../test/vision/layouts/shelf.ts';
import { layTable } from '../test/vision/layouts/table.ts';
import { type Random, rng } from '../test/vision/random.ts';
import { degrade, drawSvg } from '../test/vision/render.ts';
import { figure, median, percentile, result } from './figures.ts';
import { modelFile } from './model-file.ts';
import { openSeer, type Seer } from './seer.ts';

const ROUNDS = 10;
const ANSWERS = 3;
const ANSWER_TOKENS = 64;

interface Skill {
  name: string;
  text: string;
  scenes(random: Random): Scene[];
}

const SKILLS: readonly Skill[] = [
  { name: 'label', text: 'How much protein?', scenes: (random) => [layLabel(random).scene] },
  { name: 'shelf', text: 'Which has the most protein?', scenes: (random) => [layShelf(random).scene] },
  {
    name: 'compare',
    text: 'Compare: more protein, less sugar',
    scenes: (random) => [0, 1].map(() => layLabel(random, { style: 'eu', base: '100 g' }).scene),
  },
  { name: 'receipt', text: 'What is the total?', scenes: (random) => [layReceipt(random).scene] },
  { name: 'table', text: 'Show what I read', scenes: (random) => [layTable(random).scene] },
  { name: 'chart', text: 'What are the values?', scenes: (random) => [layChart(random).scene] },
];

export async function measurePhoto(): Promise<void> {
  const [darkroom, seer] = await Promise.all([openDarkroom(), openSeer()]);
  try {
    const figures: Record<string, number | string> = { vision_model: seer.what };
    const table: Record<string, Record<string, number | string>> = {};
    // The first photo starts the process and loads its networks.
    const [first] = await photosOf(SKILLS[0]!, rng(0));
    const began = performance.now();
    await darkroom.look(first!);
    figures.first_photo_ms = figure(performance.now() - began);
    for (const skill of SKILLS) {
      const { reading, answer } = await measureSkill(skill, darkroom);
      const looked = await measureLooks(skill, darkroom, seer);
      table[skill.name] = {
        'photo to reading, ms p50': figure(median(reading)),
        p95: figure(percentile(reading, 0.95)),
        'reading to answer, ms p50': figure(median(answer)),
        'looking to first word, ms p50': figure(median(looked.first)),
        'looking to its last, ms p50': figure(median(looked.last)),
      };
      figures[`${skill.name}_look_first_word_p50_ms`] = figure(median(looked.first));
      figures[`${skill.name}_look_p50_ms`] = figure(median(looked.last));
      figures[`${skill.name}_reading_p50_ms`] = figure(median(reading));
      figures[`${skill.name}_answer_p50_ms`] = figure(median(answer));
    }
    figures.reader_rss_mb = figure(residentOf(darkroom.pid));
    figures.eyes_rss_mb = figure(residentOf(seer.pid));
    console.table(table);
    Object.assign(figures, await measureChat(darkroom, seer));
    console.log(
      `reader ${figures.reader_rss_mb} MB, eyes ${figures.eyes_rss_mb} MB (${seer.what}); a chat's answer of ${ANSWER_TOKENS} tokens: ${figures.chat_alone_ms} ms alone, ${figures.chat_beside_ms} ms while photos are read, ${figures.chat_beside_look_ms} ms while they are looked at`,
    );
    result(figures);
  } finally {
    await seer.close();
    await darkroom.close();
  }
}

async function photosOf({ scenes }: Skill, random: Random): Promise<Buffer[]> {
  const photos = scenes(random).map((scene) => degrade(drawSvg(toSvg(scene)), hurried(random), random));
  return (await Promise.all(photos)).map(({ bytes }) => bytes);
}

/** In ms; of a comparison both photos count. Everything that is said at once is said with the first word. */
async function measureSkill(skill: Skill, darkroom: Darkroom): Promise<{ reading: number[]; answer: number[] }> {
  const [reading, answer]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const photos = await photosOf(skill, rng(round + 1));
    const began = performance.now();
    const attached: Evidence[] = [];
    for (const bytes of photos) attached.push((await darkroom.look(bytes)).evidence);
    const known = performance.now();
    answerFromPhotos({ text: skill.text, attached, earlier: [], focus: null, talk: TALK });
    reading.push(known - began);
    answer.push(performance.now() - known);
  }
  return { reading, answer };
}

/** Each photo of a skill asked about anew; of a comparison the first. */
async function measureLooks(
  skill: Skill,
  darkroom: Darkroom,
  seer: Seer,
): Promise<{ first: number[]; last: number[] }> {
  const [first, last]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    const [photo] = await photosOf(skill, rng(round + 1));
    const { picture } = await darkroom.look(photo!);
    const looked = await seer.look(picture, `${skill.name} ${round}`);
    first.push(looked.first);
    last.push(looked.last);
  }
  return { first, last };
}

/** The small model answers while nothing else happens, and while photo after photo is read. */
async function measureChat(darkroom: Darkroom, seer: Seer): Promise<Record<string, number>> {
  const { config } = loadConfig();
  const { file, entry, sha256 } = await modelFile('small');
  const runtime = createEmbeddedRuntime({
    models: async function* () {
      yield { ggufFile: file, card: cardOf(entry, sha256) };
    },
    importFolder: join(config.cacheFolder, 'graphs'),
    ...(config.threads !== undefined && { threads: config.threads }),
    contextTokens: 2_048,
    kvBudgetBytes: 500_000_000,
    systemText: SYSTEM_TEXT,
    log: { info() {}, warn() {} },
  });
  try {
    runtime.start();
    await answerMs(runtime, 'warm');
    const alone: number[] = [];
    for (let round = 0; round < ANSWERS; round++) alone.push(await answerMs(runtime, `alone ${round}`));
    const [photo] = await photosOf(SKILLS[1]!, rng(1));
    /** Meanwhile something is done with photo after photo. */
    const besides = async (name: string, work: (round: number) => Promise<unknown>) => {
      let going = true;
      const busy = (async () => {
        for (let round = 0; going; round++) await work(round);
      })();
      const times: number[] = [];
      for (let round = 0; round < ANSWERS; round++) times.push(await answerMs(runtime, `${name} ${round}`));
      going = false;
      await busy;
      return median(times);
    };
    const reading = await besides('read', () => darkroom.look(photo!));
    const { picture } = await darkroom.look(photo!);
    const looking = await besides('look', (round) => seer.look(picture, `beside ${round}`));
    return {
      chat_alone_ms: figure(median(alone)),
      chat_beside_ms: figure(reading),
      chat_slower: figure(reading / median(alone)),
      chat_beside_look_ms: figure(looking),
      chat_slower_look: figure(looking / median(alone)),
    };
  } finally {
    await runtime.close();
  }
}

async function answerMs(runtime: Runtime, cacheKey: string): Promise<number> {
  const said = (role: 'system' | 'user', text: string) => ({ role, content: [{ kind: 'text' as const, text }] });
  const request: GenerateRequest = {
    messages: [said('system', SYSTEM_TEXT), said('user', 'Tell me a long story about a fox and a river.')],
    mode: 'instant',
    sampling: { temperature: 0, topK: 40, topP: 0.95, minP: 0.05, repetition: 1.05, repetitionWindow: 256 },
    limits: { maxTokens: ANSWER_TOKENS, maxMs: 120_000 },
    cacheKey,
  };
  const began = performance.now();
  for await (const _ of runtime.generate(request, { signal: AbortSignal.timeout(300_000) }));
  return performance.now() - began;
}

/** In MB. */
function residentOf(pid: number | undefined): number {
  if (pid === undefined) throw new Error('The process that reads has ended.');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
}
