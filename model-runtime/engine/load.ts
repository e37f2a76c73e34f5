/** From a weights file to a model that answers. */
import { availableParallelism } from 'node:os';
import { RuntimeError } from '../contract.ts';
import { NoSpaceError } from '../import/cache.ts';
import { GgufError } from '../import/gguf-error.ts';
import { importModel } from '../import/import.ts';
import { readVocabulary } from '../import/imported.ts';
import { ChatTemplate } from '../text/template.ts';
import { Tokenizer } from '../text/tokenizer.ts';
import { importTower } from '../vision/import-tower.ts';
import { Eyes, loadTower } from './eyes.ts';
import { OnnxGraph } from './graph.ts';
import { Prefixes } from './prefixes.ts';
import { PromptWriter } from './prompt.ts';
import { Scheduler } from './scheduler.ts';
import type { Loaded, LoadOrder } from './wire.ts';

/** More threads than this wait for memory, and for each other. */
const MOST_THREADS = 16;

export interface LoadReport {
  onImporting(share: number): void;
  onLoading(): void;
  /** After every step of the graph, from now on. */
  onStep(): void;
}

/**
 * Imports the file if that was not done before, loads the graph and reads the system text.
 * @throws what `inWords` puts in words, when the model cannot be used
 */
export async function loadModel(
  order: LoadOrder,
  { onImporting, onLoading, onStep }: LoadReport,
): Promise<{ scheduler: Scheduler; eyes?: Eyes; loaded: Loaded }> {
  const { projectorFile } = order;
  const { folder, model } = await importModel(order.ggufFile, {
    cacheFolder: order.importFolder,
    ...(order.sha256 !== undefined && { sha256: order.sha256 }),
    pictures: projectorFile !== undefined,
    onProgress: onImporting,
  });
  const seen =
    projectorFile === undefined ? undefined : await importTower(projectorFile, { cacheFolder: order.importFolder });
  onLoading();
  const vocabulary = await readVocabulary(folder);
  const tokenizer = new Tokenizer(vocabulary);
  const template = new ChatTemplate(vocabulary.chatTemplate, tokenizer);
  const threads = order.threads ?? Math.min(availableParallelism(), MOST_THREADS);
  const graph = await OnnxGraph.load(folder, model, { threads });
  const contextTokens = Math.min(order.contextTokens, model.context, graph.positions);
  const eyes =
    seen &&
    new Eyes({
      tower: await loadTower(seen.folder, seen.tower, threads),
      tokenizer,
      pictures: graph.pictures,
      onTile: onStep,
    });
  const writer = new PromptWriter(tokenizer, template, contextTokens, eyes);
  const prefixes = new Prefixes({
    newPast: () => graph.newKeysValues(),
    rowBytes: graph.rowBytes,
    budgetBytes: order.kvBudgetBytes,
  });
  const scheduler = new Scheduler({ graph, tokenizer, writer, prefixes, onStep });
  const systemTokens = await scheduler.readSystem(order.systemText);
  return { scheduler, ...(eyes && { eyes }), loaded: { contextTokens, threads, systemTokens } };
}

/** What the owner is told, and, where that is not all, the rest for the log: it may hold paths. */
export function inWords(error: unknown): { message: string; detail?: string } {
  const told = error instanceof RuntimeError || error instanceof GgufError || error instanceof NoSpaceError;
  if (told) return { message: error.message };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    message: 'The model cannot be loaded: its file cannot be read, its import is damaged, or memory is short.',
    detail,
  };
}
