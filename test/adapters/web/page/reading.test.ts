import type { Page } from 'playwright-core';
import { describe, expect, test, vi } from 'vitest';
import type { Block } from '../../../../adapters/web/tree.ts';
import { drawSvg } from '../../../vision/render.ts';
import { CHAT, CHATS, NOW, paragraph, TALL } from './chats.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { log, message, openChat, send } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

/** Resolves when the page has noticed. */
const scrollTo = (page: Page, top: number) =>
  log(page).evaluate(
    (frame, top) =>
      new Promise((noticed) => {
        frame.addEventListener('scroll', noticed, { once: true });
        frame.scrollTo(0, top);
      }),
    top,
  );

describe('what stands on the page', () => {
  let page: Given['page'];
  let context: Given['context'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, context, service } = given);
  });

  test('code is copied whole, and the button says so', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    service.parley(CHAT, {
      blocks: [
        {
          t: 'code',
          language: 'js',
          text: 'let a = 1;\n',
          tones: [
            ['k', 'let'],
            ['', ' a = '],
            ['n', '1'],
            ['', ';\n'],
          ],
        },
      ],
      source: '```js\nlet a = 1;\n```',
    });
    await openChat(page, service, CHAT);
    await log(page).getByText('JavaScript').waitFor();
    expect(await page.locator('.code code').textContent()).toBe('let a = 1;\n');
    expect(await page.locator('.tone-k').textContent()).toBe('let');
    await page.getByRole('button', { name: 'Copy this code' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('let a = 1;\n');
    expect(await page.locator('main > [role=status]').textContent()).toBe('Copied');
    await page.getByRole('button', { name: 'Copy the answer' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('```js');
    await page.getByRole('button', { name: 'Copy this code' }).waitFor();
  });

  test('a table wider than the page scrolls in its own frame, with keys too', async () => {
    const wide = Array.from({ length: 14 }, (_, index) => [`column number ${index}`]);
    service.parley(CHAT, { blocks: [{ t: 'table', align: wide.map(() => 'end'), head: wide, rows: [wide] }] });
    await openChat(page, service, CHAT);
    const frame = page.getByRole('region', { name: 'Table' });
    await frame.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => frame.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    expect(await log(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });

  test('links open elsewhere without a way back, and what is no address opens nothing', async () => {
    const link = (href: string): Block => ({ t: 'p', c: [{ t: 'link', href, c: [href] }] });
    service.parley(CHAT, {
      blocks: ['https://example.org/', 'javascript:alert(1)', 'data:text/html,x', '//example.org', ' javascript:x'].map(
        link,
      ),
    });
    await openChat(page, service, CHAT);
    await log(page).getByText('javascript:alert(1)').waitFor();
    const anchors = await log(page)
      .locator('a')
      .evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.getAttribute('rel'), a.getAttribute('target')]));
    expect(anchors).toEqual([['https://example.org/', 'noopener noreferrer', '_blank']]);
  });

  test('markup in messages and answers stays text', async () => {
    const evil = '<img src=x onerror="console.error(1)"><script>console.error(2)</script>';
    const at = service.person(CHAT, evil);
    service.parley(CHAT, { answers: [at], blocks: [paragraph(evil), { t: 'code', text: evil }] });
    await openChat(page, service, CHAT);
    await expect.poll(() => log(page).getByText(evil).count()).toBe(3);
    expect(await log(page).locator('img, script').count()).toBe(0);
  });

  test('every block has the direction of its own first letters, and code is read from left to right', async () => {
    service.parley(CHAT, {
      blocks: [
        paragraph('Protein'),
        paragraph('البروتين في الثاني 14 غ'),
        { t: 'list', items: [{ c: [paragraph('إدامامي')] }] },
        { t: 'code', text: 'const ا = 1;' },
      ],
    });
    await openChat(page, service, CHAT);
    await log(page).getByText('Protein').waitFor();
    const side = (selector: string) =>
      page.locator(selector).evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const text = range.getBoundingClientRect();
        const box = element.getBoundingClientRect();
        return text.left - box.left < box.right - text.right ? 'left' : 'right';
      });
    expect(await side('.ans > p:nth-of-type(1)')).toBe('left');
    expect(await side('.ans > p:nth-of-type(2)')).toBe('right');
    expect(await side('.ans li p')).toBe('right');
    expect(await page.locator('.ans ul').evaluate((list) => getComputedStyle(list).direction)).toBe('rtl');
    expect(await page.locator('.code code').evaluate((code) => getComputedStyle(code).direction)).toBe('ltr');
  });

  test('the interface turns as a whole with the direction of the document', async () => {
    service.chats = CHATS;
    await openChat(page, service, CHAT);
    await send(page, 'hello');
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    const left = async (selector: string) => (await page.locator(selector).first().boundingBox())!.x;
    expect(await left('.side')).toBeGreaterThan(await left('.main'));
    expect(await left('.send')).toBeLessThan(400);
    expect(await left('.bub')).toBeLessThan(600);
  });

  test('the log follows the end while it is in sight, and else says that there is more below', async () => {
    for (let turn = 0; turn < 12; turn++) service.parley(CHAT, { blocks: [paragraph(`line ${turn}\n`.repeat(30))] });
    await openChat(page, service, CHAT);
    const fromEnd = () => log(page).evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight);
    await log(page).getByText('line 11').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
    service.parley(CHAT, { blocks: [paragraph('one more')] });
    await log(page).getByText('one more').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
    await scrollTo(page, 300);
    service.parley(CHAT, { blocks: [paragraph('out of sight')] });
    const below = page.getByRole('button', { name: 'New text below' });
    await below.waitFor();
    expect(await log(page).evaluate((frame) => frame.scrollTop)).toBe(300);
    await below.click();
    await expect.poll(fromEnd).toBeLessThan(2);
    expect(await below.count()).toBe(0);
    await scrollTo(page, 300);
    await message(page).fill('writing is no news');
    await page.getByRole('link', { name: 'Status' }).first().focus();
    service.setChats([{ id: 'other', title: 'Another conversation', at: NOW, last: '', working: false }]);
    await page.getByText('Another conversation').waitFor();
    expect(await below.count()).toBe(0);
    expect(await log(page).evaluate((frame) => frame.scrollTop)).toBe(300);
    await message(page).press('Enter');
    await log(page).getByText('writing is no news').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
  });

  test('a picture that takes its time is in sight once it is there', async () => {
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    await page.route('**/api/files/slow', async (route) => {
      await held;
      await route.fulfill({ contentType: 'image/png', body: drawSvg(TALL) });
    });
    for (let turn = 0; turn < 12; turn++) service.parley(CHAT, { blocks: [paragraph(`line ${turn}\n`.repeat(30))] });
    const picture = { id: 'slow', name: 'chart.png', bytes: 9, picture: { alt: 'A chart' } };
    service.parley(CHAT, { blocks: [paragraph('look')], files: [picture] });
    await openChat(page, service, CHAT);
    await log(page).getByText('look').waitFor();
    letGo();
    const shown = log(page).getByRole('img', { name: 'A chart' });
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(900);
    const fromEnd = () => log(page).evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight);
    await expect.poll(fromEnd).toBeLessThan(2);
  });

  test('a long record shows its end first, and earlier turns on request without moving what is read', async () => {
    for (let turn = 0; turn < 150; turn++) {
      const at = service.person(CHAT, `question ${turn}`);
      service.parley(CHAT, { answers: [at], blocks: [paragraph(`answer ${turn}`)] });
    }
    await openChat(page, service, CHAT);
    await log(page).getByText('answer 149', { exact: true }).waitFor();
    expect(await log(page).locator('.turn').count()).toBe(60);
    await scrollTo(page, 0);
    const first = log(page).getByText('question 90', { exact: true });
    const earlier = page.getByRole('button', { name: 'Show earlier messages' });
    const before = (await first.boundingBox())!.y;
    await earlier.click();
    await expect.poll(() => log(page).locator('.turn').count()).toBe(120);
    expect((await first.boundingBox())!.y).toBeGreaterThan(0);
    expect(Math.abs((await first.boundingBox())!.y - before)).toBeLessThan(80);
  });
});
