/**
 * What goes when something is erased, besides its rows: what waits in lanes and among the dead letters, what the model
 * remembers, the files, and last what is left of it on the disk. Nobody is told before all of it is gone.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Erasure } from '../assistant/reply-context.ts';
import { type Store, StoreUnavailable } from '../bus/store.ts';
import type { Log } from '../log.ts';
import type { Files } from '../media/files.ts';

export interface Erasing {
  /** Forgets what the model holds of a conversation. */
  forget: (conversation: string) => void;
  files: Files;
  /** Ends what runs in a conversation and drops what waits there. */
  letGo: (conversation: string) => Promise<void>;
  scrub: Scrubber;
}

/** Resolves once nothing of it is left. @throws what the store throws; whoever asked for it tries again. */
export async function eraseElsewhere({ forget, files, letGo, scrub }: Erasing, erasure: Erasure): Promise<void> {
  for (const conversation of erasure.conversations) await letGo(conversation);
  for (const conversation of erasure.remembered) forget(conversation);
  for (const folder of erasure.folders) await files.erase(folder, erasure.beginning);
  await scrub.now();
}

export interface Scrubber {
  /** Resolves once whatever is erased by now has left the disk. */
  now(): Promise<void>;
  /** The same, with nobody waiting for it. */
  soon(): void;
}

const RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;

/**
 * The whole file is built anew, so many erasures at once share the next time it is; somebody who reads it is waited for.
 * @param removeFiles of what is erased; done before
 */
export function createScrubber(store: Store, removeFiles: () => Promise<unknown>, log: Log): Scrubber {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  async function run(): Promise<void> {
    for (let waitMs = RETRY_MS; ; waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2)) {
      try {
        await removeFiles();
        return await store.scrub();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        log.warn({ err: error }, 'what was erased has not left the disk yet; tried again');
        await pause(waitMs, undefined, { ref: false });
      }
    }
  }
  const start = (): Promise<void> => {
    running = run().finally(() => {
      running = undefined;
    });
    return running;
  };
  const now = (): Promise<void> => {
    if (!running) return start();
    // The one that runs may have begun before this erasure.
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
  return {
    now,
    soon: () =>
      void now().catch((error: unknown) =>
        log.error({ err: error }, 'what was erased may still be on the disk until the next erasure'),
      ),
  };
}
