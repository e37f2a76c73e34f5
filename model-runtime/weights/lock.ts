/**
 * One process at a time works in a folder. The lock is an SQLite file held in an exclusive transaction: the
 * operating system gives it back with the process, so a killed one never leaves it behind.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { SETTING } from './options.ts';
import { SourceTrouble } from './trouble.ts';

/** Primary result codes of SQLite for "somebody else has it". */
const TAKEN = new Set([5, 6]);

/** Does `work` while holding the lock of the folder; `onWait` is called once when somebody else has it. */
export async function withLock<Result>(
  folder: string,
  options: { signal: AbortSignal; watchMs: number; onWait(): void },
  work: () => Promise<Result>,
): Promise<Result> {
  const lock = openLock(folder);
  try {
    for (let waited = false; !take(lock); waited = true) {
      if (!waited) options.onWait();
      await sleep(options.watchMs, undefined, { signal: options.signal });
    }
    return await work();
  } finally {
    lock.close();
  }
}

function openLock(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  } catch (error) {
    throw unusable(error);
  }
}

function take(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    // The extended code carries the primary one in its lowest byte.
    const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0;
    if (TAKEN.has(code)) return false;
    throw unusable(error);
  }
}

const unusable = (error: unknown): SourceTrouble =>
  new SourceTrouble(
    'final',
    `the folder for models cannot be used (${error instanceof Error ? error.message : 'unknown reason'}); set ${SETTING.cache} to one on a local disk that can be written to`,
    { cause: error },
  );
