/** A lock between processes: a folder, because making one is the one step every file system does for exactly one caller. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The holder shows that it lives this often, in ms. */
const BEAT_MS = 2_000;
/** A holder not seen for this long, in ms, is gone: on another machine, or with its process number given to somebody else. */
const GONE_MS = 60_000;
/** How often a waiting one looks again, in ms. */
const LOOK_MS = 200;

/**
 * Runs `work` while no other process runs anything under the same lock. The lock of a dead holder is taken over.
 *
 * @template T
 * @param {string} folder The lock. Its parent is made where it is missing.
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] Called once when another process holds the lock.
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, onWait) {
  mkdirSync(dirname(folder), { recursive: true });
  for (let waited = false; !take(folder); ) {
    if (isGone(folder)) {
      discard(folder);
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await sleep(LOOK_MS);
  }
  const beat = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(folder, now, now);
    } catch {
      // Taken over after this machine slept for a minute: the work is nearly done or will be redone, both are harmless.
    }
  }, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'holder'), JSON.stringify({ pid: process.pid, host: hostname() }));
  return true;
}

/** @param {string} folder */
function isGone(folder) {
  try {
    if (Date.now() - statSync(folder).mtimeMs > GONE_MS) return true;
    const { pid, host } = JSON.parse(readFileSync(join(folder, 'holder'), 'utf8'));
    return host === hostname() && !isAlive(pid);
  } catch {
    // Given back this moment, or taken and not yet signed: look again.
    return false;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Renaming, unlike removing, succeeds for one of several that saw the same dead holder.
 *
 * @param {string} folder
 */
function discard(folder) {
  const grave = `${folder}.${process.pid}`;
  try {
    renameSync(folder, grave);
    rmSync(grave, { recursive: true, force: true });
  } catch {
    // Another one was faster.
  }
}
