/** The folder in which a browser keeps one account's login. Whoever reads it reads the account: it is the owner's alone. */
import { accessSync, chmodSync, constants, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Obstacle } from './wire.ts';

/** The library's own rule for the name of an account (LocalAuth), and ours for the length of a folder's name. */
export const ACCOUNT = /^[A-Za-z0-9_-]{1,40}$/;

const PREFIX = 'session-';

/** As the library's LocalAuth names it. */
export const profileOf = (profiles: string, account: string): string => join(profiles, PREFIX + account);

/** Accounts that have been linked here before. */
export function linkedAccounts(profiles: string): string[] {
  try {
    return readdirSync(profiles, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name.startsWith(PREFIX))
      .map(({ name }) => name.slice(PREFIX.length))
      .filter((account) => ACCOUNT.test(account))
      .sort();
  } catch {
    return [];
  }
}

export const wipeProfile = (profiles: string, account: string): void =>
  rmSync(profileOf(profiles, account), { recursive: true, force: true, maxRetries: 4, retryDelay: 100 });

/** What Chromium leaves behind when it is killed; with them there it does not start again. */
const LOCKS = ['SingletonLock', 'SingletonSocket', 'SingletonCookie'];

/**
 * Makes the folder, for the owner alone, and takes away the locks of a browser that is gone. A browser of ours that
 * outlived its service is ended. Null: it may be used now.
 */
export function readyProfile(profiles: string, account: string): Obstacle | null {
  const profile = profileOf(profiles, account);
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    for (const folder of [profiles, profile]) chmodSync(folder, 0o700);
    accessSync(profile, constants.W_OK);
  } catch {
    return 'profile not writable';
  }
  const holder = holderOf(profile);
  if (holder !== undefined && isAlive(holder)) {
    if (!isOurs(holder, profile)) return 'profile in use';
    try {
      process.kill(holder, 'SIGKILL');
    } catch {
      // It went by itself.
    }
  }
  for (const lock of LOCKS) rmSync(join(profile, lock), { force: true });
  return null;
}

/** The lock is a link that says `host-pid`. */
function holderOf(profile: string): number | undefined {
  try {
    const pid = Number(readlinkSync(join(profile, LOCKS[0]!)).split('-').at(-1));
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A browser on this very folder that no process of ours steers any more: its service was killed. */
function isOurs(pid: number, profile: string): boolean {
  try {
    const words = commandOf(pid);
    const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    return words.includes(`--user-data-dir=${profile}`) && !commandOf(parent).some((word) => word.endsWith(STEERS));
  } catch {
    return false;
  }
}

const STEERS = 'whatsapp-web/child.ts';

const commandOf = (pid: number): string[] => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
