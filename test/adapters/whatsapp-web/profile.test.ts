import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  linkedAccounts,
  noteHolder,
  profileOf,
  takeProfile,
  wipeProfile,
} from '../../../adapters/whatsapp-web/profile.ts';

let profiles: string;
beforeEach(() => {
  profiles = join(mkdtempSync(join(tmpdir(), 'parley-profile-')), 'whatsapp-web');
});
afterEach(() => rmSync(join(profiles, '..'), { recursive: true, force: true }));

const holder = (account: string) => join(profileOf(profiles, account), 'parley.holder');

test('a profile is made for the owner alone, and is an account that was linked here', () => {
  expect(linkedAccounts(profiles)).toEqual([]);
  expect(takeProfile(profiles, 'main')).toBeNull();
  expect(statSync(profileOf(profiles, 'main')).mode & 0o777).toBe(0o700);
  expect(linkedAccounts(profiles)).toEqual(['main']);
  wipeProfile(profiles, 'main');
  expect(linkedAccounts(profiles)).toEqual([]);
});

test('a folder that cannot be written to is said to be so', () => {
  writeFileSync(profiles, 'a file where the folder should be');
  expect(takeProfile(profiles, 'main')).toBe('profile not writable');
  expect(linkedAccounts(profiles)).toEqual([]);
});

test('what a killed browser left behind is taken away', () => {
  mkdirSync(profileOf(profiles, 'main'), { recursive: true });
  symlinkSync('host-999999999', join(profileOf(profiles, 'main'), 'SingletonLock'));
  writeFileSync(holder('main'), '999999999 999999998');
  expect(takeProfile(profiles, 'main')).toBeNull();
  expect(existsSync(join(profileOf(profiles, 'main'), 'SingletonLock'))).toBe(false);
  expect(readFileSync(holder('main'), 'utf8')).toBe(`${process.pid} `);
});

test('a number that another program has now does not hold it', () => {
  mkdirSync(profileOf(profiles, 'main'), { recursive: true });
  writeFileSync(holder('main'), `${process.ppid} ${process.ppid}`);
  expect(takeProfile(profiles, 'main')).toBeNull();
});

test('a browser that outlived its service is ended before another starts on its folder', async () => {
  const profile = profileOf(profiles, 'main');
  const orphan = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', `--user-data-dir=${profile}`]);
  const ended = new Promise((done) => orphan.once('exit', (_code, signal) => done(signal)));
  expect(takeProfile(profiles, 'main')).toBeNull();
  noteHolder(profiles, 'main', orphan.pid);
  writeFileSync(holder('main'), `999999999 ${orphan.pid}`);
  expect(takeProfile(profiles, 'main')).toBeNull();
  expect(await ended).toBe('SIGKILL');
});
