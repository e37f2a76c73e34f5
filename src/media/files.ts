/**
 * The files of replies, such as an export: kept in the data folder until their time is over. Whatever belongs to one
 * conversation lies in one folder, named by a code under that conversation's key, so it is found and erased with the
 * conversation and by nobody who lacks the key (law 3).
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ReplyFile } from '../../adapters/contract.ts';

/** How long a file is kept for whoever has not taken it yet. */
export const KEPT_MS = 24 * 3_600_000;

/** Begins the name of what a person's own page uploaded: it is kept as long as photos are, and no longer. */
export const UPLOADED = 'upload-';
/** Begins the name of what was drawn on a photo, which shows the photo again. */
const DRAWN = 'drawn-';

/** How the name begins of what is drawn on a photo: it goes with it, or, where no file is named, as soon as photos go. */
export const drawnOn = (photo?: string): string => (photo === undefined ? DRAWN : `${DRAWN}${nameOf(photo)}-`);

const ID = /^([\w-]{16,64})\.([\w-]{16,128})$/;

export interface Files {
  /**
   * Writes a file into a conversation's folder, under a name that begins as told. What `write` throws is passed on and
   * leaves nothing behind.
   */
  keep(
    folder: string,
    what: Pick<ReplyFile, 'kind' | 'name' | 'mime' | 'alt'>,
    write: (out: Writable) => Promise<void>,
    beginning?: string,
  ): Promise<ReplyFile>;
  /** Keeps bytes under a name that tells what they are, in place of those that are there; their time begins. Returns the id. */
  put(folder: string, name: string, bytes: Uint8Array): Promise<string>;
  has(id: string): Promise<boolean>;
  /** Where a file lies, for whoever reads it by path. */
  path(id: string): string;
  /** @throws Error when it is gone. */
  read(id: string): Promise<Uint8Array>;
  /** Its bytes piece by piece, so that a file of any size takes the memory of a piece; null when it is gone. */
  pieces(id: string): Promise<AsyncIterable<Uint8Array> | null>;
  /** Removes a file, and what was drawn on it. */
  remove(id: string): Promise<void>;
  /** Erases all files of a conversation, or those whose names begin so. */
  erase(folder: string, beginning?: string): Promise<void>;
  /** Erases what is older than its time, and what shows a photo by a time of its own; returns how many files. */
  sweep(now: number, olderThanMs?: number, photosOlderThanMs?: number): Promise<number>;
  /** The same for what shows a photo in one conversation. */
  sweepPhotos(folder: string, now: number, olderThanMs: number): Promise<number>;
}

/** `root`: made when it is first needed, for its owner alone. */
export function createFiles(root: string): Files {
  const pathOf = (id: string): string => {
    const [, folder, name] = ID.exec(id) ?? [];
    if (folder === undefined || name === undefined) throw new Error(`"${id.slice(0, 80)}" is not the name of a file.`);
    return join(root, folder, name);
  };
  return {
    async keep(folder, { kind, name, mime, alt }, write, beginning = '') {
      const id = `${folder}.${beginning}${randomBytes(16).toString('base64url')}`;
      const path = pathOf(id);
      await mkdir(join(root, folder), { recursive: true, mode: 0o700 });
      const part = `${path}.part`;
      const out = createWriteStream(part, { mode: 0o600, flush: true });
      const done = finished(out);
      try {
        await Promise.race([write(out), done]);
        out.end();
        await done;
        await rename(part, path);
      } catch (error) {
        out.destroy();
        await done.catch(() => {});
        await rm(part, { force: true });
        throw error;
      }
      const { size } = await stat(path);
      return { id, kind, name, mime, bytes: size, ...(alt === undefined ? {} : { alt }) };
    },
    async put(folder, name, bytes) {
      const id = `${folder}.${name}`;
      const path = pathOf(id);
      await mkdir(join(root, folder), { recursive: true, mode: 0o700 });
      const part = `${path}.${randomBytes(8).toString('hex')}.part`;
      try {
        await writeFile(part, bytes, { mode: 0o600, flush: true });
        await rename(part, path);
      } finally {
        await rm(part, { force: true });
      }
      return id;
    },
    has: (id) =>
      stat(pathOf(id)).then(
        () => true,
        () => false,
      ),
    path: pathOf,
    async read(id) {
      const path = pathOf(id);
      try {
        return await readFile(path);
      } catch (error) {
        throw new Error(`The file ${id} is gone: it was erased, or its time is over.`, { cause: error });
      }
    },
    async pieces(id) {
      try {
        // What is open is read to its end, also when it is erased meanwhile.
        const file = await open(pathOf(id));
        return file.createReadStream();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
        throw error;
      }
    },
    async remove(id) {
      await rm(pathOf(id), { force: true });
      await erase(id.slice(0, id.indexOf('.')), drawnOn(id));
    },
    erase,
    async sweep(now, olderThanMs = KEPT_MS, photosOlderThanMs = olderThanMs) {
      let gone = 0;
      for (const folder of await namesIn(root))
        gone += await sweepFolder(folder, (name) => now - (showsPhoto(name) ? photosOlderThanMs : olderThanMs));
      return gone;
    },
    sweepPhotos: (folder, now, olderThanMs) =>
      sweepFolder(folder, (name) => (showsPhoto(name) ? now - olderThanMs : Number.NEGATIVE_INFINITY)),
  };

  async function erase(folder: string, beginning?: string): Promise<void> {
    if (beginning === undefined) return rm(join(root, folder), { recursive: true, force: true });
    for (const name of await namesIn(join(root, folder)))
      if (name.startsWith(beginning)) await rm(join(root, folder, name), { force: true });
  }

  /** @param before by its name, a file that was last written then or earlier goes */
  async function sweepFolder(folder: string, before: (name: string) => number): Promise<number> {
    let gone = 0;
    for (const name of await namesIn(join(root, folder))) {
      const path = join(root, folder, name);
      const { mtimeMs } = await stat(path);
      if (mtimeMs > before(name)) continue;
      await rm(path, { force: true });
      gone += 1;
    }
    return gone;
  }
}

const nameOf = (id: string): string => id.slice(id.indexOf('.') + 1);
const showsPhoto = (name: string): boolean => name.startsWith(UPLOADED) || name.startsWith(DRAWN);

/** Nothing, where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
