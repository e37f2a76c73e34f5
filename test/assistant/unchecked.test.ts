import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reading } from '../../model-runtime/contract.ts';
import { answerOfPrint, answerWithoutGuesses, wholeSentences, withoutGuesses } from '../../src/assistant/unchecked.ts';

const printed = (...texts: string[]): Reading => ({
  ...{ width: 100, height: 100, turned: 0, codes: [], script: 'latin', ms: 1 },
  lines: texts.map((text) => ({
    ...{ text, confidence: 1, characters: [], height: 20 },
    box: [0, 0, 1, 0, 1, 1, 0, 1],
  })),
});

test('what a picture shows goes on, figures that nobody read do not', () => {
  const words = 'A red bicycle leans on a wall. It costs 49.99. A cat sleeps beside it.';
  expect(withoutGuesses(words, null)).toBe('A red bicycle leans on a wall. A cat sleeps beside it.');
  expect(withoutGuesses(words, printed('ONLY 49.99'))).toBe(words);
  expect(withoutGuesses('It has 9 doors.', printed('49.99'))).toBe('');
});

test('nobody is named: names stay only where they are printed', () => {
  expect(withoutGuesses('The man is Albert Einstein. He smiles.', null)).toBe('He smiles.');
  expect(withoutGuesses('This is Einstein.', null)).toBe('');
  expect(withoutGuesses('A woman named Ana waves.', null)).toBe('');
  expect(withoutGuesses('A bottle of Fresh Milk stands there.', printed('FRESH MILK'))).toContain('Fresh Milk');
  expect(withoutGuesses('A dog runs. The sky is blue.', null)).toBe('A dog runs. The sky is blue.');
});

test('nobody is named by a single word, at the beginning or amid a sentence, by what is theirs, or by a "yes"', () => {
  const naming = [
    ...['Messi kicks the ball.', 'Einstein has white hair.', "Einstein's hair is white.", 'A photo of Messi.'],
    ...['The player, Messi, runs.', 'He looks like Obama.', 'His name is bo and hers Ana.', '**Ana** smiles.'],
    ...['Это Пушкин.', 'हाँ, यह गांधी हैं।', 'هذا هو محمد صلاح.', 'El hombre es Messi.'],
  ];
  expect(naming.filter((words) => withoutGuesses(words, null) !== '')).toEqual([]);
  const whether = 'Is this Albert Einstein?';
  for (const yes of ['Yes.', 'Yes, it is.', 'It is.', 'Correct!', 'No.'])
    expect(withoutGuesses(yes, null, whether)).toBe('');
  expect(withoutGuesses('Yes.', null, 'Is it red?')).toBe('Yes.');
  expect(withoutGuesses('Yes.', printed('EINSTEIN'), 'Is this Einstein?')).toBe('Yes.');
});

test('what a picture shows is still said', () => {
  const plain = [
    ...['A man in a T-shirt watches TV.', 'Two dogs and I think a cat.', 'It’s a sunny day.', 'Water is everywhere.'],
    ...[
      'Green leaves lie on the ground.',
      'Behind her stands a tree.',
      'People sit on chairs.',
      'There is a USB plug.',
    ],
    ...['Someone has a hat.', 'A dog’s ball lies there.', 'Yes, the car is red.'],
  ];
  expect(plain.filter((words) => withoutGuesses(words, null) !== words)).toEqual([]);
});

test('an amount in words is a figure too; what is counted is not', () => {
  for (const words of ['It holds twelve grams of protein.', 'It costs five euros.', 'She is thirty-five years old.'])
    expect(withoutGuesses(words, null)).toBe('');
  expect(withoutGuesses('It is five o’clock.', printed('Five o’clock'))).toBe('It is five o’clock.');
  expect(withoutGuesses('Two cats and five birds.', null)).toBe('Two cats and five birds.');
});

test('an answer keeps its form, and loses the sentences that guess', () => {
  const answer =
    '# A street\n\n1. A red car. It costs 9 euros.\n2. The driver is Lewis Hamilton.\n- **blue** sky\n\n> WET PAINT';
  expect(answerWithoutGuesses([printed('WET PAINT')], '')(answer)).toBe(
    '# A street\n\n1. A red car.\n- **blue** sky\n\n> WET PAINT',
  );
});

test('of an answer that is still written whole sentences are shown', () => {
  expect(wholeSentences('A red car. The driver is L')).toBe('A red car.');
  expect(wholeSentences('A red car')).toBe('');
  expect(wholeSentences('- one\n- two')).toBe('- one');
});

test('no figure gets through that was not read, whatever a model says', () => {
  const sentence = fc.string({ unit: fc.constantFrom(...'ab 12.,!?€\n') });
  fc.assert(
    fc.property(sentence, (words) => {
      expect(withoutGuesses(words, null)).not.toMatch(/\d/);
      const rest = withoutGuesses(words, printed('1'));
      expect(rest).not.toContain('2');
      expect(answerWithoutGuesses([null], '')(words).replace(/^\s*\d{1,2}[.)]\s+/gm, '')).not.toMatch(/\d/);
    }),
  );
});

test('of an answer about print only figures go on that were read, of what they were read of', () => {
  const label = [printed('Energy 250 kcal', 'Protein 8.0 g', 'Salt 1.2')];
  const told = answerOfPrint(label);
  expect(told('It has 250 kcal. It has 999 kcal.')).toBe('It has 250 kcal.');
  expect(told('Caffeine: 250 mg. Protein: 8.0 g.')).toBe('Protein: 8.0 g.');
  expect(told('It has 8.0 kcal.')).toBe('');
  // No unit was read behind it, so it may be any.
  expect(told('Salt is 1.2 g.')).toBe('Salt is 1.2 g.');
  expect(told('It has twenty grams of sugar. It is a bar.')).toBe('It is a bar.');
  expect(told('Es una barrita. Tiene 77 g de azúcar.')).toBe('Es una barrita.');
  expect(told('1. Protein 8.0 g\n2. Sugar 5 g')).toBe('1. Protein 8.0 g');
});

test('what is no text does not go on', () => {
  expect(withoutGuesses('A\u0000 dog\uFFFD runs', null)).toMatch(/^A\s+dog\s+runs$/);
});

test('a model that does not stop is cut', () => {
  expect(withoutGuesses('a dog and '.repeat(500), null).length).toBeLessThanOrEqual(600);
});
