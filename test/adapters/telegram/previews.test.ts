import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Address, Preview } from '../../../adapters/contract.ts';
import { createScriptedHost } from '../../contract/channel.ts';
import { tooFast } from '../../doubles/telegram/stand-in.ts';
import { draftIn, type Place } from '../../doubles/telegram/world.ts';
import { openDriver, type TelegramDriver } from './driver.ts';

const open: TelegramDriver[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const driver of open.splice(0)) await driver.close();
});
const start = async (host = createScriptedHost()) => {
  // Drafts live for half a minute of the server's clock.
  const driver = await openDriver(host, { standIn: { speed: 1 } });
  open.push(driver);
  const { standIn, chat, ana } = driver;
  const group = standIn.server.world.group({ members: [ana] });
  const methods = () => standIn.calls.map(({ method }) => method).filter((method) => /Message/.test(method));
  return { host, driver, standIn, chat, group, methods };
};
const addressOf = ({ chat }: Place): Address => ({
  ...{ channel: 'telegram', account: '4242', chat: String(chat.id) },
  ...(chat.type === 'private' ? {} : { group: true as const }),
});
const preview = (markdown: string, over: Partial<Preview> = {}): Preview => ({
  ...{ turn: 'turn 1', answers: [1], phase: { name: 'answering' }, seconds: 1, markdown },
  ...over,
});
async function answer(driver: TelegramDriver, address: Address, markdown: string): Promise<void> {
  for (const [index, part] of (
    await driver.channel.encode({ key: markdown, kind: 'answer', markdown }, address)
  ).entries())
    await driver.channel.send(part, `${markdown}:${index}`);
}

describe('an answer in the making, in a private chat', () => {
  it('is a draft with a stop button, which becomes the message', async () => {
    const { driver, standIn, chat, methods } = await start();
    await driver.channel.preview!(addressOf(chat), preview('one'));
    const first = chat.draft!;
    expect(first).toMatchObject({ text: 'one', canStop: true });
    await driver.channel.preview!(addressOf(chat), preview('one **tw'));
    expect(chat.draft!.id).toBe(first.id);
    await answer(driver, addressOf(chat), 'one two');
    expect(chat.draft).toBeNull();
    expect(standIn.shown(chat)).toEqual(['one two']);
    expect(methods()).toEqual(['sendMessageDraft', 'sendMessageDraft', 'sendMessage']);
  });

  it('says nothing while there are no words, and nothing twice', async () => {
    const { driver, chat, methods } = await start();
    await driver.channel.preview!(addressOf(chat), preview('', { phase: { name: 'reading' } }));
    await driver.channel.preview!(addressOf(chat), preview('same'));
    await driver.channel.preview!(addressOf(chat), preview('same'));
    expect(methods()).toEqual(['sendMessageDraft']);
  });

  it('that says nothing new is shown again before the platform takes it away', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const { driver, chat, methods } = await start();
    const show = () => driver.channel.preview!(addressOf(chat), preview('a long thought'));
    // The pace of the snapshots that come though nothing changed.
    for (let seconds = 0; seconds <= 90; seconds += 2) {
      await show();
      expect(draftIn(chat)).toMatchObject({ text: 'a long thought' });
      vi.advanceTimersByTime(2_000);
    }
    expect(methods().length).toBeLessThan(6);
    vi.advanceTimersByTime(31_000);
    expect(draftIn(chat)).toBeNull();
  });

  it('is stopped by the button of the platform', async () => {
    const { host, driver, standIn, chat } = await start();
    await driver.channel.preview!(addressOf(chat), preview('one'));
    await driver.told(standIn.stopDraft(chat));
    expect(host.admitted).toMatchObject([{ kind: 'choice', choice: 'stop', address: { chat: String(chat.chat.id) } }]);
  });

  it('is not shown again in a chat that takes no drafts, and the answer comes all the same', async () => {
    const { driver, standIn, chat, methods } = await start();
    const fault = { kind: 'refuse', code: 400, description: 'Bad Request: TEXTDRAFT_PEER_INVALID' } as const;
    standIn.faults.push({ method: 'sendMessageDraft', fault });
    expect(await driver.channel.preview!(addressOf(chat), preview('one'))).toMatchObject({ status: 'failed' });
    await driver.channel.preview!(addressOf(chat), preview('one two'));
    await answer(driver, addressOf(chat), 'one two');
    expect(methods()).toEqual(['sendMessageDraft', 'sendMessage']);
  });

  it('comes back after a person who had blocked us came back', async () => {
    const { driver, standIn, chat } = await start();
    chat.silent = 'blocked';
    await driver.channel.preview!(addressOf(chat), preview('one'));
    chat.silent = null;
    await driver.channel.preview!(addressOf(chat), preview('one two'));
    expect(chat.draft).toMatchObject({ text: 'one two' });
    expect(standIn.shown(chat)).toEqual([]);
  });

  it('on its way when the answer leaves does not come after it', async () => {
    const { driver, standIn, chat } = await start();
    standIn.faults.push({ method: 'sendMessageDraft', fault: { kind: 'slow', ms: 60 } });
    const showing = driver.channel.preview!(addressOf(chat), preview('late'));
    await answer(driver, addressOf(chat), 'the answer');
    await showing;
    expect(chat.draft).toBeNull();
  });
});

