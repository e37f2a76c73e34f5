/** The page of July 2026 breaks the library; what we put into the page mends it. Both are shown, in a real browser. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Phone } from '../../doubles/whatsapp-web/phone.ts';
import { StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';
import { type Account, openAccount, until } from './account.ts';

const BEN = '15551234567@c.us';
const PNG = 'iVBORw0KGgo=';

/** The recorded run: a question with a photo comes, the photo is fetched, and the answer quotes the question. */
async function run(phone: Phone, { channel, messages }: Account) {
  const question = phone.receive({
    from: BEN,
    type: 'image',
    caption: 'what?',
    file: { base64: PNG, mimetype: 'image/png' },
  });
  await until(() => messages().length).toBe(1);
  const [message] = messages();
  const [part] = message!.parts;
  const fetched =
    part?.kind === 'image'
      ? await channel.fetch(part.attachment.recipe, { maxBytes: 1_000_000, signal: new AbortController().signal }).then(
          (bytes) => Buffer.from(bytes).toString('base64'),
          (error: Error) => error.name,
        )
      : undefined;
  const [answer] = await channel.encode(
    { key: 'k', kind: 'notice', markdown: 'a picture', quotes: question },
    message!.address,
  );
  await channel.send(answer!, 'k:0');
  const sent = phone.done.find((one) => one.what === 'sent');
  return { fetched, quoted: sent?.what === 'sent' && sent.quotes !== undefined };
}

describe('on the page with renamed ids', () => {
  const whatsApp = new StandInWhatsApp({ ids: '$1' });
  beforeAll(() => whatsApp.start());
  afterAll(() => whatsApp.close());

  test('the library as it is fetches no photo and quotes nothing', async () => {
    const phone = whatsApp.phone('4915123456793');
    const account = await openAccount(whatsApp, phone, { shim: false });
    expect(await run(phone, account)).toEqual({ fetched: 'FetchError', quoted: false });
    await account.close();
  });

  test('with the shim it does both', async () => {
    const phone = whatsApp.phone('4915123456794');
    const account = await openAccount(whatsApp, phone);
    expect(await run(phone, account)).toEqual({ fetched: PNG, quoted: true });
    await account.close();
  });
});

test('on the page as it was the shim changes nothing', async () => {
  const whatsApp = new StandInWhatsApp({ ids: '_serialized' });
  await whatsApp.start();
  const phone = whatsApp.phone('4915123456795');
  const account = await openAccount(whatsApp, phone);
  expect(await run(phone, account)).toEqual({ fetched: PNG, quoted: true });
  await account.close();
  await whatsApp.close();
});

test('a page whose ids say nothing any more is reported in plain words, once, and not tried again', async () => {
  const whatsApp = new StandInWhatsApp({ ids: 'hidden' });
  whatsApp.scrambled = true;
  await whatsApp.start();
  const account = await openAccount(whatsApp, undefined);
  await until(() => account.channel.connection.code !== undefined).toBe(true);
  whatsApp.phone('4915123456796').scan(account.channel.connection.code!.text);
  await account.is('OUTDATED');
  expect(account.channel.health()).toMatchObject({
    reason: expect.stringContaining('changed its page'),
    remedy: expect.stringContaining('Update'),
  });
  await account.close();
  await whatsApp.close();
});
