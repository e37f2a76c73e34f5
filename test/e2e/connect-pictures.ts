/**
 * Makes the pictures of the page for connecting a number: the real service and page, with WhatsApp played by the stand-in.
 *
 *   node test/e2e/connect-pictures.ts      writes docs/connect-*.png
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser, unpackedBrowser } from '../browser.ts';
import { BROWSER_FLAGS, StandInWhatsApp } from '../doubles/whatsapp-web/stand-in.ts';
import { startService } from '../soak/started.ts';

const DESK = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };
const pictureOf = (name: string) => fileURLToPath(new URL(`../../docs/connect-${name}.png`, import.meta.url));

const whatsApp = new StandInWhatsApp();
await whatsApp.start();
const phone = whatsApp.phone('4915123456789');
Object.assign(phone.names, { '15551234567@c.us': 'Ben', '120363021234567890@g.us': 'Family' });
const folder = mkdtempSync(join(tmpdir(), 'parley-picture-'));
const service = await startService({
  folder,
  env: {
    PARLEY_RUNTIME: 'echo',
    PARLEY_WHATSAPP_WEB_BROWSER: await unpackedBrowser(),
    PARLEY_WHATSAPP_WEB_BROWSER_FLAGS: BROWSER_FLAGS,
    PARLEY_WHATSAPP_WEB_PAGES: whatsApp.pages,
  },
});
const browser = await launchBrowser();
try {
  const page = await browser.newPage({
    viewport: DESK,
    colorScheme: 'light',
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  await page.goto(service.link);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('link', { name: /Connect a channel/ }).click();
  await page.getByRole('button', { name: 'Show a code' }).click();
  await page.locator('.qr').waitFor();
  // Nothing is pointed at.
  await page.mouse.move(0, 0);
  await page.screenshot({ path: pictureOf('scan') });

  await page.setViewportSize(PHONE);
  await page.getByRole('tab', { name: 'Type a code on the phone' }).click();
  await page.getByLabel('Phone number with country code').fill('+49 151 23456789');
  await page.getByRole('button', { name: 'Get a code' }).click();
  await page.locator('.pair').waitFor();
  await page.locator('.tabs').scrollIntoViewIfNeeded();
  await page.screenshot({ path: pictureOf('type') });

  await page.setViewportSize(DESK);
  phone.receive({ from: '15551234567@c.us', body: 'Are you in town?' });
  phone.receive({ from: '120363021234567890@g.us', participant: '77700011122@lid', body: 'Dinner?' });
  phone.link(whatsApp.askedForCode!.device);
  await page.getByRole('button', { name: 'Switch on: Ben' }).waitFor();
  await page.mouse.move(0, 0);
  await page.screenshot({ path: pictureOf('linked') });
} finally {
  await browser.close();
  service.kill('SIGTERM');
  await service.exited;
  await whatsApp.close();
  rmSync(folder, { recursive: true, force: true });
}
