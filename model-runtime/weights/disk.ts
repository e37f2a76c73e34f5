/**
 * Room on the disk: asked for before the first byte, and waited for when it runs out in the middle. What is there
 * already is kept; nothing of the service stops for it.
 */
import { mkdir, open, statfs } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, sizeInWords } from './in-words.ts';
import { type Disk, type Limits, SETTING } from './options.ts';
import { SourceTrouble } from './trouble.ts';

export const realDisk: Disk = {
  async freeBytes(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  open: (path, flags) => open(path, flags),
};

/** A twentieth more than what is missing, and 1 GB that stays free for everything else on the machine. */
const MARGIN = 1.05;
const SPARE_BYTES = 1_000_000_000;

export const roomNeeded = (missingBytes: number): number => Math.ceil(missingBytes * MARGIN) + SPARE_BYTES;

const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/** A child process ran out of room. */
export class NoRoom extends Error {
  readonly code = 'ENOSPC';
}

const isNoRoom = (error: unknown): boolean => NO_ROOM.has(codeOf(error));

export interface Room {
  /** @throws SourceTrouble naming what is needed, what is free and the setting that moves the folder. */
  check(missingBytes: number): Promise<void>;
  /** Does `work`; when the disk is full, waits until there is room for `missingBytes` and does it again. */
  until<Result>(missingBytes: () => number, work: () => Promise<Result>): Promise<Result>;
}

/** `onPause` gets a sentence when the waiting begins and nothing when it is over. */
export function roomIn(
  folder: string,
  options: { disk: Disk; limits: Limits; signal: AbortSignal; onPause(sentence?: string): void },
): Room {
  const { disk, limits, signal, onPause } = options;
  const sentence = (free: number, need: number) =>
    `the disk is too full: ${sizeInWords(need)} is needed and ${sizeInWords(free)} is free where models are kept; make room, or set ${SETTING.cache} to a folder on a larger disk`;
  return {
    async check(missingBytes) {
      if (missingBytes <= 0) return;
      const free = await disk.freeBytes(folder);
      const need = roomNeeded(missingBytes);
      if (free < need) throw new SourceTrouble('final', sentence(free, need));
    },
    async until(missingBytes, work) {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (!isNoRoom(error)) throw error;
        }
        // At least one wait: a quota can be used up on a disk that looks free.
        let free: number;
        do {
          free = await disk.freeBytes(folder);
          onPause(`Paused: ${sentence(free, roomNeeded(missingBytes()))}. It goes on by itself.`);
          await sleep(limits.roomPollMs, undefined, { signal });
          free = await disk.freeBytes(folder);
        } while (free < roomNeeded(missingBytes()));
        onPause();
      }
    },
  };
}

/** Makes a folder. @throws SourceTrouble when it cannot be written to. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new SourceTrouble(
      'final',
      `the folder for models cannot be made (${codeOf(error)}); set ${SETTING.cache} to one that can be written to`,
      { cause: error },
    );
  }
}
