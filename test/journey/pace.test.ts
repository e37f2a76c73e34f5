import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Address, Channel, Json, SendResult } from '../../adapters/contract.ts';
import type { Ask } from '../../src/conversation/record.ts';
import { createPace } from '../../src/journey/pace.ts';
import { createNotebookChannel, NOTEBOOK_CAPABILITIES } from '../doubles/notebook-channel.ts';

const RATES = { perChatMs: 40, perGroupMs: 120, perAccountMs: 5 };
const SENT: SendResult = { status: 'sent', id: '1' };
const busy = (retryAfterMs: number): SendResult => ({
  status: 'failed',
  error: { retryable: true, retryAfterMs, reason: 'too fast' },
});
const chat = (name: string, over: Partial<Address> = {}): Address => ({
  channel: 'notebook',
  account: 'a',
  chat: name,
  ...over,
});

/** The record's part in it: what is kept, also over a restart. */
function createState(): { ask: Ask; kept: Map<string, Json> } {
  const kept = new Map<string, Json>();
  const ask = async (procedure: string, { account, name, value }: { account: string; name: string; value: Json }) => {
    if (procedure === 'recall') return kept.get(`${account} ${name}`) ?? null;
    kept.set(`${account} ${name}`, value);
  };
  return { ask: ask as Ask, kept };
}
const log = pino({ level: 'silent' });
const paced = (over: Partial<Channel['capabilities']> = {}): Channel => ({
  ...createNotebookChannel(),
  capabilities: { ...NOTEBOOK_CAPABILITIES, rates: RATES, ...over },
});

/** Sends that write down when they began, on a clock of their own. */
function record() {
  const begun: { name: string; ms: number }[] = [];
  return {
    begun,
    names: () => begun.map(({ name }) => name),
    send:
      (name: string, result: SendResult = SENT) =>
      async () => {
        begun.push({ name, ms: performance.now() });
        return result;
      },
  };
}
const gaps = (begun: { ms: number }[]): number[] => begun.slice(1).map(({ ms }, index) => ms - begun[index]!.ms);
/** A timer may fire a moment early. */
const EARLY_MS = 2;

