/** The real browser of the tests: it comes as a package, so nothing has to be installed on the machine. */
import { openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium } from 'playwright-core';

/**
 * Starts the browser with its protections on: the arguments its package proposes would switch web security, sandbox
 * and separate processes off, and with them what the tests are to prove. Only root has to do without the sandbox.
 */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await unpackedBrowser(), chromiumSandbox: process.getuid?.() !== 0 });
}

const LOCK = join(tmpdir(), 'parley-browser.lock');
/** Unpacking takes seconds; a lock this old was left by a run that was killed. */
const STALE_MS = 120_000;

/** The package unpacks itself into the temporary folder, and would hand out a file half written to a second caller. */
export async function unpackedBrowser(): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium');
  while (!locked()) await sleep(100);
  try {
    return await packed.executablePath();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function locked(): boolean {
  try {
    openSync(LOCK, 'wx');
    return true;
  } catch {
    const made = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (made > 0 && Date.now() - made > STALE_MS) {
      rmSync(LOCK, { force: true });
      rmSync(join(tmpdir(), 'chromium'), { force: true });
    }
    return false;
  }
}
