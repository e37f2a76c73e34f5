/**
 * What `npm run models -- list|explain|verify` shows, as data. Nothing here downloads or changes weights; `pull` is
 * `getModel`, `import` is in import.ts.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOUND_HERE, nameOf, type Offer, offersOf } from './bring.ts';
import {
  type Checked,
  distrust,
  entryFile,
  fingerprintOf,
  noteChecked,
  readRecord,
  readyFile,
  recordOf,
} from './cache.ts';
import { CATALOGUE, type Entry, type Fingerprint } from './catalogue.ts';
import { choose } from './choose.ts';
import { sizeInWords } from './in-words.ts';
import { findOnHub, findOnMirror } from './online.ts';
import { type GetOptions, LIMITS, type Limits, type Place } from './options.ts';
import { partBytes } from './part.ts';
import { findPip } from './pip.ts';
import { SourceTrouble } from './trouble.ts';

/** Where a model stands on this machine. */
export type State =
  | { kind: 'ready'; file: string; checked: Checked }
  /** A file is there and is not known to be the right one; the next start reads it through. */
  | { kind: 'unchecked'; file: string; bytes: number }
  | { kind: 'begun'; bytes: number; of: number }
  | { kind: 'absent' };

export interface Listed {
  entry: Entry;
  state: State;
}

/** Every model of the catalogue and where it stands here. */
export function listModels(place: Place): Promise<Listed[]> {
  const { cacheFolder, catalogue = CATALOGUE } = place;
  return Promise.all(catalogue.map(async (entry) => ({ entry, state: await stateOf(entry, cacheFolder) })));
}

async function stateOf(entry: Entry, cacheFolder: string): Promise<State> {
  const here = await readyFile(cacheFolder, entry);
  if (here) return { kind: 'ready', ...here };
  const file = entryFile(cacheFolder, entry);
  const there = await stat(file).catch(() => undefined);
  if (there?.isFile()) return { kind: 'unchecked', file, bytes: there.size };
  const bytes = await partBytes(file);
  if (bytes === 0) return { kind: 'absent' };
  return { kind: 'begun', bytes, of: entry.fingerprint.bytes };
}

export interface Explained {
  /** Why these models, in this order. */
  why: string;
  /** What a start would do now, in a sentence. */
  outcome: string;
  /** In the order in which they are tried. */
  models: (Listed & { sources: { source: string; works: boolean; detail: string }[] })[];
}

/** A look is not worth waiting for: one try, and a short one. */
const LOOK: Pick<Limits, 'connectMs' | 'stallMs' | 'retryDelaysMs'> = {
  connectMs: 5_000,
  stallMs: 5_000,
  retryDelaysMs: [],
};

/**
 * Which model would be chosen here and why, and how each of its sources does at this moment.
 * @throws UnknownModel
 */
export async function explainChoice(choice: string, options: Omit<GetOptions, 'onProgress'>): Promise<Explained> {
  const plan = choose(choice, options.freeMemoryBytes, options.catalogue);
  const limits = { ...LIMITS, ...options.limits, ...LOOK };
  const models = await Promise.all(
    plan.tiers
      .flatMap(({ entries }) => entries)
      .map(async (entry) => ({
        entry,
        state: await stateOf(entry, options.cacheFolder),
        sources: await Promise.all(offersOf(entry, options).map((offer) => lookAt(offer, entry, options, limits))),
      })),
  );
  return {
    why: plan.why,
    models,
    outcome: outcomeOf(
      plan.tiers.map(({ tier }) => tier),
      models,
      options.file,
    ),
  };
}

function outcomeOf(tiers: string[], models: Explained['models'], file: string | undefined): string {
  if (file !== undefined) return 'The file you named is used if it is sound; what follows is for when it is not.';
  for (const tier of tiers) {
    const ofTier = models.filter(({ entry }) => entry.tier === tier);
    const here = ofTier.find(({ state }) => state.kind === 'ready');
    if (here) return `${here.entry.id} is used; it is on this machine.`;
    for (const { entry, sources } of ofTier) {
      const source = sources.find(({ works }) => works);
      if (source) return `${entry.id} is fetched from ${source.source}.`;
    }
  }
  return 'No model can be had: it is not on this machine, and no source gives it.';
}

async function lookAt(
  offer: Offer,
  entry: Entry,
  options: Omit<GetOptions, 'onProgress'>,
  limits: Limits,
): Promise<{ source: string; works: boolean; detail: string }> {
  const source = nameOf(offer);
  const way = { proxy: options.proxy, limits, signal: options.signal };
  const detail = `has it, ${sizeInWords(entry.fingerprint.bytes)}`;
  try {
    switch (offer.kind) {
      case 'wheels':
        return { source, works: true, detail: await lookForPip(options, limits) };
      case 'mirror':
        await findOnMirror(offer.base, entry.file, way);
        return { source, works: true, detail };
      case 'hub':
        await findOnHub(offer.base, offer, entry.fingerprint, way);
        return { source, works: true, detail };
      default:
        return offer satisfies never;
    }
  } catch (error) {
    if (!(error instanceof SourceTrouble)) throw error;
    return { source, works: false, detail: error.message };
  }
}

/** Looks in an empty folder, as the download does. */
async function lookForPip(options: Omit<GetOptions, 'onProgress'>, limits: Limits): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  try {
    return `pip ${(await findPip(folder, { ...options, limits })).version} is here`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What reading a file of the cache from end to end has shown. */
export interface Verified {
  id: string;
  file: string;
  right: boolean;
  want: Fingerprint;
  got: Fingerprint;
}

/** Reads every weights file of the cache. A wrong one loses its record, so that the next start fetches it anew. */
export async function verifyModels(
  place: Place,
  options: { signal: AbortSignal; onRead?(id: string, bytes: number): void },
): Promise<Verified[]> {
  const { cacheFolder, catalogue = CATALOGUE } = place;
  const verified: Verified[] = [];
  for (const entry of catalogue) {
    const file = entryFile(cacheFolder, entry);
    if (!(await stat(file).catch(() => undefined))?.isFile()) continue;
    const record = await readRecord(recordOf(file));
    const want = entry.fingerprint;
    const onRead = (bytes: number) => options.onRead?.(entry.id, bytes);
    const got = await fingerprintOf(file, { signal: options.signal, onRead });
    const right = want.sha256 === got.sha256;
    if (right) await noteChecked(file, got, record?.source ?? FOUND_HERE);
    else await distrust(file);
    verified.push({ id: entry.id, file, right, want, got });
  }
  return verified;
}
