import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../src/journey/deliver.ts';
import { isOpen } from '../../src/journey/window.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { at, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerNext } from './people.ts';

const journeyOf = journeys();
const answered = async (markdown: string, channel = createNotebookChannel()) => {
  const journey = await journeyOf({ channel });
  await journey.admit([message('question')]);
  await answerNext(journey, markdown);
  return journey;
};

describe('delivery', () => {
  it('sends the parts in order, each with a key of its own', async () => {
    const { channel } = await answered('one\n\ntwo\n\nthree');
    await expect.poll(() => channel.texts()).toEqual(['one', 'two', 'three']);
    expect(new Set(channel.sent.map(({ key }) => key)).size).toBe(3);
  });

  it('tries again what the platform could not take, without passing the parts behind it', async () => {
    const channel = createNotebookChannel();
    channel.results.push(
      { status: 'sent', id: '1' },
      { status: 'failed', error: { retryable: true, retryAfterMs: 30, reason: 'too fast' } },
    );
    await answered('one\n\ntwo\n\nthree', channel);
    await expect.poll(() => channel.texts()).toEqual(['one', 'two', 'three']);
  });

  it('gives up what the platform refuses for good, counts it, and goes on with the rest', async () => {
    const channel = createNotebookChannel();
    channel.results.push({ status: 'failed', error: { retryable: false, reason: 'blocked' } });
    const journey = await answered('one\n\ntwo', channel);
    await expect.poll(() => channel.texts()).toEqual(['two']);
    expect(await journey.ask('tally', {})).toMatchObject({ 'not delivered: blocked': 1 });
    expect(await journey.store.dead.list(10)).toMatchObject([{ error: 'blocked' }]);
  });

  it('sends again what may or may not have arrived, and counts that it is not sure (law 1)', async () => {
    const channel = createNotebookChannel({ idempotentSend: false });
    channel.results.push({ status: 'unknown', why: 'the connection was cut' });
    const journey = await answered('one', channel);
    await expect.poll(() => channel.texts(), { timeout: 5000 }).toEqual(['one']);
    await expect.poll(() => journey.ask('tally', {})).toMatchObject({ 'sends unsure': 1 });
  });

  it('does not count a send as unsure that certainly did not arrive', async () => {
    const channel = createNotebookChannel({ idempotentSend: false });
    channel.results.push({ status: 'failed', error: { retryable: true, retryAfterMs: 10, reason: 'too fast' } });
    const journey = await answered('one', channel);
    await expect.poll(() => channel.texts()).toEqual(['one']);
    await expect.poll(() => journey.ask('tally', {})).not.toHaveProperty('sends unsure');
  });

  it('counts every part it is not sure of, not only the last', async () => {
    const channel = createNotebookChannel({ idempotentSend: false });
    channel.results.push({ status: 'unknown', why: 'the connection was cut' });
    const journey = await answered('one\n\ntwo', channel);
    await expect.poll(() => channel.texts(), { timeout: 5000 }).toEqual(['one', 'two']);
    await expect.poll(() => journey.ask('tally', {})).toMatchObject({ 'sends unsure': 1 });
  });
});

describe('a receipt', () => {
  const receipts = { idempotentSend: false, receiptsWithinMs: 300 };
  const receiptFor = (partKey: string): Receipt => ({
    ...{ kind: 'receipt', address: at(), eventId: 'r1', at: Date.now() },
    ...{ partId: 'theirs', partKey, status: 'delivered' },
  });

  it('that comes in time settles a send that was in doubt: it is not made again', async () => {
    const channel = createNotebookChannel(receipts);
    let key = '';
    channel.send = async (_part, given) => {
      key = given;
      return { status: 'unknown', why: 'the connection was cut' };
    };
    const journey = await answered('one', channel);
    await expect.poll(() => key).not.toBe('');
    const tries: string[] = [];
    channel.send = async (_part, given) => {
      tries.push(given);
      return { status: 'sent', id: given };
    };
    await journey.settle(receiptFor(key));
    await expect.poll(async () => (await journey.store.stats()).items, { timeout: 5000 }).toBe(0);
    expect(tries).toEqual([]);
    expect(await journey.ask('tally', {})).not.toHaveProperty('sends unsure');
  });

  it('that never comes lets the send be made again after a while, and counted', async () => {
    const channel = createNotebookChannel(receipts);
    channel.results.push({ status: 'unknown', why: 'the connection was cut' });
    const journey = await answered('one', channel);
    await expect.poll(() => channel.texts(), { timeout: 5000 }).toEqual(['one']);
    await expect.poll(() => journey.ask('tally', {})).toMatchObject({ 'sends unsure': 1 });
  });

  it('of something sent long ago changes nothing, and a failure is counted', async () => {
    const journey = await answered('one', createNotebookChannel(receipts));
    await expect.poll(() => journey.channel.texts()).toEqual(['one']);
    await journey.settle(receiptFor(journey.channel.sent[0]!.key));
    await journey.settle({ ...receiptFor('x'), status: 'failed', reason: 'undeliverable' });
    expect(await journey.ask('tally', {})).toMatchObject({ 'not delivered: undeliverable': 1 });
  });
});

describe('where the platform lets us write for a while only', () => {
  const HOUR_MS = 3_600_000;
  const closed = { replyWindowMs: 1 };
  const patient = { replyWindowMs: 24 * HOUR_MS };

  /** An answer that the platform does not take yet, and what is left of the journey when it ends. */
  async function unsent() {
    const channel = createNotebookChannel(patient);
    channel.results.push({ status: 'failed', error: { retryable: true, retryAfterMs: 50, reason: 'too fast' } });
    const journey = await answered('an answer', channel);
    await expect.poll(() => channel.calls.filter(({ call }) => call === 'send').length).toBe(1);
    await journey.close();
    return { folder: journey.folder, secret: journey.secret };
  }
  const restart = (kept: { folder: string; secret: Buffer }, capabilities: { replyWindowMs: number }) =>
    journeyOf({ ...kept, consent: false, channel: createNotebookChannel(capabilities) });

  it('an answer that waited until that time was over is not sent, also across a restart, and its owner can see why', async () => {
    const journey = await restart(await unsent(), closed);
    await expect
      .poll(() => journey.ask('tally', {}))
      .toMatchObject({ 'not delivered: the time for answering is over': 1 });
    expect(journey.channel.texts()).toEqual([]);
    expect(await journey.store.dead.list(10)).toMatchObject([{ error: 'the time for answering is over' }]);
    expect((await journey.entries()).map(({ content }) => content.by)).toEqual(['person', 'parley']);
  });

  it('an answer that waited less is sent after the restart', async () => {
    const journey = await restart(await unsent(), patient);
    await expect.poll(() => journey.channel.texts()).toEqual(['an answer']);
  });

  it('that time counts anew when the person writes again', async () => {
    const journey = await journeyOf({ channel: createNotebookChannel({ replyWindowMs: HOUR_MS }) });
    const longAgo = Date.now() - 2 * HOUR_MS;
    const mayLeave = () => isOpen(journey.ask, journey.channel, journey.name(), longAgo);
    expect(await mayLeave()).toBe(false);
    await journey.admit([message('are you there?')]);
    expect(await mayLeave()).toBe(true);
  });
});
