import { afterEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../adapters/telegram/telegram.ts';
import { createScriptedHost, type ScriptedHost } from '../../contract/channel.ts';
import { openTelegramStandIn, tooFast } from '../../doubles/telegram/stand-in.ts';
import { type DriverOptions, openDriver, type TelegramDriver } from './driver.ts';

const open: TelegramDriver[] = [];
afterEach(async () => {
  for (const driver of open.splice(0)) await driver.close();
});
const start = async (options?: DriverOptions): Promise<{ host: ScriptedHost; driver: TelegramDriver }> => {
  const host = createScriptedHost();
  const driver = await openDriver(host, options);
  open.push(driver);
  return { host, driver };
};
const texts = (host: ScriptedHost): string[] =>
  host.admitted.flatMap((event) =>
    event.kind === 'message' && event.parts[0]?.kind === 'text' ? [event.parts[0].text] : [],
  );

describe('a connection to Telegram', () => {
  it('says how a chat with it can be opened, and asks for the kinds of updates it hears', async () => {
    const { driver } = await start();
    expect(driver.channel.invitation!('pair-me_1')).toBe('https://t.me/parleybot?start=pair-me_1');
    expect(driver.channel.invitation!('not a code')).toBeNull();
    const { update } = driver.standIn.say(driver.chat, driver.ana, 'hi');
    await driver.told(update);
    // Reactions only come to those who ask for them.
    const pushed = driver.standIn.server.updates.push({
      message_reaction: {
        ...{ chat: driver.chat.chat, message_id: 1, user: driver.ana, date: 1 },
        ...{ old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }] },
      },
    });
    expect(await driver.told(pushed)).toBe('received');
  });

  it('offers its commands, for each language', async () => {
    const commands = new Map([
      ['', [{ command: 'help', description: 'what works here' }]],
      ['pt', [{ command: 'help', description: 'o que funciona aqui' }]],
    ]);
    const { driver } = await start({ channel: { commands } });
    await expect.poll(() => driver.standIn.server.commands).toEqual(commands);
  });

  it('offers them again when it was too fast or the line broke', async () => {
    const commands = new Map([['', [{ command: 'help', description: 'what works here' }]]]);
    const waited: number[] = [];
    const standIn = await openTelegramStandIn();
    for (const fault of [tooFast(7), { kind: 'cut', done: false } as const])
      standIn.faults.push({ method: 'setMyCommands', fault });
    const channel = createTelegramChannel({
      ...{ token: standIn.token, apiRoot: standIn.url, open: true, pace: 0, commands },
      pause: async (ms) => void waited.push(ms),
    });
    await channel.start(createScriptedHost());
    await expect.poll(() => standIn.server.commands).toEqual(commands);
    expect(waited).toEqual([7_000, 2_000]);
    await channel.stop();
    await standIn.close();
  });

  it('says of typing how long Telegram wants to be left alone', async () => {
    const { driver } = await start();
    driver.standIn.faults.push({ method: 'sendChatAction', fault: tooFast(3) });
    const address = { channel: 'telegram', account: '4242', chat: String(driver.chat.chat.id) };
    expect(await driver.channel.typing!(address)).toMatchObject({ status: 'failed', error: { retryAfterMs: 3_000 } });
    expect(await driver.channel.typing!(address)).toMatchObject({ status: 'sent' });
  });

  it('answers every pressed button, also one it makes nothing of', async () => {
    const { host, driver } = await start();
    const { standIn, chat, ana } = driver;
    standIn.server.world.keep(
      chat,
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] } },
      true,
    );
    const pressed = standIn.press(chat, ana, 'Go');
    host.answers.push(async () => ({ status: 'refused', reason: 'no consent' }));
    await driver.told(pressed);
    await expect.poll(() => standIn.server.pressed.size).toBe(0);
  });

  it('that is refused for now gets the same update again, and nothing behind it before', async () => {
    const { host, driver } = await start();
    host.answers.push(async () => ({ status: 'refused', reason: 'overloaded', retryAfterMs: 10 }));
    const first = driver.standIn.say(driver.chat, driver.ana, 'first');
    await driver.told(first.update);
    const second = driver.standIn.say(driver.chat, driver.ana, 'second');
    expect(await driver.told(second.update)).toBe('received');
    expect(texts(host)).toEqual(['first', 'second']);
  });

  it('that is refused for good does not hold up the others', async () => {
    const { host, driver } = await start();
    host.answers.push(async () => ({ status: 'refused', reason: 'too many messages', retryAfterMs: 60_000 }));
    expect(await driver.say('too much', 'm1')).toBe('received');
    expect(await driver.say('fine', 'm2')).toBe('received');
    expect(texts(host)).toEqual(['fine']);
  });

  it('goes on behind an update that a fault of ours lost, and says that there is one', async () => {
    const { host, driver } = await start();
    host.answers.push(
      async () => ({ status: 'refused', reason: 'broken', retryAfterMs: 10 }),
      async () => ({ status: 'refused', reason: 'broken' }),
    );
    const { standIn, chat, ana } = driver;
    await driver.told(standIn.say(chat, ana, 'poison').update);
    standIn.say(chat, ana, 'fine');
    await expect.poll(() => texts(host)).toEqual(['fine']);
    await expect.poll(() => standIn.server.updates.pending).toEqual([]);
    expect(driver.channel.health()).toMatchObject({ state: 'trouble', reason: expect.stringMatching(/lost: 1\./) });
  });

  it('lives through a network that is dead for ten minutes, and hears everything then', async () => {
    let waitedMs = 0;
    const { host, driver } = await start({
      channel: {
        pause: async (ms) => {
          waitedMs += ms;
        },
      },
    });
    const { standIn, chat, ana } = driver;
    await driver.say('before', 'm1');
    const dead = { method: 'getUpdates', fault: { kind: 'cut', done: false } as const };
    const { update } = standIn.say(chat, ana, 'meanwhile');
    await driver.told(update);
    standIn.faults.push(...Array.from({ length: 60 }, () => dead));
    standIn.say(chat, ana, 'in the dark');
    await expect.poll(() => standIn.faults.length).toBe(0);
    await expect.poll(() => texts(host)).toEqual(['before', 'meanwhile', 'in the dark']);
    expect(waitedMs).toBeGreaterThan(600_000);
    await expect.poll(() => driver.channel.health()).toMatchObject({ state: 'ok' });
    expect(host.logged.join('\n')).toContain('cannot be reached');
  });

  it('starts without Telegram and is there when Telegram is', async () => {
    const standIn = await openTelegramStandIn({ speed: 1000 });
    standIn.faults.push(
      ...Array.from({ length: 3 }, () => ({ method: 'getMe', fault: { kind: 'cut', done: false } as const })),
    );
    const host = createScriptedHost();
    const channel = createTelegramChannel({
      ...{ token: standIn.token, apiRoot: standIn.url, open: true, pace: 0, commands: new Map() },
      pause: async () => {},
    });
    expect(channel.health()).toEqual({ state: 'off' });
    await channel.start(host);
    await expect.poll(() => channel.health()).toEqual({ state: 'unproven' });
    await channel.stop();
    await standIn.close();
  });

  it('ends loudly when the token is revoked, and says what to do', async () => {
    const { host, driver } = await start();
    await driver.say('hello', 'm1');
    driver.standIn.revoke();
    driver.standIn.say(driver.chat, driver.ana, 'anybody?');
    await expect.poll(() => driver.channel.health().state).toBe('trouble');
    expect(driver.channel.health().remedy).toContain('@BotFather');
    const polls = driver.standIn.server.updates.polls.length;
    expect(host.logged.join('\n')).toContain('revoked');
    await new Promise((done) => setTimeout(done, 50));
    expect(driver.standIn.server.updates.polls.length).toBe(polls);
    // What was to be said waits for a token that is taken.
    const [part] = await driver.channel.encode({ key: 'k', kind: 'answer', markdown: 'hi' }, host.admitted[0]!.address);
    expect(await driver.channel.send(part!, 'k:0')).toMatchObject({ status: 'failed', error: { retryable: true } });
  });

  it('ends loudly when another program speaks for the same bot', async () => {
    // On our own clock a poll stays open until something happens.
    const { host, driver } = await start({ standIn: { speed: 1 } });
    await driver.say('hello', 'm1');
    const other = await fetch(`${driver.standIn.url}/bot${driver.standIn.token}/getUpdates?timeout=0`);
    expect(other.ok).toBe(true);
    await expect.poll(() => driver.channel.health().state).toBe('trouble');
    expect(driver.channel.health().reason).toContain('Another program');
    expect(host.logged.join('\n')).toContain('Another program');
  });

  it('takes a webhook that was left behind away, so that it can ask', async () => {
    const standIn = await openTelegramStandIn({ speed: 1000 });
    standIn.server.updates.setWebhook({ url: 'https://old.example/hook', secret: undefined });
    const channel = createTelegramChannel({
      ...{ token: standIn.token, apiRoot: standIn.url, open: true, pace: 0, commands: new Map() },
    });
    await channel.start(createScriptedHost());
    await expect.poll(() => standIn.server.updates.polls.length).toBeGreaterThan(0);
    expect(standIn.server.updates.webhook).toBeNull();
    await channel.stop();
    await standIn.close();
  });

  it('confirms on stopping what it has heard, so that nobody is handed it again', async () => {
    const { host, driver } = await start();
    const { standIn, chat, ana, channel } = driver;
    await driver.say('hello', 'm1');
    const { admit } = host;
    let stopped = Promise.resolve();
    // It is stopped when the update is kept, and before it would ask for the next.
    host.admit = async (events) => {
      stopped = channel.stop();
      return admit(events);
    };
    const { update } = standIn.say(chat, ana, 'and goodbye');
    await expect.poll(() => texts(host)).toEqual(['hello', 'and goodbye']);
    await stopped;
    expect(standIn.server.updates.polls.at(-1)!.offset).toBe(update!.update_id + 1);
    expect(standIn.server.updates.pending).toEqual([]);
  });

  it('under a new token is the same bot: what it hears has the account and the ids it had', async () => {
    const heard = async (token: string) => {
      const { host, driver } = await start({ standIn: { token } });
      await driver.say('hello', 'm1');
      return host.admitted.map(({ eventId, address: { account } }) => ({ account, eventId }));
    };
    const before = await heard('4242:the-token-of-before');
    expect(await heard('4242:the-token-of-after')).toEqual(before);
    expect(before).toMatchObject([{ account: '4242' }]);
  });

  it('gives 20 redeliveries of each update, shuffled, the ids they had', async () => {
    const { host, driver } = await start({ standIn: { random: () => 0.2 } });
    const { standIn, chat, ana } = driver;
    standIn.server.updates.shuffled = true;
    const all = Array.from({ length: 10 }, (_, index) => standIn.say(chat, ana, `m${index}`).update!);
    for (let times = 0; times < 20; times++)
      for (const update of all.toReversed()) standIn.server.updates.again(update);
    await expect.poll(() => host.admitted.length).toBeGreaterThan(200);
    expect(new Set(host.admitted.map(({ eventId }) => eventId)).size).toBe(10);
  });
});

