import { describe, expect, test, vi } from 'vitest';
import { CHAT, NOW, paragraph } from './chats.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { focused, log, message, openChat, PHONE, send } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

describe('an answer on the page', () => {
  let page: Given['page'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, service } = given);
  });

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
    await send(page, 'Which river flows through Paris?');
    await log(page).locator('.bub', { hasText: 'Which river' }).waitFor();
    expect(await message(page).inputValue()).toBe('');
    const [asked] = service.entries.get(CHAT)!;
    service.setWaiting(CHAT, [asked!.id]);
    await log(page).getByText('Answering…').waitFor();
    service.preview(CHAT, { phase: { name: 'queued', ahead: 2 }, seconds: 4 });
    await log(page).getByText('2 ahead of you').waitFor();
    service.preview(CHAT, { phase: { name: 'reading' } });
    await log(page).getByText('Reading').waitFor();
    service.preview(CHAT, { blocks: [{ t: 'p', lead: true, c: ['The Sei'] }] });
    await log(page).locator('.lead .caret').waitFor();
    expect(await log(page).getAttribute('aria-busy')).toBe('true');
    service.preview(CHAT, { blocks: [{ t: 'p', lead: true, c: ['The Seine.'] }, paragraph('It')] });
    service.preview(CHAT, { from: 1, blocks: [paragraph('It rises in Burgundy.')] });
    await log(page).getByText('It rises in Burgundy.').waitFor();
    service.parley(CHAT, {
      answers: [asked!.id],
      blocks: [{ t: 'p', lead: true, c: ['The Seine.'] }, paragraph('It rises in Burgundy.')],
    });
    service.setWaiting(CHAT, []);
    service.preview(CHAT, null);
    await expect.poll(() => log(page).getAttribute('aria-busy')).toBe('false');
    expect(await log(page).getByText('It rises in Burgundy.').count()).toBe(1);
    expect(await page.locator('.caret').count()).toBe(0);
    expect(await focused(page)).toBe('message');
    expect(await heard.jsonValue()).toEqual(['Answering…', 'The Seine.\nIt rises in Burgundy.']);
  });

  test('Stop and Esc send the choice stop, and only while something runs', async () => {
    await openChat(page, service, CHAT);
    await message(page).press('Escape');
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    service.preview(CHAT, { blocks: [paragraph('word')] });
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await focused(page)).toBe('message');
    await message(page).press('Escape');
    await expect.poll(() => service.received.map(({ body }) => body.choice)).toEqual(['stop', 'stop']);
    const at = service.person(CHAT, 'a story');
    service.parley(CHAT, { answers: [at], blocks: [paragraph('word')], ended: 'stopped' });
    await log(page).getByText('Stopped by you').waitFor();
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
  });

  test('a message sent while an answer runs waits below it, in line', async () => {
    const first = service.person(CHAT, 'first', { state: 'waiting' });
    service.setWaiting(CHAT, [first]);
    service.preview(CHAT, { answers: [first], blocks: [paragraph('one word')] });
    await openChat(page, service, CHAT);
    await log(page).getByText('one word').waitFor();
    await send(page, 'second');
    await log(page).locator('.bub', { hasText: 'second' }).waitFor();
    await expect.poll(() => service.entries.get(CHAT)!.length).toBe(2);
    const second = service.entries.get(CHAT)!.at(-1)!.id;
    service.setWaiting(CHAT, [first, second]);
    await log(page).getByText('Waiting, 2nd in line').waitFor();
    const order = () => log(page).locator('.bub, .ans > p').allTextContents();
    expect(await order()).toEqual(['first', 'one word', 'second']);
    service.parley(CHAT, { answers: [first], blocks: [paragraph('one word more')] });
    service.setWaiting(CHAT, [second]);
    await log(page).getByText('one word more').waitFor();
    expect(await order()).toEqual(['first', 'one word more', 'second', ' Answering…']);
  });

  test('a model’s answer says that nobody checked it; what was read, a notice and words still arriving do not', async () => {
    const first = service.person(CHAT, 'What is the capital of Australia?');
    service.parley(CHAT, { answers: [first], fromModel: true, blocks: [{ t: 'p', lead: true, c: ['Canberra.'] }] });
    service.parley(CHAT, { blocks: [paragraph('Read from a photo.')] });
    service.parley(CHAT, { kind: 'notice', blocks: [paragraph('A fresh start.')] });
    service.preview(CHAT, { blocks: [paragraph('still arriving')] });
    await openChat(page, service, CHAT);
    await log(page).getByText('still arriving').waitFor();
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
    const notice = log(page).locator('.notice.bad', { hasText: 'The model stopped twice.' });
    await notice.waitFor();
    expect(await notice.locator('.st-bad').count()).toBe(1);
    await notice.getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => service.received.map(({ body }) => body.choice)).toEqual(['again']);
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
    await message(page).press('Alt+2');
    await expect.poll(() => service.received.map(({ body }) => body.choice)).toEqual(['chart']);
    await expect.poll(() => page.getByRole('button', { name: 'Chart' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('an erasure empties the conversation', async () => {
    service.person(CHAT, 'a secret');
    await openChat(page, service, CHAT);
    await log(page).getByText('a secret').waitFor();
    service.add(CHAT, { id: service.nextId(), at: NOW, by: 'erasure' });
    await page.getByText('What would you like to know?').waitFor();
    expect(await page.getByText('a secret').count()).toBe(0);
  });
});
