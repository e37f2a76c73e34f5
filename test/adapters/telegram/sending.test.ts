import { afterEach, describe, expect, it } from 'vitest';
import type { Address, Reply } from '../../../adapters/contract.ts';
import { createScriptedHost, type ScriptedHost } from '../../contract/channel.ts';
import { type Fault, tooFast } from '../../doubles/telegram/stand-in.ts';
import type { Place } from '../../doubles/telegram/world.ts';
import { reply } from '../reply.ts';
import { openDriver, type TelegramDriver } from './driver.ts';

const open: TelegramDriver[] = [];
afterEach(async () => {
  for (const driver of open.splice(0)) await driver.close();
});
const start = async (): Promise<{ host: ScriptedHost; driver: TelegramDriver }> => {
  const host = createScriptedHost();
  const driver = await openDriver(host);
  open.push(driver);
  return { host, driver };
};
const addressOf = ({ chat }: Place): Address => ({
  ...{ channel: 'telegram', account: '4242', chat: String(chat.id) },
  ...(chat.type === 'private' ? {} : { group: true as const }),
});

async function sendAll({ channel }: TelegramDriver, address: Address, said: Reply) {
  const results = [];
  for (const [index, part] of (await channel.encode(said, address)).entries())
    results.push(await channel.send(part, `${said.key}:${index}`));
  return results;
}
const refusal = (description: string, code = 400): Fault => ({ kind: 'refuse', code, description });
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);

