/**
 * The folder of imports. An import is made in a folder of its own under a passing name, written through to the disk,
 * and only then renamed to its key; so a name that is a key always holds a whole import, whoever dies when, and of
 * several processes importing the same file the first to finish wins and the others take its work.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type ImportedModel, MODEL_FILE } from './imported.ts';

const UNFINISHED = '.importing';

/** An import writes all the time; one untouched for so long is dead, in whichever process or container it ran. */
const ABANDONED_MS = 60 * 60 * 1_000;

/** Left free after an import, so that the machine stays usable. */
const SPARE_BYTES = 64 * 2 ** 20;

/** The disk cannot hold an import. Nothing of it was left behind. */
export class NoSpaceError extends Error {
  readonly neededBytes: number;
  readonly freeBytes: number;

  constructor(neededBytes: number, freeBytes: number, options?: ErrorOptions) {
    const [needed, free] = [Math.ceil(neededBytes / 1e6), Math.floor(freeBytes / 1e6)];
    super(
      `Importing the model needs ${needed} MB of disk space, and ${free} MB are free. ` +
        'Make room, or choose a smaller model.',
      options,
    );
    this.name = 'NoSpaceError';
    this.neededBytes = neededBytes;
    this.freeBytes = freeBytes;
  }
}

/** The finished import under `key`, if all its files are there in full. */
export async function findImport<Made extends { files: Record<string, number> } = ImportedModel>(
  cacheFolder: string,
  key: string,
): Promise<Made | undefined> {
  const folder = join(cacheFolder, key);
  try {
    const model = JSON.parse(await readFile(join(folder, MODEL_FILE), 'utf8')) as Made | null;
    if (!model?.files) return undefined;
    for (const [name, bytes] of Object.entries(model.files)) {
      if ((await stat(join(folder, name))).size !== bytes) return undefined;
    }
    return model;
  } catch (error) {
    if (error instanceof SyntaxError || hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/**
 * Lets `write` fill a new folder and gives the folder its name. Whatever goes wrong, nothing is left.
 * @throws NoSpaceError before the first byte where space is short, and where the disk fills up on the way
 */
export async function addImport(
  cacheFolder: string,
  key: string,
  neededBytes: number,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  await mkdir(cacheFolder, { recursive: true });
  await removeAbandoned(cacheFolder);
  const free = await freeBytes(cacheFolder);
  if (free < neededBytes + SPARE_BYTES) throw new NoSpaceError(neededBytes + SPARE_BYTES, free);

  const unique = randomBytes(6).toString('hex');
  const folder = join(cacheFolder, [UNFINISHED, hostname(), process.pid, unique].join('~'));
  try {
    await mkdir(folder);
    await write(folder);
    await syncFolder(folder);
    await moveIntoPlace(folder, cacheFolder, key);
    await removeOutdated(cacheFolder, key);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (hasCode(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) {
      throw new NoSpaceError(neededBytes + SPARE_BYTES, await freeBytes(cacheFolder), { cause: error });
    }
    throw error;
  }
}

/** Tries at giving a folder its name, each after clearing the way; others may be doing the same. */
const MOVES = 4;

async function moveIntoPlace(folder: string, cacheFolder: string, key: string): Promise<void> {
  const target = join(cacheFolder, key);
  for (let move = 1; ; move++) {
    try {
      await rename(folder, target);
      return await syncFolder(cacheFolder);
    } catch (error) {
      // Something stands there; the last code is what Windows says then.
      if (move === MOVES || !hasCode(error, 'ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'EPERM')) throw error;
    }
    if (await findImport(cacheFolder, key)) {
      // Another process was faster; its import is as good as ours.
      return await rm(folder, { recursive: true, force: true });
    }
    await removeDamaged(target, `${folder}~damaged`);
  }
}

/** By way of another name, so that nobody ever sees half of it. */
async function removeDamaged(target: string, passing: string): Promise<void> {
  try {
    await rename(target, passing);
    await rm(passing, { recursive: true, force: true });
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
}

/** Removes what killed processes left half done. */
async function removeAbandoned(cacheFolder: string): Promise<void> {
  for (const name of await readdir(cacheFolder)) {
    const [mark, host, pid] = name.split('~');
    if (mark !== UNFINISHED) continue;
    const folder = join(cacheFolder, name);
    const dead = host === hostname() && !isRunning(Number(pid));
    if (dead || Date.now() - (await lastTouched(folder)) > ABANDONED_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Removes what an earlier version of this program made of the same file: nobody will ask for it again. */
async function removeOutdated(cacheFolder: string, key: string): Promise<void> {
  const version = /-v\d+-/;
  const others = (await readdir(cacheFolder)).filter(
    (name) => name !== key && version.test(name) && name.replace(version, '') === key.replace(version, ''),
  );
  for (const name of others) await rm(join(cacheFolder, name), { recursive: true, force: true });
}

async function lastTouched(folder: string): Promise<number> {
  try {
    const times = await Promise.all(
      ['.', ...(await readdir(folder))].map(async (name) => (await stat(join(folder, name))).mtimeMs),
    );
    return Math.max(...times);
  } catch (error) {
    // It has just been finished or removed by its owner.
    if (hasCode(error, 'ENOENT')) return Date.now();
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Makes the names in a folder durable. Windows cannot open a folder and needs no such call. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
