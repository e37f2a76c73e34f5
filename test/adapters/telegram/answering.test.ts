/**
 * The whole service as a process of its own, in front of the stand-in: it differs from the real one in its settings
 * alone.
 */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startOpenAiServer } from '../../doubles/openai-server.ts';
import { openTelegramStandIn, type StandInOptions, type TelegramStandIn } from '../../doubles/telegram/stand-in.ts';
import type { Place } from '../../doubles/telegram/world.ts';
import { freePort } from '../../free-port.ts';
import { type RunningService, startService } from '../../soak/started.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

interface World {
  standIn: TelegramStandIn;
  service: RunningService;
  folder: string;
  /** Kills it at once and starts it again. */
  crash(): Promise<void>;
}

async function start(options: StandInOptions = {}, env: Record<string, string> = {}, port = 0): Promise<World> {
  const standIn = await openTelegramStandIn(options);
  const folder = mkdtempSync(join(tmpdir(), 'parley-telegram-'));
  const begin = () =>
    startService({
      folder,
      port,
      env: {
        ...{
          PARLEY_RUNTIME: 'echo',
          PARLEY_PER_MINUTE: 'none',
          PARLEY_QUESTIONS: 'none',
          PARLEY_TURNS_PER_MINUTE: 'none',
        },
        ...{ PARLEY_TELEGRAM_TOKEN: standIn.token, PARLEY_TELEGRAM_API: standIn.url },
        ...{ PARLEY_TELEGRAM_OPEN: 'yes', PARLEY_TELEGRAM_PACE: '0' },
        ...env,
      },
    });
  const world: World = {
    standIn,
    service: await begin(),
    folder,
    async crash() {
      world.service.kill('SIGKILL');
      await world.service.exited;
      world.service = await begin();
    },
  };
  open.push(async () => {
    world.service.kill('SIGTERM');
    await world.service.exited;
    await standIn.close();
    expect(standIn.complaints).toEqual([]);
  });
  return world;
}

const patience = { timeout: 30_000, interval: 20 };

interface Arrived {
  place: Place;
  say: (text: string) => void;
  /** What the bot said here since. */
  heard: () => string[];
}

/** Somebody who comes to the bot, reads its notice and switches it on. */
async function arrive({ standIn }: World): Promise<Arrived> {
  const person = standIn.server.world.person();
  const place = standIn.server.world.privately(person);
  const say = (text: string) => void standIn.say(place, person, text);
  say('/start');
  await expect.poll(() => standIn.shown(place).length, patience).toBe(1);
  standIn.press(place, person, 'Switch on');
  await expect.poll(() => standIn.shown(place).length, patience).toBe(2);
  return { place, say, heard: () => standIn.shown(place).slice(2) };
}

/** The numbers of the messages that were answered, in the order they were shown. */
const numbersIn = (standIn: TelegramStandIn, place: Place): number[] =>
  standIn.shown(place).flatMap((text) => [...text.matchAll(/message (\d+)\./g)].map(([, n]) => Number(n)));
