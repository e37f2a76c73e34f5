/**
 * The folder with the weights: `<cache>/weights/<id>/<file>`, and beside the file a record of when and against what
 * it was checked. A start compares size and time with the record and reads the file again only when they differ.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, Fingerprint } from './catalogue.ts';
import { readNote, writeNote } from './note.ts';

/** What was found the last time the whole file was read. */
export interface Checked extends Fingerprint {
  /** Modification time then, ms since 1970. */
  mtimeMs: number;
  /** Where the file came from, in words. */
  source: string;
  /** ISO 8601. */
  checkedAt: string;
}

export const weightsFolder = (cacheFolder: string): string => join(cacheFolder, 'weights');
export const entryFolder = (cacheFolder: string, entry: Entry): string => join(weightsFolder(cacheFolder), entry.id);
export const entryFile = (cacheFolder: string, entry: Entry): string =>
  join(entryFolder(cacheFolder, entry), entry.file);

/** sha256 and size of a file. Takes 0.5 s to 3 s a GB, off the main thread as far as reading goes. */
export async function fingerprintOf(
  file: string,
  options: { signal: AbortSignal; onRead?: (bytes: number) => void },
): Promise<Fingerprint> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal: options.signal })) {
    hash.update(chunk);
    bytes += chunk.length;
    options.onRead?.(bytes);
  }
  return { sha256: hash.digest('hex'), bytes };
}

export const recordOf = (file: string): string => `${file}.json`;

/** The record at `path`, if it is whole. */
export async function readRecord(path: string): Promise<Checked | undefined> {
  const note = await readNote(path);
  if (!note) return undefined;
  const { sha256, bytes, mtimeMs, source, checkedAt } = note;
  return typeof sha256 === 'string' &&
    typeof bytes === 'number' &&
    typeof mtimeMs === 'number' &&
    typeof source === 'string' &&
    typeof checkedAt === 'string'
    ? { sha256, bytes, mtimeMs, source, checkedAt }
    : undefined;
}

/** The record of `file`, if the file has not changed since. `record` lies beside the file unless told otherwise. */
export async function unchanged(file: string, record = recordOf(file)): Promise<Checked | undefined> {
  const checked = await readRecord(record);
  const now = await stat(file).catch(() => undefined);
  return checked && now?.isFile() && now.size === checked.bytes && now.mtimeMs === checked.mtimeMs
    ? checked
    : undefined;
}

/** Notes that the file has this fingerprint now. A note that cannot be written costs a second look, nothing else. */
export async function noteChecked(
  file: string,
  fingerprint: Fingerprint,
  source: string,
  record = recordOf(file),
): Promise<void> {
  const { mtimeMs } = await stat(file);
  const checked: Checked = { ...fingerprint, mtimeMs, source, checkedAt: new Date().toISOString() };
  await writeNote(record, checked).catch(() => undefined);
}

/** Forgets that a file was ever right, so that the next start looks again. */
export const distrust = (file: string): Promise<void> => rm(recordOf(file), { force: true });

/** The cached file of an entry, if it was checked and has not changed since. Reads no weights. */
export async function readyFile(
  cacheFolder: string,
  entry: Entry,
): Promise<{ file: string; checked: Checked } | undefined> {
  const file = entryFile(cacheFolder, entry);
  const checked = await unchanged(file);
  return checked?.sha256 === entry.fingerprint.sha256 ? { file, checked } : undefined;
}
