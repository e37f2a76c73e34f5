/**
 * The small model's real weights: the imported graph without rounding says what f32 says, and for use it is as near to
 * f32 as llama.cpp is, by figures recorded in fixtures/parity by
 * bench/runtime-record.ts.
 */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importModel } from '../../../model-runtime/import/import.ts';
import type { Accuracy } from '../../../model-runtime/import/imported.ts';
import { gotSmallModel, SMALL_MODEL_TIMEOUT_MS } from '../small-model.ts';
import { RunningGraph } from './run-graph.ts';

interface Recorded {
  model: { id: string; sha256: string };
  texts: { ids: number[]; reference: number[] }[];
  llama: Nearness;
  parley: Nearness;
}

/** Tokens at which the likeliest was f32's, of all; and the mean divergence from f32. */
interface Nearness {
  agreed: number;
  of: number;
  divergence: number;
}

let folder: string;
let file: string;
let recorded: Recorded;
/** f32's logits at each token of each reference. */
let exact: Float32Array[][];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-parity-'));
  const got = await gotSmallModel();
  file = got.file;
  const fixture = new URL(`../../../fixtures/parity/${got.entry.id}.json`, import.meta.url);
  recorded = JSON.parse(await readFile(fixture, 'utf8'));
  expect(got.sha256).toBe(recorded.model.sha256);
  exact = await logitsOf('f32');
}, SMALL_MODEL_TIMEOUT_MS);
afterAll(() => rm(folder, { recursive: true }));

/** Each text with its reference read in one go; the logits from which each token of the reference would be chosen. */
async function logitsOf(accuracy: Accuracy): Promise<Float32Array[][]> {
  const imported = await importModel(file, { cacheFolder: folder, sha256: recorded.model.sha256, accuracy });
  const { vocab } = imported.model;
  await using graph = await RunningGraph.load(imported);
  const all: Float32Array[][] = [];
  for (const { ids, reference } of recorded.texts) {
    graph.restart();
    const logits = await graph.read([...ids, ...reference.slice(0, -1)]);
    all.push(reference.map((_, i) => logits.slice((ids.length - 1 + i) * vocab, (ids.length + i) * vocab)));
  }
  return all;
}

const references = (): number[] => recorded.texts.flatMap(({ reference }) => reference);

const likeliest = (logits: Float32Array): number =>
  logits.reduce((best, logit, id) => (logit > logits[best]! ? id : best), 0);

function logProbabilities(logits: Float32Array): Float32Array {
  const greatest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - greatest), 0));
  return logits.map((logit) => logit - greatest - total);
}

/** Kullback and Leibler's, in nats, of the distribution chosen from. */
function divergence(wanted: Float32Array, found: Float32Array): number {
  const [one, other] = [logProbabilities(wanted), logProbabilities(found)];
  return one.reduce((sum, log, id) => sum + Math.exp(log) * (log - other[id]!), 0);
}

/**
 * No worse, as far as so few tokens can tell. Both engines round activations to 8 bits, so which of two nearly equal
 * tokens wins is chance: rounding one weight otherwise, or adding up in another processor's order, moves the count by
 * about the standard deviation that counting has.
 */
function expectNoWorse(ours: Nearness, theirs: Nearness): void {
  const deviation = Math.sqrt((theirs.agreed * (theirs.of - theirs.agreed)) / theirs.of);
  expect(ours.of).toBe(theirs.of);
  expect(ours.agreed).toBeGreaterThanOrEqual(theirs.agreed - 2 * deviation);
  expect(ours.divergence).toBeLessThan(1.25 * theirs.divergence);
}

test('f32 writes the recorded texts', () => {
  // Every token being the likeliest after those before it is what writing greedily means.
  expect(exact.flat().map(likeliest)).toEqual(references());
});

test('without rounding the graph says what f32 says, token for token and number for number', async () => {
  const found = (await logitsOf(0)).flat();
  expect(found.map(likeliest)).toEqual(references());
  let greatest = 0;
  for (const [i, wanted] of exact.flat().entries()) {
    for (const [id, logit] of wanted.entries()) greatest = Math.max(greatest, Math.abs(logit - found[i]![id]!));
  }
  // The logits' own standard deviation is 7.
  expect(greatest).toBeLessThan(1e-3);
});

test('for use, it is as near to f32 as llama.cpp', async () => {
  const found = (await logitsOf(4)).flat();
  const agreed = references().filter((id, i) => likeliest(found[i]!) === id).length;
  const sum = exact.flat().reduce((total, wanted, i) => total + divergence(wanted, found[i]!), 0);
  expectNoWorse({ agreed, of: found.length, divergence: sum / found.length }, recorded.llama);
});

test('so it was, on this model and on larger ones, when the figures were recorded', async () => {
  const fixtures = new URL('../../../fixtures/parity/', import.meta.url);
  for (const name of await readdir(fixtures)) {
    const { llama, parley }: Recorded = JSON.parse(await readFile(new URL(name, fixtures), 'utf8'));
    expectNoWorse(parley, llama);
  }
});
