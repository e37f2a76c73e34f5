/** Who may come in, and what happens before anybody said yes. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningService } from '../soak/started.ts';
import { newPerson, obstacles, type Person, until } from './person.ts';
import { eachRunning } from './running.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const LINK = fileURLToPath(new URL('../../src/link.ts', import.meta.url));

describe('a browser that comes to the page', () => {
  let browser: Browser;
  let folder: string;
  let service: RunningService;
  let person: Person;

  /** What `npm run link` runs. */
  async function runLink(): Promise<string> {
    const env = { ...process.env, PARLEY_DATA: join(folder, 'data') };
    const { stdout } = await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', LINK], {
      cwd: folder,
      env,
    });
    return stdout.trim();
  }

  eachRunning({ PARLEY_RUNTIME: 'echo', PARLEY_OWNER_NAME: 'Ana' }, (running) => {
    ({ browser, service, folder } = running);
  });
  beforeEach(async () => {
    person = await newPerson(browser);
  });
  afterEach(async () => {
    await person.leave();
    expect(person.faults).toEqual([]);
  });

  test('without a link sees only where to get one, and cannot get at anything', async () => {
    const { page, context } = person;
    await page.goto(service.url);
    await page.getByRole('heading', { name: 'This page needs its link' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    expect(await page.getByRole('textbox').count()).toBe(0);
    const asked = await page.evaluate(async () => (await fetch('/api/stream?chat=any&after=0')).status);
    expect(asked).toBe(401);
    expect(await context.cookies()).toEqual([]);
  });

  test('is let in by the link that npm run link prints, once; the cookie holds, in other tabs too', async () => {
    const { page, context } = person;
    const link = await runLink();
    expect(new URL(link).origin).toBe(service.url);
    await page.goto(link);
    await page.locator('.app').waitFor();
    expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
    const tab = await context.newPage();
    await tab.goto(service.url);
    await tab.locator('.app').waitFor();

    const stranger = await newPerson(browser);
    await stranger.page.goto(link);
    await stranger.page.getByRole('heading', { name: 'This page needs its link' }).waitFor();
    expect(stranger.faults).toEqual([]);
    await stranger.leave();
  });

  test('is asked first; after No thanks Parley is silent and keeps nothing, until Start is pressed after all', async () => {
    const { page, field, log } = person;
    await page.goto(await runLink());
    await page.getByText('Ana’s own computer').waitFor();
    await page.getByRole('button', { name: 'No thanks' }).click();
    await page.getByRole('heading', { name: 'I stay silent.' }).waitFor();
    expect(await field.count()).toBe(0);
    expect(await obstacles(person)).toEqual([]);
    const unasked = await fetch(`${service.url}/api/chats/any/messages`, {
      method: 'POST',
      headers: service.headers,
      body: JSON.stringify({ key: crypto.randomUUID(), text: 'a secret' }),
    });
    expect(unasked.status).toBe(403);
    await page.reload();
    await page.getByRole('heading', { name: 'I stay silent.' }).waitFor();
    expect(await page.locator('.chat').count()).toBe(0);
    await page.getByRole('button', { name: 'Start' }).click();
    await person.send('hello');
    await person.finished(1);
    expect(await log.locator('.ans > p').allInnerTexts()).toEqual(['hello']);
    await until(() => page.locator('.chat').count()).toBe(1);
  });
});
