/** What leaves, and what is said of it, through the real library in a real browser. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Address, Preview, Reply } from '../../../adapters/contract.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import type { Phone } from '../../doubles/whatsapp-web/phone.ts';
import type { SendFailure } from '../../doubles/whatsapp-web/protocol.ts';
import { StandInWhatsApp } from '../../doubles/whatsapp-web/stand-in.ts';
import { type Account, accountFor, openAccount, until } from './account.ts';

const BEN = '15551234567@c.us';
const address: Address = { channel: 'whatsapp-web', account: 'main', chat: BEN };
const PICTURE = Buffer.from('picture');
let keys = 0;
const reply = (markdown: string, over: Partial<Reply> = {}): Reply => {
  keys += 1;
  return { key: `key-${keys}`, kind: 'notice', markdown, ...over };
};

async function send({ channel }: Account, said: Reply) {
  const results = [];
  for (const [index, part] of (await channel.encode(said, address)).entries())
    results.push(await channel.send(part, `${said.key}:${index}`));
  return results;
}

describe('an account', () => {
  let phone: Phone;
  let account: Account;

  accountFor(async (whatsApp) => {
    phone = whatsApp.phone('4915123456791');
    const host = Object.assign(createScriptedHost(), { file: async () => PICTURE });
    account = await openAccount(whatsApp, phone, { host });
    return account;
  });
  beforeEach(async () => {
    phone.done.length = 0;
    await phone.turn({ sends: null });
  });

  test('answers with a quote, after a moment of typing, without looking a link up', async () => {
    const question = phone.receive({ from: BEN, body: 'where?' });
    await until(() => account.messages().length).toBe(1);
    const said = reply('See https://example.org', { kind: 'answer', quotes: question });
    expect(await send(account, said)).toMatchObject([{ status: 'sent', id: expect.stringContaining('3EB0') }]);
    await until(() => phone.done).toMatchObject([
      { what: 'typing', chat: BEN },
      { what: 'sent', chat: BEN, text: 'See https://example.org', quotes: question.split('_')[2] },
    ]);
  });

  test('is not taken for its owner when its own messages come back', async () => {
    await send(account, reply('/on'));
    await send(account, reply('a plain text'));
    phone.receive({ from: BEN, body: 'thanks' });
    await until(() => account.said('thanks').length).toBe(1);
    expect(account.host.admitted.map(({ kind }) => kind)).not.toContain('takeover');
    expect(account.messages()).toMatchObject([{ parts: [{ text: 'thanks' }] }]);
  });

  test('tells on what WhatsApp says of it: delivered, then read, each once', async () => {
    const [sent] = await send(account, reply('hello'));
    const id = sent?.status === 'sent' ? sent.id : '';
    for (const ack of [2, 2, 3, 1]) phone.order({ do: 'ack', id, ack });
    await until(() => account.events('receipt').map(({ status }) => status)).toEqual(['delivered', 'read']);
    expect(account.events('receipt')[0]).toMatchObject({ partId: id, partKey: expect.stringMatching(/^key-/) });
  });

  test('sends a picture as one and a document as one', async () => {
    const file = { id: 'f', name: 'a.png', mime: 'image/png', bytes: PICTURE.length };
    await send(
      account,
      reply('two files', {
        files: [
          { ...file, kind: 'image' },
          { ...file, kind: 'document' },
        ],
      }),
    );
    expect(phone.done.flatMap((one) => (one.what === 'sent' ? [[one.type, one.file]] : []))).toEqual([
      ['chat', undefined],
      ['image', PICTURE.toString('base64')],
      ['document', PICTURE.toString('base64')],
    ]);
  });

  test('a part sent again under its key is shown once', async () => {
    const said = reply('only once');
    const [first] = await send(account, said);
    expect(await send(account, said)).toEqual([first]);
    expect(phone.sent).toEqual(['only once']);
  });

  test.each<[SendFailure, object]>([
    ['throws', { status: 'failed', error: { retryable: true } }],
    ['nobody', { status: 'failed', error: { retryable: false } }],
    ['fails after', { status: 'failed', error: { retryable: true } }],
    ['second promise rejects', { status: 'unknown' }],
    ['no tick', { status: 'unknown' }],
    ['hangs before', { status: 'unknown' }],
    ['hangs after', { status: 'unknown' }],
    ['chat not found', { status: 'failed', error: { retryable: false, reason: 'chat not found' } }],
  ])('when the page %s, it says what is known', async (sends, result) => {
    await phone.turn({ sends });
    const to = sends === 'chat not found' ? { ...address, chat: '15559999999@c.us' } : address;
    const [part] = await account.channel.encode(reply(`a send that ${sends}`), to);
    expect(await account.channel.send(part!, `failing-${sends}`)).toMatchObject(result);
  });

  test('a send that only seemed to be lost is found again instead of sent twice', async () => {
    await phone.turn({ sends: 'no tick' });
    const said = reply('was it lost?');
    const [first] = await send(account, said);
    expect(first).toMatchObject({ status: 'unknown' });
    const [sent] = phone.done.flatMap((one) => (one.what === 'sent' ? [one.id] : []));
    await phone.turn({ sends: null });
    phone.order({ do: 'ack', id: sent!, ack: 1 });
    await until(() => account.events('receipt').length).toBe(1);
    expect(await send(account, said)).toEqual([{ status: 'sent', id: sent }]);
    expect(phone.sent).toEqual(['was it lost?']);
  });

  test('what was on its way when everything was killed is looked for before it is sent again', async () => {
    await phone.turn({ sends: 'no tick' });
    const said = reply('in flight');
    await send(account, said);
    // Nobody remembers which message it became.
    await account.host.state.set('sends', [[`${said.key}:0`, BEN, Date.now() - 5_000, null, null]]);
    await account.restart();
    expect(await send(account, said)).toMatchObject([{ status: 'sent' }]);
    expect(phone.sent).toEqual(['in flight']);
  });

  test('while it is not connected it asks for another try', async () => {
    await account.channel.stop();
    const [result] = await send(account, reply('nobody there'));
    expect(result).toMatchObject({ status: 'failed', error: { retryable: true, retryAfterMs: expect.any(Number) } });
    await account.restart();
  });

  test('marks as read and shows typing when it is told to', async () => {
    account.channel.typing!(address);
    await account.channel.seen!(address, 'x');
    await until(() => phone.done.map(({ what }) => what)).toEqual(['typing', 'seen']);
  });

  test("the owner's chats can be switched on from here, as if they had typed it", async () => {
    phone.receive({ from: BEN, body: 'a new chat' });
    await until(() => account.said('a new chat').length).toBe(1);
    const chats = await account.channel.chats();
    expect(chats).toContainEqual(expect.objectContaining({ chat: BEN, group: false }));
    await account.channel.switchOn(BEN);
    expect(account.said('/on')).toMatchObject([
      { address: { chat: BEN }, member: { owner: true }, parts: [{ text: '/on' }], addressed: true },
    ]);
  });
});

test('an answer that is shown live is one message, edited to its final text', async () => {
  const whatsApp = new StandInWhatsApp();
  await whatsApp.start();
  const phone = whatsApp.phone('4915123456792');
  const account = await openAccount(whatsApp, phone, { live: true });
  expect(account.channel.capabilities.streaming).toBe('edit');
  const preview = (markdown: string): Preview => ({
    turn: 't',
    answers: [1],
    phase: { name: 'answering' },
    seconds: 1,
    markdown,
  });
  await account.channel.preview!(address, preview('Once'));
  await account.channel.preview!(address, preview('Once upon'));
  void account.channel.preview!(address, null);
  await send(account, reply('Once upon a time.'));
  expect(phone.shown()).toEqual(['Once upon a time.']);
  expect(phone.sent).toHaveLength(1);
  await send(account, reply('The next one.'));
  expect(phone.shown()).toEqual(['Once upon a time.', 'The next one.']);
  await account.close();
  await whatsApp.close();
});
