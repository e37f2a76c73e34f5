/** A small world for these tests: a catalogue of tiny models, an empty cache folder, limits without long waits. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Progress } from '../../../model-runtime/contract.ts';
import type { Entry, Fingerprint, Source } from '../../../model-runtime/weights/catalogue.ts';
import type { Disk, GetOptions, Limits } from '../../../model-runtime/weights/options.ts';

export const QUICK: Partial<Limits> = {
  connectMs: 5_000,
  stallMs: 400,
  retryDelaysMs: [1, 2, 3, 4, 5],
  progressBytes: 1_024,
  roomPollMs: 5,
  watchMs: 20,
};

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

export const fingerprint = (content: Uint8Array): Fingerprint => ({
  sha256: createHash('sha256').update(content).digest('hex'),
  bytes: content.length,
});

/** Bytes that begin like a GGUF file and then look random, always the same for a seed. */
export function weights(bytes: number, seed = 1): Buffer {
  const content = Buffer.alloc(bytes);
  let state = seed * 2_654_435_761;
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    content[at] = state >>> 16;
  }
  content.write('GGUF');
  return content;
}

export const entryOf = (
  id: string,
  sources: Source[],
  content: Uint8Array,
  tier: Entry['tier'] = 'standard',
): Entry => ({
  id,
  tier,
  family: 'llama',
  size: 'tiny',
  licence: 'Apache-2.0',
  takes: ['text'],
  tools: false,
  languages: ['en'],
  contextTokens: 128,
  file: `${id}.gguf`,
  fingerprint: fingerprint(content),
  sources,
});

export const onHub = (id: string): Source => ({
  kind: 'hub',
  repository: 'Acme/Tiny',
  revision: 'main',
  file: `${id}.gguf`,
});

/** A disk with this much room that otherwise is the real one. */
export const roomy = (freeBytes = 1e12): Disk => ({ freeBytes: async () => freeBytes, open });

/** Options for a call, and what it told while it ran. */
export function call(given: Partial<GetOptions> & { cacheFolder: string }): GetOptions & { told: Progress[] } {
  const told: Progress[] = [];
  return {
    hub: 'http://127.0.0.1:9',
    environment: process.env,
    freeMemoryBytes: 8e9,
    signal: new AbortController().signal,
    limits: QUICK,
    disk: roomy(),
    pip: { python: ['no-such-python'] },
    onProgress: (progress) => told.push(progress),
    told,
    ...given,
  };
}

/** Paths of all files below a folder, in order, without the locks. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'lock')
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