const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('Parley in Telegram', () => {
  it('is silent until it is switched on, and then answers', async () => {
    const world = await start();
    const { standIn } = world;
    const stranger = standIn.server.world.person();
    const silent = standIn.server.world.privately(stranger);
    standIn.say(silent, stranger, 'a secret nobody asked for');
    const { place, say } = await arrive(world);
    say('message 0.');
    await expect.poll(() => numbersIn(standIn, place), patience).toEqual([0]);
    expect(standIn.shown(silent).join()).not.toContain('secret');
    expect(
      standIn.calls.filter(({ method, chat }) => method === 'sendChatAction' && chat === String(stranger.id)),
    ).toEqual([]);
  });

  it('answers in a group whoever speaks to it, and nobody else', async () => {
    const { standIn } = await start();
    const [boss, bo] = [standIn.server.world.person(), standIn.server.world.person({ first_name: 'Bo' })];
    const group = standIn.server.world.group({ admins: [boss, standIn.server.world.bot], members: [bo] });
    const command = '/on@parleybot';
    standIn.say(group, boss, { text: command, entities: [{ type: 'bot_command', offset: 0, length: command.length }] });
    standIn.choose(group, boss, 'notice:on:1');
    const mention = (text: string) => ({ text, entities: [{ type: 'mention' as const, offset: 0, length: 10 }] });
    standIn.say(group, bo, 'message 0.');
    standIn.say(group, bo, mention('@parleybot message 1.'));
    await expect.poll(() => numbersIn(standIn, group), patience).toEqual([1]);
    const answer = [...group.said.values()].findLast(({ ours }) => ours)!.message;
    standIn.say(group, bo, { text: 'message 2.', reply_to_message: answer } as object);
    standIn.say(group, boss, 'message 3.');
    standIn.say(group, boss, mention('@beepbot__ message 4.'));
    standIn.say(group, boss, mention('@ParleyBot message 5.'));
    // An answer may name what was quoted.
    await expect.poll(() => [...new Set(numbersIn(standIn, group))], patience).toEqual([1, 2, 5]);
  });

  it.each([
    ['says so where privacy mode keeps messages from it', false],
    ['says nothing of it where it is handed all', true],
  ])('in a group, asked for its status, %s', async (_, all) => {
    const world = await start();
    const { standIn } = world;
    standIn.server.world.bot.can_read_all_group_messages = all;
    await world.crash();
    const boss = standIn.server.world.person();
    const group = standIn.server.world.group({ admins: [boss], members: [] });
    const says = (text: string) =>
      standIn.say(group, boss, { text, entities: [{ type: 'bot_command', offset: 0, length: text.length }] });
    says('/on@parleybot');
    standIn.choose(group, boss, 'notice:on:1');
    says('/status@parleybot');
    await expect.poll(() => standIn.shown(group).join(), patience).toContain('Waiting now');
    expect(standIn.shown(group).join().includes('privacy mode is on')).toBe(!all);
  });

  it('answers by webhook as well, and Telegram hears that it did', async () => {
    const port = await freePort();
    const world = await start({}, { PARLEY_TELEGRAM_WEBHOOK: `http://127.0.0.1:${port}` }, port);
    const { standIn } = world;
    await expect.poll(() => standIn.server.updates.webhook, patience).not.toBeNull();
    const { place, say } = await arrive(world);
    for (const n of upTo(5)) say(`message ${n}.`);
    await expect.poll(() => numbersIn(standIn, place), patience).toEqual(upTo(5));
    expect(standIn.server.updates.pending).toEqual([]);
  });

  it('loses nothing and keeps the order when it is killed in between', async () => {
    const world = await start();
    const { standIn } = world;
    const people = await Promise.all([arrive(world), arrive(world), arrive(world)]);
    const COUNT = 30;
    for (const n of upTo(COUNT)) {
      for (const { say } of people) say(`message ${n}.`);
      if (n === 10 || n === 20) await world.crash();
    }
    for (const { place } of people) {
      await expect.poll(() => new Set(numbersIn(standIn, place)).size, patience).toBe(COUNT);
      const seen = numbersIn(standIn, place);
      const firsts = seen.filter((n, index) => seen.indexOf(n) === index);
      expect(firsts).toEqual(upTo(COUNT));
      // What comes twice was on its way when it was killed: at most one send a chat and kill.
      expect(seen.length - firsts.length).toBeLessThanOrEqual(2 * 3);
    }
  });

  it('answers each message once, whatever is delivered 20 times in any order', async () => {
    const world = await start({ random: () => 0.1 });
    const { standIn } = world;
    const { place } = await arrive(world);
    const person = standIn.server.world.user(place.chat.id)!;
    const updates = upTo(8).map((n) => standIn.say(place, person, `message ${n}.`).update!);
    await expect.poll(() => numbersIn(standIn, place).length, patience).toBe(8);
    const before = standIn.server.updates.polls.length - 1;
    standIn.server.updates.shuffled = true;
    for (let times = 0; times < 20; times++)
      for (const update of updates.toReversed()) standIn.server.updates.again(update);
    // All of them are out, and in no order they came in.
    const { polls } = standIn.server.updates;
    const redelivered = () => polls.slice(before).flatMap(({ gave }) => gave);
    await expect.poll(() => redelivered().length, patience).toBeGreaterThanOrEqual(20 * updates.length);
    const backwards = updates.map(({ update_id: id }) => id).toReversed();
    expect(redelivered().slice(0, 80)).not.toEqual(Array.from({ length: 10 }, () => backwards).flat());
    standIn.server.updates.shuffled = false;
    standIn.say(place, person, 'message 8.');
    await expect.poll(() => numbersIn(standIn, place), patience).toEqual(upTo(9));
  });

  it('keeps Telegram’s pace: no send is refused, and the order stays', async () => {
    const SPEED = 4;
    const world = await start({ rates: true, speed: SPEED }, { PARLEY_TELEGRAM_PACE: String(1 / SPEED) });
    const { standIn } = world;
    const people = await Promise.all(Array.from({ length: 60 }, () => arrive(world)));
    for (const n of upTo(3)) for (const { say } of people) say(`message ${n}.`);
    for (const { place } of people) await expect.poll(() => numbersIn(standIn, place), patience).toEqual(upTo(3));
    expect(standIn.server.rates!.refused).toBe(0);
  });

  it('shows an answer in the making as a draft, which the platform’s own button stops', async () => {
    const pieces = Array.from({ length: 200 }, (_, n) => `word${n} `);
    const model = await startOpenAiServer({ pieces, paceMs: 50 });
    open.push(() => model.close());
    const world = await start(
      {},
      { PARLEY_RUNTIME: 'remote', PARLEY_REMOTE_URL: model.url, PARLEY_TELEGRAM_PACE: '1' },
    );
    const { standIn } = world;
    const { place, say, heard } = await arrive(world);
    say('tell me everything');
    const drafts: string[] = [];
    await expect
      .poll(() => {
        if (place.draft && drafts.at(-1) !== place.draft.text) drafts.push(place.draft.text);
        return drafts.length;
      }, patience)
      .toBeGreaterThan(2);
    standIn.stopDraft(place);
    await expect.poll(heard, patience).toHaveLength(1);
    const [answer] = heard();
    // Each draft is the beginning of the next, and of what stays.
    for (const draft of drafts) expect(answer!.startsWith(draft.trim())).toBe(true);
    expect(answer).not.toContain('word199');
    expect(place.draft).toBeNull();
  });

  it('belongs to whoever opens the link that is printed, and says to others once that it is private', async () => {
    const world = await start({}, { PARLEY_TELEGRAM_OPEN: 'no' });
    const { standIn, service } = world;
    const stranger = standIn.server.world.person({ first_name: 'Bo' });
    const strange = standIn.server.world.privately(stranger);
    standIn.say(strange, stranger, '/start');
    standIn.say(strange, stranger, 'hello?');
    await expect
      .poll(() => standIn.shown(strange), patience)
      .toEqual(['This bot is private. Its owner can let you in.']);

    const link = /^\s*https:\/\/t\.me\/parleybot\?start=(\w+)$/m;
    await expect.poll(() => service.output(), patience).toMatch(link);
    const ana = standIn.server.world.person();
    const owned = standIn.server.world.privately(ana);
    standIn.say(owned, ana, `/start ${link.exec(service.output())![1]}`);
    await expect.poll(() => standIn.shown(owned).at(-1), patience).toMatch(/^Hi, I’m Parley/);
    standIn.press(owned, ana, 'Switch on');
    await expect.poll(() => standIn.shown(owned).at(-1), patience).toContain('You are the owner of this bot.');

    standIn.say(owned, ana, '/allow');
    await expect.poll(() => standIn.shown(owned).at(-1), patience).toMatch(/start=\w+/);
    standIn.say(strange, stranger, `/start ${/start=(\w+)/.exec(standIn.shown(owned).at(-1)!)![1]}`);
    await expect.poll(() => standIn.shown(strange).at(-1), patience).toMatch(/^Hi, I’m Parley/);
    expect(standIn.shown(strange)).toHaveLength(2);
  });

  it('says loudly that its token was revoked, and the page goes on', async () => {
    const world = await start();
    const { place, say } = await arrive(world);
    say('message 0.');
    await expect.poll(() => numbersIn(world.standIn, place), patience).toEqual([0]);
    world.standIn.revoke();
    say('message 1.');
    const log = () =>
      readdirSync(join(world.folder, 'data', 'log'))
        .map((name) => readFileSync(join(world.folder, 'data', 'log', name), 'utf8'))
        .join('');
    await expect.poll(log, patience).toContain('revoked');
    expect((await fetch(`${world.service.url}/healthz`)).status).toBe(200);
    expect(log() + world.service.output()).not.toContain(world.standIn.token.split(':')[1]);
  });

  it('starts and serves its page while Telegram is out of reach', async () => {
    const world = await start({}, { PARLEY_TELEGRAM_API: 'http://127.0.0.1:9' });
    expect((await fetch(`${world.service.url}/healthz`)).status).toBe(200);
    await expect.poll(() => world.service.output(), patience).toContain('cannot be reached');
  });
});
