/**
 * Pictures on their way in: fetched from their platform, made safe, kept for a day and read once. What is to be done stands in
 * the record, so a crash repeats it; the turn of a message waits until its pictures are settled.
 */
import { createHash } from 'node:crypto';
import type { Channel, Json } from '../../adapters/contract.ts';
import { FetchError } from '../../adapters/errors.ts';
import { type Picture, type Reading, type Runtime, RuntimeError } from '../../model-runtime/contract.ts';
import { photoId } from '../assistant/photos.ts';
import { seeIn } from '../assistant/seeing.ts';
import { filesFolder } from '../conversation/files-folder.ts';
import type { Ask } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import type { Files } from '../media/files.ts';
import { normalise, safeAlready } from '../media/normalise.ts';
import type { NoPicture, PictureKey, PictureWork } from '../media/picture.tables.ts';
import { uploadName } from './uploads.ts';

export interface IntakeOptions {
  ask: Ask;
  /** By `accountName`; undefined: it is not configured any more. */
  channelOf: (account: string) => Channel | undefined;
  files: Files;
  /** Reads print; without one pictures are kept and not read. */
  reader: Pick<Runtime, 'read'>;
  log: Log;
}

export interface Intake {
  /** Something may have come in. */
  wake(): void;
  /** Reads these once more, where that failed before. */
  again(pictures: readonly PictureKey[]): Promise<void>;
  /** Resolves when nothing about the pictures of these messages is still to come, or nobody waits any more. */
  settled(entries: readonly number[], signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** Pictures in work at once. Decoding one takes 50 MB and a core. */
const AT_ONCE = 2;
/** Looked at in one go; far more than wait at any time. */
const LOOKED_AT = 64;
/** A fetch that hangs holds up the others. */
const FETCH_MS = 60_000;
const READ_MS = 60_000;
/** Tries of one step, and the pause before the second; it doubles. */
const TRIES = 4;
const AGAIN_MS = 1_000;
/** The net under `wake`. */
const POLL_MS = 2_000;
/** Greatest file that is fetched, whatever the platform would give. */
const MOST_BYTES = 25_000_000;
/** A turn waits so long for its pictures, and then answers without. */
const PATIENCE_MS = 90_000;

export function startIntake({ ask, channelOf, files, reader, log }: IntakeOptions): Intake {
  const ending = new AbortController();
  const working = new Map<string, Promise<void>>();
  /** Messages whose turn waits for them go first. */
  const wanted = new Map<number, number>();
  const listeners = new Set<() => void>();
  let looking = false;
  let again = false;

  async function look(): Promise<void> {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again && !ending.signal.aborted && working.size < AT_ONCE) {
        again = false;
        const waiting = (await ask('picturesWaiting', { limit: LOOKED_AT })).filter(
          (work) => !working.has(keyOf(work)) && (!work.kept || reader.read),
        );
        waiting.sort((a, b) => Number(wanted.has(b.entry)) - Number(wanted.has(a.entry)) || a.entry - b.entry);
        for (const work of waiting.slice(0, AT_ONCE - working.size)) begin(work);
      }
    } catch (error) {
      log.warn({ err: error }, 'pictures that wait could not be looked up');
    } finally {
      looking = false;
    }
  }

  function begin(work: PictureWork): void {
    const key = keyOf(work);
    const done = attend(work)
      .catch((error: unknown) => {
        if (ending.signal.aborted) return;
        log.error({ err: error, entry: work.entry }, 'a picture could not be taken in and is tried again');
        return retry(work, 'damaged');
      })
      .finally(() => {
        working.delete(key);
        for (const listener of [...listeners]) listener();
        void look();
      });
    working.set(key, done);
  }

  async function attend(work: PictureWork): Promise<void> {
    const kept = work.kept ?? (await take(work));
    if (!kept || !reader.read) return;
    const picture = { file: files.path(kept.file), width: kept.width, height: kept.height };
    const { conversation } = work;
    const reading = (await ask('readingIn', { conversation, file: kept.file })) ?? (await read(work, picture));
    if (!reading) return;
    // What kind of thing it shows and the facts in it, once and for all later questions.
    const { seen } = await seeIn({ id: photoId(work), at: Date.now() }, reading, picture);
    await ask('pictureRead', { entry: work.entry, part: work.part, reading, seen: seen as Json });
  }

