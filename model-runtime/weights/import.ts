/** Weights brought by hand, on a stick or from another machine: checked, and copied into the cache. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { entryFile, entryFolder, fingerprintOf, noteChecked, readyFile } from './cache.ts';
import { CATALOGUE, type Entry, type Fingerprint } from './catalogue.ts';
import { makeFolder, realDisk, roomIn } from './disk.ts';
import { withLock } from './lock.ts';
import { checkSumBeside, ggufFilesIn } from './named.ts';
import { type GetOptions, LIMITS, SETTING } from './options.ts';
import { checkIsGguf } from './own.ts';
import { openPart } from './part.ts';
import { createMeter, type Meter, readingOf } from './progress.ts';
import { SourceTrouble } from './trouble.ts';

/** What became of one file. */
export type Imported = { file: string; id: string; sha256: string } | { file: string; refused: string };

type ImportOptions = Pick<GetOptions, 'cacheFolder' | 'catalogue' | 'disk' | 'limits' | 'signal' | 'onProgress'>;

/**
 * Imports a weights file, or all of a folder. Files that are not of the catalogue are refused.
 * @throws SourceTrouble when there is nothing to import
 */
export async function importWeights(path: string, options: ImportOptions): Promise<Imported[]> {
  const what = await stat(path).catch(() => undefined);
  if (!what) throw new SourceTrouble('final', `There is nothing at ${path}, or it may not be read.`);
  const files = what.isDirectory() ? (await ggufFilesIn(path)).map((name) => join(path, name)) : [path];
  if (files.length === 0) throw new SourceTrouble('final', `There is no .gguf file in ${path}.`);
  const meter = createMeter(options.onProgress);
  const imported: Imported[] = [];
  try {
    for (const file of files) imported.push(await importOne(file, meter, options));
  } finally {
    meter.close();
  }
  return imported;
}

async function importOne(file: string, meter: Meter, options: ImportOptions): Promise<Imported> {
  try {
    await checkIsGguf(file);
    const onRead = readingOf(meter, basename(file));
    const { size } = await stat(file);
    const got = await fingerprintOf(file, { signal: options.signal, onRead: (bytes) => onRead(bytes, size) });
    await checkSumBeside(file, got);
    const entry = recognise(file, got, options);
    await copyIn(file, entry, meter, options);
    return { file, id: entry.id, sha256: got.sha256 };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof SourceTrouble)) throw error;
    return { file, refused: error.message };
  }
}

/** By its hash. @throws SourceTrouble */
function recognise(file: string, got: Fingerprint, { catalogue = CATALOGUE }: ImportOptions): Entry {
  const known = catalogue.find(({ fingerprint }) => fingerprint.sha256 === got.sha256);
  if (known) return known;
  const named = catalogue.find((entry) => entry.file === basename(file));
  if (!named)
    throw new SourceTrouble(
      'final',
      `it is none of the models in the catalogue; to use it all the same, name it in ${SETTING.file}`,
    );
  const { id, fingerprint: want } = named;
  throw new SourceTrouble(
    'final',
    `it has the name of ${id} and not its content: wanted sha256 ${want.sha256} (${want.bytes} bytes), got ${got.sha256} (${got.bytes} bytes)`,
  );
}

async function copyIn(
  from: string,
  entry: Entry,
  meter: Meter,
  { cacheFolder, disk = realDisk, signal, ...options }: ImportOptions,
): Promise<void> {
  const limits = { ...LIMITS, ...options.limits };
  const want = entry.fingerprint;
  const folder = entryFolder(cacheFolder, entry);
  await makeFolder(folder);
  meter.begin({ step: 'importing', model: entry.id, totalBytes: want.bytes });
  const onWait = () => meter.pause('Another Parley is getting this model.');
  await withLock(folder, { signal, watchMs: limits.watchMs, onWait }, async () => {
    meter.pause();
    if (await readyFile(cacheFolder, entry)) return;
    const room = roomIn(folder, { disk, limits, signal, onPause: (why) => meter.pause(why) });
    const file = entryFile(cacheFolder, entry);
    const part = await openPart(file, want, { disk, room, signal });
    try {
      await room.check(want.bytes - part.bytes);
      await part.comesFrom({ url: 'import' });
      for await (const chunk of createReadStream(from, { start: part.bytes, highWaterMark: 1 << 20, signal })) {
        await part.append(chunk);
        meter.at(part.bytes);
      }
      await part.finish();
    } finally {
      await part.close();
    }
    await noteChecked(file, want, 'imported');
  });
}
