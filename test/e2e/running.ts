/** The real service and a real browser, for all tests of a block. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { type RunningService, startService } from '../soak/started.ts';

export interface Running {
  browser: Browser;
  service: RunningService;
  /** Where the service runs, with its data in it. */
  folder: string;
}

/**
 * Starts both before the tests of a block and ends them after.
 * @param env the settings of the service
 * @param begin is handed what runs
 */
export function eachRunning(env: Record<string, string>, begin: (running: Running) => void): void {
  let running: Running | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  beforeAll(async () => {
    const [browser, service] = await Promise.all([launchBrowser(), startService({ folder, env })]);
    running = { browser, service, folder };
    begin(running);
  });
  afterAll(async () => {
    await running?.browser.close();
    running?.service.kill('SIGKILL');
    await running?.service.exited;
    rmSync(folder, { recursive: true, force: true });
  });
}
