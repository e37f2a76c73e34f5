/** What the judges of `npm run accept` take for an invented value: they must neither miss one nor cry wolf. */
import { describe, expect, it } from 'vitest';
import { falseClaims } from '../accept/rows/pair.ts';
import { valuesOf } from '../accept/rows/shown.ts';
import { inventedIn, numbersIn } from '../accept/verdict.ts';

const RECEIPT = ['CORNER MARKET', 'Milk 1 l', '3.20', 'Rice 1 kg', '2 x 4,96', '9,92'];

describe('a print that is shown', () => {
  it.each([
    ['Milk11 3.20', [3.2]],
    ['Milk 11 3.20', [3.2]],
    ['Milk 12 3.20', [12, 3.2]],
    ['Rice 1 kg 3.20', [3.2]],
    ['2x4,96 9,92', [9.92]],
    ['2x4,98 9,92', [2, 4.98, 9.92]],
    ['protein 4,2 g', [4.2]],
    ['CORNER MARKET', []],
  ])('"%s" has the values %j', (print, values) => {
    expect(numbersIn(valuesOf(print, RECEIPT))).toEqual(values);
  });

  it('with another value than was printed is invented, whatever its name', () => {
    expect(inventedIn(valuesOf('Milk 11 3.70', RECEIPT), [1, 3.2])).toEqual([3.7]);
    expect(inventedIn(valuesOf('Milk 11 3.20', RECEIPT), [1, 3.2])).toEqual([]);
  });
});

describe('a claim about two labels', () => {
  const truth = [
    { protein: 20.6, sugars: 4.1, energy: 410, salt: 1.2 },
    { protein: 7.5, sugars: 8.2, energy: 290, salt: 0.4 },
  ];

  it.each([
    'A fits your wish: 13.1 g more protein and 4.1 g less sugars. B has 120 kcal less and less salt.',
    'A fits your wish best.',
    'The most protein: A. The least sugars: A. No label has all you wish for.',
    'I can’t weigh sugars: not readable on every label.',
  ])('holds: %s', (said) => {
    expect(falseClaims(said, truth)).toEqual([]);
  });

  it.each([
    ['of another amount', 'A fits your wish: 13.4 g more protein.'],
    ['of the amount of something else', 'A fits your wish: 13.1 g less sugars.'],
    ['the other way round', 'B fits your wish: 13.1 g more protein.'],
    ['of the wrong label', 'The most protein: B.'],
    ['of less that is more', 'A has less salt.'],
    ['of another energy', 'B has 140 kcal less.'],
    ['of what is not compared', 'A fits your wish: 3 g more caffeine.'],
  ])('does not hold %s', (_, said) => {
    expect(falseClaims(said, truth)).toHaveLength(1);
  });
});
