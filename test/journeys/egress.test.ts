/** What leaves the machine in a whole run: only what the settings name; and what stays on it: no word of it in a log. */
import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startOpenAiServer } from '../doubles/openai-server.ts';
import { drawSvg } from '../vision/render.ts';
import { filesIn } from './door.ts';
import { openTelegramDoor } from './telegram-door.ts';
import { openWebDoor } from './web-door.ts';

const PRELOAD = new URL('./egress-preload.ts', import.meta.url);
const LATER = new URL('./later-preload.ts', import.meta.url);

const askedFor = (file: string) => new Set(readFileSync(file, 'utf8').trim().split('\n'));

function read(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('');
}

/** What the reader finds in it is looked for on the disk like words that were written. */
const PHOTO = drawSvg(
  `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="300" font-family="Noto Sans" font-size="48">
     <text x="60" y="150">canary-printed on a sign</text></svg>`,
);

it('a whole run asks for no host but the configured one, and leaves no word in a log or after an erasure', async () => {
  const hosts = join(mkdtempSync(join(tmpdir(), 'parley-egress-')), 'hosts');
  const server = await startOpenAiServer();
  const door = await openWebDoor({
    env: { PARLEY_RUNTIME: 'remote', PARLEY_REMOTE_URL: server.url, PARLEY_LOG_LEVEL: 'trace' },
    imports: [`${PRELOAD.href}?hosts=${encodeURIComponent(hosts)}`],
  });
  try {
    const ana = await door.person('ana');
    await ana.reads('ask a model on');
    await ana.presses('Switch on');
    await ana.writes('canary-egress, in a question');
    await ana.settled();
    for (const command of ['/help', '/status', '/about', '/privacy', '/language', '/region US'])
      await ana.writes(command);
    await ana.writes('/export');
    await ana.reads('Everything I hold from this chat');
    const data = join(door.folder, 'data');
    expect(read(data)).toContain('canary-egress');
    await ana.writes('/forget');
    await ana.presses('Erase everything');
    await ana.reads('Erased at');
    expect(read(data)).not.toContain('canary-egress');
    expect(read(join(data, 'log'))).not.toBe('');
    // The recorder sees what it should: the model's server.
    expect(askedFor(hosts)).toEqual(new Set([new URL(server.url).host]));
  } finally {
    await door.close();
    await server.close();
  }
}, 90_000);

it('a bot asks Telegram and the model alone, and what people wrote is gone from the disk when its time is over', async () => {
  const hosts = join(mkdtempSync(join(tmpdir(), 'parley-egress-')), 'hosts');
  const server = await startOpenAiServer();
  const recorder = `${PRELOAD.href}?hosts=${encodeURIComponent(hosts)}`;
  const door = await openTelegramDoor({
    env: { PARLEY_RUNTIME: 'remote', PARLEY_REMOTE_URL: server.url, PARLEY_LOG_LEVEL: 'trace' },
    imports: [recorder],
  });
  const data = join(door.folder, 'data');
  try {
    const stranger = await door.person('cy');
    await stranger.writes('canary-stranger, to nobody in particular');
    await stranger.reads('Hi, I’m Parley');
    const people = await door.group!('Hiking club', ['Ana', 'Bo'], ['Ana']);
    await people.get('Ana')!.writes('/on@parleybot');
    await people.get('Ana')!.reads('On for “Hiking club”');
    await people.get('Bo')!.writes('canary-aside, to the others', { mentions: false });
    const ana = await door.person('ana');
    await ana.writes('/start');
    await ana.presses('Switch on');
    await ana.reads('I’m on');
    await ana.writes('canary-egress, in a question');
    await ana.settled();
    await ana.shows!(PHOTO);
    await ana.reads('Read it');
    // The picture of what was read is a file of its own.
    await ana.presses('Show what I read');
    await ana.settled();
    await stranger.shows!(PHOTO);
    await stranger.settled();
    for (const command of ['/help', '/status', '/about', '/privacy', '/language', '/region US'])
      await ana.writes(command);
    await ana.writes('/export');
    await ana.reads('Everything I hold from this chat');
    await ana.settled();
    const before = read(data);
    expect(before).toContain('canary-egress');
    expect(before).toContain('canary-printed');
    for (const canary of ['canary-stranger', 'canary-aside']) expect(before).not.toContain(canary);
    // The photo, what was read in it, and the export; nothing of the stranger's.
    expect(filesIn(join(data, 'files'))).toHaveLength(3);
    expect(askedFor(hosts)).toEqual(new Set([server.url, door.standIn.url].map((url) => new URL(url).host)));

    await door.restart({ imports: [recorder, `${LATER.href}?days=31`] });
    await expect.poll(() => read(data).match(/canary-\w+/g), { timeout: 20_000 }).toBe(null);
    // Files go behind the transaction that lets go of them.
    await expect.poll(() => filesIn(join(data, 'files')), { timeout: 10_000 }).toEqual([]);
    expect(read(join(data, 'log'))).not.toBe('');
  } finally {
    await door.close();
    await server.close();
  }
}, 90_000);
