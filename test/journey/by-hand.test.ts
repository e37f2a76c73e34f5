import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Inbound } from '../../adapters/contract.ts';
import { readBook } from '../../src/assistant/business/book.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { at, message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, somebody } from './people.ts';

const journeyOf = journeys();
const BOOK = readBook('Marta will write back.\n\n## When are you open? / opening hours\nAt seven.\n');
async function shop(capabilities: Parameters<typeof createNotebookChannel>[0] = {}) {
  const journey = await journeyOf({ book: BOOK, channel: createNotebookChannel(capabilities) });
  return journey;
}
/** Asks what the book does not say. */
async function handedOver(capabilities?: Parameters<typeof shop>[0]) {
  const journey = await shop(capabilities);
  const asked = message('Do you bake wedding cakes?');
  await journey.admit([asked]);
  await expect.poll(() => journey.channel.texts()).toEqual(['Marta will write back.']);
  return { journey, asked, question: (await journey.byHand.questions())[0]! };
}

describe("a question that the owner's own answers do not say", () => {
  it('is told to the owner: what was asked, where, and when', async () => {
    const { journey, asked, question } = await handedOver();
    expect(journey.handedOver).toEqual([at()]);
    expect(question).toMatchObject({ address: at(), at: asked.at, parts: asked.parts });
  });

  it('is no other than those that are answered', async () => {
    const journey = await shop();
    await journey.admit([message('When are you open?')]);
    await expect.poll(() => journey.channel.texts()).toEqual(['At seven.']);
    expect([journey.handedOver, await journey.byHand.questions()]).toEqual([[], []]);
  });

  it("is answered from the owner's page, recorded, and off the list", async () => {
    const { journey, question } = await handedOver();
    expect(await journey.byHand.answer(question.entry, 'Yes, for **40 people**.')).toBe('sent');
    await expect.poll(() => journey.channel.texts()).toContain('Yes, for **40 people**.');
    expect(await journey.byHand.questions()).toEqual([]);
    expect((await journey.entries()).map(({ content }) => content.by)).toEqual(['person', 'parley', 'parley']);
    expect(await journey.byHand.answer(question.entry, 'twice')).toBe('gone');
    // What is asked next comes the same way.
    await journey.admit([message('And without nuts?')]);
    await expect.poll(async () => (await journey.byHand.questions()).length).toBe(1);
  });

  it('is not answered where the chat was switched off, or where the platform lets nobody write any more', async () => {
    const off = await handedOver();
    await off.journey.admit([message('/off')]);
    await expect.poll(() => off.journey.channel.texts().length).toBe(2);
    expect(await off.journey.byHand.answer(off.question.entry, 'too late')).toBe('gone');
    const { journey, question } = await handedOver({ replyWindowMs: 60_000 });
    Object.assign(journey.channel.capabilities, { replyWindowMs: 0 });
    expect(await journey.byHand.answer(question.entry, 'too late')).toBe('too late');
    expect(journey.channel.texts()).not.toContain('too late');
  });

  it('needs no answer once a person answered in the chat, or the owner says so', async () => {
    const { journey } = await handedOver();
    const id = 'by phone';
    await journey.admit([
      { kind: 'takeover', address: at(), eventId: id, at: Date.now(), member: { id: 'me', owner: true } },
    ]);
    expect(await journey.byHand.questions()).toEqual([]);
    const other = await handedOver();
    expect(await other.journey.byHand.close(other.question.entry)).toBe(true);
    expect(await other.journey.byHand.close(other.question.entry)).toBe(false);
    expect(await other.journey.byHand.questions()).toEqual([]);
  });

  it('is answered where the chat goes on, when its person has another number', async () => {
    const { journey, question } = await handedOver();
    const to = { ...at(), chat: 'another' };
    await journey.admit([{ kind: 'moved', address: at(), eventId: 'moved', at: Date.now(), to }]);
    expect(await journey.byHand.answer(question.entry, 'Yes.')).toBe('sent');
    await expect.poll(() => journey.channel.texts('another')).toEqual(['Yes.']);
  });

  it('is gone when it is taken back, or when its conversation is erased', async () => {
    const { journey, asked } = await handedOver();
    await journey.admit([
      { kind: 'delete', address: at(), eventId: 'unsent', at: Date.now(), messageId: asked.messageId },
    ]);
    expect(await journey.byHand.questions()).toEqual([]);
    const other = await handedOver();
    await other.journey.ask('erase', { conversation: other.journey.name(), mark: false });
    expect(await other.journey.byHand.questions()).toEqual([]);
  });
});

describe('a chat that a person has taken over', () => {
  const takeover = (address = at()): Inbound => ({
    ...{ kind: 'takeover', address, eventId: crypto.randomUUID(), at: Date.now() },
    member: { id: 'me', owner: true },
  });
  const taken = async () => {
    const journey = await journeyOf();
    await journey.admit([takeover()]);
    return journey;
  };

  it('is told to the owner, who lets us answer again', async () => {
    const journey = await taken();
    expect(await journey.admit([message('hello?')])).toMatchObject([{ reason: 'taken over' }]);
    const [pause, ...others] = await journey.byHand.pauses();
    expect([pause, others]).toMatchObject([{ address: at() }, []]);
    expect(pause!.until).toBeGreaterThan(Date.now() + 11 * 3_600_000);
    expect(await journey.byHand.resume(pause!.chat)).toBe(true);
    expect([await journey.byHand.pauses(), await journey.byHand.resume(pause!.chat)]).toEqual([[], false]);
    answerAll(journey, () => 'an answer');
    await journey.admit([message('hello?')]);
    await expect.poll(() => journey.channel.texts()).toEqual(['an answer']);
  });

  it('is not listed once /resume or /off was written there, or it was forgotten', async () => {
    for (const words of ['/resume', '/off', '/forget']) {
      const journey = await taken();
      const owner = somebody(journey, { id: 'ana', owner: true }, at());
      await owner.says(words);
      if (words === '/forget') await owner.chooses('forget:all');
      await expect.poll(() => journey.byHand.pauses()).toEqual([]);
    }
  });

  it('is listed where it goes on, and not after its time, when nothing tells any more where it was', async () => {
    const clock = new Float64Array(new SharedArrayBuffer(16));
    clock.set([Date.now(), Date.now()]);
    const journey = await journeyOf({ clock });
    await journey.admit([takeover()]);
    const to = { ...at(), chat: 'another' };
    await journey.admit([{ kind: 'moved', address: at(), eventId: 'moved', at: Date.now(), to }]);
    expect(await journey.byHand.pauses()).toMatchObject([{ address: to }]);
    clock[0]! += 12.1 * 3_600_000;
    expect(await journey.byHand.pauses()).toEqual([]);
    await journey.ask('expireGone', { limit: 1 });
    const file = new DatabaseSync(journey.file);
    expect(file.prepare('SELECT taken_over FROM chat').all()).toEqual([{ taken_over: null }]);
    file.close();
  });
});
