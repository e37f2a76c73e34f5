/** A model that lies about a photo with print: no number reaches the person that was not read (law 7). */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Reader, Reading } from '../../model-runtime/contract.ts';
import { CLAIMS, SAFE } from '../assistant/false-claims.ts';
import { journeys } from './journeys.ts';
import { answerAll, answerNext, privateChat, somebody } from './people.ts';

const journeyOf = journeys();
const LABEL = ['Nutrition Facts', 'per 100 g', 'Energy 250 kcal', 'Protein 8.0 g', 'Fat 10 g', 'Carbohydrate 32 g'];

const reader: Partial<Reader> = {
  read: async ({ width, height }): Promise<Reading> => ({
    ...{ width, height, turned: 0, codes: [], script: 'latin', ms: 1 },
    lines: LABEL.map((text, index) => ({
      ...{ text, confidence: 1, height: 20 },
      characters: [...text].map((letter, at) => ({ text: letter, confidence: 1, at: at / text.length })),
      box: [0, index * 30, 200, index * 30, 200, index * 30 + 20, 0, index * 30 + 20],
    })),
  }),
};

async function withLabel(language = 'en') {
  const journey = await journeyOf({ reader });
  await journey.grant(privateChat('ana'));
  const person = somebody(journey, { id: 'ana', language });
  const create = { width: 300, height: 200, channels: 3 as const, background: '#800' };
  journey.channel.pictures.set('label', await sharp({ create }).png().toBuffer());
  await person.says('', { parts: [{ kind: 'image', attachment: { recipe: 'label' } }] });
  await person.hears(/./);
  const lie = async (words: string) => {
    await answerNext(journey, words);
  };
  return { ...person, journey, lie };
}

describe('a model that lies about a label', () => {
  test.each([
    'how much caffeine is in it?',
    'how much vitamin C is in it?',
    'what about the calories in two bars?',
    'quanta cafeína tem?',
  ])('cannot add a number to it: %s', async (question) => {
    const { says, heard, journey } = await withLabel();
    answerAll(journey, () => 'It has 777 mg of it, and 999 kcal.');
    await says(question);
    await expect.poll(() => heard().length).toBeGreaterThan(1);
    expect(heard().join('\n')).not.toMatch(/777|999/);
  });

  test('its words are called unchecked, and stay where they hold what was read', async () => {
    const { says, hears, lie } = await withLabel();
    await says('how many stars does it have?');
    await lie('The label says 250 kcal. It names no stars. Usually it is 40.');
    await hears(
      'The label says 250 kcal. It names no stars.\n\n*Worded by the model from what I read in your photo, unchecked.*',
    );
  });

  test.each(Object.keys(CLAIMS))('cannot say what is not in it, nor that it is safe, in %s', async (language) => {
    const { says, hears, newest, lie } = await withLabel(language);
    const lies = [...CLAIMS[language]!, ...SAFE[language]!];
    await says('👍 lorem ipsum');
    await lie(`Lorem.\n${lies.join('\n')}`);
    // What is printed stands in their place.
    await hears(/^Lorem\.\n\n.*Nutrition Facts/);
    for (const claim of lies) expect(newest()).not.toContain(claim);
  });

  test('where nothing else was said, only the print is shown, and nobody calls it the model’s', async () => {
    const { says, hears, lie } = await withLabel();
    await says('so, the bar for her?');
    await lie('Yes! It is safe for her and contains no milk.');
    await hears(
      /^I read: “Nutrition Facts”.* No allergen line among it, and that does not mean there is none\. Send its back label\.$/,
    );
  });

  test('whether it may be eaten is not asked of it', async () => {
    const { says, hears, journey } = await withLabel();
    await says('is this safe for my daughter?');
    await hears(/^I read: “Nutrition Facts”.* No allergen line among it/);
    expect(journey.runtime.calls).toBe(0);
  });

  test('what has nothing to do with the photo is answered as ever', async () => {
    const { says, hears, lie } = await withLabel();
    await says('how many people live in the city of Paris today?');
    await lie('About 2,100,000.');
    await hears('About 2,100,000.');
  });
});
