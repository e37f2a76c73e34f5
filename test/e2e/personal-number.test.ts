/** A number of one's own, the whole way: the owner's phone, a friend, and the real service with WhatsApp played. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { unpackedBrowser } from '../browser.ts';
import type { Phone } from '../doubles/whatsapp-web/phone.ts';
import { BROWSER_FLAGS, StandInWhatsApp } from '../doubles/whatsapp-web/stand-in.ts';
import { type RunningService, startService } from '../soak/started.ts';
import { until } from './person.ts';

const BEN = '15551234567@c.us';
const CAROL = '15557654321@c.us';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const RESUME = fileURLToPath(new URL('../../src/resume.ts', import.meta.url));
const NO_WARNING = ['--disable-warning=ExperimentalWarning'];
/** Long enough for whatever would be said. */
const SILENCE_MS = 1_500;
const silence = () => new Promise((done) => setTimeout(done, SILENCE_MS));

describe("the owner's number", () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
  const whatsApp = new StandInWhatsApp();
  let phone: Phone;
  let env: Record<string, string>;
  let service: RunningService;

  beforeAll(async () => {
    await whatsApp.start();
    phone = whatsApp.phone('4915123456789');
    env = {
      PARLEY_RUNTIME: 'echo',
      PARLEY_WHATSAPP_WEB: 'main',
      PARLEY_WHATSAPP_WEB_BROWSER: await unpackedBrowser(),
      PARLEY_WHATSAPP_WEB_BROWSER_FLAGS: BROWSER_FLAGS,
      PARLEY_WHATSAPP_WEB_PAGES: whatsApp.pages,
    };
    service = await startService({ folder, env });
    while (whatsApp.devices().length === 0) await new Promise((done) => setTimeout(done, 20));
    phone.link(whatsApp.devices()[0]!);
    while (!service.output().includes('main is linked')) await new Promise((done) => setTimeout(done, 20));
  });
  afterAll(async () => {
    service?.kill('SIGKILL');
    await service?.exited;
    await whatsApp.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    phone.done.length = 0;
  });

  test('a stranger who writes sees nothing: no answer, no blue ticks, no typing', async () => {
    phone.receive({ from: BEN, body: 'canary-of-a-stranger' });
    phone.receive({ from: BEN, type: 'image', caption: 'look', file: { base64: PNG, mimetype: 'image/png' } });
    await silence();
    expect(phone.done).toEqual([]);
    for (const file of ['parley.db', 'parley.db-wal', 'log/parley.log'])
      expect(readFileSync(join(folder, 'data', file)).includes('canary-of-a-stranger')).toBe(false);
  });

  test('five hundred messages in chats that are off: nothing is sent, nothing seen, nothing kept', async () => {
    const MESSAGES = 500;
    for (let i = 0; i < MESSAGES; i++)
      phone.receive({ from: `1555${7_000_000 + (i % 40)}@c.us`, body: `canary-of-many ${i}` });
    const db = new DatabaseSync(join(folder, 'data', 'parley.db'), { readOnly: true });
    const count = (sql: string) => Number(db.prepare(sql).get()!.n);
    // The two of the test before are counted as well.
    await expect
      .poll(() => count("SELECT coalesce(sum(n), 0) AS n FROM message_tally WHERE name LIKE 'not admitted%'"), {
        timeout: 60_000,
      })
      .toBe(MESSAGES + 2);
    expect(phone.done).toEqual([]);
    for (const table of ['entry', 'conversation', 'picture', 'item'])
      expect(count(`SELECT count(*) AS n FROM ${table}`), table).toBe(0);
    db.close();
    for (const file of ['parley.db', 'parley.db-wal', 'log/parley.log'])
      expect(readFileSync(join(folder, 'data', file)).includes('canary-of-many')).toBe(false);
  }, 90_000);

  test("the owner's /on from the phone asks the other person, and only their yes switches on", async () => {
    phone.write(BEN, '/on');
    await until(() => phone.sent).toMatchObject([expect.stringContaining('Reply 1 to switch me on')]);
    phone.write(BEN, '1');
    await silence();
    expect(phone.sent).toHaveLength(1);
    expect(phone.done.map(({ what }) => what)).toEqual(['sent']);
    phone.receive({ from: BEN, body: '1' });
    await until(() => phone.sent.length).toBe(2);
  });

  test('then texts and photos are answered, with typing', async () => {
    phone.receive({ from: BEN, body: 'What is a fjord?' });
    await until(() => phone.sent).toEqual(['What is a fjord?']);
    expect(phone.done.map(({ what }) => what)).toContain('typing');
    const photo = phone.receive({
      from: BEN,
      type: 'image',
      caption: 'and this?',
      file: { base64: PNG, mimetype: 'image/png' },
    });
    await until(() => phone.sent.length).toBe(2);
    expect(phone.sent[1]).toBe('This picture is too small to show anything.');
    const quotes = phone.done.flatMap((one) => (one.what === 'sent' ? [one.quotes] : []));
    expect(quotes).toEqual([undefined, photo.split('_').at(-1)]);
  });

  test('another chat stays untouched', async () => {
    phone.receive({ from: CAROL, body: 'hello?' });
    await silence();
    expect(phone.done).toEqual([]);
  });

  test('after a restart without a scan it goes on, and says nothing twice', async () => {
    service.kill('SIGKILL');
    await service.exited;
    await until(() => whatsApp.devices()).toEqual([]);
    phone.receive({ from: BEN, body: 'Are you back?' });
    service = await startService({ folder, env });
    await until(() => phone.sent).toEqual(['Are you back?']);
    await silence();
    expect(phone.sent).toEqual(['Are you back?']);
  });

  test('when the owner answers themselves, it is quiet', async () => {
    phone.write(BEN, 'let me answer that');
    phone.receive({ from: BEN, body: 'thanks!' });
    await silence();
    expect(phone.sent).toEqual([]);
  });

  test('until they end it at the terminal', async () => {
    const resume = async (...words: string[]) => {
      const { stdout } = await promisify(execFile)(process.execPath, [...NO_WARNING, RESUME, ...words], {
        cwd: folder,
        env: { ...process.env, PARLEY_DATA: join(folder, 'data') },
      });
      return stdout.trim();
    };
    await expect(resume('x')).rejects.toMatchObject({ code: 2, stderr: /^Usage: npm run resume/ });
    expect(await resume()).toMatch(/^1 {2}WhatsApp 15551234567\S*, quiet until .+$/);
    await expect(resume('2')).rejects.toMatchObject({ code: 1, stderr: /no chat 2/ });
    expect(await resume('1')).toMatch(/^Parley answers again: WhatsApp 15551234567/);
    expect(await resume()).toBe('Nobody else answers in any chat.');
    phone.receive({ from: BEN, body: 'and now?' });
    await until(() => phone.sent).toEqual(['and now?']);
  });
});
