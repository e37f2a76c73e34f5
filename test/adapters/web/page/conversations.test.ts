import { describe, expect, test, vi } from 'vitest';
import { CHAT, CHATS, paragraph } from './chats.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { refused } from './stand-in.ts';
import { focused, log, message, openChat } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

describe('the list of conversations', () => {
  let page: Given['page'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, service } = given);
  });

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
    await log(page).getByText('may I keep a dog?').waitFor();
    expect(await page.title()).toBe('Lease · Parley');
    await page.goBack();
    await expect.poll(() => page.title()).toBe('Rivers of Europe · Parley');
  });

  test('each conversation keeps its own draft', async () => {
    service.chats = CHATS;
    await openChat(page, service, CHAT);
    await message(page).fill('for the rivers');
    await page.getByText('Lease').click();
    await expect.poll(() => message(page).inputValue()).toBe('');
    await page.locator('.chat', { hasText: 'Rivers' }).click();
    await expect.poll(() => message(page).inputValue()).toBe('for the rivers');
  });

  test('Ctrl+K finds by title and last words, Enter opens, Esc empties', async () => {
    service.chats = CHATS;
    await openChat(page, service, CHAT);
    await message(page).press('Control+k');
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
    await log(page).getByText('second').waitFor();
    await message(page).focus();
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
});
