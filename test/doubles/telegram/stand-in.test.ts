/**
 * What the stand-in does that no client shows by itself: the order of webhooks, conflicts, and what it complains about.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message, Update } from '@grammyjs/types';
import { afterEach, describe, expect, it } from 'vitest';
import { openTelegramStandIn, type StandInOptions, type TelegramStandIn } from './stand-in.ts';
import type { Place } from './world.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});
const start = async (options: StandInOptions = {}) => {
  const standIn = await openTelegramStandIn({ speed: 1000, ...options });
  open.push(() => standIn.close());
  const ana = standIn.server.world.person();
  return { standIn, ana, chat: standIn.server.world.privately(ana), call: caller(standIn) };
};
const caller =
  (standIn: TelegramStandIn) =>
  async (
    method: string,
    body: object = {},
  ): Promise<{ ok: boolean; result?: unknown; description?: string; error_code?: number }> => {
    const response = await fetch(`${standIn.url}/bot${standIn.token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { ok: boolean };
  };

describe('the stand-in of Telegram', () => {
  it('posts the updates of a chat one after the other, repeats what was not taken, and lets other chats pass', async () => {
    const { standIn, ana, chat } = await start();
    const bo = standIn.server.world.person();
    const other = standIn.server.world.privately(bo);
    const taken: string[] = [];
    let refusals = 2;
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { message } = JSON.parse(Buffer.concat(chunks).toString()) as Update;
      const refused = message!.text === 'a1' && refusals-- > 0;
      if (!refused) taken.push(message!.text!);
      response.writeHead(refused ? 500 : 200).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    open.push(async () => server.close());
    const { port } = server.address() as AddressInfo;
    standIn.server.updates.setWebhook({ url: `http://127.0.0.1:${port}/`, secret: undefined });
    for (const text of ['a1', 'a2', 'a3']) standIn.say(chat, ana, text);
    standIn.say(other, bo, 'b1');
    await expect.poll(() => taken.length).toBe(4);
    expect(taken.filter((text) => text.startsWith('a'))).toEqual(['a1', 'a2', 'a3']);
    expect(taken.indexOf('b1')).toBeLessThan(taken.indexOf('a2'));
  });

  it('knows one way of getting updates at a time', async () => {
    const { standIn, call } = await start({ speed: 1 });
    const first = call('getUpdates', { timeout: 30 });
    await expect.poll(() => standIn.server.updates.polls.length).toBe(1);
    await call('getUpdates', { timeout: 0 });
    expect(await first).toMatchObject({
      error_code: 409,
      description: expect.stringContaining('terminated by other getUpdates'),
    });
    await call('setWebhook', { url: 'https://a.example/hook' });
    expect(await call('getUpdates')).toMatchObject({
      error_code: 409,
      description: expect.stringContaining('webhook is active'),
    });
    expect(await call('setWebhook', { url: 'http://a.example/hook' })).toMatchObject({ ok: false });
  });

  it('gives what was asked for, until it is confirmed', async () => {
    const { standIn, ana, chat, call } = await start();
    for (const text of ['1', '2', '3']) standIn.say(chat, ana, text);
    const ids = async (body: object) =>
      ((await call('getUpdates', body)).result as Update[]).map(({ update_id: id }) => id);
    const [first, second, third] = await ids({});
    expect(await ids({ limit: 2 })).toEqual([first, second]);
    expect(await ids({ offset: second })).toEqual([second, third]);
    expect(await ids({})).toEqual([second, third]);
    expect(await ids({ offset: -1 })).toEqual([third]);
  });

  it('refuses a draft without a number, and to know methods there are none of', async () => {
    const { ana, call } = await start();
    expect(await call('sendMessageDraft', { chat_id: ana.id, draft_id: 0, text: 'x' })).toMatchObject({ ok: false });
    expect(await call('sendThoughts')).toMatchObject({ error_code: 404 });
  });

  it('complains about what the real one would mend in silence', async () => {
    const { standIn, ana, call } = await start();
    const entities = [
      { type: 'bold', offset: 0, length: 4 },
      { type: 'italic', offset: 2, length: 4 },
    ];
    await call('sendMessage', { chat_id: ana.id, text: 'abcdef', entities });
    await call('sendMessage', { chat_id: ana.id, text: 'x', colour: 'red' });
    await call('sendMessage', {
      chat_id: ana.id,
      text: 'abcdef',
      entities: [
        { type: 'pre', offset: 0, length: 6 },
        { type: 'bold', offset: 1, length: 2 },
      ],
    });
    expect(standIn.complaints).toEqual([
      'bold and italic overlap',
      'sendMessage has no parameter colour',
      'bold inside pre',
    ]);
  });

  it('breaks, slows and refuses on request', async () => {
    const { standIn, ana, chat, call } = await start();
    const say = () => call('sendMessage', { chat_id: ana.id, text: 'x' });
    standIn.faults.push({ method: 'sendMessage', fault: { kind: 'cut', done: false } });
    await expect(say()).rejects.toThrow();
    expect(standIn.shown(chat)).toEqual([]);
    standIn.faults.push({ method: '*', fault: { kind: 'cut', done: true } });
    await expect(say()).rejects.toThrow();
    expect(standIn.shown(chat)).toEqual(['x']);
    standIn.faults.push({ method: 'sendMessage', fault: { kind: 'refuse', code: 502, description: 'Bad Gateway' } });
    expect(await say()).toMatchObject({ error_code: 502 });
    expect(await say()).toMatchObject({ ok: true });
  });

  it('hands a bot in privacy mode only commands and replies to it, and everything where it is an admin', async () => {
    const { standIn, ana } = await start();
    const { world } = standIn.server;
    const heard = (place: Place) => {
      const ours = world.keep(place, { from: world.bot, text: 'an answer' }, true).message;
      const reply = { text: 'and?', reply_to_message: ours } as Partial<Message>;
      return ['hello', '@parleybot hello', '/help', '/help@parleybot', reply].map(
        (message) => standIn.say(place, ana, message).update !== null,
      );
    };
    const all = [true, true, true, true, true];
    expect(heard(world.group({ members: [ana] }))).toEqual([false, false, true, true, true]);
    expect(heard(world.group({ admins: [ana, world.bot] }))).toEqual(all);
    expect(heard(world.privately(ana))).toEqual(all);
    world.bot.can_read_all_group_messages = true;
    expect(heard(world.group({ members: [ana] }))).toEqual(all);
  });
});
