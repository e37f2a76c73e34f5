/** The store's one file: made for its owner alone, opened so that a commit survives a power cut, closed clean. */
import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { limits } from './limits.ts';

/** @throws when the folder or file cannot be used, or the file is damaged. */
export function openFile(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  makePrivate(file);
  // SQLite leaves the write-ahead log behind only when it was not closed.
  const unclean = size(`${file}-wal`) > 0;
  // Foreign keys are switched on after the migrations, which may have to rebuild tables.
  const db = new DatabaseSync(file, { timeout: limits.busyMs, enableForeignKeyConstraints: false });
  const { version } = db.prepare('select sqlite_version() as version').get() ?? {};
  if (!readersAreSafe(String(version))) db.exec('pragma locking_mode = exclusive');
  const { journal_mode: mode } = db.prepare('pragma journal_mode = wal').get() ?? {};
  if (mode !== 'wal') {
    throw new Error(`"${file}" cannot have a write-ahead log (its journal mode stays "${mode}"); use a local disk.`);
  }
  // What is deleted is overwritten: `/forget` promises that nothing of it is left here.
  // FULL: every commit is on the disk before it is answered. fullfsync is what that takes on macOS.
  db.exec(`
    pragma synchronous = full;
    pragma fullfsync = on;
    pragma checkpoint_fullfsync = on;
    pragma wal_autocheckpoint = ${limits.checkpointPages};
    pragma journal_size_limit = ${limits.journalBytes};
    pragma cache_size = -${limits.cacheKiB};
    pragma temp_store = memory;
    pragma secure_delete = on;
  `);
  if (unclean && size(file) <= limits.checkedBytes) assertSound(db, file);
  syncFolder(dirname(file));
  return db;
}

/** Writes the log back. Without room for that it stays beside the file, as durable as before, and the next start reads it. */
export function closeFile(db: DatabaseSync): void {
  db.close();
}

/**
 * Before 3.51.3 two connections that write or checkpoint at the same moment may damage the file
 * (https://sqlite.org/wal.html#walresetbug). There the file is locked, so that nobody else can even read it.
 */
export function readersAreSafe(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return major * 1_000_000 + minor * 1_000 + patch >= 3_051_003;
}

/** SQLite gives its log and its index file the mode of the file. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

function assertSound(db: DatabaseSync, file: string): void {
  const finding = String(db.prepare('pragma quick_check(1)').get()?.quick_check);
  if (finding === 'ok') return;
  throw new Error(
    `"${file}" is damaged (${finding.split('\n').at(-1)}). Put it aside and restore a copy; copies made before migrations are in the folder "backup" beside it.`,
  );
}

/** So that the file's name is as durable as its content. Windows has no such call and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function size(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