describe('a webhook', () => {
  it('is told to Telegram with a secret, and answers nobody who does not know it', async () => {
    const { host, driver } = await start({ webhook: true });
    await expect.poll(() => driver.standIn.server.updates.webhook?.url).toContain('/hooks/telegram/4242');
    const { url, secret } = driver.standIn.server.updates.webhook!;
    const post = (body: string, headers: Record<string, string> = {}) =>
      fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
    const header = 'x-telegram-bot-api-secret-token';
    const update = JSON.stringify({
      update_id: 5,
      message: { message_id: 1, date: 1, chat: driver.chat.chat, from: driver.ana, text: 'forged' },
    });
    expect((await post(update)).status).toBe(401);
    expect((await post(update, { [header]: 'guess' })).status).toBe(401);
    expect((await post(update, { [header]: `${secret}x` })).status).toBe(401);
    expect((await fetch(url)).status).toBe(405);
    expect((await post('{"update_', { [header]: secret! })).status).toBe(400);
    expect(host.admitted).toEqual([]);
    expect((await post(update, { [header]: secret! })).status).toBe(200);
    expect(texts(host)).toEqual(['forged']);
  });

  it('says when to come again while nothing can be stored, and Telegram does, in order', async () => {
    const { host, driver } = await start({ webhook: true });
    host.answers.push(
      async () => ({ status: 'refused', reason: 'store unavailable', retryAfterMs: 1500 }),
      async () => ({ status: 'refused', reason: 'store unavailable', retryAfterMs: 1500 }),
    );
    const { standIn, chat, ana } = driver;
    standIn.say(chat, ana, 'one');
    standIn.say(chat, ana, 'two');
    await expect.poll(() => texts(host)).toEqual(['one', 'two']);
    expect(standIn.server.updates.answers.map(({ status }) => status)).toEqual([503, 503, 200, 200]);
  });
});
