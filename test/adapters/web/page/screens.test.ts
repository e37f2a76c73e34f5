import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Block } from '../../../../adapters/web/tree.ts';
import { noticeText } from '../../../../src/conversation/notices.ts';
import { launchBrowser } from '../../../browser.ts';
import { refused, StandIn } from './stand-in.ts';
import { DESK, focused, NOTICE, newVisit, openChat, PHONE, READY, SERVICE, sideways, violations } from './visit.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const CHAT = 'chat-one';
const NOW = Date.now();
const CHATS = [
  {
    id: CHAT,
    title: 'Average of a list, without the highest and the lowest',
    at: NOW,
    last: 'Sort a copy',
    working: true,
  },
  { id: 'chat-two', title: 'كم البروتين في الثاني؟', at: NOW - 86_400_000, last: 'إدامامي – 14 غ', working: false },
  { id: 'chat-old', title: 'Lease', at: NOW - 40 * 86_400_000, last: 'Three months', working: false },
];

const EVERY_BLOCK: Block[] = [
  { t: 'p', lead: true, c: [{ t: 'strong', c: ['Canberra'] }, ' and the ', { t: 'code', text: 'Seine' }] },
  { t: 'h', level: 3, c: ['A heading out of order'] },
  {
    t: 'p',
    c: [
      'An ',
      { t: 'em', c: ['emphasis'] },
      ', ',
      { t: 'del', c: ['gone'] },
      { t: 'br' },
      { t: 'math', text: 'a^2' },
      ' and ',
    ],
  },
  { t: 'p', c: [{ t: 'link', href: 'https://example.org/', c: ['a link with a-very-long-word-'.repeat(8)] }] },
  { t: 'h', level: 1, c: ['A large one'] },
  {
    t: 'list',
    items: [
      {
        c: [
          { t: 'p', c: ['one'] },
          { t: 'list', start: 4, items: [{ c: [{ t: 'p', c: ['two'] }] }] },
        ],
      },
    ],
  },
  {
    t: 'list',
    items: [
      { checked: true, c: [{ t: 'p', c: ['done'] }] },
      { checked: false, c: [{ t: 'p', c: ['open'] }] },
    ],
  },
  { t: 'quote', c: [{ t: 'p', c: ['said'] }] },
  {
    t: 'code',
    language: 'js',
    text: 'let a = "b"; // c 1'.repeat(9),
    tones: [
      ['k', 'let'],
      ['', ' a = '],
      ['s', '"b"'],
      ['c', '; // c '],
      ['n', '1'],
    ],
  },
  {
    t: 'table',
    align: ['start', 'end', 'center'],
    head: [['City'], ['km'], []],
    rows: [[['Paris'], ['13'], ['x'.repeat(60)]]],
  },
  { t: 'math', text: 'E = mc^2 '.repeat(20) },
  { t: 'rule' },
  { t: 'p', c: ['البروتين في الثاني'] },
];

const channels = [
  { name: 'Telegram', state: 'on', words: 'on' },
  { name: 'WhatsApp', state: 'trouble', words: 'logged out since 11:40' },
  { name: 'Messenger', state: 'unproven', words: 'unproven' },
  { name: 'Instagram', state: 'connecting', words: 'connecting' },
  { name: 'Another', state: 'off', words: 'off' },
] as const;

const ARABIC = noticeText(
  { version: 3, facts: { owner: 'Ana', keepDays: 30, keepPhotoHours: 24, remoteHost: '' } },
  'ar',
);

/** What the service knows, and what the person does, until the screen stands. */
const SCREENS: Record<
  string,
  { service?: (service: StandIn) => void; person?: (page: Page, service: StandIn) => Promise<void> }
