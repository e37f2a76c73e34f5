import { afterEach, describe, expect, it } from 'vitest';
import type { Address, Reply, ReplyFile } from '../../../adapters/contract.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { drawSvg } from '../../vision/render.ts';
import { openDriver, type TelegramDriver } from './driver.ts';

const open: TelegramDriver[] = [];
afterEach(async () => {
  for (const driver of open.splice(0)) await driver.close();
});

const picture = drawSvg('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
const file = (id: string, over: Partial<ReplyFile> = {}): ReplyFile => ({
  ...{ id, kind: 'image', name: `${id}.png`, mime: 'image/png', bytes: picture.length, alt: `Picture ${id}` },
  ...over,
});
const THREE = ['a', 'b', 'c'].map((id) => file(id));

async function start() {
  const host = createScriptedHost();
  host.file = async () => picture;
  const driver = await openDriver(host);
  open.push(driver);
  const { standIn, chat } = driver;
  const address: Address = { channel: 'telegram', account: '4242', chat: String(chat.chat.id) };
  return {
    ...{ driver, standIn, chat, address },
    async sends(reply: Partial<Reply>, to: Address = address) {
      const said: Reply = { key: 'r', kind: 'answer', markdown: 'Three pictures:', ...reply };
      const parts = await driver.channel.encode(said, to);
      const results = [];
      for (const [index, part] of parts.entries()) results.push(await driver.channel.send(part, `r:${index}`));
      return results.map(({ status }) => status);
    },
    ours: () => [...chat.said.values()].filter((said) => said.ours).map(({ message }) => message),
    methods: () => standIn.calls.map(({ method }) => method).filter((method) => method.startsWith('send')),
  };
}

// An album would be one request for many messages: one bad picture would refuse all, one broken connection leave all
// in doubt, and it takes no buttons.
describe('case 22: several pictures', () => {
  it('leave one by one, in order, each with what it shows: the first answers, the last has the buttons', async () => {
    const { driver, standIn, chat, sends, ours, methods } = await start();
    const { message } = standIn.say(chat, driver.ana, 'show me');
    const quotes = String(message.message_id);
    await sends({ files: THREE, quotes, buttons: [{ label: 'More', value: 'more' }] });
    expect(methods()).toEqual(['sendMessage', 'sendPhoto', 'sendPhoto', 'sendPhoto']);
    expect(ours().map(({ caption, text }) => text ?? caption)).toEqual([
      'Three pictures:',
      ...['Picture a', 'Picture b', 'Picture c'],
    ]);
    expect(ours().map((one) => one.reply_to_message?.message_id)).toEqual([
      message.message_id,
      ...[undefined, undefined, undefined],
    ]);
    expect(ours().map((one) => one.reply_markup?.inline_keyboard.length)).toEqual([
      ...[undefined, undefined, undefined],
      1,
    ]);
  });

  it('stay apart from one that Telegram does not take: the others are seen', async () => {
    const { standIn, sends, ours } = await start();
    const description = 'Bad Request: not enough rights to send photos to the chat';
    standIn.faults.push({ method: 'sendPhoto', fault: { kind: 'refuse', code: 400, description } });
    expect(await sends({ files: THREE })).toEqual(['sent', 'failed', 'sent', 'sent']);
    expect(ours().flatMap(({ caption }) => caption ?? [])).toEqual(['Picture b', 'Picture c']);
  });

  it('leave one unsure where the connection breaks, as an album would leave all', async () => {
    const { standIn, sends } = await start();
    standIn.faults.push({ method: 'sendPhoto', fault: { kind: 'cut', done: true } });
    expect(await sends({ files: THREE })).toEqual(['sent', 'unknown', 'sent', 'sent']);
  });

  it('leave into their topic, each of them', async () => {
    const { standIn, address, sends } = await start();
    const forum = standIn.server.world.group({ isForum: true });
    await sends({ files: THREE }, { ...address, chat: String(forum.chat.id), group: true, thread: '4' });
    const threads = [...forum.said.values()].map(({ message }) => message.message_thread_id);
    expect(threads).toEqual([4, 4, 4, 4]);
  });

  it('leave beside a document, which no album would take', async () => {
    const { sends, ours, methods } = await start();
    const table = file('t', { kind: 'document', name: 't.csv', mime: 'text/csv' });
    await sends({ files: [file('a'), table, file('b')] });
    expect(methods()).toEqual(['sendMessage', 'sendPhoto', 'sendDocument', 'sendPhoto']);
    expect(ours()[2]!.document?.file_name).toBe('t.csv');
  });
});