describe('an answer in the making, in a group', () => {
  it('is a message that is edited until it is the answer', async () => {
    const { driver, standIn, group, methods } = await start();
    await driver.channel.preview!(addressOf(group), preview('one'));
    await driver.channel.preview!(addressOf(group), preview('one two'));
    expect(standIn.shown(group)).toEqual(['one two']);
    await answer(driver, addressOf(group), 'one two three');
    expect(standIn.shown(group)).toEqual(['one two three']);
    await answer(driver, addressOf(group), 'another');
    expect(standIn.shown(group)).toEqual(['one two three', 'another']);
    expect(methods()).toEqual(['sendMessage', 'editMessageText', 'editMessageText', 'sendMessage']);
  });

  it('that was the answer already is left as it is', async () => {
    const { driver, standIn, group } = await start();
    await driver.channel.preview!(addressOf(group), preview('done'));
    await answer(driver, addressOf(group), 'done');
    expect(standIn.shown(group)).toEqual(['done']);
  });

  it('becomes the answer after a crash as well', async () => {
    const { driver, standIn, group } = await start();
    await driver.channel.preview!(addressOf(group), preview('half'));
    await driver.restart();
    await answer(driver, addressOf(group), 'half and the rest');
    expect(standIn.shown(group)).toEqual(['half and the rest']);
  });

  it('names the question it answers from its first words, and rings, as an edit can do neither later', async () => {
    const { driver, standIn, group } = await start();
    const { message } = standIn.say(group, driver.ana, 'why?');
    await driver.channel.preview!(addressOf(group), preview('be', { quotes: String(message.message_id) }));
    await answer(driver, addressOf(group), 'because');
    expect(standIn.shown(group)).toEqual(['because']);
    const [ours] = [...group.said.values()].filter((said) => said.ours);
    expect(ours).toMatchObject({ silent: false, message: { reply_to_message: { message_id: message.message_id } } });
  });

  it('whose beginning came and was not confirmed is not begun again in that turn', async () => {
    const { driver, standIn, group, methods } = await start();
    standIn.faults.push({ method: 'sendMessage', fault: { kind: 'cut', done: true } });
    expect(await driver.channel.preview!(addressOf(group), preview('half'))).toMatchObject({ status: 'unknown' });
    await driver.channel.preview!(addressOf(group), preview('half a'));
    expect(methods()).toEqual(['sendMessage']);
    await answer(driver, addressOf(group), 'half and the rest');
    expect(standIn.shown(group)).toEqual(['half', 'half and the rest']);
    await driver.channel.preview!(addressOf(group), preview('another', { turn: 'turn 2' }));
    expect(standIn.shown(group)).toEqual(['half', 'half and the rest', 'another']);
  });

  it('that somebody deleted comes as a message of its own', async () => {
    const { driver, standIn, group } = await start();
    await driver.channel.preview!(addressOf(group), preview('half'));
    group.said.clear();
    await answer(driver, addressOf(group), 'whole');
    expect(standIn.shown(group)).toEqual(['whole']);
  });

  it('goes away when nothing takes its place', async () => {
    const { driver, standIn, group } = await start();
    await driver.channel.preview!(addressOf(group), preview('half'));
    await driver.channel.preview!(addressOf(group), null);
    await expect.poll(() => standIn.shown(group)).toEqual([]);
  });

  it('is told to be too fast by the platform as a failure to be waited out', async () => {
    const { driver, standIn, group } = await start();
    standIn.faults.push({ method: 'sendMessage', fault: tooFast(3) });
    expect(await driver.channel.preview!(addressOf(group), preview('one'))).toMatchObject({
      status: 'failed',
      error: { retryAfterMs: 3000 },
    });
  });
});
