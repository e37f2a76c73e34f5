/** A photo of somebody else that a question answers to: it serves the turn, and no longer (product.md J2). */
import { expect, it } from 'vitest';
import type { Part, Quoted } from '../../adapters/contract.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import { filesIn } from '../journeys/door.ts';
import { message } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, groupChat, somebody } from './people.ts';
import { readSign, signPhoto } from './sign.ts';

const journeyOf = journeys();

const CLUB = groupChat('club');

async function club(reader: { read: typeof readSign } = { read: readSign }) {
  const channel = createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 } });
  channel.admins.add('ana');
  channel.pictures.set('of cy', await signPhoto());
  const journey = await journeyOf({ consent: false, channel, reader });
  answerAll(journey, (asked) => `You asked: ${asked}`);
  const bo = somebody(journey, { id: 'bo', name: 'Bo' }, CLUB);
  const quoting = (over: Partial<Quoted> = {}) => ({
    replyTo: {
      ...{ messageId: 'cy 1', text: '', author: { id: 'cy' }, ours: false },
      parts: [{ kind: 'image', attachment: { recipe: 'of cy' } }] satisfies Part[],
      ...over,
    },
  });
  const kept = () => filesIn(`${journey.folder}/files`);
  const pictures = () => journey.ask('pictures', { conversation: journey.name(CLUB) });
  return { journey, channel, bo, quoting, kept, pictures };
}

it('is read for the answer and gone after it; what was read goes with the question', async () => {
  const { journey, channel, bo, quoting, kept, pictures } = await club();
  await journey.grant(CLUB, 'ana');
  await bo.says('what does the sign say?', quoting());
  await bo.hears(/^It says: “Trail closed”$/);
  await expect.poll(kept).toEqual([]);
  expect(journey.runtime.forgotten).toEqual([journey.name(CLUB)]);
  expect(await pictures()).toMatchObject([{ state: { name: 'gone' }, reading: { lines: [{ text: 'Trail closed' }] } }]);
  expect(JSON.stringify(await journey.entries(CLUB))).not.toContain('of cy');
  await bo.says('and what is written on it?', quoting({ parts: [] }));
  await expect.poll(() => bo.heard()).toEqual(['It says: “Trail closed”', 'It says: “Trail closed”']);
  expect(channel.fetched).toEqual(['of cy']);
  await bo.says('show me what you read');
  await bo.hears(/^The photo was deleted right after my answer; I still have what I read: /);
  await bo.says('/forget me');
  await bo.hears(/^Bo, I erased your 3 questions, my 3 answers to you and the photo reading here\.$/);
  expect(await pictures()).toEqual([]);
});

it('is not fetched where the chat is silent, where nobody asks us, or where it is our own', async () => {
  const { journey, channel, bo, quoting } = await club();
  await bo.says('what does the sign say?', quoting());
  await journey.grant(CLUB, 'ana');
  await journey.admit([
    message('what does the sign say?', {
      ...{ address: CLUB, member: { id: 'bo' }, addressed: false },
      ...quoting(),
    }),
  ]);
  await bo.says('what was that?', quoting({ ours: true }));
  await bo.hears('You asked: what was that?');
  expect(channel.fetched).toEqual([]);
});

it('leaves nothing behind when its turn ends before it was read', async () => {
  const started = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { journey, bo, quoting, kept, pictures } = await club({
    async read(picture) {
      started.resolve();
      await go.promise;
      return readSign(picture);
    },
  });
  await journey.grant(CLUB, 'ana');
  await bo.says('what does the sign say?', quoting());
  await started.promise;
  expect(kept()).toHaveLength(1);
  await journey.admit([
    { kind: 'takeover', address: CLUB, eventId: 'takeover', at: Date.now(), member: { id: 'ana', owner: true } },
  ]);
  await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
  await expect.poll(kept).toEqual([]);
  go.resolve();
  expect((await pictures())[0]!.state.name).toBe('gone');
  expect(bo.heard()).toEqual([]);
});

it('that arrives after its turn has ended is not kept', async () => {
  const { journey, channel, bo, quoting, kept, pictures } = await club();
  await journey.grant(CLUB, 'ana');
  const started = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  const { fetch } = channel;
  channel.fetch = async (recipe, options) => {
    started.resolve();
    await go.promise;
    return fetch(recipe, options);
  };
  await bo.says('what does the sign say?', quoting());
  await started.promise;
  await journey.admit([
    { kind: 'takeover', address: CLUB, eventId: 'takeover', at: Date.now(), member: { id: 'ana', owner: true } },
  ]);
  await expect.poll(async () => (await journey.store.stats()).items).toBe(0);
  go.resolve();
  await expect.poll(() => channel.fetched).toEqual(['of cy']);
  // Writing the file takes a moment, taking it away another.
  await new Promise((done) => setTimeout(done, 300));
  await expect.poll(kept).toEqual([]);
  expect((await pictures())[0]).toMatchObject({ state: { name: 'refused' }, reading: null });
});

it('that cannot be had is said to be gone', async () => {
  const { journey, bo, quoting } = await club();
  await journey.grant(CLUB, 'ana');
  await bo.says('what does it say?', quoting({ parts: [{ kind: 'image', attachment: { recipe: 'lost' } }] }));
  await bo.hears('I couldn’t get this picture any more.');
});
