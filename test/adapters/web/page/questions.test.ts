import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { QuestionView } from '../../../../adapters/web/protocol.ts';
import { launchBrowser } from '../../../browser.ts';
import { refused, StandIn } from './stand-in.ts';
import { newVisit, openChat, PHONE, SERVICE, sideways, violations } from './visit.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const QUESTIONS: QuestionView[] = [
  {
    id: 7,
    channel: 'WhatsApp Cloud',
    chat: '5511987654321',
    at: 1_760_000_000_000,
    text: 'Do you bake cakes?',
    files: 1,
  },
  { id: 5, channel: 'WhatsApp Cloud', chat: 'BR.1', at: 1_760_000_000_000, text: 'هل تخبزون كعكة؟', files: 0 },
];

let browser: Browser;
const service = new StandIn({ ...SERVICE, questions: QUESTIONS });
beforeAll(async () => {
  browser = await launchBrowser();
  await service.start();
});
afterAll(async () => {
  await browser?.close();
  await service.kill();
});

test('the owner sees what people asked, is reminded beside the list, and answers on the spot', async () => {
  const { page, context, faults } = await newVisit(browser, { viewport: PHONE });
  await openChat(page, service, 'chat-one');
  await page.evaluate(() => {
    location.hash = '#status';
  });
  await page.getByRole('heading', { name: 'Questions for you' }).waitFor();
  expect(await page.locator('.places').textContent()).toContain('2 to do');
  const first = page.locator('.asked li').first();
  expect(await first.textContent()).toContain('Do you bake cakes? (with 1 file, to be seen in the app itself)');
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);

  const send = first.getByRole('button', { name: 'Send' });
  expect(await send.isDisabled()).toBe(true);
  await first.getByLabel('Your answer to 5511987654321').fill('Yes, we do.');
  service.answer = () => refused(409, 'The app lets nobody write there any more.');
  await send.click();
  await page.getByText('The app lets nobody write there any more.').waitFor();
  service.answer = () => {
    service.setService({ questions: QUESTIONS.slice(1) });
    return { status: 204 };
  };
  await send.click();
  await expect.poll(() => page.locator('.asked li').count()).toBe(1);
  expect(service.received.at(-1)).toMatchObject({
    method: 'POST',
    path: '/api/questions/7',
    body: { text: 'Yes, we do.' },
  });
  service.answer = () => {
    service.setService({ questions: [] });
    return { status: 204 };
  };
  await page.getByRole('button', { name: 'Needs no answer' }).click();
  await expect.poll(() => page.locator('.asked').count()).toBe(0);
  expect(service.received.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/questions/5' });
  expect(faults).toEqual([]);
  await context.close();
});

test('the owner sees where they answer themselves, and lets Parley answer there again', async () => {
  const until = Date.UTC(2026, 10, 21, 20, 30);
  const pauses = ['100200', '100300'].map((chat) => ({ id: `pause ${chat}`, channel: 'Messenger', chat, until }));
  service.setService({ pauses });
  const { page, context, faults } = await newVisit(browser, { viewport: PHONE });
  await openChat(page, service, 'chat-one');
  await page.evaluate(() => {
    location.hash = '#status';
  });
  await page.getByRole('heading', { name: 'Answered by you' }).waitFor();
  await page.getByText('Quiet until 21 Nov 21:30').first().waitFor();
  expect(await violations(page)).toEqual([]);
  expect(await sideways(page)).toBe(0);
  const again = page.getByRole('button', { name: 'Let Parley answer Messenger 100300' });
  service.answer = () => refused(404, 'Parley answers in this chat already.');
  await again.click();
  await page.getByText('Parley answers in this chat already.').waitFor();
  service.answer = () => {
    service.setService({ pauses: pauses.slice(0, 1) });
    return { status: 204 };
  };
  await again.click();
  await expect.poll(() => again.count()).toBe(0);
  expect(service.received.at(-1)).toMatchObject({ method: 'DELETE', path: '/api/pauses/pause%20100300' });
  expect(await page.getByRole('button', { name: 'Let Parley answer' }).count()).toBe(1);
  expect(faults).toEqual([]);
  await context.close();
});
