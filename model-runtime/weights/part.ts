/**
 * A weights file on its way: `<file>.part`, and beside it `<file>.part.json`, which says what it is to become and
 * who began it. A part is a prefix of the file with the wanted hash, whoever brought it; so another source may go on
 * where one stopped, and only the hash of the whole decides.
 */
import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Fingerprint } from './catalogue.ts';
import type { Room } from './disk.ts';
import { codeOf, sizeInWords } from './in-words.ts';
import { readNote, writeNote } from './note.ts';
import type { Disk } from './options.ts';
import { SourceTrouble } from './trouble.ts';

/** Who gives the bytes. `etag` only when it came with the bytes themselves, for If-Range. */
export interface Origin {
  url: string;
  etag?: string;
}

export interface Part {
  /** How many bytes of the file are there, all of them in the hash. */
  readonly bytes: number;
  /** Who brought the latest of them. */
  readonly origin: Origin | undefined;
  /** Notes who brings the next bytes. */
  comesFrom(origin: Origin): Promise<void>;
  /** Adds to the end. Waits while the disk is full. @throws SourceTrouble when it would grow beyond the wanted size. */
  append(chunk: Uint8Array): Promise<void>;
  /** Forgets all bytes. */
  restart(): Promise<void>;
  /**
   * Makes it the file, durably.
   * @throws WrongContent when it is not what was wanted; the part is gone then.
   */
  finish(): Promise<void>;
  /** Lets go of it; what is there stays for the next time. */
  close(): Promise<void>;
}

/** All bytes came and they are not the wanted ones. */
export class WrongContent extends SourceTrouble {
  constructor(want: Fingerprint, got: Fingerprint) {
    const size = (bytes: number) => (bytes === 0 ? 'the file is empty' : `${bytes.toLocaleString('en')} bytes`);
    super(
      'final',
      `what came is not the file: wanted sha256 ${want.sha256} (${size(want.bytes)}), got ${got.sha256} (${size(got.bytes)})`,
    );
    this.name = 'WrongContent';
  }
}

const READ_BYTES = 1 << 20;

/**
 * Opens or begins the part of `file`. A part of another file is thrown away; one of this file is read through once,
 * for its hash.
 * @param keep how much of a part of that length is of use to the source at hand
 */
export async function openPart(
  file: string,
  want: Fingerprint,
  options: {
    disk: Disk;
    room: Room;
    signal: AbortSignal;
    keep?: (bytes: number) => number;
    onRead?(bytes: number): void;
  },
): Promise<Part> {
  const { disk, room, signal, keep = (bytes) => bytes } = options;
  const path = `${file}.part`;
  const note = `${path}.json`;
  const noted = await readNote(note);
  const fits = noted?.sha256 === want.sha256 && noted.size === want.bytes;
  let origin: Origin | undefined =
    fits && typeof noted.url === 'string'
      ? { url: noted.url, ...(typeof noted.etag === 'string' ? { etag: noted.etag } : {}) }
      : undefined;

  const handle = await openForUpdate(disk, path);
  let hash: Hash = createHash('sha256');
  let bytes = 0;
  const missing = () => want.bytes - bytes;
  try {
    const length = fits ? (await handle.stat()).size : 0;
    const kept = length > want.bytes ? 0 : keep(length);
    await handle.truncate(kept);
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    while (bytes < kept) {
      signal.throwIfAborted();
      const { bytesRead } = await handle.read(buffer, 0, Math.min(READ_BYTES, kept - bytes), bytes);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      bytes += bytesRead;
      options.onRead?.(bytes);
    }
  } catch (error) {
    await handle.close();
    throw error;
  }

  const restart = async () => {
    await handle.truncate(0);
    hash = createHash('sha256');
    bytes = 0;
  };
  return {
    get bytes() {
      return bytes;
    },
    get origin() {
      return origin;
    },
    async comesFrom(next) {
      origin = next;
      await room.until(missing, () => writeNote(note, { ...next, size: want.bytes, sha256: want.sha256 }));
    },
    async append(chunk) {
      if (chunk.length > missing())
        throw new SourceTrouble('final', `it sends more than the ${sizeInWords(want.bytes)} the file has`);
      await room.until(missing, () => writeAll(handle, chunk, bytes));
      hash.update(chunk);
      bytes += chunk.length;
    },
    restart,
    async finish() {
      const got = { sha256: hash.digest('hex'), bytes };
      if (got.sha256 !== want.sha256 || got.bytes !== want.bytes) {
        await handle.close();
        await dropPart(file);
        throw new WrongContent(want, got);
      }
      await handle.sync();
      await handle.close();
      await rename(path, file);
      await syncFolder(dirname(file));
      await rm(note, { force: true });
    },
    close: () => handle.close(),
  };
}

/** Removes what there may be of a part that nobody needs any more. */
export async function dropPart(file: string): Promise<void> {
  await rm(`${file}.part`, { force: true });
  await rm(`${file}.part.json`, { force: true });
}

/** How many bytes of `file` wait in its part, for showing. */
export async function partBytes(file: string): Promise<number> {
  try {
    return (await stat(`${file}.part`)).size;
  } catch {
    return 0;
  }
}

async function openForUpdate(disk: Disk, path: string): Promise<FileHandle> {
  try {
    return await disk.open(path, 'r+');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    return disk.open(path, 'w+');
  }
}

/** Writes at a fixed place, so that doing it again after a full disk is harmless. */
async function writeAll(handle: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

/** Without this a rename can be lost with the power. Windows knows no such thing and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL'].includes(codeOf(error))) throw error;
  }
}
