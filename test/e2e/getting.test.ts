/** The first minutes: no model yet, then one on its way, then an answer to what was asked meanwhile. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { launchBrowser } from '../browser.ts';
import { type Hub, startHub } from '../doubles/hub.ts';
import { SMALL_MODEL_TIMEOUT_MS, smallModel } from '../model-runtime/small-model.ts';
import { type RunningService, startService } from '../soak/started.ts';
import { agree, obstacles, ownerAt, until } from './person.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: SMALL_MODEL_TIMEOUT_MS + 60_000 });

/** Nobody listens at this address. */
const NOBODY = 'http://127.0.0.1:9';

describe('while there is no model', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  let browser: Browser;
  let mirror: Hub;
  let service: RunningService;

  beforeAll(async () => {
    const weights = await smallModel();
    mirror = await startHub([{ repository: 'a/b', file: basename(weights), content: readFileSync(weights) }]);
    // An empty cache, but for the graph: turning weights into one is not what this is about.
    const graphs = join(loadConfig().config.cacheFolder, 'graphs');
    mkdirSync(graphs, { recursive: true });
    mkdirSync(join(folder, 'cache'));
    symlinkSync(graphs, join(folder, 'cache', 'graphs'));
    mirror.store.push({ kind: 'status', status: 404 });
    [browser, service] = await Promise.all([
      launchBrowser(),
      startService({
        folder,
        env: {
          PARLEY_MODEL: 'small',
          PARLEY_CACHE: join(folder, 'cache'),
          PARLEY_MODEL_MIRROR: mirror.mirror,
          PARLEY_MODEL_HUB: NOBODY,
          PIP_INDEX_URL: NOBODY,
          PIP_RETRIES: '0',
        },
      }),
    ]);
    await agree(service);
  });
  afterAll(async () => {
    await browser?.close();
    service?.kill('SIGKILL');
    await Promise.all([service?.exited, mirror?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('the page names what was tried, shows the way of the model, and answers in the end what was asked meanwhile', async () => {
    const person = await ownerAt(browser, service);
    const { page, log } = person;
    const failure = page.getByRole('alert');
    await failure.getByText('The model could not be had from any source.').waitFor();
    await failure.getByText('2 sources were tried').click();
    await failure.getByText('Python packages through pip').waitFor();
    expect(await obstacles(person)).toEqual([]);

    // Asked for its size all is well; the file itself breaks off in the middle, and the rest comes slowly enough to be watched.
    mirror.store.push({ kind: 'whole' }, { kind: 'cut', after: 50e6 }, { kind: 'slow', bytesPerSecond: 15e6 });
    await failure.getByRole('button', { name: 'Try again' }).click();
    const bar = page.getByRole('progressbar', { name: 'Getting the model' });
    await until(() => bar.getAttribute('aria-valuetext')).toMatch(/^Model [5-9]\d/);
    await person.send('What is the capital of France?');
    await log.locator('.phase', { hasText: 'Loading the model' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    const answer = await person.finished(1);
    expect(await answer.innerText()).toContain('Paris');
    await until(() => bar.count()).toBe(0);
    expect(mirror.violations).toEqual([]);
    expect(person.faults).toEqual([]);
    await person.leave();
  });
});