describe('pace', () => {
  it('keeps sends of one chat in order and apart, and chats out of each other’s way', async () => {
    const pace = createPace({ ...createState(), log });
    const channel = paced();
    const { begun, send } = record();
    await Promise.all(
      ['a', 'b'].flatMap((name) => [1, 2, 3].map((n) => pace.send(channel, chat(name), send(`${name}${n}`)))),
    );
    for (const name of ['a', 'b']) {
      const ours = begun.filter((one) => one.name.startsWith(name));
      expect(ours.map((one) => one.name)).toEqual([1, 2, 3].map((n) => `${name}${n}`));
      for (const gap of gaps(ours)) expect(gap).toBeGreaterThan(RATES.perChatMs - EARLY_MS);
    }
    expect(begun.findIndex(({ name }) => name === 'b1')).toBeLessThan(begun.findIndex(({ name }) => name === 'a2'));
  });

  it('keeps groups farther apart', async () => {
    const pace = createPace({ ...createState(), log });
    const { begun, send } = record();
    const group = chat('g', { group: true });
    await Promise.all([1, 2].map((n) => pace.send(paced(), group, send(`${n}`))));
    expect(gaps(begun)[0]).toBeGreaterThan(RATES.perGroupMs - EARLY_MS);
  });

  it('keeps one send of a chat running at a time, however long it takes', async () => {
    const pace = createPace({ ...createState(), log });
    const channel = paced();
    let running = 0;
    let most = 0;
    const slow = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 100));
      running -= 1;
      return SENT;
    };
    await Promise.all([1, 2, 3].map(() => pace.send(channel, chat('a'), slow)));
    expect(most).toBe(1);
  });

  it('lets answers go before previews', async () => {
    const pace = createPace({ ...createState(), log });
    const { names, send } = record();
    const group = chat('g', { group: true });
    await pace.send(paced(), group, send('first'));
    const preview = pace.preview(paced(), group, send('preview'));
    await Promise.all([preview, pace.send(paced(), group, send('answer'))]);
    expect(names()).toEqual(['first', 'answer', 'preview']);
  });

  it('lets everything go before typing', async () => {
    const pace = createPace({ ...createState(), log });
    const { names, send } = record();
    const channel: Channel = {
      ...paced({ rates: { ...RATES, perAccountMs: 30 } }),
      typing: () => void send('typing')(),
    };
    await pace.send(channel, chat('a'), send('a'));
    const sends = ['b', 'c'].map((name) => pace.send(channel, chat(name), send(name)));
    // One may be on its way before anything else has come.
    pace.typing(channel, chat('d'));
    pace.typing(channel, chat('f'));
    await Promise.all([...sends, pace.send(channel, chat('e'), send('e'))]);
    await expect.poll(() => names().filter((name) => name === 'typing').length).toBe(2);
    expect(names().at(-1)).toBe('typing');
  });

  it('leaves a chat alone that was told by its typing to wait', async () => {
    const pace = createPace({ ...createState(), log });
    const { names, send } = record();
    const tooFast = { status: 'failed', error: { retryable: true, reason: 'too fast', retryAfterMs: 60_000 } } as const;
    const channel: Channel = { ...paced(), typing: async () => tooFast };
    pace.typing(channel, chat('a'));
    await expect
      .poll(() => pace.send(channel, chat('a'), send('a')))
      .toMatchObject({ status: 'failed', error: { retryAfterMs: expect.any(Number) } });
    await pace.send(channel, chat('b'), send('b'));
    expect(names()).toContain('b');
  });

  it('lets at most one typing wait for each chat', async () => {
    const pace = createPace({ ...createState(), log });
    const typed: string[] = [];
    const channel: Channel = { ...paced(), typing: (address) => void typed.push(address.chat) };
    for (let n = 0; n < 10; n++) pace.typing(channel, chat('a'));
    pace.typing(channel, chat('b'));
    await expect.poll(() => typed.toSorted()).toEqual(['a', 'b']);
    await new Promise((done) => setTimeout(done, 50));
    expect(typed).toHaveLength(2);
  });

  it('is none where a channel has none', async () => {
    const pace = createPace({ ...createState(), log });
    const channel = paced({ rates: 'none' });
    const { begun, send } = record();
    await Promise.all(Array.from({ length: 50 }, (_, n) => pace.send(channel, chat('a'), send(`${n}`))));
    // All began before the first could have ended.
    expect(begun.map(({ name }) => Number(name))).toEqual(Array.from({ length: 50 }, (_, n) => n));
  });

  it('stops in a chat the platform asks for a pause in, and nowhere else', async () => {
    const pace = createPace({ ...createState(), log });
    const channel = paced();
    const { names, send } = record();
    expect(await pace.send(channel, chat('a'), send('a1', busy(60_000)))).toMatchObject({ status: 'failed' });
    const waits = await pace.send(channel, chat('a'), send('a2'));
    expect(waits).toMatchObject({ status: 'failed', error: { retryable: true } });
    expect(waits.status === 'failed' && waits.error.retryAfterMs!).toBeGreaterThan(50_000);
    expect(await pace.send(channel, chat('b'), send('b1'))).toEqual(SENT);
    expect(names()).toEqual(['a1', 'b1']);
  });

  it('stops what waits already when the pause comes', async () => {
    const pace = createPace({ ...createState(), log });
    const channel = paced();
    const { names, send } = record();
    const results = await Promise.all([
      pace.send(channel, chat('a'), send('a1', busy(60_000))),
      pace.send(channel, chat('a'), send('a2')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(names()).toEqual(['a1']);
  });

  it('stops the whole account when several chats are hit', async () => {
    const pace = createPace({ ...createState(), log });
    const channel = paced();
    const { names, send } = record();
    await pace.send(channel, chat('a'), send('a', busy(60_000)));
    await pace.send(channel, chat('b'), send('b', busy(60_000)));
    expect(await pace.send(channel, chat('c'), send('c'))).toMatchObject({ status: 'failed' });
    expect(
      await pace.send({ ...channel, account: 'another' }, chat('c', { account: 'another' }), send('other')),
    ).toEqual(SENT);
    expect(names()).toEqual(['a', 'b', 'other']);
  });

  it('remembers a pause over a restart, and forgets it when it is over', async () => {
    const state = createState();
    const channel = paced();
    const { names, send } = record();
    await createPace({ ...state, log }).send(channel, chat('a'), send('before', busy(700)));
    const pace = createPace({ ...state, log });
    expect(await pace.send(channel, chat('a'), send('too early'))).toMatchObject({ status: 'failed' });
    await new Promise((done) => setTimeout(done, 710));
    expect(await pace.send(channel, chat('a'), send('after'))).toEqual(SENT);
    expect(names()).toEqual(['before', 'after']);
  });

  it('shows previews more slowly where the platform finds them too fast, and drops them in a pause', async () => {
    const pace = createPace({ ...createState(), log });
    const channel = paced({ streaming: 'draft', previewEveryMs: { chat: 30, group: 30 } });
    const { begun, send } = record();
    await pace.preview(channel, chat('a'), send('1'));
    await pace.preview(channel, chat('a'), send('2', busy(10)));
    await new Promise((done) => setTimeout(done, 10));
    await pace.preview(channel, chat('a'), send('3'));
    await pace.preview(channel, chat('a'), send('4', busy(60_000)));
    await pace.preview(channel, chat('a'), send('5'));
    const [usual, slower] = gaps(begun);
    expect(usual).toBeGreaterThan(30 - EARLY_MS);
    expect(slower).toBeGreaterThan(60 - EARLY_MS);
    expect(begun.map(({ name }) => name)).toEqual(['1', '2', '3', '4']);
  });
});