> = {
  'the notice, while the model comes': {
    service(service) {
      service.service.notice = NOTICE;
      service.service.model = {
        state: 'getting',
        step: 'downloading',
        name: 'm',
        doneBytes: 1e8,
        totalBytes: 1.39e8,
        bytesPerSecond: 1e6,
        share: 0.7,
      };
    },
    person: (page) => page.getByRole('button', { name: 'Read more' }).click(),
  },
  'what is told after everything was erased': {
    service(service) {
      service.service.notice = {
        ...NOTICE,
        receipt: { text: 'Erased at 14:09. Receipt 7KQ2-M9.\n\nI kept only that you left.', language: 'en' },
      };
    },
    // In a frame of its own: it is no part of the notice behind it.
    async person(page) {
      const receipt = (await page.locator('.notice', { hasText: 'Receipt 7KQ2-M9' }).boundingBox())!;
      const title = (await page.getByRole('heading', { name: NOTICE.title }).boundingBox())!;
      expect(title.y - receipt.y - receipt.height).toBeGreaterThanOrEqual(20);
    },
  },
  'the notice in the language of the browser, which runs the other way': {
    service(service) {
      service.service.notice = { ...NOTICE, ...ARABIC };
    },
    async person(page) {
      const { title, labels, lines } = ARABIC;
      const heading = page.getByRole('heading', { name: title });
      const start = (await page.getByRole('button', { name: labels.start }).boundingBox())!;
      const no = (await page.getByRole('button', { name: labels.no }).boundingBox())!;
      expect(no.x).toBeLessThan(start.x);
      expect(await heading.evaluate((one) => getComputedStyle(one).direction)).toBe('rtl');
      expect(await page.locator('.consent li').count()).toBe(lines.length);
      await page.getByRole('button', { name: labels.more }).click();
      await page.getByRole('button', { name: labels.less }).waitFor();
    },
  },
  'silence after No thanks': {
    service(service) {
      service.service.notice = { ...NOTICE, declined: true };
    },
  },
  'an empty conversation': {
    service(service) {
      service.chats = CHATS;
    },
  },
  'a conversation with everything an answer can hold': {
    service(service) {
      service.chats = CHATS;
      const at = service.person(CHAT, 'What is the capital of Australia?');
      service.parley(CHAT, {
        answers: [at],
        blocks: EVERY_BLOCK,
        ended: 'stopped',
        strip: { admit: 0.4, lane: 0, firstWord: 612, tokensPerSecond: 14.2 },
      });
      service.journey = {
        steps: [
          { step: 'admit', startMs: 0, ms: 0.4 },
          { step: 'generate', startMs: 1, ms: 99 },
        ],
        model: 'small-model',
        answerTokens: 9,
      };
      service.parley(CHAT, {
        kind: 'notice',
        blocks: [{ t: 'p', c: ['Old.'] }],
        buttons: [{ label: 'Old', value: 'old' }],
      });
      service.parley(CHAT, {
        kind: 'notice',
        blocks: [{ t: 'p', c: ['Which?'] }],
        buttons: [{ label: 'Chart', value: 'chart' }],
        trouble: true,
      });
    },
    async person(page) {
      await page.getByRole('button', { name: /first word/ }).click();
      await page.locator('.waterfall').waitFor();
      await page.getByRole('button', { name: 'Chart' }).click();
      await page.getByRole('button', { name: 'Chart', pressed: true }).waitFor();
    },
  },
  'an answer under way, with messages behind it': {
    service(service) {
      const first = service.person(CHAT, 'first', { state: 'waiting' });
      service.setWaiting(CHAT, [first]);
      service.preview(CHAT, { answers: [first], blocks: EVERY_BLOCK.slice(0, 3) });
    },
    async person(page, service) {
      await page.locator('.caret').waitFor();
      const second = service.person(CHAT, 'second', { state: 'waiting' });
      service.setWaiting(CHAT, [second - 1, second]);
      await page.getByText('Waiting, 2nd in line').waitFor();
    },
  },
  'a phase before the first word, and the commands': {
    service: (service) => service.preview(CHAT, { phase: { name: 'loading' }, seconds: 3 }),
    async person(page) {
      await page.getByText('Loading the model').waitFor();
      await page.getByRole('textbox', { name: 'Message to Parley' }).fill('/');
      await page.getByRole('listbox').waitFor();
    },
  },
  'no connection, with messages waiting': {
    async person(page, service) {
      const field = page.getByRole('textbox', { name: 'Message to Parley' });
      await field.waitFor();
      await service.kill();
      await page.getByText('Parley is not running').waitFor();
      for (const text of ['one', 'two']) {
        await field.fill(text);
        await field.press('Enter');
      }
      await page.getByText('Waiting, 2nd in line').waitFor();
    },
  },
  'a refusal, too long a text': {
    service(service) {
      service.answer = () => refused(413, 'This is longer than I can keep.');
    },
    async person(page) {
      const field = page.getByRole('textbox', { name: 'Message to Parley' });
      await field.fill('x');
      await field.press('Enter');
      await page.getByRole('alert').waitFor();
      await field.fill('word '.repeat(50_000));
      await page.getByText('At most 200,000').waitFor();
    },
  },
  'a long message, while a better model is on its way': {
    service(service) {
      service.service.model = { ...READY, next: { name: 'large', step: 'downloading', share: 0.42 } };
    },
    async person(page) {
      await page.getByText('A better model is on its way').waitFor();
      await page.getByRole('textbox', { name: 'Message to Parley' }).fill('word '.repeat(5000));
      await page.getByText('I read the first').waitFor();
    },
  },
  'a model that could not be had': {
    service(service) {
      service.service.model = {
        state: 'failed',
        message: 'No model.',
        tried: [{ source: 'mirror.example.org', why: 'no such name' }],
        remedy: 'Connect.',
      };
    },
    person: (page) => page.getByText('1 source was tried').click(),
  },
  'the status screen': {
    service(service) {
      service.service.channels = [...channels];
      service.service.model = { ...READY, caveat: 'Better answers come with the larger model' };
      const trouble = { message: 'Its file is damaged.', remedy: 'Fetch it once more.' };
      service.service.photos = { read: true, eyes: { kind: 'own model', name: 'smolvlm2-500m', trouble } };
    },
    async person(page) {
      await page.evaluate(() => {
        location.hash = '#status';
      });
      await page.getByRole('heading', { name: 'One thing to do' }).waitFor();
    },
  },
  'the list with a row to be renamed, and one to be deleted': {
    service(service) {
      service.chats = CHATS;
    },
    async person(page) {
      const menu = page.getByRole('button', { name: 'Conversations' });
      if (await menu.isVisible()) await menu.click();
      await page.getByRole('button', { name: 'Rename or delete “Lease”' }).click();
      await page.getByRole('button', { name: 'Rename', exact: true }).click();
      await page.getByRole('button', { name: /^Rename or delete “Average/ }).click();
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
    },
  },
};

