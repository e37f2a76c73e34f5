import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Reading } from '../../model-runtime/contract.ts';
import { withoutGuesses } from '../../src/assistant/unchecked.ts';

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

test('no figure gets through that was not read, whatever a model says', () => {
  const sentence = fc.string({ unit: fc.constantFrom(...'ab 12.,!?€\n') });
  fc.assert(
    fc.property(sentence, (words) => {
      expect(withoutGuesses(words, null)).not.toMatch(/\d/);
      const rest = withoutGuesses(words, printed('1'));
      expect(rest).not.toContain('2');
    }),
  );
});

test('what is no text does not go on', () => {
  expect(withoutGuesses('A\u0000 dog\uFFFD runs', null)).toMatch(/^A\s+dog\s+runs$/);
});

test('a model that does not stop is cut', () => {
  expect(withoutGuesses('a dog and '.repeat(500), null).length).toBeLessThanOrEqual(600);
});
