/**
 * The data folder: made private, held by one instance at a time, and the home of the installation's own secret.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface DataFolder {
  path: string;
  /** 32 random bytes made once. Signs cookies and turns addresses into one-way codes. */
  secret: Buffer;
  /** Short public name of this installation, so that two of them on one machine keep separate cookies. */
  id: string;
  /** Tells other commands (`npm run link`) where this instance listens. */
  announce(instance: Instance): void;
  release(): void;
}

export interface Instance {
  pid: number;
  url: string;
}

/** The data folder cannot be used; `message` says what to do. */
export class DataFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DataFolderError';
  }
}

const LOCK = 'instance.lock';
const INSTANCE = 'instance.json';
const SECRET = 'secret.key';

/**
 * Makes or opens the folder and takes it for this process.
 * The lock is an SQLite file held in an exclusive transaction: the operating system drops it with the process, so a
 * killed instance never leaves a stale one.
 * @throws DataFolderError when another instance has it, or it cannot be written.
 */
export function openDataFolder(path: string): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (error) {
    throw new DataFolderError(
      `The data folder ${path} cannot be used: ${(error as Error).message}. Choose another with PARLEY_DATA, or make this one writable.`,
      { cause: error },
    );
  }
  const lock = takeLock(path);
  const secret = readOrMakeSecret(path);
  return {
    path,
    secret,
    id: secret.subarray(0, 4).toString('hex'),
    announce: (instance) => writeFileSync(join(path, INSTANCE), `${JSON.stringify(instance)}\n`, { mode: 0o600 }),
    release: () => {
      rmSync(join(path, INSTANCE), { force: true });
      lock.close();
    },
  };
}

/** The secret of an existing folder, for commands that talk to the running instance. Undefined where none ran yet. */
export function peekDataFolder(path: string): { secret: Buffer; instance: Instance } | undefined {
  try {
    return {
      secret: readFileSync(join(path, SECRET)),
      instance: JSON.parse(readFileSync(join(path, INSTANCE), 'utf8')) as Instance,
    };
  } catch {
    return undefined;
  }
}

function takeLock(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, LOCK));
    chmodSync(join(path, LOCK), 0o600);
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    const other = peekDataFolder(path)?.instance;
    if (/locked|busy/i.test((error as Error).message))
      throw new DataFolderError(
        `Parley is already running with the data folder ${path}${other ? ` (${other.url}, process ${other.pid})` : ''}. Use that one (npm run link prints a new link), stop it, or choose another folder with PARLEY_DATA.`,
        { cause: error },
      );
    throw new DataFolderError(
      `The data folder ${path} cannot be written: ${(error as Error).message}. Make room or choose another with PARLEY_DATA.`,
      { cause: error },
    );
  }
}

function readOrMakeSecret(path: string): Buffer {
  const file = join(path, SECRET);
  try {
    const secret = readFileSync(file);
    if (secret.length === 32) return secret;
    throw new DataFolderError(
      `${file} is damaged: ${secret.length} bytes instead of 32. Restore it from a copy; without it earlier conversations cannot be found again.`,
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secret = randomBytes(32);
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx', flush: true });
  return secret;
}
