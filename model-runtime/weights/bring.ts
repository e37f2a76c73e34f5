/** One offer of one model brought into the cache: found, room made sure of, downloaded, proved, and only then named. */
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { entryFile, entryFolder, fingerprintOf, noteChecked } from './cache.ts';
import type { Entry, HubSource, WheelSource } from './catalogue.ts';
import { type Room, realDisk, roomIn } from './disk.ts';
import { download, findOnHub, findOnMirror } from './online.ts';
import { type GetOptions, type Limits, PUBLIC_HUB } from './options.ts';
import { dropPart, openPart, type Part, WrongContent } from './part.ts';
import { type Meter, readingOf } from './progress.ts';
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
 * Brings the file of the entry into the cache, proved. The caller holds the lock of the entry's folder.
 * @throws SourceTrouble
 */
export async function bring(offer: Offer, entry: Entry, means: Means): Promise<void> {
  const source = nameOf(offer);
  if (offer.kind === 'wheels') return intoCache(entry, source, means, wheelDelivery(offer, entry, source, means));
  const { options, limits, meter } = means;
  const { bytes } = entry.fingerprint;
  const way = { proxy: options.proxy, limits, signal: options.signal };
  const url =
    offer.kind === 'hub'
      ? await findOnHub(offer.base, offer, entry.fingerprint, way)
      : await findOnMirror(offer.base, entry.file, way);
  return intoCache(entry, source, means, {
    roomBytes: 0,
    keep: (bytes) => bytes,
    async deliver(part) {
      meter.begin({ step: 'downloading', model: entry.id, source, totalBytes: bytes, doneBytes: part.bytes });
      await download({ url, bytes }, part, way, (bytes) => meter.at(bytes));
    },
  });
}

/** What the record of a file says that nobody here downloaded. */
export const FOUND_HERE = 'found in the folder for models';

/**
 * Takes in a weights file that lies in the cache without a sound record: copied there by hand, or changed since.
 * A wrong one is removed. @returns whether it is the wanted one
 */
export async function adopt(entry: Entry, { options, meter }: Means): Promise<boolean> {
  const file = entryFile(options.cacheFolder, entry);
  const there = await stat(file).catch(() => undefined);
  if (!there?.isFile()) return false;
  const onRead = readingOf(meter, entry.id);
  const got = await fingerprintOf(file, { signal: options.signal, onRead: (bytes) => onRead(bytes, there.size) });
  if (got.sha256 !== entry.fingerprint.sha256) {
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
  source: string,
  { options, limits, meter }: Means,
  delivery: Delivery,
): Promise<void> {
  const want = entry.fingerprint;
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
      return;
    } catch (error) {
      if (again || !(error instanceof WrongContent)) throw error;
    } finally {
      await part.close();
    }
  }
}
