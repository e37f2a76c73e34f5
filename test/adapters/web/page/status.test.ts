import { describe, expect, test, vi } from 'vitest';
import { CHAT } from './chats.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { openChat } from './visit.ts';

vi.setConfig({ testTimeout: 40_000, hookTimeout: 60_000 });

describe('what the page says of the service', () => {
  let page: Given['page'];
  let service: Given['service'];
  eachVisit((given) => {
    ({ page, service } = given);
  });

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
