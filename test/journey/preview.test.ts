import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Address, Preview } from '../../adapters/contract.ts';
import type { Pace } from '../../src/journey/pace.ts';
import { createPreviews } from '../../src/journey/preview.ts';
import { createNotebookChannel, NOTEBOOK_CAPABILITIES } from '../doubles/notebook-channel.ts';

const HERE: Address = { channel: 'notebook', account: 'a', chat: 'c' };
const RATES = { perChatMs: 1_000, perGroupMs: 3_000, perAccountMs: 30 };

/** A pace that shows at once; where `held`, the next is only taken when it is let go. */
function createScriptedPace(held = false) {
  const typed: number[] = [];
  const waiting: (() => void)[] = [];
  const pace: Pace = {
    send: (_channel, _address, work) => work(),
    preview(_channel, _address, work) {
      void work();
      if (held) return new Promise<void>((done) => waiting.push(done));
    },
    typing: () => void typed.push(Date.now()),
  };
  return { pace, typed, letGo: () => waiting.shift()?.() };
}

const open = (paced: boolean, held = false) => {
  const channel = createNotebookChannel({ typingEveryMs: 4_000, ...(paced ? { rates: RATES } : {}) });
  const script = createScriptedPace(held);
  const previews = createPreviews(script.pace, channel, HERE, 'turn');
  const texts = () => channel.previews.map((one) => (one as Preview).markdown);
  return { ...script, channel, previews, texts };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what is seen of a running turn', () => {
  it('is typing until the first words, again and again', async () => {
    const { previews, typed } = open(true);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(typed).toHaveLength(3);
    previews.answer(() => 'first words');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(typed).toHaveLength(3);
    previews.end();
  });

  it('is no typing where the answer is there at once', async () => {
    const { previews, typed } = open(true);
    await vi.advanceTimersByTimeAsync(50);
    previews.end();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(typed).toEqual([]);
  });

  it('is nothing where showing costs a request and the answer is there soon', async () => {
    const { previews, texts } = open(true);
    previews.answer(() => 'all of it');
    await vi.advanceTimersByTimeAsync(200);
    previews.end();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(texts()).toEqual([]);
    expect(previews.visible).toBe(false);
  });

  it('is only ever the newest: what came while one was on its way is left out', async () => {
    const { previews, texts, letGo } = open(true, true);
    previews.answer(() => 'a');
    await vi.advanceTimersByTimeAsync(500);
    for (const text of ['a b', 'a b c', 'a b c d']) previews.answer(() => text);
    await vi.advanceTimersByTimeAsync(500);
    expect(texts()).toEqual(['a']);
    letGo();
    await vi.advanceTimersByTimeAsync(100);
    expect(texts()).toEqual(['a', 'a b c d']);
    expect(previews.visible).toBe(true);
    previews.end();
  });

  it('is made only for what is shown: it may take a look at every word', async () => {
    const { previews, letGo } = open(true, true);
    let made = 0;
    const write = () => `${++made}`;
    for (let delta = 0; delta < 50; delta++) previews.answer(write);
    await vi.advanceTimersByTimeAsync(500);
    for (let delta = 0; delta < 50; delta++) previews.answer(write);
    expect(made).toBe(1);
    letGo();
    await vi.advanceTimersByTimeAsync(100);
    expect(made).toBe(2);
    previews.end();
  });

  it('ends with the turn, whatever is on its way', async () => {
    const { previews, texts, letGo } = open(true, true);
    previews.answer(() => 'a');
    await vi.advanceTimersByTimeAsync(500);
    previews.answer(() => 'a b');
    previews.end();
    letGo();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(texts()).toEqual(['a']);
  });

  it('comes as it is written on a page, where it costs nothing', async () => {
    const { previews, texts } = open(false);
    previews.answer(() => 'a');
    await vi.advanceTimersByTimeAsync(0);
    previews.answer(() => 'a b');
    await vi.advanceTimersByTimeAsync(60);
    expect(texts()).toEqual(['a', 'a b']);
    expect(NOTEBOOK_CAPABILITIES.rates).toBe('none');
    previews.end();
  });
});
