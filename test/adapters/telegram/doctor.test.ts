import { afterEach, describe, expect, it } from 'vitest';
import { type DoctorOptions, telegramChecks } from '../../../adapters/telegram/doctor.ts';
import { openTelegramStandIn, type TelegramStandIn } from '../../doubles/telegram/stand-in.ts';

let standIn: TelegramStandIn | undefined;
afterEach(() => standIn?.close());
const findings = async (over: Partial<DoctorOptions> = {}) => {
  const options = { token: standIn!.token, apiRoot: standIn!.url, open: false, paired: true, ...over };
  return Promise.all(telegramChecks(options).map((check) => check.run()));
};

describe('the doctor of Telegram', () => {
  it('finds nothing wrong with a bot that works', async () => {
    standIn = await openTelegramStandIn();
    const [token, webhook, groups, owner] = await findings();
    expect(token).toEqual({ state: 'fine', words: 'This is @parleybot.' });
    for (const one of [webhook, owner]) expect(one).toMatchObject({ state: 'fine' });
    expect(groups).toMatchObject({ state: 'note' });
    expect(groups!.words).toContain('privacy mode');
    standIn.server.world.bot.can_read_all_group_messages = true;
    expect((await findings())[2]!.words).toContain('every message');
  });

  it('says what to do about a revoked token, without telling it', async () => {
    standIn = await openTelegramStandIn();
    standIn.revoke();
    const [token] = await findings();
    expect(token).toMatchObject({ state: 'bad', remedy: expect.stringContaining('@BotFather') });
    expect(JSON.stringify(token)).not.toContain(standIn.token);
  });

  it('sees a webhook that takes the messages away, or is not ours', async () => {
    standIn = await openTelegramStandIn();
    standIn.server.updates.setWebhook({ url: 'https://other.example/secret-path', secret: undefined });
    const [, taken] = await findings();
    expect(taken).toMatchObject({ state: 'bad', words: expect.stringContaining('other.example') });
    expect(taken!.words).not.toContain('secret-path');
    expect((await findings({ webhook: 'https://mine.example' }))[1]).toMatchObject({ state: 'bad' });
    expect((await findings({ webhook: 'https://other.example' }))[1]).toMatchObject({ state: 'fine' });
  });

  it('takes an address that only begins like ours for another one', async () => {
    standIn = await openTelegramStandIn();
    standIn.server.updates.setWebhook({ url: 'https://mine.example/hooks/telegram/4242', secret: undefined });
    const state = async (webhook: string) => (await findings({ webhook }))[1]!.state;
    expect(await state('https://mine.exam')).toBe('bad');
    expect(await state('https://mine.example/hook')).toBe('bad');
    expect(await state('https://mine.example')).toBe('fine');
    expect(await state('https://mine.example/hooks/')).toBe('fine');
  });

  it('tells of a webhook that cannot be reached now, and not of one that could not be long ago', async () => {
    standIn = await openTelegramStandIn();
    const { updates, world } = standIn.server;
    const ana = world.person();
    const webhook = 'http://127.0.0.1:9';
    updates.setWebhook({ url: webhook, secret: undefined });
    standIn.say(world.privately(ana), ana, 'hello?');
    await expect.poll(() => updates.lastError).not.toBeNull();
    const found = async () => (await findings({ webhook }))[1]!;
    expect(await found()).toMatchObject({ state: 'bad', words: expect.stringContaining('cannot post') });
    updates.lastError!.date -= 86_400;
    expect(await found()).toMatchObject({ state: 'fine' });
    updates.lastError!.date += 86_400;
    updates.setWebhook({ url: webhook, secret: undefined }, undefined, true);
    expect(await found()).toMatchObject({ state: 'fine' });
  });

  it('says when nobody is let in yet', async () => {
    standIn = await openTelegramStandIn();
    expect((await findings({ paired: false }))[3]).toMatchObject({
      state: 'bad',
      remedy: expect.stringContaining('npm start'),
    });
    expect((await findings({ paired: undefined }))[3]).toMatchObject({ state: 'note' });
    expect((await findings({ paired: false, open: true }))[3]).toMatchObject({ state: 'fine' });
  });
});