describe('every screen', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  describe.each(Object.entries(SCREENS))('%s', (_name, screen) => {
    test.each([
      ['desk', DESK],
      ['phone', PHONE],
    ])(
      'can be used by everybody at the %s, light and dark, and never has to be scrolled sideways',
      async (_size, viewport) => {
        const service = new StandIn(structuredClone(SERVICE));
        await service.start();
        screen.service?.(service);
        const { context, page, faults } = await newVisit(browser, { viewport, reducedMotion: 'reduce' });
        await openChat(page, service, CHAT);
        await screen.person?.(page, service);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          expect(await violations(page), colorScheme).toEqual([]);
        }
        expect(await sideways(page)).toBe(0);
        // The narrowest phone, and the desk at 200 %.
        await page.setViewportSize(viewport === PHONE ? { width: 320, height: 640 } : { width: 640, height: 430 });
        expect(await sideways(page)).toBe(0);
        expect(
          await page
            .locator('#log, .hello')
            .first()
            .evaluate((part) => part.scrollWidth - part.clientWidth),
        ).toBe(0);
        expect(faults).toEqual([]);
        await context.close();
        await service.kill();
      },
    );
  });

  test.each([DESK, PHONE])('the door can be used by everybody at $width', async (viewport) => {
    const service = new StandIn(structuredClone(SERVICE));
    await service.start();
    const { context, page, faults } = await newVisit(browser, { viewport });
    await page.goto(service.url);
    await page.getByRole('heading').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    expect(faults).toEqual([]);
    await context.close();
    await service.kill();
  });

  test('on a phone the list is a drawer that holds the focus, and gives it back', async () => {
    const service = new StandIn(structuredClone(SERVICE));
    await service.start();
    service.chats = CHATS;
    const { context, page, faults } = await newVisit(browser, { viewport: PHONE });
    await openChat(page, service, CHAT);
    const menu = page.getByRole('button', { name: 'Conversations' });
    await menu.click();
    const drawer = page.getByRole('dialog', { name: 'Conversations' });
    await drawer.waitFor();
    const inside = () => page.evaluate(() => document.querySelector('#list')!.contains(document.activeElement));
    await expect.poll(inside).toBe(true);
    const stops = new Set<string>();
    for (let press = 0; press < 25; press++) {
      await page.keyboard.press(press < 15 ? 'Tab' : 'Shift+Tab');
      expect(await inside()).toBe(true);
      stops.add(await page.evaluate(() => document.activeElement!.outerHTML.slice(0, 80)));
    }
    expect(stops.size).toBeGreaterThan(7);
    await page.keyboard.press('Escape');
    await expect.poll(() => drawer.count()).toBe(0);
    await expect.poll(() => menu.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+k');
    await expect.poll(() => focused(page)).toBe('find');
    await page.locator('.scrim').click({ position: { x: 380, y: 400 } });
    await expect.poll(() => drawer.count()).toBe(0);
    await menu.click();
    await drawer.getByText('Lease').click();
    await expect.poll(() => drawer.count()).toBe(0);
    await expect.poll(() => page.title()).toBe('Lease · Parley');
    await menu.click();
    await page.setViewportSize(DESK);
    await expect.poll(() => page.locator('.drawer-open').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
    await service.kill();
  });

  test('every control can be hit with a thumb on a phone', async () => {
    const service = new StandIn(structuredClone(SERVICE));
    await service.start();
    service.chats = CHATS;
    service.parley(CHAT, { blocks: EVERY_BLOCK, strip: { admit: 1 }, source: 'x' });
    service.preview(CHAT, { blocks: EVERY_BLOCK.slice(0, 1) });
    const { context, page } = await newVisit(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
    await openChat(page, service, CHAT);
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    const small = () =>
      page
        .locator('button:visible')
        .evaluateAll((all) =>
          all
            .filter((button) => button.getBoundingClientRect().height < 44)
            .map((button) => button.outerHTML.slice(0, 120)),
        );
    expect(await small()).toEqual([]);
    await page.getByRole('button', { name: 'Conversations' }).click();
    await page.getByRole('button', { name: 'Rename or delete “Lease”' }).click();
    expect(await small()).toEqual([]);
    await context.close();
    await service.kill();
  });

  test('where motion is unwelcome nothing moves', async () => {
    const service = new StandIn(structuredClone(SERVICE));
    await service.start();
    service.preview(CHAT, { blocks: EVERY_BLOCK.slice(0, 1) });
    const { context, page } = await newVisit(browser, { reducedMotion: 'reduce' });
    await openChat(page, service, CHAT);
    await page.locator('.caret').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    expect(await page.evaluate(() => document.getAnimations().length)).toBeGreaterThan(0);
    await context.close();
    await service.kill();
  });
});
