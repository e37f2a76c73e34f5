/** What people write, through the real library in a real browser: pages with ids as until July 2026 and as since. */
import { describe, expect, test } from 'vitest';
import type { Phone } from '../../doubles/whatsapp-web/phone.ts';
import type { WireMessage } from '../../doubles/whatsapp-web/protocol.ts';
import { type IdStyle, StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';
import { type Account, accountFor, openAccount, until } from './account.ts';

const BEN = '15551234567@c.us';
const LID = '77700011122@lid';
const GROUP = '120363021234567890@g.us';
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

describe.each<IdStyle>(['_serialized', '$1', 'a7'])('with ids in the field %s', (ids) => {
  let phone: Phone;
  let account: Account;

  accountFor(
    async (whatsApp) => {
      phone = whatsApp.phone('4915123456789', { lid: '99900088877' });
      phone.names[LID] = 'Ann';
      phone.groups[GROUP] = [
        { id: LID, isAdmin: true },
        { id: BEN, isAdmin: false },
      ];
      account = await openAccount(whatsApp, phone);
      return account;
    },
    { ids },
  );

  const arrives = async (from: string, more: Partial<WireMessage>) => {
    phone.receive({ from, ...more });
    await until(() => account.messages().length).toBe(1);
    return account.messages()[0]!;
  };
  const fetched = (recipe: Parameters<Account['channel']['fetch']>[0], maxBytes = 1_000_000) =>
    account.channel.fetch(recipe, { maxBytes, signal: new AbortController().signal });

  test('a text, by number and by hidden id', async () => {
    expect(await arrives(BEN, { body: 'hello 👋' })).toMatchObject({
      address: { chat: BEN },
      parts: [{ text: 'hello 👋' }],
    });
    account.host.admitted.length = 0;
    expect(await arrives(LID, { body: 'hi' })).toMatchObject({ address: { chat: LID }, member: { id: LID } });
  });

  test('a photo with its caption, and its bytes', async () => {
    const message = await arrives(BEN, {
      type: 'image',
      caption: 'what is this?',
      file: { base64: PNG, mimetype: 'image/png' },
    });
    const [part] = message.parts;
    expect(part).toMatchObject({ kind: 'image', caption: 'what is this?' });
    const bytes = part?.kind === 'image' ? await fetched(part.attachment.recipe) : undefined;
    expect(Buffer.from(bytes!).toString('base64')).toBe(PNG);
  });

  test('a file that is too large is not fetched at all', async () => {
    const message = await arrives(BEN, {
      type: 'document',
      file: { base64: PNG, mimetype: 'application/pdf', size: 9e9 },
    });
    const [part] = message.parts;
    const recipe = part?.kind === 'document' ? part.attachment.recipe : null;
    await expect(fetched(recipe)).rejects.toMatchObject({ name: 'FetchError', retryable: false });
  });

  test('in a group: who, to whom, and with which names', async () => {
    const message = await arrives(GROUP, {
      participant: LID,
      body: '@99900088877 ask @77700011122',
      mentionedJidList: ['99900088877@lid', LID],
    });
    expect(message).toMatchObject({
      address: { chat: GROUP, group: true },
      member: { id: LID },
      addressed: true,
      parts: [{ text: 'ask @Ann' }],
    });
    expect(await account.channel.isAdmin!(message.address, { id: LID })).toBe(true);
    expect(await account.channel.isAdmin!(message.address, { id: BEN })).toBe(false);
  });

  test('an edit, a message taken back, and a reaction', async () => {
    const { messageId } = await arrives(BEN, { body: 'befor' });
    phone.order({ do: 'edit', id: messageId, body: 'before', at: Date.now() });
    await until(() => account.events('edit')).toMatchObject([{ messageId, parts: [{ text: 'before' }] }]);
    phone.order({ do: 'react', id: 'R1', on: messageId, from: BEN, emoji: '👍', t: Math.floor(Date.now() / 1000) });
    await until(() => account.events('reaction')).toMatchObject([{ messageId, emoji: ['👍'], member: { id: BEN } }]);
    phone.order({ do: 'revoke', id: messageId });
    await until(() => account.events('delete')).toMatchObject([{ messageId }]);
  });

  test('what cannot be decrypted at first comes once, when it can', async () => {
    const draft = { stanza: 'CIPHER1', from: BEN };
    phone.receive({ ...draft, type: 'ciphertext' });
    phone.order({
      do: 'clear',
      message: {
        fromMe: false,
        chat: BEN,
        stanza: 'CIPHER1',
        type: 'chat',
        body: 'now you can',
        t: Math.floor(Date.now() / 1000),
      },
    });
    await until(() => account.messages().length).toBe(1);
    expect(account.messages()[0]).toMatchObject({ parts: [{ text: 'now you can' }] });
  });

  test('an album is told as what belongs together', async () => {
    const file = { base64: PNG, mimetype: 'image/png' };
    const album = phone.receive({ from: BEN, type: 'album', expectedImageCount: 2 });
    for (const caption of ['one', 'two']) phone.receive({ from: BEN, type: 'image', caption, file });
    phone.receive({ from: BEN, type: 'image', caption: 'another', file });
    await until(() => account.messages().length).toBe(3);
    expect(account.messages().map((message) => message.album)).toEqual([album, album, undefined]);
  });
});

describe('an account', () => {
  let phone: Phone;
  let account: Account;

  accountFor(async (whatsApp) => {
    phone = whatsApp.phone('4915123456790');
    account = await openAccount(whatsApp, phone);
    return account;
  });

  test('hears its owner: a command from the phone, and that they answer a friend themselves', async () => {
    phone.write(BEN, '/on');
    phone.write(BEN, 'see you at eight');
    await until(() => account.events('takeover').length).toBe(1);
    expect(account.messages()).toMatchObject([{ member: { owner: true }, parts: [{ text: '/on' }], addressed: true }]);
  });

  test('a message that the page adds twice has one id', async () => {
    await phone.turn({ twice: true });
    phone.receive({ from: BEN, body: 'again' });
    await until(() => account.messages().length).toBe(2);
    await phone.turn({ twice: false });
    const [first, second] = account.messages();
    expect(second!.eventId).toBe(first!.eventId);
  });

  test('forty messages in a second from one chat arrive all, in their order', async () => {
    for (let index = 0; index < 40; index++) phone.receive({ from: BEN, body: `message ${index}` });
    await until(() => account.messages().length).toBe(40);
    const texts = account.messages().flatMap(({ parts }) => (parts[0]?.kind === 'text' ? [parts[0].text] : []));
    expect(texts).toEqual(Array.from({ length: 40 }, (_, index) => `message ${index}`));
  });

  test('a body of 65,536 characters arrives whole', async () => {
    const body = 'ü'.repeat(65_536);
    phone.receive({ from: BEN, body });
    await until(() => account.messages()).toMatchObject([{ parts: [{ text: body }] }]);
  });

  test.each([
    ['REUPLOADING', true],
    ['ERROR', false],
  ] as const)('a file that is %s cannot be had, and it says whether to ask again', async (media, retryable) => {
    await phone.turn({ media });
    phone.receive({ from: BEN, type: 'image', file: { base64: PNG, mimetype: 'image/png' } });
    await until(() => account.messages().length).toBe(1);
    const [part] = account.messages()[0]!.parts;
    const recipe = part?.kind === 'image' ? part.attachment.recipe : null;
    await expect(
      account.channel.fetch(recipe, { maxBytes: 1e6, signal: new AbortController().signal }),
    ).rejects.toMatchObject({ name: 'FetchError', retryable });
    await phone.turn({ media: null });
  });

  test('one that was known by the number goes on under the hidden id, and is written to as it was named last', async () => {
    phone.receive({ from: BEN, body: 'by number' });
    await until(() => account.messages().length).toBe(1);
    phone.lids[LID] = BEN;
    await account.restart();
    phone.receive({ from: BEN, body: 'still by number' });
    await until(() => account.said('still by number').length).toBe(1);
    const [message] = account.said('still by number');
    expect(message).toMatchObject({ address: { chat: LID } });
    const [moved, ...others] = account.events('moved');
    expect(others).toEqual([]);
    expect(moved).toMatchObject({ address: { chat: BEN }, to: { chat: LID } });
    const told = account.host.admitted;
    expect(told.indexOf(moved!)).toBeLessThan(told.indexOf(message!));
    const [part] = await account.channel.encode({ key: 'm', kind: 'notice', markdown: 'hello' }, message!.address);
    await account.channel.send(part!, 'm:0');
    expect(phone.done.findLast(({ what }) => what === 'sent')).toMatchObject({ chat: BEN });
  });

  test('what came while it was away is looked up; what is old is left alone, but for commands', async () => {
    await account.channel.stop();
    const old = Math.floor(Date.now() / 1000) - 3_600;
    // It was away for longer than that.
    await account.host.state.set('taken', { s: old - 600, ids: [] });
    for (let index = 0; index < 498; index++) phone.receive({ from: '15550000001@c.us', body: `old ${index}`, t: old });
    phone.receive({ from: '15550000001@c.us', body: '/off', t: old });
    phone.receive({ from: BEN, body: 'anybody there?' });
    await account.restart();
    await until(() => account.said('anybody there?').length).toBeGreaterThan(0);
    await until(() => account.said('/off').length).toBeGreaterThan(0);
    const words = account.messages().flatMap(({ parts: [part] }) => (part?.kind === 'text' ? [part.text] : []));
    expect(words.filter((text) => text.startsWith('old '))).toEqual([]);
  });

  test('it marks nothing as read and shows no typing of its own accord', () => {
    expect(phone.done.filter(({ what }) => what === 'seen' || what === 'typing')).toEqual([]);
  });
});

test('what a fault of ours kept out is heard with the next connection', async () => {
  const whatsApp = new StandInWhatsApp();
  await whatsApp.start();
  const phone = whatsApp.phone('4915123456789');
  const account = await openAccount(whatsApp, phone);
  try {
    account.host.answers.push(
      async () => ({ status: 'refused', reason: 'broken', retryAfterMs: 1 }),
      async () => ({ status: 'refused', reason: 'broken' }),
    );
    phone.receive({ from: BEN, body: 'poison' });
    await until(() => account.host.answers).toEqual([]);
    phone.receive({ from: BEN, body: 'fine' });
    await until(() => account.messages().map(({ parts }) => parts)).toMatchObject([[{ text: 'fine' }]]);
    await account.restart();
    await until(() => account.said('poison')).toHaveLength(1);
    expect(account.said('fine')).toHaveLength(1);
  } finally {
    await account.close();
    await whatsApp.close();
  }
});
