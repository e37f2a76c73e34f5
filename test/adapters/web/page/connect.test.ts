import { describe, expect, test, vi } from 'vitest';
import type { CodeView, ConnectionView } from '../../../../adapters/web/protocol.ts';
import { eachVisit, type Given } from './each-visit.ts';
import { DESK, newVisit, openChat, PHONE, SERVICE, sideways, violations } from './visit.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const QR: CodeView = {
  number: 2,
  of: 6,
  leftMs: 14_000,
  validMs: 20_000,
  shows: { kind: 'qr', size: 21, path: 'M0 0h7v1h-7zM3 3h1v1h-1z' },
};
const LETTERS: CodeView = { ...QR, leftMs: 112_000, validMs: 180_000, shows: { kind: 'letters', letters: 'K7QX2M9P' } };
const view = (step: ConnectionView['step'], more: Partial<ConnectionView> = {}): ConnectionView => ({
  account: 'phone',
  step,
  since: Date.now(),
  holdMs: 30_000,
  ...more,
});

describe('the page for connecting a number', () => {
  let browser: Given['browser'];
  let page: Given['page'];
  let service: Given['service'];
  eachVisit(
    async (given) => {
      ({ browser, page, service } = given);
      await openChat(page, service, 'chat-one');
      await page.getByRole('link', { name: 'Connect a channel' }).click();
      await page.getByRole('heading', { name: 'WhatsApp on your own number' }).waitFor();
    },
    {
      knows: () => ({ ...SERVICE, connections: [view({ name: 'off' })] }),
      visit: { reducedMotion: 'reduce' },
    },
  );
  const show = (...connections: ConnectionView[]) => service.setService({ ...service.service, connections });

  test('warns before it offers a code, and shows none unasked', async () => {
    await page.getByText('WhatsApp does not offer this connection to programs.').waitFor();
    await page.getByText('Business API').waitFor();
    expect(await page.locator('.qr').count()).toBe(0);
    await page.getByRole('button', { name: 'Show a code' }).click();
    await expect
      .poll(() => service.received.at(-1))
      .toMatchObject({ method: 'POST', path: '/api/connections/phone', body: {} });
  });

  test('shows a code with the time it is left, which runs down', async () => {
    show(view({ name: 'code', code: QR }));
    await page.getByRole('heading', { name: 'Scan this with your phone' }).waitFor();
    await page.getByRole('img', { name: /^Code to link WhatsApp, valid for 1[34].s more$/ }).waitFor();
    await page.getByText('code 2 of 6').waitFor();
    await page.getByText('New code in 12').waitFor();
    expect(await page.locator('[aria-current=step]').textContent()).toBe('Waiting for your scan');
    const plate = await page.locator('.qr').boundingBox();
    expect(plate!.width).toBeGreaterThanOrEqual(272);
  });

  test('takes a phone number and shows the letters to type there', async () => {
    await page.getByRole('tab', { name: 'Scan a code' }).press('ArrowRight');
    await page.getByLabel('Phone number with country code').fill('+49 151 23456789');
    await page.getByRole('button', { name: 'Get a code' }).click();
    await expect.poll(() => service.received.at(-1)?.body).toEqual({ phone: '+49 151 23456789' });
    show(view({ name: 'code', code: LETTERS }));
    await page.getByText('K7QX-2M9P').waitFor();
    expect(await page.locator('[aria-current=step]').textContent()).toBe('Waiting for you to type it');
  });

  test('begins with the letters where there is a finger instead of a mouse', async () => {
    const other = await newVisit(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
    await openChat(other.page, service, 'chat-one');
    await other.page.evaluate(() => {
      location.hash = '#connect';
    });
    await other.page.getByLabel('Phone number with country code').waitFor();
    await other.context.close();
  });

  test('ticks "connected" only once a message came', async () => {
    show(view({ name: 'linked', watching: true }));
    await page.getByRole('heading', { name: 'WhatsApp is linked' }).waitFor();
    expect(await page.locator('[aria-current=step]').textContent()).toContain('watching for 30');
    show(view({ name: 'linked', watching: false }));
    await expect.poll(() => page.locator('[aria-current=step]').textContent()).toBe('First message in: connected');
    show(view({ name: 'connected' }, { lastInboundAt: Date.now() }));
    await page.getByText('Last message in').waitFor();
    expect(await page.locator('[aria-current=step]').count()).toBe(0);
  });

  test('says what is wrong, since when, and what to do', async () => {
    const what = 'WhatsApp logged this device out.';
    show(view({ name: 'off' }, { trouble: { what, remedy: 'Link the phone again.' } }));
    const alert = page.getByRole('alert').filter({ hasText: what });
    await alert.waitFor();
    expect(await alert.textContent()).toMatch(/since \d\d:\d\d.*Link the phone again\./);
  });

  test('switches chats on one by one, and unlinks only when that is meant', async () => {
    service.linkedChats = [
      { chat: '15551234567@c.us', title: 'Ben', group: false, at: Date.now() },
      { chat: '120363021234567890@g.us', title: 'العائلة', group: true, at: 0 },
    ];
    show(view({ name: 'connected' }));
    await page.getByRole('button', { name: 'Switch on: Ben' }).click();
    await expect.poll(() => service.received.at(-1)?.body).toEqual({ chat: '15551234567@c.us' });
    await page.getByRole('button', { name: 'Switch on: Ben' }).and(page.locator(':disabled')).waitFor();
    await page.getByRole('button', { name: 'Unlink this number' }).click();
    await page.getByRole('button', { name: 'Keep' }).click();
    expect(service.received.filter(({ method }) => method === 'DELETE')).toEqual([]);
    await page.getByRole('button', { name: 'Unlink this number' }).click();
    await page.getByRole('button', { name: 'Unlink this number' }).click();
    await expect
      .poll(() => service.received.at(-1))
      .toMatchObject({ method: 'DELETE', path: '/api/connections/phone' });
  });

  test('can be used by everybody, at the desk and on a phone, light and dark', async () => {
    service.linkedChats = [{ chat: '1@c.us', title: 'x'.repeat(200), group: true, at: Date.now() }];
    const trouble = { what: 'The browser ended.' };
    const states = [
      [view({ name: 'off' })],
      [view({ name: 'starting' })],
      [view({ name: 'code', code: QR })],
      [view({ name: 'connected' }, { trouble }), view({ name: 'off' }, { account: 'other' })],
    ];
    const found: string[] = [];
    for (const state of states) {
      show(...state);
      await expect.poll(() => page.locator('.linking').count()).toBe(state.length);
      for (const viewport of [PHONE, DESK])
        for (const colorScheme of ['dark', 'light'] as const) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          found.push(...(await violations(page)));
          if ((await sideways(page)) > 0) found.push(`scrolls sideways at ${viewport.width}`);
        }
    }
    expect(found).toEqual([]);
  });
});
