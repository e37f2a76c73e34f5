import { describe, expect, test, vi } from 'vitest';
import { eachVisit, type Given } from './each-visit.ts';
import { KEY, refused } from './stand-in.ts';
import { log, message, openChat, send } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

const CHAT = 'chat-one';

describe('when the connection fails', () => {
  let page: Given['page'];
  let context: Given['context'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, context, service } = given);
  });

  const bubbles = () => log(page).locator('.bub').allTextContents();

  test('messages written meanwhile wait, can be taken back, and arrive in order once the service is back', async () => {
    await openChat(page, service, CHAT);
    await message(page).waitFor();
    await service.kill();
    await page.getByText('Parley is not running on this computer.').waitFor();
    expect(await page.getByRole('banner').or(page.locator('.states')).first().textContent()).toContain('not reached');
    expect(await message(page).getAttribute('placeholder')).toBe('Write on; it is sent when Parley is back');
    for (const text of ['one', 'two', 'never mind', 'three']) await send(page, text);
    await log(page).getByText('Waiting, sent when Parley is back.').waitFor();
    await log(page).getByText('Waiting, 4th in line.').waitFor();
    await page.getByRole('button', { name: 'Remove: never mind' }).click();
    await log(page).getByText('Waiting, 3rd in line.').waitFor();
    await service.start();
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect.poll(() => service.messages()).toEqual(['one', 'two', 'three']);
    await expect.poll(() => log(page).locator('.waiting').count()).toBe(0);
    expect(await bubbles()).toEqual(['one', 'two', 'three']);
    expect(await page.getByText('Parley is not running').count()).toBe(0);
  });

  test('the page comes back by itself, and says when it looks next', async () => {
    await openChat(page, service, CHAT);
    await message(page).waitFor();
    await service.kill();
    await page.getByText(/Trying again in \d/).waitFor();
    await service.start();
    await expect.poll(() => service.openTabs, { timeout: 15_000 }).toBe(1);
    await expect.poll(() => page.getByText('Parley is not running').count()).toBe(0);
  });

  test('a message outlives the tab it was written in', async () => {
    await openChat(page, service, CHAT);
    await message(page).waitFor();
    await service.kill();
    await send(page, 'kept by the browser');
    await log(page).getByText('Waiting, sent when Parley is back.').waitFor();
    await page.close();
    await service.start();
    page = await context.newPage();
    await page.goto(service.url);
    await expect.poll(() => service.messages()).toEqual(['kept by the browser']);
    await log(page).getByText('kept by the browser').waitFor();
  });

  test('a request whose answer was lost is not taken twice', async () => {
    let cut = false;
    service.answer = ({ path }) => {
      // The message is taken in all the same, but the process is gone before it can say so.
      if (path.endsWith('/messages') && !cut) {
        cut = true;
        void service.kill().then(() => service.start());
      }
      return undefined;
    };
    await openChat(page, service, CHAT);
    await send(page, 'only once');
    await expect.poll(() => service.streams.length, { timeout: 15_000 }).toBeGreaterThan(2);
    // Sent again or seen on the stream, whichever comes first.
    await expect.poll(() => log(page).locator('.waiting').count(), { timeout: 15_000 }).toBe(0);
    await expect.poll(() => bubbles()).toEqual(['only once']);
    expect(service.messages()).toEqual(['only once']);
  });

  test('a service that asks for a pause gets it, and then the message', async () => {
    let tries = 0;
    service.answer = ({ path }) => {
      if (!path.endsWith('/messages') || tries++ > 0) return undefined;
      return refused(429, 'A lot at once.', { headers: { 'retry-after': '2' } });
    };
    await openChat(page, service, CHAT);
    await send(page, 'patience');
    await log(page).getByText('Waiting, Parley asked for a short pause.').waitFor();
    await expect.poll(() => service.messages(), { timeout: 15_000 }).toEqual(['patience']);
    expect(tries).toBe(2);
  });

  test('a message the service will not take is put back for editing, before what was written since', async () => {
    service.answer = ({ path }) =>
      path.endsWith('/messages') ? refused(413, 'This is longer than I can keep.') : undefined;
    await openChat(page, service, CHAT);
    await send(page, 'too much');
    await page.getByRole('alert').getByText('This is longer than I can keep.').waitFor();
    await expect.poll(() => message(page).inputValue()).toBe('too much');
    expect(await log(page).locator('.bub').count()).toBe(0);
    await page.reload();
    await expect.poll(() => message(page).inputValue()).toBe('too much');
    service.answer = () => undefined;
    await message(page).press('Enter');
    await expect.poll(() => service.messages()).toEqual(['too much']);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('an answer cut off in the middle is complete after the connection is back, without a gap or a double', async () => {
    const at = service.person(CHAT, 'tell me');
    await openChat(page, service, CHAT);
    service.preview(CHAT, { answers: [at], blocks: [{ t: 'p', c: ['The first half'] }] });
    await log(page).getByText('The first half').waitFor();
    await service.kill();
    await expect.poll(() => page.locator('.caret').count()).toBe(0);
    expect(await log(page).getByText('The first half').count()).toBe(1);
    await page.getByText('Parley is not running').waitFor();
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    await service.start();
    await expect.poll(() => page.locator('.caret').count(), { timeout: 15_000 }).toBe(1);
    expect(service.streams.at(-1)?.get('after')).toBe(String(at));
    await service.kill();
    service.preview(CHAT, null);
    service.parley(CHAT, { answers: [at], blocks: [{ t: 'p', c: ['The first half and the second'] }] });
    await service.start();
    await log(page).getByText('The first half and the second').waitFor();
    expect(await log(page).locator('.ans').count()).toBe(1);
    expect(await log(page).locator('.bub').count()).toBe(1);
  });

  test('a tab out of sight gives its stream up after half a minute, and catches up when it is shown', async () => {
    await page.clock.install();
    const at = service.person(CHAT, 'tell me');
    await openChat(page, service, CHAT);
    await log(page).getByText('tell me').waitFor();
    const show = (state: 'hidden' | 'visible') =>
      page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await show('hidden');
    await page.clock.fastForward(29_000);
    await show('visible');
    await show('hidden');
    await page.clock.fastForward(29_000);
    expect(service.openTabs).toBe(1);
    await page.clock.fastForward(2000);
    await expect.poll(() => service.openTabs).toBe(0);
    const streams = service.streams.length;
    service.parley(CHAT, { answers: [at], blocks: [{ t: 'p', c: ['said meanwhile'] }] });
    await page.clock.fastForward(600_000);
    expect(service.streams).toHaveLength(streams);
    await show('visible');
    await log(page).getByText('said meanwhile').waitFor();
    expect(service.streams.at(-1)?.get('after')).toBe(String(at));
    expect(await page.getByText('Parley is not running').count()).toBe(0);
  });

  test('an idle page asks the service for nothing, however long it stands', async () => {
    await page.clock.install();
    await openChat(page, service, CHAT);
    await message(page).waitFor();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.clock.fastForward(3_600_000);
    expect(asked).toEqual([]);
    expect(service.openTabs).toBe(1);
  });

  test('where nobody answers at all the page says so, and keeps the key for the next try', async () => {
    await page.goto(service.url);
    await page.getByText('This page needs its link').waitFor();
    await service.kill();
    await page.evaluate((key) => {
      location.hash = `#k=${key}`;
    }, KEY);
    await page.getByRole('heading', { name: 'Parley is not running on this computer.' }).waitFor();
    await service.start();
    await page.getByRole('button', { name: 'Try again' }).click();
    await message(page).waitFor();
  });

  test('a service that is stopping says so before it is gone', async () => {
    await openChat(page, service, CHAT);
    service.setService({ stopping: true });
    await page.getByRole('status').getByText('Parley is shutting down.').waitFor();
  });
});