describe('a reply in Telegram', () => {
  it('carries its buttons under its last part, opens no links, and quotes what it answers', async () => {
    const { driver } = await start();
    const { standIn, chat, ana } = driver;
    const { message } = standIn.say(chat, ana, 'question');
    await sendAll(
      driver,
      addressOf(chat),
      reply(`${'long '.repeat(1000)}`, {
        quotes: String(message.message_id),
        buttons: [
          { label: 'Yes', value: 'yes' },
          { label: 'Too much', value: 'x'.repeat(65) },
        ],
      }),
    );
    const sent = [...chat.said.values()].filter(({ ours }) => ours).map((said) => said.message);
    expect(sent).toHaveLength(2);
    expect(sent[0]!.reply_to_message?.message_id).toBe(message.message_id);
    expect(sent[0]!.reply_markup).toBeUndefined();
    expect(sent[1]!.reply_markup?.inline_keyboard).toEqual([[{ text: 'Yes', callback_data: 'yes' }]]);
  });

  it('leaves with its files behind its words: pictures with what they show, documents by name', async () => {
    const { host, driver } = await start();
    const bytes: Record<string, Uint8Array> = { p: PIXEL, d: Buffer.from('# notes') };
    host.file = async (id) => bytes[id]!;
    const { standIn, chat } = driver;
    const { message } = standIn.say(chat, driver.ana, 'question');
    const results = await sendAll(
      driver,
      addressOf(chat),
      reply('here', {
        quotes: String(message.message_id),
        buttons: [{ label: 'More', value: 'more' }],
        files: [
          { id: 'p', kind: 'image', name: 'p.png', mime: 'image/png', bytes: PIXEL.length, alt: 'one dot' },
          { id: 'd', kind: 'document', name: 'notes.md', mime: 'text/markdown', bytes: 7 },
        ],
      }),
    );
    expect(results).toMatchObject([{ status: 'sent' }, { status: 'sent' }, { status: 'sent' }]);
    const [words, picture, notes] = [...chat.said.values()].filter(({ ours }) => ours);
    expect(words!.message).toMatchObject({ text: 'here', reply_to_message: { message_id: message.message_id } });
    expect(picture!.message).toMatchObject({ caption: 'one dot' });
    expect(picture!.upload!.bytes).toEqual(PIXEL);
    expect(notes!.upload).toEqual({ name: 'notes.md', bytes: Buffer.from('# notes') });
    // telegraf drops objects beside an upload unless they are JSON already.
    expect(notes!.message.reply_markup?.inline_keyboard).toEqual([[{ text: 'More', callback_data: 'more' }]]);
  });

  it('whose words are those beneath its pictures leaves as the pictures alone', async () => {
    const { host, driver } = await start();
    host.file = async () => PIXEL;
    const [one, two] = ['One: a dot', 'Two: a dot'].map((alt, index) => ({
      ...{ id: `p${index}`, kind: 'image' as const, name: 'p.png', mime: 'image/png', bytes: PIXEL.length },
      alt,
    }));
    await sendAll(driver, addressOf(driver.chat), reply('One: a dot\nTwo: a dot', { files: [one!, two!] }));
    const ours = [...driver.chat.said.values()].filter((said) => said.ours);
    expect(ours.map(({ message }) => message.text ?? message.caption)).toEqual(['One: a dot', 'Two: a dot']);
  });

  it('with a picture that is none leaves as a file', async () => {
    const { host, driver } = await start();
    host.file = async () => Buffer.from('not a picture');
    const files = [{ id: 'x', kind: 'image' as const, name: 'x.png', mime: 'image/png', bytes: 13 }];
    expect(await sendAll(driver, addressOf(driver.chat), reply('', { files }))).toMatchObject([{ status: 'sent' }]);
    expect([...driver.chat.said.values()].at(-1)!.message.document).toMatchObject({ file_name: 'x.png' });
  });

  it('whose file is gone is refused for good', async () => {
    const { driver } = await start();
    const files = [{ id: 'gone', kind: 'document' as const, name: 'a', mime: 'text/plain', bytes: 1 }];
    expect(await sendAll(driver, addressOf(driver.chat), reply('', { files }))).toMatchObject([
      { status: 'failed', error: { retryable: false } },
    ]);
  });

  it('that is far too long ends in a file', async () => {
    const { driver } = await start();
    const results = await sendAll(driver, addressOf(driver.chat), reply('word '.repeat(12_000)));
    expect(results.every(({ status }) => status === 'sent')).toBe(true);
    expect(results).toHaveLength(driver.channel.capabilities.parts + 1);
    const last = [...driver.chat.said.values()].at(-1)!;
    expect(last.upload!.name).toMatch(/\.md$/);
  });

  it.each<[string, Fault, object]>([
    [
      'too fast is tried again when Telegram says',
      tooFast(7),
      { status: 'failed', error: { retryable: true, retryAfterMs: 7000, reason: 'too fast' } },
    ],
    ['to no chat', refusal('Bad Request: chat not found'), { status: 'failed', error: { retryable: false } }],
    [
      'into a topic that is gone',
      refusal('Bad Request: message thread not found'),
      { status: 'failed', error: { retryable: false, reason: 'the topic is gone' } },
    ],
    [
      'without rights',
      refusal('Bad Request: not enough rights to send text messages to the chat'),
      { status: 'failed', error: { retryable: false } },
    ],
    [
      'of an unknown fault is not repeated',
      refusal('Bad Request: what'),
      { status: 'failed', error: { retryable: false } },
    ],
    ['too large', refusal('Request Entity Too Large', 413), { status: 'failed', error: { retryable: false } }],
    ['while Telegram is broken may have arrived', refusal('Internal Server Error', 500), { status: 'unknown' }],
    ['through a broken gateway may have arrived', refusal('Bad Gateway', 502), { status: 'unknown' }],
    ['over a connection that breaks may have arrived', { kind: 'cut', done: true }, { status: 'unknown' }],
    [
      'whose marks are not taken leaves without them',
      refusal("Bad Request: can't parse entities: x"),
      { status: 'sent' },
    ],
    [
      'to a message that is gone stands alone',
      refusal('Bad Request: message to be replied not found'),
      { status: 'sent' },
    ],
  ])('%s', async (_says, fault, expected) => {
    const { driver } = await start();
    driver.standIn.faults.push({ method: 'sendMessage', fault });
    expect((await sendAll(driver, addressOf(driver.chat), reply('**hello**', { quotes: '1' })))[0]).toMatchObject(
      expected,
    );
  });

  it('to Telegram out of reach never left, and is tried again', async () => {
    const { driver } = await start();
    const [part] = await driver.channel.encode(reply('hi'), addressOf(driver.chat));
    await driver.standIn.close();
    expect(await driver.channel.send(part!, 'k:0')).toMatchObject({ status: 'failed', error: { retryable: true } });
  });

  it.each(['blocked', 'deactivated'] as const)(
    'to somebody who is gone (%s) ends, and the service is told',
    async (silent) => {
      const { host, driver } = await start();
      driver.chat.silent = silent;
      expect(await sendAll(driver, addressOf(driver.chat), reply('hi'))).toMatchObject([
        { status: 'failed', error: { retryable: false } },
      ]);
      await expect
        .poll(() => host.admitted)
        .toMatchObject([{ kind: 'membership', change: 'blocked', member: { id: String(driver.ana.id) } }]);
    },
  );

  it('to a group that put us out ends, and the service is told', async () => {
    const { host, driver } = await start();
    const group = driver.standIn.server.world.group({ members: [driver.ana] });
    group.silent = 'kicked';
    await sendAll(driver, addressOf(group), reply('hi'));
    await expect.poll(() => host.admitted).toMatchObject([{ kind: 'membership', change: 'removed' }]);
  });

  it('follows a group that became a supergroup, and the service is told once whichever way it hears', async () => {
    const { host, driver } = await start();
    const { standIn } = driver;
    const group = standIn.server.world.group({ type: 'group', members: [driver.ana] });
    const after = standIn.upgrade(group);
    expect(await sendAll(driver, addressOf(group), reply('still here'))).toMatchObject([{ status: 'sent' }]);
    expect(standIn.shown(after)).toContain('still here');
    const moves = () => host.admitted.filter(({ kind }) => kind === 'moved');
    await expect.poll(() => moves().length).toBe(3);
    expect(new Set(moves().map(({ eventId }) => eventId)).size).toBe(1);
  });

  it('goes into its topic', async () => {
    const { driver } = await start();
    const forum = driver.standIn.server.world.group({ isForum: true });
    await sendAll(driver, { ...addressOf(forum), thread: '4' }, reply('in here'));
    expect([...forum.said.values()].at(-1)!.message).toMatchObject({ message_thread_id: 4 });
  });
});

