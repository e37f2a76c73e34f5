/** A question longer than what the model is given (product.md R02). */
import { expect, it } from 'vitest';
import { READ_CHARACTERS } from '../../src/assistant/turn.ts';
import { journeys } from './journeys.ts';
import { answerAll, on } from './people.ts';

const journeyOf = journeys();

it('is answered with how much of it was read, which is what the model was given', async () => {
  const journey = await journeyOf({ consent: false });
  answerAll(journey, (asked) => `Letters read: ${asked.length}`);
  const ana = await on(journey, 'ana');
  await ana.says('a'.repeat(READ_CHARACTERS + 6_000));
  await ana.hears(/^\*I read the first 24,000 of 30,000 characters\.\*\n+Letters read: 24000$/);
});

it('is answered without a word on that where all of it was read', async () => {
  const journey = await journeyOf({ consent: false });
  answerAll(journey, (asked) => `Letters read: ${asked.length}`);
  const ana = await on(journey, 'ana');
  await ana.says('a'.repeat(READ_CHARACTERS));
  await ana.hears(/^Letters read: 24000$/);
  expect(ana.heard()).toHaveLength(1);
});
