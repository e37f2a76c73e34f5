/** The folder in which a browser keeps one account's login. Whoever reads it reads the account: it is the owner's alone. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Obstacle } from './wire.ts';

/** The library's own rule for the name of an account (LocalAuth), and ours for the length of a folder's name. */
export const ACCOUNT = /^[A-Za-z0-9_-]{1,40}$/;

const PREFIX = 'session-';

/** As the library's LocalAuth names it. */
export const profileOf = (profiles: string, account: string): string => join(profiles, PREFIX + account);

/** Accounts that have been linked here before. */
export function linkedAccounts(profiles: string): string[] {
  if (!statSync(profiles, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(profiles, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(PREFIX))
    .map(({ name }) => name.slice(PREFIX.length))
    .filter((account) => ACCOUNT.test(account))
    .sort();
}

export const wipeProfile = (profiles: string, account: string): void =>
  rmSync(profileOf(profiles, account), { recursive: true, force: true, maxRetries: 4, retryDelay: 100 });

/** Which process steers the browser on this folder, and which process that browser is: not every browser locks it itself. */
const HOLDER = 'parley.holder';

/** What Chrome leaves behind when it is killed; with them there it does not start again. */
const LOCKS = ['SingletonLock', 'SingletonSocket', 'SingletonCookie'];

/**
 * Makes the folder, for the owner alone, and takes it for this process. What a killed one left there goes: its locks, and
 * a browser that outlived it. Null: it may be used now.
 */
export function takeProfile(profiles: string, account: string): Obstacle | null {
  const profile = profileOf(profiles, account);
  try {
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    for (const folder of [profiles, profile]) chmodSync(folder, 0o700);
    accessSync(profile, constants.W_OK);
    const [steers, browser] = holderOf(profile);
    if (steers !== undefined && steers !== process.pid && isRunning(steers, 'whatsapp-web/child.ts'))
      return 'profile in use';
    if (browser !== undefined && isRunning(browser, profile)) process.kill(browser, 'SIGKILL');
    for (const lock of LOCKS) rmSync(join(profile, lock), { force: true });
    noteHolder(profiles, account);
    return null;
  } catch {
    return 'profile not writable';
  }
}

/** `browser`: once it runs. */
export function noteHolder(profiles: string, account: string, browser?: number): void {
  const file = join(profileOf(profiles, account), HOLDER);
  writeFileSync(file, `${process.pid} ${browser ?? ''}`, { mode: 0o600 });
}

function holderOf(profile: string): (number | undefined)[] {
  const file = join(profile, HOLDER);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split(' ')
    .map((word) => {
      const pid = Number(word);
      return Number.isInteger(pid) && pid > 1 ? pid : undefined;
    });
}

/** Whether a process runs that was started with this word: numbers of processes are used again. */
function isRunning(pid: number, word: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
  } catch {
    // Where nobody tells, it is better not to have two browsers on one login.
    return true;
  }
}
