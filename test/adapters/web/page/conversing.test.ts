import { describe, expect, test, vi } from 'vitest';
import type { Block } from '../../../../adapters/web/tree.ts';
import { drawSvg } from '../../../vision/render.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { KEY, refused } from './stand-in.ts';
import { focused, NOTICE, openChat, PHONE } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

const CHAT = 'chat-one';
const TALL = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="900"/>';
const NOW = Date.now();
const CHATS = [
  { id: CHAT, title: 'Rivers of Europe', at: NOW, last: 'The Seine', working: false },
  { id: 'chat-two', title: 'كم البروتين في الثاني؟', at: NOW - 1000, last: 'إدامامي – 14 غ', working: true },
  { id: 'chat-old', title: 'Lease', at: NOW - 40 * 86_400_000, last: 'Three months', working: false },
];

const paragraph = (text: string): Block => ({ t: 'p', c: [text] });

describe('a person at the page', () => {
  let page: Given['page'];
  let context: Given['context'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, context, service } = given);
  });

  const message = () => page.getByRole('textbox', { name: 'Message to Parley' });
  const log = () => page.getByRole('log');
  /** Resolves when the page has noticed. */
  const scrollTo = (top: number) =>
    log().evaluate(
      (frame, top) =>
        new Promise((noticed) => {
          frame.addEventListener('scroll', noticed, { once: true });
          frame.scrollTo(0, top);
        }),
      top,
    );
  async function send(text: string) {
    await message().fill(text);
    await message().press('Enter');
  }

  // ---------------------------------------------------------------------------------------------- coming in

  test('the key of the link is traded for a cookie, and leaves the address at once', async () => {
    await page.goto(`${service.url}/#k=${KEY}`);
    await message().waitFor();
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
    await message().waitFor();
    await page.goto('about:blank');
    await page.goto(`${service.url}/#k=used-up`);
    await message().waitFor();
  });

  test('a session that ends shows the door', async () => {
    await openChat(page, service, CHAT);
    await context.clearCookies();
    await send('hello');
    await page.getByText('This page needs its link').waitFor();
  });

  // ---------------------------------------------------------------------------------------------- the notice

  test('nothing can be written before Start, and Start is sent as the choice the notice names', async () => {
    service.service.notice = NOTICE;
    service.answer = ({ body }) => {
      if (body.choice === NOTICE.accept) queueMicrotask(() => service.setService({ notice: null }));
      return undefined;
    };
    await openChat(page, service, CHAT);
    await page.getByRole('heading', { name: NOTICE.title }).waitFor();
    expect(await page.locator('.consent strong').allTextContents()).toEqual(['Ana’s own computer', '30 days']);
    expect(await message().count()).toBe(0);
    await page.getByRole('button', { name: 'Read more' }).click();
    await page.getByText('its licence is Apache-2.0').waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    await message().waitFor();
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
    expect(await message().count()).toBe(0);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => service.received.at(-1)?.body.choice).toBe(NOTICE.accept);
  });

  // ---------------------------------------------------------------------------------------------- an answer

  test('a message is sent, its answer streams in behind the flag and becomes final, and is spoken once', async () => {
    await openChat(page, service, CHAT);
    await page.getByText('What would you like to know?').waitFor();
    const heard = await page.evaluateHandle(() => {
      const heard: string[] = [];
      const region = document.querySelector('main > [role=status]')!;
      new MutationObserver(() => heard.push(region.textContent ?? '')).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
      return heard;
    });
    await send('Which river flows through Paris?');
    await log().locator('.bub', { hasText: 'Which river' }).waitFor();
    expect(await message().inputValue()).toBe('');
    const [asked] = service.entries.get(CHAT)!;
    service.setWaiting(CHAT, [asked!.id]);
    await log().getByText('Answering…').waitFor();
    service.preview(CHAT, { phase: { name: 'queued', ahead: 2 }, seconds: 4 });
    await log().getByText('2 ahead of you').waitFor();
    service.preview(CHAT, { phase: { name: 'reading' } });
    await log().getByText('Reading').waitFor();
    service.preview(CHAT, { blocks: [{ t: 'p', lead: true, c: ['The Sei'] }] });
    await log().locator('.lead .caret').waitFor();
    expect(await log().getAttribute('aria-busy')).toBe('true');
    service.preview(CHAT, { blocks: [{ t: 'p', lead: true, c: ['The Seine.'] }, paragraph('It')] });
    service.preview(CHAT, { from: 1, blocks: [paragraph('It rises in Burgundy.')] });
    await log().getByText('It rises in Burgundy.').waitFor();
    service.parley(CHAT, {
      answers: [asked!.id],
      blocks: [{ t: 'p', lead: true, c: ['The Seine.'] }, paragraph('It rises in Burgundy.')],
    });
    service.setWaiting(CHAT, []);
    service.preview(CHAT, null);
    await expect.poll(() => log().getAttribute('aria-busy')).toBe('false');
    expect(await log().getByText('It rises in Burgundy.').count()).toBe(1);
    expect(await page.locator('.caret').count()).toBe(0);
    expect(await focused(page)).toBe('message');
    expect(await heard.jsonValue()).toEqual(['Answering…', 'The Seine.\nIt rises in Burgundy.']);
  });

  test('Stop and Esc send the choice stop, and only while something runs', async () => {
    await openChat(page, service, CHAT);
    await message().press('Escape');
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    service.preview(CHAT, { blocks: [paragraph('word')] });
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await focused(page)).toBe('message');
    await message().press('Escape');
    await expect.poll(() => service.received.map(({ body }) => body.choice)).toEqual(['stop', 'stop']);
    const at = service.person(CHAT, 'a story');
    service.parley(CHAT, { answers: [at], blocks: [paragraph('word')], ended: 'stopped' });
    await log().getByText('Stopped by you').waitFor();
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
  });

  test('a message sent while an answer runs waits below it, in line', async () => {
    const first = service.person(CHAT, 'first', { state: 'waiting' });
    service.setWaiting(CHAT, [first]);
    service.preview(CHAT, { answers: [first], blocks: [paragraph('one word')] });
    await openChat(page, service, CHAT);
    await log().getByText('one word').waitFor();
    await send('second');
    await log().locator('.bub', { hasText: 'second' }).waitFor();
    await expect.poll(() => service.entries.get(CHAT)!.length).toBe(2);
    const second = service.entries.get(CHAT)!.at(-1)!.id;
    service.setWaiting(CHAT, [first, second]);
    await log().getByText('Waiting, 2nd in line').waitFor();
    const order = () => log().locator('.bub, .ans > p').allTextContents();
    expect(await order()).toEqual(['first', 'one word', 'second']);
    service.parley(CHAT, { answers: [first], blocks: [paragraph('one word more')] });
    service.setWaiting(CHAT, [second]);
    await log().getByText('one word more').waitFor();
    expect(await order()).toEqual(['first', 'one word more', 'second', ' Answering…']);
  });

  test('a model’s answer says that nobody checked it; what was read, a notice and words still arriving do not', async () => {
    const first = service.person(CHAT, 'What is the capital of Australia?');
    service.parley(CHAT, { answers: [first], fromModel: true, blocks: [{ t: 'p', lead: true, c: ['Canberra.'] }] });
    service.parley(CHAT, { blocks: [paragraph('Read from a photo.')] });
    service.parley(CHAT, { kind: 'notice', blocks: [paragraph('A fresh start.')] });
    service.preview(CHAT, { blocks: [paragraph('still arriving')] });
    await openChat(page, service, CHAT);
    await log().getByText('still arriving').waitFor();
    const evidence = page.getByRole('group', { name: 'Evidence' });
    expect(await evidence.allTextContents()).toEqual(['unchecked from the model’s memory']);
    const box = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
    const lead = await box('.lead');
    const note = (await evidence.boundingBox())!;
    expect(note.x).toBeGreaterThan((await box('.composer')).x + (await box('.composer')).width);
    expect(Math.abs(note.y - lead.y)).toBeLessThan(lead.height / 2);
    await page.setViewportSize(PHONE);
    await expect.poll(async () => (await evidence.boundingBox())!.x).toBe((await box('.lead')).x);
    expect((await evidence.boundingBox())!.y).toBeGreaterThan((await box('.lead')).y + lead.height / 2);
  });

  test('a notice of trouble looks like one, and its buttons work', async () => {
    const at = service.person(CHAT, 'hello');
    service.parley(CHAT, {
      kind: 'notice',
      trouble: true,
      answers: [at],
      blocks: [paragraph('The model stopped twice. Your message is kept.')],
      buttons: [{ label: 'Ask again', value: 'again' }],
    });
    await openChat(page, service, CHAT);
    const notice = log().locator('.notice.bad', { hasText: 'The model stopped twice.' });
    await notice.waitFor();
    expect(await notice.locator('.st-bad').count()).toBe(1);
    await notice.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => service.received.map(({ body }) => body.choice)).toEqual(['again']);
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
    await log().getByText('JavaScript').waitFor();
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
    expect(await log().evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });

  test('links open elsewhere without a way back, and what is no address opens nothing', async () => {
    const link = (href: string): Block => ({ t: 'p', c: [{ t: 'link', href, c: [href] }] });
    service.parley(CHAT, {
      blocks: ['https://example.org/', 'javascript:alert(1)', 'data:text/html,x', '//example.org', ' javascript:x'].map(
        link,
      ),
    });
    await openChat(page, service, CHAT);
    await log().getByText('javascript:alert(1)').waitFor();
    const anchors = await log()
      .locator('a')
      .evaluateAll((all) => all.map((a) => [a.getAttribute('href'), a.getAttribute('rel'), a.getAttribute('target')]));
    expect(anchors).toEqual([['https://example.org/', 'noopener noreferrer', '_blank']]);
  });

  test('markup in messages and answers stays text', async () => {
    const evil = '<img src=x onerror="console.error(1)"><script>console.error(2)</script>';
    const at = service.person(CHAT, evil);
    service.parley(CHAT, { answers: [at], blocks: [paragraph(evil), { t: 'code', text: evil }] });
    await openChat(page, service, CHAT);
    await expect.poll(() => log().getByText(evil).count()).toBe(3);
    expect(await log().locator('img, script').count()).toBe(0);
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
    await log().getByText('Protein').waitFor();
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
    await send('hello');
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    const left = async (selector: string) => (await page.locator(selector).first().boundingBox())!.x;
    expect(await left('.side')).toBeGreaterThan(await left('.main'));
    expect(await left('.send')).toBeLessThan(400);
    expect(await left('.bub')).toBeLessThan(600);
  });

  test('the thin strip opens the journey of the message, step by step', async () => {
    service.journey = {
      steps: [
        { step: 'admit', startMs: 0, ms: 0.4 },
        { step: 'prefill', startMs: 1, ms: 99 },
        { step: 'generate', startMs: 100, ms: 300 },
      ],
      model: 'small-model',
      promptTokens: 120,
      cachedTokens: 96,
    };
    service.parley(CHAT, {
      blocks: [paragraph('yes')],
      strip: { admit: 0.4, lane: 0, firstWord: 612, tokensPerSecond: 14.2 },
    });
    await openChat(page, service, CHAT);
    const strip = page.getByRole('button', { name: /first word/ });
    await strip.click();
    await page.getByRole('table', { name: 'Journey of this message' }).waitFor();
    expect(await page.locator('.waterfall tbody th').allTextContents()).toEqual(['admit', 'prefill', 'generate']);
    await page.getByText('120 tokens read, 96 of them remembered').waitFor();
    const bars = await page.locator('.waterfall i').evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect()));
    expect(bars[2]!.width / bars[1]!.width).toBeCloseTo(3, 0);
    expect(bars[2]!.left).toBeGreaterThan(bars[1]!.left);
    await strip.click();
    expect(await page.locator('.waterfall').count()).toBe(0);
  });

  test('buttons send their value; only those of the newest entry can be pressed, also with Alt', async () => {
    const buttons = [
      { label: 'Ask again', value: 'again' },
      { label: 'Chart', value: 'chart' },
    ];
    service.parley(CHAT, { kind: 'notice', blocks: [paragraph('old')], buttons: [{ label: 'Old', value: 'old' }] });
    service.parley(CHAT, { kind: 'notice', blocks: [paragraph('new')], buttons });
    await openChat(page, service, CHAT);
    await page.getByRole('button', { name: 'Chart' }).waitFor();
    expect(await page.getByRole('button', { name: 'Old' }).isDisabled()).toBe(true);
    await message().press('Alt+2');
    await expect.poll(() => service.received.map(({ body }) => body.choice)).toEqual(['chart']);
    await expect.poll(() => page.getByRole('button', { name: 'Chart' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('an erasure empties the conversation', async () => {
    service.person(CHAT, 'a secret');
    await openChat(page, service, CHAT);
    await log().getByText('a secret').waitFor();
    service.add(CHAT, { id: service.nextId(), at: NOW, by: 'erasure' });
    await page.getByText('What would you like to know?').waitFor();
    expect(await page.getByText('a secret').count()).toBe(0);
  });

  test('the log follows the end while it is in sight, and else says that there is more below', async () => {
    for (let turn = 0; turn < 12; turn++) service.parley(CHAT, { blocks: [paragraph(`line ${turn}\n`.repeat(30))] });
    await openChat(page, service, CHAT);
    const fromEnd = () => log().evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight);
    await log().getByText('line 11').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
    service.parley(CHAT, { blocks: [paragraph('one more')] });
    await log().getByText('one more').waitFor();
    await expect.poll(fromEnd).toBeLessThan(2);
    await scrollTo(300);
    service.parley(CHAT, { blocks: [paragraph('out of sight')] });
    const below = page.getByRole('button', { name: 'New text below' });
    await below.waitFor();
    expect(await log().evaluate((frame) => frame.scrollTop)).toBe(300);
    await below.click();
    await expect.poll(fromEnd).toBeLessThan(2);
    expect(await below.count()).toBe(0);
    await scrollTo(300);
    await message().fill('writing is no news');
    await page.getByRole('link', { name: 'Status' }).first().focus();
    service.setChats([{ id: 'other', title: 'Another conversation', at: NOW, last: '', working: false }]);
    await page.getByText('Another conversation').waitFor();
    expect(await below.count()).toBe(0);
    expect(await log().evaluate((frame) => frame.scrollTop)).toBe(300);
    await message().press('Enter');
    await log().getByText('writing is no news').waitFor();
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
    await log().getByText('look').waitFor();
    letGo();
    const shown = log().getByRole('img', { name: 'A chart' });
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBe(900);
    const fromEnd = () => log().evaluate((frame) => frame.scrollHeight - frame.scrollTop - frame.clientHeight);
    await expect.poll(fromEnd).toBeLessThan(2);
  });

  test('a long record shows its end first, and earlier turns on request without moving what is read', async () => {
    for (let turn = 0; turn < 150; turn++) {
      const at = service.person(CHAT, `question ${turn}`);
      service.parley(CHAT, { answers: [at], blocks: [paragraph(`answer ${turn}`)] });
    }
    await openChat(page, service, CHAT);
    await log().getByText('answer 149', { exact: true }).waitFor();
    expect(await log().locator('.turn').count()).toBe(60);
    await scrollTo(0);
    const first = log().getByText('question 90', { exact: true });
    const earlier = page.getByRole('button', { name: 'Show earlier messages' });
    const before = (await first.boundingBox())!.y;
    await earlier.click();
    await expect.poll(() => log().locator('.turn').count()).toBe(120);
    expect((await first.boundingBox())!.y).toBeGreaterThan(0);
    expect(Math.abs((await first.boundingBox())!.y - before)).toBeLessThan(80);
  });

  // ---------------------------------------------------------------------------------------------- writing

  test('a reload finds the conversation, and what was being written', async () => {
    const at = service.person(CHAT, 'asked before');
    service.parley(CHAT, { answers: [at], blocks: [paragraph('answered before')] });
    await openChat(page, service, CHAT);
    await message().fill('half a sentence');
    await page.reload();
    await log().getByText('answered before').waitFor();
    await expect.poll(() => message().inputValue()).toBe('half a sentence');
  });

  test('two tabs show the same conversation', async () => {
    await openChat(page, service, CHAT);
    const other = await context.newPage();
    await openChat(other, service, CHAT);
    await expect.poll(() => service.openTabs).toBe(2);
    await send('seen in both');
    await other.getByRole('log').getByText('seen in both').waitFor();
    service.preview(CHAT, { blocks: [paragraph('and so is this')] });
    await other.getByText('and so is this').waitFor();
    await log().getByText('and so is this').waitFor();
    expect(await log().locator('.bub').count()).toBe(1);
  });

  test('Enter sends, Shift+Enter breaks the line, and Enter of an input method does neither', async () => {
    await openChat(page, service, CHAT);
    await message().fill('one');
    await message().press('Shift+Enter');
    await message().pressSequentially('two');
    await message().evaluate((field) => {
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      );
    });
    expect(service.received).toEqual([]);
    await message().press('Enter');
    await expect.poll(() => service.messages()).toEqual(['one\ntwo']);
  });

  test('a single letter and Enter at once are sent', async () => {
    await openChat(page, service, CHAT);
    await message().waitFor();
    await message().evaluate((field: HTMLTextAreaElement) => {
      field.value = '1';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await message().press('Enter');
    await expect.poll(() => service.messages()).toEqual(['1']);
  });

  test('the field grows to eight lines, then scrolls', async () => {
    await openChat(page, service, CHAT);
    const height = async () => (await message().boundingBox())!.height;
    await message().fill('1');
    const one = await height();
    await message().fill('1\n2\n3');
    expect((await height()) - one).toBe(48);
    await message().fill('x\n'.repeat(40));
    expect((await height()) - one).toBe(7 * 24);
    await message().fill('');
    expect(await height()).toBe(one);
  });

  test('too long a message is not sent, and the person is told by how much', async () => {
    await openChat(page, service, CHAT);
    await message().fill('x'.repeat(200_001));
    await page.getByText('At most 200,000 characters go into one message. This has 200,001.').waitFor();
    await message().press('Enter');
    await message().fill('x'.repeat(200_000));
    await message().press('Enter');
    await expect.poll(() => service.messages().map((text) => text.length)).toEqual([200_000]);
  });

  test('a message longer than what is read can be sent, and the person knows how much is read', async () => {
    await openChat(page, service, CHAT);
    const hint = page.getByText('I read the first 24,000 characters.');
    await message().fill('x'.repeat(24_000));
    expect(await hint.count()).toBe(0);
    await message().fill('x'.repeat(24_001));
    await hint.waitFor();
    expect(await message().getAttribute('aria-invalid')).toBeNull();
    await message().press('Enter');
    await expect.poll(() => service.messages().map((text) => text.length)).toEqual([24_001]);
  });

  test('a slash opens the commands; arrows choose, Enter takes, Enter sends', async () => {
    await openChat(page, service, CHAT);
    await message().pressSequentially('/s');
    const options = page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
    expect(await options.allTextContents()).toEqual([
      '/stopEnd the running answer',
      '/statusMeasured times, and what waits',
    ]);
    await message().press('ArrowDown');
    expect(await message().getAttribute('aria-activedescendant')).toBe('command-status');
    await message().press('Enter');
    expect(await message().inputValue()).toBe('/status');
    expect(service.messages()).toEqual([]);
    await message().press('Enter');
    await expect.poll(() => service.messages()).toEqual(['/status']);
    await message().pressSequentially('/he');
    await options.first().click();
    expect(await message().inputValue()).toBe('/help');
    expect(await focused(page)).toBe('message');
    await message().fill('/');
    await message().press('Escape');
    expect(await options.count()).toBe(0);
  });

  test('the prompts of an empty page go into the field, and leave at the first letter', async () => {
    await openChat(page, service, CHAT);
    const prompts = page.locator('.prompts button');
    await prompts.first().waitFor();
    await message().fill('x');
    expect(await prompts.count()).toBe(0);
    await message().fill('');
    await prompts.first().click();
    expect(await message().inputValue()).toContain('sky');
    expect(await focused(page)).toBe('message');
    await message().fill('');
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Read from your photo' }).click();
    const chooser = await asked;
    expect(await message().inputValue()).toBe('Which of these has the most protein?');
    await chooser.setFiles({ name: 'tall.png', mimeType: 'image/png', buffer: drawSvg(TALL) });
    await page.getByRole('list', { name: 'Attached photos' }).waitFor();
    expect(await focused(page)).toBe('message');
  });

  test('where photos are not read nothing invites them', async () => {
    service.service.photos.read = false;
    await openChat(page, service, CHAT);
    await page.locator('.prompts button').first().waitFor();
    expect(await page.getByRole('button', { name: 'Read from your photo' }).count()).toBe(0);
  });

  // ---------------------------------------------------------------------------------------------- the list

  test('the list is grouped, shows what works, and opens what is chosen', async () => {
    service.chats = CHATS;
    service.person('chat-old', 'may I keep a dog?');
    await openChat(page, service, CHAT);
    const list = page.getByRole('navigation', { name: 'Conversations' });
    await list.getByText('Lease').waitFor();
    expect((await list.locator('h2').allTextContents())[0]).toBe('Today');
    expect(await list.locator('[aria-current=page] b').textContent()).toBe('Rivers of Europe');
    expect(await list.locator('.chat', { hasText: 'البروتين' }).textContent()).toContain('Answering…');
    await list.getByText('Lease').click();
    await log().getByText('may I keep a dog?').waitFor();
    expect(await page.title()).toBe('Lease · Parley');
    await page.goBack();
    await expect.poll(() => page.title()).toBe('Rivers of Europe · Parley');
  });

  test('each conversation keeps its own draft', async () => {
    service.chats = CHATS;
    await openChat(page, service, CHAT);
    await message().fill('for the rivers');
    await page.getByText('Lease').click();
    await expect.poll(() => message().inputValue()).toBe('');
    await page.locator('.chat', { hasText: 'Rivers' }).click();
    await expect.poll(() => message().inputValue()).toBe('for the rivers');
  });

  test('Ctrl+K finds by title and last words, Enter opens, Esc empties', async () => {
    service.chats = CHATS;
    await openChat(page, service, CHAT);
    await message().press('Control+k');
    await expect.poll(() => focused(page)).toBe('find');
    await page.keyboard.type('three mon');
    expect(await page.locator('.chat').count()).toBe(1);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.title()).toBe('Lease · Parley');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('nowhere');
    await page.getByText('No conversation has “nowhere”.').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.chat').count()).toBe(3);
  });

  test('a conversation is renamed in its row', async () => {
    service.chats = CHATS;
    await openChat(page, service, CHAT);
    await page.getByRole('button', { name: 'Rename or delete “Rivers of Europe”' }).click();
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.keyboard.type('Rivers of the world');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Rivers of the world', level: 1 }).waitFor();
    expect(service.received.at(-1)).toMatchObject({ method: 'PATCH', body: { title: 'Rivers of the world' } });
  });

  test('a conversation is deleted only after a second word, and Esc takes the first back', async () => {
    service.chats = CHATS;
    await openChat(page, service, CHAT);
    const open = page.getByRole('button', { name: 'Rename or delete “Rivers of Europe”' });
    await open.click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('Delete “Rivers of Europe” for good?').waitFor();
    await page.keyboard.press('Escape');
    expect(service.received).toEqual([]);
    await expect.poll(() => open.evaluate((button) => button === document.activeElement)).toBe(true);
    await open.click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.poll(() => page.title()).toBe('New conversation · Parley');
    expect(service.received).toMatchObject([{ method: 'DELETE', path: `/api/chats/${CHAT}` }]);
    expect(await page.locator('.chat').count()).toBe(2);
  });

  test('what the service would not do is told, and nothing is pretended', async () => {
    service.chats = CHATS;
    service.answer = () => refused(404, 'There is no such conversation any more.', { action: 'Reload the page.' });
    await openChat(page, service, CHAT);
    await page.getByRole('button', { name: 'Rename or delete “Lease”' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByRole('alert').getByText('There is no such conversation any more. Reload the page.').waitFor();
    expect(await page.locator('.chat').count()).toBe(3);
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('Ctrl+Shift+O begins a new conversation, F6 walks the regions, Alt+arrows walk the turns', async () => {
    service.chats = CHATS;
    const at = service.person(CHAT, 'first');
    service.parley(CHAT, { answers: [at], blocks: [paragraph('answer')] });
    service.person(CHAT, 'second');
    await openChat(page, service, CHAT);
    await log().getByText('second').waitFor();
    await message().focus();
    await page.keyboard.press('F6');
    expect(await focused(page)).toBe('find');
    await page.keyboard.press('F6');
    expect(await focused(page)).toBe('log');
    await page.keyboard.press('Alt+ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('second');
    await page.keyboard.press('Alt+ArrowUp');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('first');
    await page.keyboard.press('F6');
    expect(await focused(page)).toBe('message');
    await page.keyboard.press('Shift+F6');
    expect(await focused(page)).toBe('log');
    await page.keyboard.press('Control+Shift+o');
    await expect.poll(() => page.title()).toBe('New conversation · Parley');
    expect(service.streams.at(-1)?.get('chat')).not.toBe(CHAT);
  });

  // ---------------------------------------------------------------------------------------------- the model, the looks

  test('the way of the model is measured: share, bytes, rate and the time left', async () => {
    await openChat(page, service, CHAT);
    service.setService({
      model: {
        state: 'getting',
        step: 'downloading',
        name: 'm',
        doneBytes: 1.31e9,
        totalBytes: 1.96e9,
        bytesPerSecond: 11.4e6,
        share: 0.67,
      },
    });
    const bar = page.getByRole('progressbar', { name: 'Getting the model' });
    await bar.waitFor();
    const spaced = (text: string | null) => text?.replaceAll('\u00A0', ' ');
    expect(spaced(await page.locator('.caps').textContent())).toBe('Model 67 % 1.31 of 1.96 GB, 11.4 MB/s58 s left');
    expect(await bar.getAttribute('aria-valuenow')).toBe('67');
    expect(spaced(await bar.getAttribute('aria-valuetext'))).toBe('Model 67 %, 58 s left');
    const share = await bar.evaluate(
      (track) => track.querySelector('i')!.offsetWidth / (track as HTMLElement).offsetWidth,
    );
    expect(share).toBeGreaterThan(0);
    for (const [step, words] of [
      ['finding', 'Looking for the model'],
      ['checking', 'Checking the files'],
      ['importing', 'Preparing the model for this computer'],
      ['loading', 'Loading'],
    ] as const) {
      service.setService({ model: { state: 'getting', step, name: 'm' } });
      await expect.poll(() => bar.getAttribute('aria-valuetext')).toBe(words);
      expect(await bar.getAttribute('aria-valuenow')).toBeNull();
    }
    service.setService({
      model: { state: 'ready', name: 'm', where: 'here', caveat: 'The larger model is still on its way' },
    });
    await page.getByText('The larger model is still on its way').waitFor();
    expect(await bar.count()).toBe(0);
  });

  test('while a better model is on its way the page says how far, and which one answers', async () => {
    const next = {
      name: 'large',
      step: 'downloading',
      doneBytes: 0.21e9,
      totalBytes: 0.5e9,
      bytesPerSecond: 1e7,
    } as const;
    service.service.model = { state: 'ready', name: 'small', where: 'here', next };
    await openChat(page, service, CHAT);
    const bar = page.getByRole('progressbar', { name: 'Getting the model' });
    await bar.waitFor();
    const caption = async () => (await page.locator('.caps').textContent())?.replaceAll('\u00A0', ' ');
    expect(await caption()).toBe(
      'A better model is on its way: 42 %, 210.0 of 500.0 MB, 10.0 MB/s, answers come from small meanwhile29 s left',
    );
    expect(await bar.getAttribute('aria-valuenow')).toBe('42');
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Status' }).click();
    await page.locator('.facts div', { hasText: 'On its way' }).getByText('large').waitFor();
    service.setService({
      model: { state: 'ready', name: 'small', where: 'here', next: { name: 'large', step: 'checking' } },
    });
    await expect.poll(caption).toBe('A better model is on its way: checking, answers come from small meanwhilelarge');
    service.setService({ model: { state: 'ready', name: 'large', where: 'here' } });
    await expect.poll(() => bar.count()).toBe(0);
    expect(await page.getByText('On its way').count()).toBe(0);
  });

  test('what looks at photos, and whether they are read, stands under Status and changes there', async () => {
    await openChat(page, service, CHAT);
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Status' }).click();
    const told = async () =>
      (await page.getByRole('heading', { name: 'Photos' }).locator('+ dl div').allInnerTexts()).map((text) =>
        text.split(/\n+/).map((line) => line.trim()),
      );
    const reads = ['Read in them', 'print and codes'];
    const getsEyes = 'npm run models -- pull eyes gets a model for it; then start Parley again';
    await expect.poll(told).toEqual([['Looked at by', 'nothing', getsEyes], reads]);
    service.setService({ photos: { read: true, eyes: { kind: 'text model' } } });
    const guess = 'what it says of them is a guess';
    await expect.poll(told).toEqual([['Looked at by', 'the same model', guess], reads]);
    service.setService({ photos: { read: true, eyes: { kind: 'own model', name: 'seer' } } });
    await expect.poll(told).toEqual([['Looked at by', 'seer', guess], reads]);
    const trouble = { message: 'Its file is gone.', remedy: 'Fetch it again.' };
    service.setService({ photos: { read: false, eyes: { kind: 'own model', name: 'seer', trouble } } });
    await expect.poll(told).toEqual([
      ['Looked at by', 'seer', 'Its file is gone. Fetch it again.'],
      ['Read in them', 'nothing'],
    ]);
  });

  test('a model that could not be had names each source, and can be tried again', async () => {
    service.service.model = {
      state: 'failed',
      message: 'The model could not be fetched.',
      tried: [{ source: 'mirror.example.org', why: 'the name was not found' }],
      remedy: 'Connect this computer to the internet.',
    };
    await openChat(page, service, CHAT);
    await page.getByRole('alert').getByText('Connect this computer to the internet.').waitFor();
    await page.getByText('1 source was tried').click();
    await page.getByText('the name was not found').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => service.received.map(({ path }) => path)).toEqual(['/api/model/retry']);
  });

  test('the theme is that of the system until another is chosen, which a reload keeps', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await openChat(page, service, CHAT);
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await background()).toBe('rgb(18, 23, 30)');
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Status' }).click();
    await page.getByRole('button', { name: 'Light' }).click();
    expect(await background()).toBe('rgb(250, 248, 244)');
    await page.reload();
    await page.getByRole('button', { name: 'Light', pressed: true }).waitFor();
    expect(await background()).toBe('rgb(250, 248, 244)');
    await page.getByRole('button', { name: 'As the system' }).click();
    expect(await background()).toBe('rgb(18, 23, 30)');
  });
});
