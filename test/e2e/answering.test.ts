/** From the printed link to the answer of a real model, and what a person can do meanwhile. */
import { readFileSync } from 'node:fs';
import type { Browser, JSHandle } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SMALL_MODEL_TIMEOUT_MS, smallModel } from '../model-runtime/small-model.ts';
import type { RunningService } from '../soak/started.ts';
import { newPerson, obstacles, ownerAt, type Person, until } from './person.ts';
import { eachRunning } from './running.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: SMALL_MODEL_TIMEOUT_MS + 60_000 });

const QUESTION = 'Which river flows through Paris? Tell me three things about it.';
const STORY = 'Tell me a long story about a river.';
/** More than the model can read in a moment, so that reading can be interrupted. */
const LONG_TEXT = `What is this about?\n\n${'The river runs past the mill and down to the sea. '.repeat(150)}`;
/** Stop shall take 300 ms at most; on a machine busy with other tests it may take longer. */
const STOP_MS = 2_000;

describe('a person and the small model', () => {
  let browser: Browser;
  let service: RunningService;
  let person: Person;

  beforeAll(() => smallModel());
  eachRunning({ PARLEY_MODEL: 'small', PARLEY_PER_MINUTE: 'none' }, (running) => {
    ({ browser, service } = running);
  });
  afterEach(async () => {
    await person.leave();
    expect(person.faults).toEqual([]);
  });

  describe('for the first time', () => {
    beforeEach(async () => {
      person = await newPerson(browser);
    });

    test('the printed link shows the notice, Start opens the conversation, and a question is answered word by word', async () => {
      const { page, log, field } = person;
      await page.goto(service.link);
      await page.getByRole('heading', { name: 'Hi, I’m Parley, an AI assistant.' }).waitFor();
      expect(page.url()).not.toContain('#k=');
      expect(await field.count()).toBe(0);
      await page.getByRole('button', { name: 'Read more' }).click();
      expect(await obstacles(person)).toEqual([]);
      await page.getByRole('button', { name: 'Start' }).click();
      await page.getByRole('heading', { name: 'What would you like to know?' }).waitFor();
      await page.getByText('smollm2-135m-instruct answers, on this computer.').waitFor();
      expect(await obstacles(person)).toEqual([]);

      const previews = await seePreviews(person);
      await person.send(QUESTION);
      await page.getByRole('button', { name: 'Stop' }).waitFor();
      const answer = await person.finished(1);
      expect(await previews.evaluate(({ size }) => size)).toBeGreaterThan(3);
      await answer.getByText('unchecked').waitFor();
      await until(() => field.inputValue()).toBe('');
      await until(() => page.title()).toBe(`${QUESTION} · Parley`);
      expect(await log.locator('.bub').allTextContents()).toEqual([QUESTION]);

      const strip = answer.getByRole('button', { name: /first word/ });
      expect((await strip.textContent())?.replaceAll('\u00A0', ' ')).toMatch(
        /^Journey of this message: admit [\d.]+ ms · lane (0|[\d.]+ m?s) · first word [\d.,]+ m?s · [\d.]+ tok\/s$/,
      );
      await strip.click();
      await page.getByRole('table', { name: 'Journey of this message' }).waitFor();
      expect(await page.locator('.waterfall tbody th').allTextContents()).toEqual(
        expect.arrayContaining(['decode', 'admit', 'lane', 'turn', 'prefill', 'generate', 'encode', 'deliver']),
      );
      await page.getByText(/tokens read/).waitFor();
      expect(await obstacles(person)).toEqual([]);
    });
  });

  describe('who holds the page', () => {
    beforeEach(async () => {
      person = await ownerAt(browser, service);
    });

    test('a running answer is stopped within a moment, and what was said stays', async () => {
      const { page, log } = person;
      await person.send(STORY);
      const text = log.locator('.ans > p').first();
      await until(async () => (await text.innerText()).length).toBeGreaterThan(40);
      expect(await obstacles(person)).toEqual([]);
      const shown = (await text.innerText()).trim();
      const stopMs = await msFromStopUntil(person, 'Stopped by you');
      console.log(`From Stop to the answer marked as stopped: ${Math.round(stopMs)} ms.`);
      expect(stopMs).toBeLessThan(STOP_MS);
      await person.finished(1);
      expect(await text.innerText()).toContain(shown);
      expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
      await page.reload();
      await log.getByText('Stopped by you').waitFor();
      expect(await person.said.count()).toBe(1);
    });

    test('Stop works while a long text is still being read', async () => {
      const { log } = person;
      await person.send(LONG_TEXT);
      await log.locator('.phase', { hasText: 'Reading' }).waitFor();
      const stopMs = await msFromStopUntil(person, 'Stopped before the first word.');
      console.log(`From Stop, in a long text, to its notice: ${Math.round(stopMs)} ms.`);
      expect(stopMs).toBeLessThan(STOP_MS);
      await person.finished(1);
    });

    test('a reload in mid-answer finds what was said so far and goes on, and one afterwards finds it all', async () => {
      const { page, log, field } = person;
      await person.send(STORY);
      await log.locator('.caret').waitFor();
      await page.reload();
      await log.locator('.caret').waitFor();
      expect(await log.locator('.bub').allTextContents()).toEqual([STORY]);
      await field.press('Escape');
      const text = await (await person.finished(1)).innerText();
      await page.reload();
      expect(await (await person.finished(1)).innerText()).toBe(text);
      expect(await log.locator('.bub').allTextContents()).toEqual([STORY]);
    });

    test('a model that dies in mid-answer costs one turn: the page stays, and the question is answered all the same', async () => {
      const { page, log } = person;
      await person.send(QUESTION);
      await log.locator('.caret').waitFor();
      const before = modelProcess(service.pid);
      process.kill(before, 'SIGSEGV');
      await until(() => modelProcess(service.pid)).not.toBe(before);
      const answer = await person.finished(1);
      expect(await answer.locator('.foot').count()).toBe(1);
      expect(await page.getByText('Parley is not running').count()).toBe(0);
      expect(await log.locator('.notice').count()).toBe(0);
    });
  });
});

/** The different texts of the running answer, from now on. */
function seePreviews({ page }: Person): Promise<JSHandle<Set<string>>> {
  return page.evaluateHandle(() => {
    const texts = new Set<string>();
    new MutationObserver(() => {
      const running = document.querySelector('.running .caret')?.closest('.ans')?.textContent;
      if (running) texts.add(running);
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
    return texts;
  });
}

/** Presses Stop, and measures in the page how long it takes until `words` stand in the log. */
function msFromStopUntil({ page }: Person, words: string): Promise<number> {
  return page.evaluate(async (words) => {
    const log = document.getElementById('log')!;
    const there = () => log.textContent?.includes(words) ?? false;
    if (there()) throw new Error(`“${words}” stood there before anybody pressed Stop.`);
    const marked = new Promise<void>((resolve) => {
      new MutationObserver(() => there() && resolve()).observe(log, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const pressedAt = performance.now();
    document.querySelector<HTMLButtonElement>('.stopb')!.click();
    await marked;
    return performance.now() - pressedAt;
  }, words);
}

/** The process that holds the model; NaN while there is none. */
function modelProcess(service: number): number {
  const children = readFileSync(`/proc/${service}/task/${service}/children`, 'utf8').trim().split(' ');
  return Number(
    children.find((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('child.ts')),
  );
}
