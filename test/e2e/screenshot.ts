/** Makes the pictures of the page that stand in the README: the real service, the real page, real answers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../browser.ts';
import { type RunningService, startService } from '../soak/started.ts';
import { toSvg } from '../vision/layouts/scene.ts';
import { layShelf } from '../vision/layouts/shelf.ts';
import { rng } from '../vision/random.ts';
import { drawSvg } from '../vision/render.ts';

const pictureOf = (name: string) => fileURLToPath(new URL(`../../docs/${name}.png`, import.meta.url));
const SIZE = { width: 1280, height: 860 };
/** Tall enough for the question, its answer and the picture of what was read. */
const PHOTO_SIZE = { width: 1280, height: 1600 };
const SHELF = 7;
/** Getting a model, or an answer on a slow machine. */
const PATIENCE_MS = 600_000;

const EARLIER = ['Write a JavaScript function that adds two numbers.', 'How do I boil an egg?'];
const ASKED = 'What is the capital of Australia?';

/** `npm run check -- --picture`. The standard model answers, as it does for a stranger. */
export async function screenshotPage(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-picture-'));
  const service = await startService({ folder, env: { PARLEY_MODEL: 'standard', PARLEY_MEANWHILE: 'wait' } });
  const browser = await launchBrowser();
  try {
    await modelReady(service);
    for (const question of EARLIER) await ask(service, question);
    const page = await browser.newPage({
      viewport: SIZE,
      colorScheme: 'light',
      reducedMotion: 'reduce',
      locale: 'en-GB',
    });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(service.link);
    await page.getByRole('textbox', { name: 'Message to Parley' }).fill(ASKED);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /first word/ }).click();
    await page.getByRole('table', { name: 'Journey of this message' }).waitFor();
    await page.locator('.chat[aria-current=page]').waitFor();
    // Nothing is pointed at.
    await page.mouse.move(0, 0);
    await page.screenshot({ path: pictureOf('page') });
  } finally {
    await browser.close();
    service.kill('SIGTERM');
    await service.exited;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A drawn shelf, asked about: the print is read as a stranger's photo is, and no model is needed to say it. */
export async function screenshotPhoto(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-picture-'));
  const service = await startService({ folder, env: { PARLEY_RUNTIME: 'echo' } });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: PHOTO_SIZE, colorScheme: 'light', locale: 'en-GB' });
    await page.goto(service.link);
    await page.getByRole('button', { name: 'Start' }).click();
    const buffer = drawSvg(toSvg(layShelf(rng(SHELF)).scene));
    await page.locator('input[type=file]').setInputFiles({ name: 'shelf.png', mimeType: 'image/png', buffer });
    await page.getByRole('list', { name: 'Attached photos' }).waitFor();
    await page.getByRole('textbox', { name: 'Message to Parley' }).fill('which has the most protein?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show what I read' }).click();
    await page.locator('.picture img').waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.picture img')!.complete);
    await page.mouse.move(0, 0);
    await page.screenshot({ path: pictureOf('photo') });
  } finally {
    await browser.close();
    service.kill('SIGTERM');
    await service.exited;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function modelReady({ url, output }: RunningService): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (!(await fetch(`${url}/readyz`)).ok) {
    if (Date.now() > until) throw new Error(`There was no model within ${PATIENCE_MS} ms:\n${output()}`);
    await sleep(200);
  }
}

/** In a conversation of its own, as a script asks. */
async function ask({ url, headers }: RunningService, text: string): Promise<void> {
  const response = await fetch(`${url}/api/chats/${crypto.randomUUID()}/messages`, {
    method: 'POST',
    headers: { ...headers, prefer: `wait=${PATIENCE_MS / 1000}` },
    body: JSON.stringify({ key: crypto.randomUUID(), text, start: 1 }),
  });
  if (!response.ok) throw new Error(`“${text}” was not taken in: ${await response.text()}`);
}