  /** Fetched, made safe and kept; nothing where there is no picture (yet). */
  async function take(work: PictureWork): Promise<PictureWork['kept'] | undefined> {
    const bytes = await fetch(work);
    if (!bytes) return undefined;
    const folder = await filesFolder(ask, work.chat, work.conversation).catch(() => null);
    const uploaded = await uploadName(ask, { chat: work.chat, bytes });
    // The chat was forgotten while its picture was on the way.
    if (folder === null || uploaded === null) return undefined;
    // What the page uploaded was made safe before it was kept.
    const safe = await files.has(`${folder}.${uploaded}`);
    const result = safe ? await safeAlready(bytes) : await normalise(bytes);
    if (result.status === 'refused') return refuse(work, result.why);
    const { picture } = result;
    const text = createHash('sha256').update(picture.bytes).digest('hex');
    const name = safe ? uploaded : await ask('code', { chat: work.chat, what: 'picture', text });
    if (name === null) return undefined;
    const file = await files.put(folder, name, picture.bytes);
    const kept = { file, width: picture.width, height: picture.height };
    if (await ask('pictureKept', { entry: work.entry, part: work.part, ...kept })) return kept;
    await files.remove(file);
    return undefined;
  }

  async function fetch(work: PictureWork): Promise<Uint8Array | undefined> {
    const channel = channelOf(work.account);
    if (!channel || work.recipe === null) return refuse(work, 'not to be had');
    const maxBytes = Math.min(MOST_BYTES, channel.capabilities.media.inBytes);
    try {
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(FETCH_MS)]);
      return await channel.fetch(work.recipe, { maxBytes, signal });
    } catch (error) {
      if (ending.signal.aborted) return undefined;
      if (error instanceof FetchError && !error.retryable) return refuse(work, 'not to be had');
      log.warn({ err: error, entry: work.entry, tries: work.tries }, 'a picture could not be fetched');
      return retry(work, 'not to be had');
    }
  }

  async function read(work: PictureWork, picture: Picture): Promise<Reading | undefined> {
    const priority = wanted.has(work.entry) ? 'asked' : 'arrival';
    try {
      return await reader.read!(picture, {
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(READ_MS)]),
        priority,
      });
    } catch (error) {
      if (ending.signal.aborted) return undefined;
      log.warn({ err: error, entry: work.entry, tries: work.tries }, 'a picture could not be read');
      const hopeless = error instanceof RuntimeError && error.kind !== 'crashed';
      if (!hopeless && work.tries + 1 < TRIES) return retry(work, 'damaged');
      await ask('pictureUnread', { entry: work.entry, part: work.part });
      return undefined;
    }
  }

  async function retry(work: PictureWork, why: NoPicture): Promise<undefined> {
    if (work.tries + 1 >= TRIES) return refuse(work, why);
    await ask('pictureLater', { entry: work.entry, part: work.part, inMs: AGAIN_MS * 2 ** work.tries });
    return undefined;
  }

  async function refuse(work: PictureWork, why: NoPicture): Promise<undefined> {
    await ask('pictureRefused', { entry: work.entry, part: work.part, why });
    return undefined;
  }

  const poll = setInterval(() => void look(), POLL_MS);
  poll.unref();
  void look();

  return {
    wake: () => void look(),
    async again(pictures) {
      if (pictures.length === 0 || !reader.read) return;
      await ask('picturesAgain', { pictures: pictures.map(({ entry, part }) => ({ entry, part })) });
    },
    async settled(entries, signal) {
      if (entries.length === 0) return;
      for (const entry of entries) wanted.set(entry, (wanted.get(entry) ?? 0) + 1);
      const late = AbortSignal.timeout(PATIENCE_MS);
      try {
        void look();
        while (!signal.aborted && !late.aborted && !ending.signal.aborted) {
          const changed = Promise.withResolvers<void>();
          const wake = () => changed.resolve();
          listeners.add(wake);
          for (const end of [signal, late, ending.signal]) end.addEventListener('abort', wake, { once: true });
          const open = await ask('picturesOpen', { entries: [...entries], read: reader.read !== undefined });
          if (open.length > 0) await changed.promise;
          listeners.delete(wake);
          for (const end of [signal, late, ending.signal]) end.removeEventListener('abort', wake);
          if (open.length === 0) return;
        }
      } finally {
        for (const entry of entries) {
          const left = wanted.get(entry)! - 1;
          if (left > 0) wanted.set(entry, left);
          else wanted.delete(entry);
        }
      }
    },
    async stop() {
      ending.abort();
      clearInterval(poll);
      await Promise.all(working.values());
    },
  };
}

const keyOf = ({ entry, part }: PictureWork): string => `${entry} ${part}`;
