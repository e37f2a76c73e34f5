/** From `npm start` to a linked number: the real service as a process of its own, the page, and WhatsApp played. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, unpackedBrowser } from '../browser.ts';
import { BROWSER_FLAGS, StandInWhatsApp } from '../doubles/whatsapp-web/stand-in.ts';
import { type RunningService, startService } from '../soak/started.ts';
import { agree, obstacles, ownerAt, type Person, until } from './person.ts';

const DOCTOR = fileURLToPath(new URL('../../src/doctor.ts', import.meta.url));
const BEN = '15551234567@c.us';

describe('a person with a phone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const whatsApp = new StandInWhatsApp();
  const phone = whatsApp.phone('4915123456789');
  let env: Record<string, string>;
  let browser: Browser;
  let service: RunningService;
  let person: Person;

  beforeAll(async () => {
    await whatsApp.start();
    phone.names[BEN] = 'Ben';
    env = {
      PARLEY_RUNTIME: 'echo',
      PARLEY_WHATSAPP_WEB_BROWSER: await unpackedBrowser(),
      PARLEY_WHATSAPP_WEB_BROWSER_FLAGS: BROWSER_FLAGS,
      PARLEY_WHATSAPP_WEB_PAGES: whatsApp.pages,
    };
    [browser, service] = await Promise.all([launchBrowser(), startService({ folder, env })]);
    await agree(service);
    person = await ownerAt(browser, service);
  });
  afterAll(async () => {
    await browser?.close();
    service?.kill('SIGKILL');
    await service?.exited;
    await whatsApp.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('opens Connect, scans the code, and sees that it is linked; nobody who wrote before was answered', async () => {
    const { page, faults } = person;
    await page.getByRole('link', { name: /Connect a channel/ }).click();
    await page.getByRole('button', { name: 'Show a code' }).click();
    await page.getByRole('img', { name: /^Code to link WhatsApp/ }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    phone.receive({ from: BEN, body: 'hello?' });
    phone.link(whatsApp.devices()[0]!);
    await page.getByRole('heading', { name: 'WhatsApp is linked' }).waitFor();
    phone.receive({ from: BEN, body: 'are you there?' });
    await page.getByText('Last message in').waitFor();
    await page.getByRole('button', { name: 'Switch on: Ben' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    expect(phone.done).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('is told by npm run doctor how it stands', async () => {
    // It ends with 0, because nothing is wrong; else this fails.
    const { stdout } = await promisify(execFile)(process.execPath, [DOCTOR, '--json'], {
      cwd: folder,
      env: { ...process.env, ...env, PARLEY_DATA: join(folder, 'data') },
    });
    const report = JSON.parse(stdout) as Record<string, { what: string; state: string; words: string }[]>;
    expect(report.service).toContainEqual(expect.objectContaining({ what: 'WhatsApp', state: 'note' }));
    expect(report.whatsapp).toContainEqual(expect.objectContaining({ what: 'login phone', state: 'fine' }));
    expect(report.whatsapp).toContainEqual(expect.objectContaining({ what: 'browser starts', state: 'fine' }));
    expect(report.whatsapp).toContainEqual(expect.objectContaining({ what: 'saved page', state: 'fine' }));
  });

  test('needs no scan after the service was started again', async () => {
    service.kill('SIGTERM');
    expect((await service.exited).code, service.output()).toBe(0);
    await until(() => whatsApp.devices()).toEqual([]);
    service = await startService({ folder, env });
    await until(() => whatsApp.devices().length).toBe(1);
    await until(() => service.output()).toContain('phone is linked');
    expect(service.output()).not.toContain('waits for a scan');
  });

  test('finds neither words, numbers nor codes of theirs in the log', () => {
    const log = readFileSync(join(folder, 'data', 'log', 'parley.log'), 'utf8');
    expect(log).toContain('is understood');
    for (const secret of ['are you there?', BEN.split('@')[0]!, 'REF-', 'K7QX2M9P']) expect(log).not.toContain(secret);
  });
});
