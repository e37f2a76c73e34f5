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
  store: Store;
  /** Forgets what the model holds of a conversation. */
  forget: (conversation: string) => void;
  files: Files;
  /** Ends what runs in a conversation and drops what waits there. */
  letGo: (conversation: string) => Promise<void>;
  log: Log;
}

/** @throws what the store throws; the erasure is then tried again by whoever asked for it. */
export async function eraseElsewhere({ store, forget, files, letGo }: Erasing, erasure: Erasure): Promise<void> {
  for (const conversation of erasure.conversations) await letGo(conversation);
  for (const conversation of erasure.remembered) forget(conversation);
  for (const folder of erasure.folders) await files.erase(folder);
  await store.scrub();
}

const RETRY_MS = 200;
const LONGEST_RETRY_MS = 30_000;

/** The same for a small erasure nobody waits for: many in a row are one, and a busy file is tried again. */
export function createScrubber(store: Store, log: Log): () => void {
  let wanted = false;
  let running = false;
  const run = async () => {
    running = true;
    let waitMs = RETRY_MS;
    while (wanted) {
      wanted = false;
      try {
        await store.scrub();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) {
          log.warn({ err: error }, 'what was erased may still be on the disk until the next erasure');
          break;
        }
        wanted = true;
        await pause(waitMs, undefined, { ref: false });
        waitMs = Math.min(LONGEST_RETRY_MS, waitMs * 2);
      }
    }
    running = false;
  };
  return () => {
    wanted = true;
    if (!running) void run();
  };
}
