/** Twelve answers on a phone, as pictures for people: docs/shots/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { renderBlocks } from '../../../../adapters/web/encode.ts';
import { launchBrowser } from '../../../browser.ts';
import { ANSWERS } from '../../text/answers.ts';
import { StandIn } from './stand-in.ts';
import { newVisit, openChat, PHONE, SERVICE, sideways } from './visit.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FOLDER = new URL('../../../../docs/shots/', import.meta.url);
const CHAT = 'chat-one';
/** So that the pictures are the same every day. */
const NOON = new Date('2026-11-02T12:00:00+01:00');

/** What was asked, and what has to be seen of the answer. */
const SHOTS: Record<string, { question: string; shows: string[] }> = {
  headings: { question: 'How do I plan a move?', shows: ['h2, h3', 'li', 'strong'] },
  'nested list': { question: 'What must I not forget for a flight?', shows: ['ol', 'ol ul ul', 'ol ol'] },
  table: { question: 'How far is it from Paris by train?', shows: ['table', 'th'] },
  'wide table': { question: 'Compare these three phones', shows: ['table', 'th'] },
  'long code': { question: 'Count the words of a file in JavaScript', shows: ['pre', 'pre span'] },
  'quote with code': { question: 'Which port does it use?', shows: ['blockquote', 'blockquote pre', 'blockquote li'] },
  formulas: { question: 'How do I solve a quadratic equation?', shows: ['p'] },
  links: { question: 'Where can I read more?', shows: ['a[href^="https:"]', 'a[href^="mailto:"]'] },
  arabic: { question: 'كم كوبًا من الماء أشرب في اليوم؟', shows: ['blockquote', 'table', 'code'] },
  hindi: { question: 'चाय कैसे बनाते हैं?', shows: ['ol', 'table'] },
  mixed: { question: 'What is “book” in other languages?', shows: ['table', 'strong'] },
  'long answer': { question: 'How do I begin a garden?', shows: ['h2, h3', 'ul'] },
};

describe('an answer on a phone', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
    mkdirSync(FOLDER, { recursive: true });
  });
  afterAll(() => browser?.close());

  test.each(Object.entries(SHOTS))(
    'shows all of it without being scrolled sideways: %s',
    async (name, { question, shows }) => {
      const source = ANSWERS.get(name) ?? '';
      const service = new StandIn(structuredClone(SERVICE));
      await service.start();
      const at = NOON.getTime();
      const asked = service.person(CHAT, question, { at: at - 9_000 });
      service.parley(CHAT, {
        ...{ at, answers: [asked], source, fromModel: true },
        blocks: renderBlocks(source, { lead: true }),
      });
      const { context, page, faults } = await newVisit(browser, { viewport: PHONE, reducedMotion: 'reduce' });
      await page.clock.setFixedTime(NOON);
      await openChat(page, service, CHAT);
      const log = page.locator('#log');
      await log.getByText(question).waitFor();
      for (const selector of shows) expect(await log.locator(selector).count(), selector).toBeGreaterThan(0);
      expect(await sideways(page)).toBe(0);
      expect(await log.evaluate((part) => part.scrollWidth - part.clientWidth)).toBe(0);

      const hidden = await log.evaluate((part) => part.scrollHeight - part.clientHeight);
      await page.setViewportSize({ width: PHONE.width, height: PHONE.height + hidden });
      expect(await log.evaluate((part) => part.scrollHeight - part.clientHeight)).toBe(0);
      const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' });
      writeFileSync(
        new URL(`${name.replaceAll(' ', '-')}.png`, FOLDER),
        await sharp(shot).png({ palette: true, colours: 64 }).toBuffer(),
      );
      expect(faults).toEqual([]);
      await context.close();
      await service.kill();
    },
  );
});
