import { describe, expect, test, vi } from 'vitest';
import { CHAT } from './chats.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { KEY, refused } from './stand-in.ts';
import { focused, message, NOTICE, openChat, send } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

describe('coming to the page', () => {
  let page: Given['page'];
  let context: Given['context'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, context, service } = given);
  });

  test('the key of the link is traded for a cookie, and leaves the address at once', async () => {
    await page.goto(`${service.url}/#k=${KEY}`);
    await message(page).waitFor();
    expect(page.url()).not.toContain(KEY);
    const cookies = await context.cookies();
    expect(cookies).toMatchObject([{ httpOnly: true }]);
    expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2);
  });

  test('without a cookie the page says which link to open, and nothing else', async () => {
    await page.goto(service.url);
    await page.getByText('Open the link that npm start printed, or run npm run link.').waitFor();
    expect(await page.getByRole('textbox').count()).toBe(0);
    expect(service.streams).toEqual([]);
  });

  test('a used key does no harm while an earlier cookie holds, and a new one pasted into the open page is taken', async () => {
    await page.goto(`${service.url}/#k=used-up`);
    await page.getByText('This page needs its link').waitFor();
    expect(page.url()).not.toContain('used-up');
    await page.evaluate((key) => {
      location.hash = `#k=${key}`;
    }, KEY);
    await message(page).waitFor();
    await page.goto('about:blank');
    await page.goto(`${service.url}/#k=used-up`);
    await message(page).waitFor();
  });

  test('a session that ends shows the door', async () => {
    await openChat(page, service, CHAT);
    await context.clearCookies();
    await send(page, 'hello');
    await page.getByText('This page needs its link').waitFor();
  });

  test('nothing can be written before Start, and Start is sent as the choice the notice names', async () => {
    service.service.notice = NOTICE;
    service.answer = ({ body }) => {
      if (body.choice === NOTICE.accept) queueMicrotask(() => service.setService({ notice: null }));
      return undefined;
    };
    await openChat(page, service, CHAT);
    await page.getByRole('heading', { name: NOTICE.title }).waitFor();
    expect(await page.locator('.consent strong').allTextContents()).toEqual(['Ana’s own computer', '30 days']);
    expect(await message(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Read more' }).click();
    await page.getByText('its licence is Apache-2.0').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await message(page).waitFor();
    expect(service.received.map(({ path, body }) => [path, body.choice])).toEqual([
      [`/api/chats/${CHAT}/choices`, NOTICE.accept],
    ]);
    await expect.poll(() => focused(page)).toBe('message');
  });

  test('a choice that could not be sent is told, and can be made again', async () => {
    service.service.notice = NOTICE;
    service.answer = () => refused(503, 'This computer’s disk is full.', { action: 'Make room.' });
    await openChat(page, service, CHAT);
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('alert').getByText('This computer’s disk is full. Make room.').waitFor();
    expect(await page.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
  });

  test('after No thanks Parley is silent, with a way back', async () => {
    service.service.notice = NOTICE;
    service.answer = ({ body }) => {
      if (body.choice === NOTICE.decline)
        queueMicrotask(() => service.setService({ notice: { ...NOTICE, declined: true } }));
      return undefined;
    };
    await openChat(page, service, CHAT);
    await page.getByRole('button', { name: 'No thanks' }).click();
    await page.getByRole('heading', { name: 'I stay silent.' }).waitFor();
    expect(await message(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => service.received.at(-1)?.body.choice).toBe(NOTICE.accept);
  });
});
