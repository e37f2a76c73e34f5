/** The page of July 2026 breaks the library; what we put into the page mends it. Both are shown, in a real browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import whatsappWeb, { type Client, type Message } from 'whatsapp-web.js';
import { pageShim } from '../../../adapters/whatsapp-web/page-shim.ts';
import { unpackedBrowser } from '../../browser.ts';
import { BROWSER_FLAGS, type IdStyle, StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';
import { openAccount } from './account.ts';

const BEN = '15551234567@c.us';
const PNG = 'iVBORw0KGgo=';

/**
 * The library alone, used as its own documentation says: a photo comes, is downloaded, and is answered with a quote, a
 * reaction and an edit.
 */
async function run(whatsApp: StandInWhatsApp, shim: boolean) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-shim-'));
  const phone = whatsApp.phone(String(Math.floor(Math.random() * 1e9) + 1e9));
  const client: Client = new whatsappWeb.Client({
    authStrategy: new whatsappWeb.LocalAuth({ dataPath: folder }),
    webVersion: '2.3000.0',
    webVersionCache: { type: 'remote', remotePath: whatsApp.pages, strict: true },
    ...(shim ? { evalOnNewDoc: pageShim } : {}),
    puppeteer: {
      executablePath: await unpackedBrowser(),
      args: [BROWSER_FLAGS, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    },
  });
  const ready = new Promise<void>((done) => client.once('ready', () => done()));
  const first = new Promise<Message>((done) => client.once('message', done));
  const code = new Promise<string>((done) => client.once('qr', done));
  await client.initialize();
  // Not before: the library misses what happens while it is still settling in.
  phone.scan(await code);
  await ready;
  phone.receive({ from: BEN, type: 'image', caption: 'what?', file: { base64: PNG, mimetype: 'image/png' } });
  const message = await first;
  /** Whether it came to something. */
  const works = (work: Promise<unknown>) => work.then(Boolean, () => false);
  const found = {
    downloaded: await works(message.downloadMedia()),
    answered: await works(message.reply('a picture', BEN).then((answer) => answer.edit('a small picture'))),
  };
  await works(message.react('👍'));
  await client.destroy();
  rmSync(folder, { recursive: true, force: true });
  const sent = phone.done.find((one) => one.what === 'sent');
  return {
    ...found,
    quoted: sent?.what === 'sent' && sent.quotes !== undefined,
    edited: phone.done.some(({ what }) => what === 'edited'),
    reacted: phone.done.some(({ what }) => what === 'reacted'),
  };
}

const ALL = { downloaded: true, answered: true, reacted: true, quoted: true, edited: true };
const NOTHING = { downloaded: false, answered: false, reacted: false, quoted: false, edited: false };

describe('the library as it was published', () => {
  const whatsApp = new StandInWhatsApp();
  beforeAll(() => whatsApp.start());
  afterAll(() => whatsApp.close());

  test.each<[string, IdStyle, boolean, object]>([
    ['works on the page as it was until July 2026', '_serialized', false, ALL],
    ['works there with the shim, too', '_serialized', true, ALL],
    ['does nothing right on the page with renamed ids', '$1', false, NOTHING],
    ['works on that page with the shim', '$1', true, ALL],
    ['works with the shim whatever the next name is', 'q', true, ALL],
  ])('%s', async (_, ids, shim, result) => {
    whatsApp.ids = ids;
    expect(await run(whatsApp, shim)).toEqual(result);
  });
});

test('a page whose ids say nothing any more is reported in plain words, once, and not tried again', async () => {
  const whatsApp = new StandInWhatsApp({ ids: 'hidden' });
  whatsApp.scrambled = true;
  await whatsApp.start();
  const account = await openAccount(whatsApp, undefined);
  await account.is('OUTDATED');
  expect(account.channel.health()).toMatchObject({
    reason: expect.stringContaining('changed its page'),
    remedy: expect.stringContaining('Update'),
  });
  await account.close();
  await whatsApp.close();
});
