/** Deletes what is older than the notice promises, soon after it is due, in small slices so that nobody waits for it. */
import type { Log } from '../log.ts';
import { type Files, KEPT_MS } from '../media/files.ts';
import { filesFolder } from './files-folder.ts';
import { removeLost } from './lost-files.ts';
import type { Notice } from './notices.ts';
import type { Ask } from './record.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What vanishes by a platform's own timer, or is kept for an hour, is a matter of minutes. */
const GOING_MS = 60_000;
const SLICE = 500;

export interface RetentionOptions {
  ask: Ask;
  notice: () => Notice;
  files: Files;
  /** Erases what the model remembers of a conversation; what is still kept it reads again. */
  forget: (conversation: string) => void;
  /** Told when something was deleted that may still be on the disk. */
  erased: () => void;
  log: Log;
  now?: () => number;
}

export interface Retention {
  /** One whole sweep, for tests and for the start. */
  sweep(): Promise<void>;
  end(): void;
}

/** Deletes now and every hour; what is kept for hours or less, every minute. */
export function startRetention({
  ask,
  notice,
  files,
  forget,
  erased,
  log,
  now = Date.now,
}: RetentionOptions): Retention {
  let ended = false;

  /** Asks for slices until one is not full; returns how many rows are gone. */
  async function slices(slice: () => Promise<number>): Promise<number> {
    let gone = 0;
    for (let last = SLICE; last === SLICE && !ended; gone += last) last = await slice();
    return gone;
  }

  /** The same, and what went is forgotten by the model too. */
  const forgetting = (slice: () => Promise<string[]>): Promise<number> =>
    slices(async () => {
      const whose = await slice();
      for (const conversation of new Set(whose)) forget(conversation);
      return whose.length;
    });

  async function deleteOld(): Promise<number> {
    const { version, facts } = notice();
    let gone = await forgetting(() => ask('expire', { before: now() - facts.keepDays * DAY_MS, limit: SLICE }));
    for (const { conversation, keepDays } of await ask('shorter', {})) {
      if (keepDays === null) continue;
      gone += await forgetting(() =>
        ask('expireIn', { conversation, before: now() - keepDays * DAY_MS, limit: SLICE }),
      );
    }
    const photosMs = facts.keepPhotoHours * HOUR_MS;
    gone += await files.sweep(now(), Math.max(KEPT_MS, photosMs), photosMs);
    for (let from: string | null = ''; from !== null && !ended; )
      from = await ask('lapse', { from, notice: version, limit: SLICE });
    return gone;
  }

  /** What is kept for hours or less: disappearing messages, and photos with all that shows them. */
  async function deleteGone(): Promise<number> {
    let gone = await forgetting(() => ask('expireGone', { limit: SLICE }));
    gone += await photosOlderThan(notice().facts.keepPhotoHours * HOUR_MS);
    for (const { chat, conversation, keepPhotoHours } of await ask('shorter', {})) {
      if (keepPhotoHours === null) continue;
      gone += await photosOlderThan(keepPhotoHours * HOUR_MS, conversation);
      const folder = await filesFolder(ask, chat, conversation);
      gone += await files.sweepPhotos(folder, now(), keepPhotoHours * HOUR_MS);
    }
    return gone + (await removeLost(ask, files));
  }

  /** Lets go of photos older than that, of one conversation or of all. */
  async function photosOlderThan(ms: number, conversation?: string): Promise<number> {
    const old = { before: now() - ms, limit: SLICE, ...(conversation !== undefined && { conversation }) };
    return (await slices(() => ask('expireMedia', old))) + (await forgetting(() => ask('expirePictures', old)));
  }

  async function run(work: () => Promise<number>): Promise<void> {
    try {
      const gone = await work();
      if (gone === 0) return;
      erased();
      log.info({ entries: gone }, 'what was kept long enough was deleted');
    } catch (error) {
      log.error({ err: error }, 'old entries could not be deleted; tried again later');
    }
  }

  const sweep = async () => {
    await run(deleteGone);
    await run(deleteOld);
  };
  void sweep();
  const timers = [setInterval(() => void run(deleteOld), HOUR_MS), setInterval(() => void run(deleteGone), GOING_MS)];
  for (const timer of timers) timer.unref();
  return {
    sweep,
    end() {
      ended = true;
      for (const timer of timers) clearInterval(timer);
    },
  };
}
