/** Copies of the file made before a migration changes it, kept for some days in the folder `backup` beside it. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from './clock.ts';
import { limits } from './limits.ts';

const prefix = 'before-migration-';
const unfinished = '.part';

function folderOf(file: string): string {
  return join(dirname(file), 'backup');
}

/** Returns the copy's path. @throws when there is no room for it; the file is then unchanged. */
export function copyBeforeMigration(db: DatabaseSync, file: string, now: number): string {
  const folder = folderOf(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, `${prefix}${new Date(now).toISOString().replaceAll(':', '-')}.db`);
  const part = `${copy}${unfinished}`;
  rmSync(part, { force: true });
  // VACUUM INTO fills an empty file that is there, and so keeps its mode.
  const handle = openSync(part, 'wx', 0o600);
  try {
    db.prepare('vacuum into ?').run(part);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, copy);
  return copy;
}

/** Removes copies that are old enough, now and every so often. */
export function keepBackups(file: string, clock: Clock): NodeJS.Timeout {
  const folder = folderOf(file);
  removeOld(folder, clock.wall());
  return setInterval(() => removeOld(folder, clock.wall()), limits.backupSweepMs).unref();
}

/** Removes every copy: each holds what has been erased since. */
export function removeBackups(file: string): void {
  removeOld(folderOf(file), Number.POSITIVE_INFINITY);
}

function removeOld(folder: string, now: number): void {
  const exists = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  for (const name of exists ? readdirSync(folder) : []) {
    const path = join(folder, name);
    if (name.startsWith(prefix) && statSync(path).mtimeMs <= now - limits.backupMs) rmSync(path);
  }
}