describe('who is who', () => {
  it('an admin is whom Telegram calls one; who speaks as the group is one as well', async () => {
    const { driver } = await start();
    const { world } = driver.standIn.server;
    const [boss, admin, bo] = [world.person(), world.person(), world.person()];
    const group = world.group({ admins: [boss, admin], members: [bo] });
    const address = addressOf(group);
    const asked = (id: string) => driver.channel.isAdmin!(address, { id });
    expect(await asked(String(boss.id))).toBe(true);
    expect(await asked(String(admin.id))).toBe(true);
    expect(await asked(String(bo.id))).toBe(false);
    expect(await asked(`chat:${group.chat.id}`)).toBe(true);
    expect(await asked('chat:-1007')).toBe(false);
    driver.standIn.faults.push({ method: 'getChatMember', fault: { kind: 'cut', done: false } });
    expect(await asked(String(boss.id))).toBe(false);
  });

  it('a person can be written to alone, a group that speaks cannot', async () => {
    const { driver } = await start();
    const group = addressOf(driver.standIn.server.world.group());
    expect(driver.channel.privately!(group, { id: '7' })).toEqual({ channel: 'telegram', account: '4242', chat: '7' });
    expect(driver.channel.privately!(group, { id: 'chat:-1005' })).toBeNull();
  });
});
