/** What becomes of an answer when the connection, the service or the evening ends in the middle of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { type OpenAiServer, startOpenAiServer } from '../doubles/openai-server.ts';
import { type RunningService, startService } from '../soak/started.ts';
import { cuttable } from './cuttable.ts';
import { agree, obstacles, ownerAt, type Person, until } from './person.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

/** What the model says, word by word: so that a gap or a double is seen. */
const WORDS = Array.from({ length: 40 }, (_, index) => `${index === 0 ? '' : ' '}word${index + 1}`);
const ANSWER = WORDS.join('');
/** ms between two words: an answer of 2 s, and one that does not end while somebody watches. */
const PACE = { readable: 50, endless: 5_000 };

describe('an answer that is interrupted', () => {
  let browser: Browser;
  let model: OpenAiServer;
  let folder: string;
  let service: RunningService;
  let person: Person;

  /** The service, on the port it had. */
  const start = (port = 0) =>
    startService({
      folder,
      port,
      env: { PARLEY_RUNTIME: 'remote', PARLEY_REMOTE_URL: model.url, PARLEY_PER_MINUTE: 'none' },
    });
  const startAgain = async () => {
    service = await start(Number(new URL(service.url).port));
  };
  const answers = () => person.said.locator('> p:not(.phase)').allInnerTexts();
  const bubbles = () => person.log.locator('.bub').allInnerTexts();

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
    model = await startOpenAiServer({ pieces: WORDS, paceMs: PACE.readable });
    service = await start();
    await agree(service);
  });
  afterEach(async () => {
    await person.leave();
    service.kill('SIGKILL');
    await Promise.all([service.exited, model.close()]);
    rmSync(folder, { recursive: true, force: true });
    expect(person.faults).toEqual([]);
  });

  /** Asks, and waits until a few words of the answer are there. */
  async function inMidAnswer(question: string): Promise<void> {
    await person.send(question);
    await person.log.locator('.running', { hasText: 'word5' }).waitFor();
  }

  test('a connection cut in mid-answer leaves no gap and no double', async () => {
    const way = await cuttable(service.url);
    person = await ownerAt(browser, service, { url: way.url });
    await inMidAnswer('Count for me');
    way.cut();
    await person.finished(1);
    await until(answers).toEqual([ANSWER]);
    expect(await bubbles()).toEqual(['Count for me']);
    expect(model.asked).toHaveLength(1);
    await way.close();
  });

  test('after kill -9 in mid-answer the page comes back by itself, and what was asked is answered once, in order', async () => {
    person = await ownerAt(browser, service);
    model.knobs.paceMs = 0;
    await person.send('first');
    await person.finished(1);
    model.knobs.paceMs = PACE.readable;
    await inMidAnswer('second');
    await person.send('third');
    await person.log.getByText('Waiting, 2nd in line').waitFor();
    service.kill('SIGKILL');
    await service.exited;
    await person.page.getByText('Parley is not running on this computer.').waitFor();
    await startAgain();
    // Nothing of the second answer was final, so the next life reads both questions together.
    await until(() => model.asked.length).toBe(3);
    expect(model.asked[2]!.messages.at(-1)!.content).toBe('second\n\nthird');
    await person.finished(2);
    expect(await person.log.locator('.bub, .ans > p').allInnerTexts()).toEqual([
      'first',
      ANSWER,
      'second',
      'third',
      ANSWER,
    ]);
    expect(await person.page.getByText('Parley is not running').count()).toBe(0);
  });

  test('what is written while the service is down waits in the browser, can be taken back, and is answered later', async () => {
    person = await ownerAt(browser, service);
    const { page, log, field } = person;
    await field.waitFor();
    service.kill('SIGKILL');
    await service.exited;
    await page.getByText('Parley is not running on this computer.').waitFor();
    await person.send('written meanwhile');
    await log.getByText('Waiting, sent when Parley is back.').waitFor();
    await person.send('never mind');
    await log.getByText('Waiting, 2nd in line.').waitFor();
    expect(await obstacles(person)).toEqual([]);
    await page.getByRole('button', { name: 'Remove: never mind' }).click();
    await startAgain();
    await person.finished(1);
    expect(await answers()).toEqual([ANSWER]);
    expect(await bubbles()).toEqual(['written meanwhile']);
    expect(model.asked).toHaveLength(1);
  });

  test('asked to end, the service takes nothing more in, lets the answer come to its end, and leaves in order', async () => {
    person = await ownerAt(browser, service);
    await inMidAnswer('last words');
    service.kill('SIGTERM');
    await person.page.getByText('Parley is shutting down.').waitFor();
    const late = await fetch(`${service.url}/api/chats/late/messages`, {
      method: 'POST',
      headers: service.headers,
      body: JSON.stringify({ key: crypto.randomUUID(), text: 'too late' }),
    });
    expect(late.status).toBe(503);
    expect(await late.json()).toMatchObject({ error: { message: 'Parley is stopping.' } });
    await person.finished(1);
    expect(await answers()).toEqual([ANSWER]);
    expect(await service.exited).toEqual({ code: 0, signal: null });
    await startAgain();
    await person.page.reload();
    await person.finished(1);
    expect(await answers()).toEqual([ANSWER]);
    expect(model.asked).toHaveLength(1);
  });

  test('a second Ctrl+C ends the service at once, and the question is answered by the next one', async () => {
    model.knobs.paceMs = PACE.endless;
    person = await ownerAt(browser, service);
    await person.send('never mind');
    await person.log.locator('.running', { hasText: 'word1' }).waitFor();
    service.kill('SIGINT');
    await person.page.getByText('Parley is shutting down.').waitFor();
    service.kill('SIGINT');
    expect(await service.exited).toEqual({ code: 130, signal: null });
    model.knobs.paceMs = 0;
    await startAgain();
    await until(answers).toEqual([ANSWER]);
    await person.finished(1);
    expect(await bubbles()).toEqual(['never mind']);
  });

  test('a model that fails twice is told as trouble, and the next question is answered', async () => {
    model.knobs.fault = 'cut';
    person = await ownerAt(browser, service);
    await person.send('hello');
    await person.log.locator('.notice.bad', { hasText: 'Something went wrong on my side' }).waitFor();
    expect(await obstacles(person)).toEqual([]);
    model.knobs.fault = 'none';
    await person.send('again');
    await person.finished(2);
    expect(await answers()).toEqual([ANSWER]);
  });
});
