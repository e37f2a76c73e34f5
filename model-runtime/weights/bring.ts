/** One offer of one model brought into the cache: found, room made sure of, downloaded, proved, and only then named. */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { entryFile, entryFolder, fingerprintOf, knownFingerprint, noteChecked, readPin, writePin } from './cache.ts';
import type { Entry, Fingerprint, HubSource, WheelSource } from './catalogue.ts';
import { type Room, realDisk, roomIn } from './disk.ts';
import { download, findOnHub, findOnMirror } from './online.ts';
import { type GetOptions, type Limits, PUBLIC_HUB } from './options.ts';
import { dropPart, openPart, type Part, WrongContent } from './part.ts';
import { type Meter, readingOf } from './progress.ts';
import { SourceTrouble } from './trouble.ts';
import { allWheels, completeWheels, getWheels, wheelRoom } from './wheels.ts';

/** A way to get an entry: its own sources, and before them the person's mirror, which may have any file. */
export type Offer = { kind: 'mirror'; base: string } | (HubSource & { base: string }) | WheelSource;

/** In the order in which they are tried. */
export function offersOf(entry: Entry, { mirror, hub = PUBLIC_HUB }: Pick<GetOptions, 'mirror' | 'hub'>): Offer[] {
  const own = entry.sources.map((source): Offer => (source.kind === 'hub' ? { ...source, base: hub } : source));
  return mirror === undefined ? own : [{ kind: 'mirror', base: mirror }, ...own];
}

/** What a person knows it by. Never with a login that an address may carry. */
export function nameOf(offer: Offer): string {
  switch (offer.kind) {
    case 'mirror':
      return `your mirror ${hostOf(offer.base)}`;
    case 'hub':
      return `the public model hub ${hostOf(offer.base)}`;
    case 'wheels':
      return 'Python packages through pip';
    default:
      return offer satisfies never;
  }
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '(not an address)');

export interface Means {
  options: GetOptions;
  limits: Limits;
  meter: Meter;
}

/**
 * Brings the file of the entry into the cache. The caller holds the lock of the entry's folder.
 * @returns its fingerprint, proved
 * @throws SourceTrouble
 */
export async function bring(offer: Offer, entry: Entry, means: Means): Promise<Fingerprint> {
  const { options } = means;
  const source = nameOf(offer);
  if (offer.kind === 'wheels') {
    if (!entry.fingerprint)
      throw new SourceTrouble('final', 'the catalogue does not say what the packages must add up to');
    return intoCache(entry, entry.fingerprint, source, means, wheelDelivery(offer, entry, source, means));
  }
  const way = { proxy: options.proxy, limits: means.limits, signal: options.signal };
  const known = await knownFingerprint(options.cacheFolder, entry);
  const found =
    offer.kind === 'hub'
      ? await findOnHub(offer.base, offer, await readPin(options.cacheFolder, entry), way)
      : await findOnMirror(offer.base, entry, known, way);
  if (known && known.sha256 !== found.want.sha256)
    throw new SourceTrouble(
      'final',
      `the file there is not the one known here: wanted sha256 ${known.sha256}, it has ${found.want.sha256}`,
    );
  if (offer.kind === 'hub') await writePin(options.cacheFolder, entry, found);
  if (!known && (await adopt(entry, found.want, means))) return found.want;
  return intoCache(entry, found.want, source, means, {
    roomBytes: 0,
    keep: (bytes) => bytes,
    deliver: async (part) => {
      const { meter } = means;
      meter.begin({
        step: 'downloading',
        model: entry.id,
        source,
        totalBytes: found.want.bytes,
        doneBytes: part.bytes,
      });
      await download(found, part, way, (bytes) => meter.at(bytes));
    },
  });
}

/** What the record of a file says that nobody here downloaded. */
export const FOUND_HERE = 'found in the folder for models';

/**
 * Takes in a weights file that lies in the cache without a sound record: copied there by hand, or changed since.
 * A wrong one is removed. @returns whether it is the wanted one
 */
export async function adopt(entry: Entry, want: Fingerprint, { options, meter }: Means): Promise<boolean> {
  const file = entryFile(options.cacheFolder, entry);
  const there = await stat(file).catch(() => undefined);
  if (!there?.isFile()) return false;
  const onRead = readingOf(meter, entry.id);
  const got = await fingerprintOf(file, { signal: options.signal, onRead: (bytes) => onRead(bytes, there.size) });
  if (got.sha256 !== want.sha256) {
    await rm(file);
    return false;
  }
  await noteChecked(file, got, FOUND_HERE);
  await dropPart(file);
  return true;
}

interface Delivery {
  /** Room needed besides the file itself, for a while. */
  roomBytes: number;
  /** How much of a part of that length is of use. */
  keep(partBytes: number): number;
  /** Adds what is missing. */
  deliver(part: Part, room: Room): Promise<void>;
}

function wheelDelivery(source: WheelSource, entry: Entry, name: string, { options, limits, meter }: Means): Delivery {
  return {
    roomBytes: wheelRoom(source),
    keep: (bytes) => completeWheels(source, bytes).taken,
    async deliver(part, room) {
      const { fetched } = completeWheels(source, part.bytes);
      meter.begin({
        step: 'downloading',
        model: entry.id,
        source: name,
        totalBytes: allWheels(source),
        doneBytes: fetched,
      });
      const { environment, proxy, signal, pip, cacheFolder } = options;
      const onBytes = (bytes: number) => meter.at(bytes);
      const folder = join(entryFolder(cacheFolder, entry), 'wheels');
      await getWheels(source, part, folder, { environment, proxy, signal, pip, limits, room, onBytes });
    },
  };
}

/** Wrong content is thrown away and fetched once more: the fault may have been in what an earlier run left. */
async function intoCache(
  entry: Entry,
  want: Fingerprint,
  source: string,
  { options, limits, meter }: Means,
  delivery: Delivery,
): Promise<Fingerprint> {
  const { cacheFolder, signal, disk = realDisk } = options;
  const file = entryFile(cacheFolder, entry);
  const room = roomIn(entryFolder(cacheFolder, entry), { disk, limits, signal, onPause: (why) => meter.pause(why) });
  for (let again = false; ; again = true) {
    const onRead = readingOf(meter, entry.id, source);
    const part = await openPart(file, want, {
      ...{ disk, room, signal, keep: (bytes) => delivery.keep(bytes) },
      onRead: (bytes) => onRead(bytes, want.bytes),
    });
    try {
      const missing = want.bytes - part.bytes;
      if (missing > 0) {
        await room.check(missing + delivery.roomBytes);
        await delivery.deliver(part, room);
      }
      await part.finish();
      await noteChecked(file, want, source);
      return want;
    } catch (error) {
      if (again || !(error instanceof WrongContent)) throw error;
    } finally {
      await part.close();
    }
  }
}
