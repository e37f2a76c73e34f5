import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrowser, userAgent } from '../../../adapters/whatsapp-web/browser.ts';
import { unpackedBrowser } from '../../browser.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-browser-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, '#!/bin/sh\necho "Chromium 156.0.1.2 built on nothing"\n');
  chmodSync(path, 0o755);
  return path;
}
const look = (named?: string) =>
  findBrowser({ named, platform: 'linux', environment: { PATH: folder }, cacheFolder: join(folder, 'cache') });

test('the one in the settings comes first, and one that cannot be started is said to be so', async () => {
  program('chromium');
  const mine = program('mine');
  expect(await look(mine)).toEqual({ path: mine, from: 'the settings' });
  await expect(look(join(folder, 'missing'))).rejects.toThrow(/PARLEY_WHATSAPP_WEB_BROWSER is .*missing/);
});

test('then Chrome or Chromium of the system, Chrome before Chromium', async () => {
  const chromium = program('chromium');
  expect(await look()).toEqual({ path: chromium, from: 'the system' });
  const chrome = program('google-chrome');
  expect(await look()).toEqual({ path: chrome, from: 'the system' });
});

test('else the one of the package, unpacked for the owner alone and once', async () => {
  const [first, again] = await Promise.all([look(), look()]);
  expect(first).toEqual({ path: join(folder, 'cache', 'chromium', 'chromium'), from: 'the package' });
  expect(again).toEqual(first);
  expect(await userAgent(first.path, 'linux')).toMatch(/Chrome\/\d+\.0\.0\.0 Safari/);
});

test('the page is told the version that it is, and not that there is no window', async () => {
  expect(await userAgent(program('chromium'), 'linux')).toBe(
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  );
  expect(await userAgent(await unpackedBrowser(), 'linux')).not.toContain('Headless');
  expect(await userAgent(join(folder, 'none'), 'linux')).toBe(false);
});
