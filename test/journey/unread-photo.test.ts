/** A photo that the reader failed at: said so, and read when it is asked for again (product.md R01). */
import { expect, it } from 'vitest';
import { type Picture, RuntimeError } from '../../model-runtime/contract.ts';
import { createNotebookChannel } from '../doubles/notebook-channel.ts';
import type { JourneyOptions } from './journey-under-test.ts';
import { journeys } from './journeys.ts';
import { answerAll, on } from './people.ts';
import { readSign, signPhoto } from './sign.ts';

const journeyOf = journeys(() => ({ consent: false }));

const NOT_NOW = /^Reading photos isn’t working here right now/;

async function sent(options: JourneyOptions, words: string) {
  const channel = createNotebookChannel({ media: { inBytes: 1e9, outBytes: 1e9 }, buttons: 8 });
  channel.pictures.set('sign', await signPhoto());
  const journey = await journeyOf({ channel, ...options });
  answerAll(journey, (asked) => `You asked: ${asked}`);
  const ana = await on(journey, 'ana');
  const caption = words === '' ? {} : { caption: words };
  await ana.says('', { parts: [{ kind: 'image', attachment: { recipe: 'sign' }, ...caption }] });
  return { journey, ana };
}

it.each(['', 'What does the sign say?', 'How much protein?'])('is said not to be read (asked: “%s”)', async (words) => {
  const reader = { read: () => Promise.reject(new RuntimeError('unusable', 'No reader.')) };
  const { ana } = await sent({ reader }, words);
  await ana.hears(NOT_NOW);
});

it('is said not to be read where there is no reader at all, also to the question after it', async () => {
  const { ana } = await sent({}, '');
  await ana.hears(NOT_NOW);
  await ana.says('How much protein?');
  await expect.poll(() => ana.heard()).toHaveLength(2);
  expect(ana.newest()).toMatch(NOT_NOW);
});

it('is read when the next question asks for it', async () => {
  let down = true;
  const reader = {
    read: (picture: Picture) => (down ? Promise.reject(new RuntimeError('unusable', 'Not now.')) : readSign(picture)),
  };
  const { journey, ana } = await sent({ reader }, '');
  await ana.hears(NOT_NOW);
  down = false;
  await ana.says('What does the sign say?');
  await ana.hears(/^It says: “Trail closed”$/);
  expect(journey.runtime.calls).toBe(0);
});

it('costs no small talk a word', async () => {
  const { ana } = await sent({}, '');
  await ana.hears(NOT_NOW);
  await ana.says('thanks anyway');
  await ana.hears('You asked: thanks anyway');
});
