/**
 * The model that sees, for measuring: the one the settings name or that is here. Where there is none, a tiny one with random
 * weights stands in: it goes the same way, and its times say nothing of a real one's.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Picture } from '../model-runtime/contract.ts';
import { createEmbeddedRuntime, type EmbeddedRuntime } from '../model-runtime/embedded.ts';
import { lookRequest } from '../src/assistant/turn.ts';
import { loadConfig } from '../src/config.ts';
import { eyesRuntime } from '../src/runtime.ts';
import { tinyGguf } from '../test/model-runtime/vision/tiny-gguf.ts';

const TINY = 'tiny-smolvlm-128';
const LOG = { info() {}, warn() {} };

export interface Seer {
  /** What it is, and what its times are worth. */
  what: string;
  /** The process that holds it. */
  readonly pid: number | undefined;
  /** Asks about a picture; in ms to the first word and to the last. Nothing of it is remembered under another key. */
  look(picture: Picture, cacheKey: string): Promise<{ first: number; last: number }>;
  close(): Promise<void>;
}

export async function openSeer(): Promise<Seer> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const real = await eyesRuntime(loadConfig().config, LOG);
  const eyes = real?.eyes ?? tinyEyes(folder);
  const signal = new AbortController().signal;
  eyes.start();
  return {
    what: real?.name ?? `${TINY}: random weights, mechanics only`,
    get pid() {
      return eyes.pid;
    },
    async look(picture, cacheKey) {
      const began = performance.now();
      let first: number | undefined;
      const request = lookRequest(picture, { question: 'What is in this photo?', closely: false }, cacheKey);
      for await (const { kind } of eyes.generate(request, { signal }))
        if (kind === 'answer') first ??= performance.now() - began;
      const last = performance.now() - began;
      return { first: first ?? last, last };
    },
    async close() {
      await eyes.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function tinyEyes(folder: string): EmbeddedRuntime {
  return createEmbeddedRuntime({
    models: async function* () {
      yield {
        ...(await tinyGguf(TINY, folder)),
        card: {
          ...{ id: TINY, family: 'smolvlm', size: 'tiny, random', licence: 'Apache-2.0' },
          ...{ takes: ['text', 'image'], languages: [], contextTokens: 2_048 },
        },
      };
    },
    importFolder: join(folder, 'graphs'),
    contextTokens: 2_048,
    kvBudgetBytes: 100e6,
    systemText: '',
    log: LOG,
  });
}
