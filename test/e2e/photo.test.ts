/** A photo at the real page of the real service: attached, read by the real reader, answered from print, and shown again. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { expect, test, vi } from 'vitest';
import type { RunningService } from '../soak/started.ts';
import { toSvg } from '../vision/layouts/scene.ts';
import { layShelf } from '../vision/layouts/shelf.ts';
import { rng } from '../vision/random.ts';
import { drawSvg } from '../vision/render.ts';
import { agree, ownerAt, type Person, until } from './person.ts';
import { eachRunning } from './running.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

let folder: string;
let service: RunningService;
let browser: Browser;
let person: Person;

eachRunning({ PARLEY_RUNTIME: 'echo' }, (running) => {
  ({ browser, service, folder } = running);
});

const photo = (size: number) => drawSvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"/>`);
const upload = (chat: string, bytes: Buffer) =>
  fetch(`${service.url}/api/chats/${chat}/photos`, {
    method: 'POST',
    headers: { ...service.headers, 'content-type': 'image/png' },
    body: new Uint8Array(bytes),
  });

test('before Start nothing is kept of a photo', async () => {
  const response = await upload('early', photo(20));
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ error: { action: expect.stringContaining('press Start') } });
  expect(existsSync(join(folder, 'data', 'files'))).toBe(false);
  await agree(service);
});

test('after /off a photo is refused again, until the next Start', async () => {
  const body = JSON.stringify({ key: 'off', text: '/off' });
  await fetch(`${service.url}/api/chats/early/messages`, { method: 'POST', headers: service.headers, body });
  await until(async () => (await upload('early', photo(20))).status).toBe(403);
  await agree(service);
  expect((await upload('early', photo(20))).status).toBe(201);
});

test('a photo belongs to its chat: another one neither shows it nor asks about it', async () => {
  const response = await upload('mine', photo(30));
  expect(response.status).toBe(201);
  const { photo: name } = (await response.json()) as { photo: string };
  const shown = (chat: string) =>
    fetch(`${service.url}/api/chats/${chat}/photos/${name}`, { headers: service.headers }).then(({ status }) => status);
  expect(await Promise.all([shown('mine'), shown('other')])).toEqual([200, 404]);
  const asked = await fetch(`${service.url}/api/chats/other/messages`, {
    method: 'POST',
    headers: { ...service.headers, prefer: 'wait=30' },
    body: JSON.stringify({ key: 'k', text: 'what is this?', photos: [name] }),
  });
  expect(await asked.text()).toMatch(/picture/);
  expect(existsSync(join(folder, 'data', 'files'))).toBe(true);
});

test('a shelf is asked about, answered by what is printed, and shown with what was read', async () => {
  const { scene, packs } = layShelf(rng(7));
  const best = packs.toSorted((a, b) => Number(b.protein) - Number(a.protein))[0]!;
  person = await ownerAt(browser, service);
  const { page, log } = person;
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'shelf.png', mimeType: 'image/png', buffer: drawSvg(toSvg(scene)) });
  await page.getByRole('img', { name: 'Photo 1 of 1' }).waitFor();
  await person.send('which has the most protein?');

  const answer = await person.finished(1);
  // The reader loses a space now and then.
  const named = new RegExp(`${best.name.replaceAll(' ', ' ?')}.*${best.protein}`, 'i');
  await until(() => answer.innerText()).toMatch(named);

  expect(await log.getByText('unchecked').count()).toBe(0);
  await answer.getByRole('button', { name: 'Show what I read' }).click();
  const boxed = (await person.finished(2)).getByRole('link').getByRole('img', { name: /1\s“/ });
  const width = () => boxed.evaluate((image: HTMLImageElement) => image.naturalWidth);
  await until(width).toBe(scene.width);

  await page.reload();
  const own = log.getByRole('img', { name: 'Photo 1 of 1' });
  await until(() => own.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
  expect(person.faults).toEqual([]);
});
