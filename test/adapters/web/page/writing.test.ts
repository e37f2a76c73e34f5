import { describe, expect, test, vi } from 'vitest';
import { drawSvg } from '../../../vision/render.ts';
import { CHAT, paragraph, TALL } from './chats.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { focused, log, message, openChat, send } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

describe('writing at the page', () => {
  let page: Given['page'];
  let context: Given['context'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, context, service } = given);
  });

  test('a reload finds the conversation, and what was being written', async () => {
    const at = service.person(CHAT, 'asked before');
    service.parley(CHAT, { answers: [at], blocks: [paragraph('answered before')] });
    await openChat(page, service, CHAT);
    await message(page).fill('half a sentence');
    await page.reload();
    await log(page).getByText('answered before').waitFor();
    await expect.poll(() => message(page).inputValue()).toBe('half a sentence');
  });

  test('two tabs show the same conversation', async () => {
    await openChat(page, service, CHAT);
    const other = await context.newPage();
    await openChat(other, service, CHAT);
    await expect.poll(() => service.openTabs).toBe(2);
    await send(page, 'seen in both');
    await other.getByRole('log').getByText('seen in both').waitFor();
    service.preview(CHAT, { blocks: [paragraph('and so is this')] });
    await other.getByText('and so is this').waitFor();
    await log(page).getByText('and so is this').waitFor();
    expect(await log(page).locator('.bub').count()).toBe(1);
  });

  test('Enter sends, Shift+Enter breaks the line, and Enter of an input method does neither', async () => {
    await openChat(page, service, CHAT);
    await message(page).fill('one');
    await message(page).press('Shift+Enter');
    await message(page).pressSequentially('two');
    await message(page).evaluate((field) => {
      field.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
      );
    });
    expect(service.received).toEqual([]);
    await message(page).press('Enter');
    await expect.poll(() => service.messages()).toEqual(['one\ntwo']);
  });

  test('a single letter and Enter at once are sent', async () => {
    await openChat(page, service, CHAT);
    await message(page).waitFor();
    await message(page).evaluate((field: HTMLTextAreaElement) => {
      field.value = '1';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await message(page).press('Enter');
    await expect.poll(() => service.messages()).toEqual(['1']);
  });

  test('the field grows to eight lines, then scrolls', async () => {
    await openChat(page, service, CHAT);
    const height = async () => (await message(page).boundingBox())!.height;
    await message(page).fill('1');
    const one = await height();
    await message(page).fill('1\n2\n3');
    expect((await height()) - one).toBe(48);
    await message(page).fill('x\n'.repeat(40));
    expect((await height()) - one).toBe(7 * 24);
    await message(page).fill('');
    expect(await height()).toBe(one);
  });

  test('too long a message is not sent, and the person is told by how much', async () => {
    await openChat(page, service, CHAT);
    await message(page).fill('x'.repeat(200_001));
    await page.getByText('At most 200,000 characters go into one message. This has 200,001.').waitFor();
    await message(page).press('Enter');
    await message(page).fill('x'.repeat(200_000));
    await message(page).press('Enter');
    await expect.poll(() => service.messages().map((text) => text.length)).toEqual([200_000]);
  });

  test('a message longer than what is read can be sent, and the person knows how much is read', async () => {
    await openChat(page, service, CHAT);
    const hint = page.getByText('I read the first 24,000 characters.');
    await message(page).fill('x'.repeat(24_000));
    expect(await hint.count()).toBe(0);
    await message(page).fill('x'.repeat(24_001));
    await hint.waitFor();
    expect(await message(page).getAttribute('aria-invalid')).toBeNull();
    await message(page).press('Enter');
    await expect.poll(() => service.messages().map((text) => text.length)).toEqual([24_001]);
  });

  test('a slash opens the commands; arrows choose, Enter takes, Enter sends', async () => {
    await openChat(page, service, CHAT);
    await message(page).pressSequentially('/s');
    const options = page.getByRole('listbox', { name: 'Commands' }).getByRole('option');
    expect(await options.allTextContents()).toEqual([
      '/stopEnd the running answer',
      '/statusMeasured times, and what waits',
    ]);
    await message(page).press('ArrowDown');
    expect(await message(page).getAttribute('aria-activedescendant')).toBe('command-status');
    await message(page).press('Enter');
    expect(await message(page).inputValue()).toBe('/status');
    expect(service.messages()).toEqual([]);
    await message(page).press('Enter');
    await expect.poll(() => service.messages()).toEqual(['/status']);
    await message(page).pressSequentially('/he');
    await options.first().click();
    expect(await message(page).inputValue()).toBe('/help');
    expect(await focused(page)).toBe('message');
    await message(page).fill('/');
    await message(page).press('Escape');
    expect(await options.count()).toBe(0);
  });

  test('the prompts of an empty page go into the field, and leave at the first letter', async () => {
    await openChat(page, service, CHAT);
    const prompts = page.locator('.prompts button');
    await prompts.first().waitFor();
    await message(page).fill('x');
    expect(await prompts.count()).toBe(0);
    await message(page).fill('');
    await prompts.first().click();
    expect(await message(page).inputValue()).toContain('sky');
    expect(await focused(page)).toBe('message');
    await message(page).fill('');
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Read from your photo' }).click();
    const chooser = await asked;
    expect(await message(page).inputValue()).toBe('Which of these has the most protein?');
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
});
