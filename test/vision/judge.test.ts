/** What the judges of `npm run accept` take for an invented value: they must neither miss one nor cry wolf. */
import { describe, expect, it } from 'vitest';
import { falseClaims, isRefused } from '../accept/rows/pair.ts';
import { valuesOf } from '../accept/rows/shown.ts';
import { inventedIn, numbersIn } from '../accept/verdict.ts';
import { type Told, untrue } from '../assistant/liar.ts';

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

describe('a refusal to compare', () => {
  const CANT = 'I can’t compare these fairly: ';
  const SAID = {
    units: `${CANT}A is per 100 g, B per 100 ml, and no density is printed.`,
    drained: `${CANT}A is per 100 g drained, B per 100 g, and only one is without its liquid.`,
    'no base': `${CANT}no base that I could read on B (per 100 g, or the size of a serving).`,
  };
  const reasons = Object.keys(SAID) as (keyof typeof SAID)[];

  it.each(reasons)('holds with its own reason and with no other (%s)', (why) => {
    expect(reasons.filter((one) => isRefused(SAID[one], why))).toEqual([why]);
  });

  it('does not hold of the wrong label, nor with a table below', () => {
    expect(isRefused(SAID['no base'].replace('on B', 'on A, B'), 'no base')).toBe(false);
    expect(isRefused(`${SAID.units}\n\n| | A | B |`, 'units')).toBe(false);
  });
});

describe('the words of a model about what was found', () => {
  const told: Told = {
    items: [
      { name: 'p0', shown: 'Nutty Bar' },
      { name: 'p1', shown: 'Edamame' },
    ],
    slots: [
      { name: 'p0.protein', item: 'p0', shown: '20 g protein' },
      { name: 'p1.protein', item: 'p1', shown: '4 g protein' },
    ],
  };

  it('are true where each value stands behind its own thing, among words that state nothing', () => {
    expect(untrue(told, 'Here is what I read: Nutty Bar has 20 g protein, and Edamame has 4 g protein.')).toEqual([]);
  });

  it.each([
    ['a value of another thing', 'Edamame has 20 g protein.'],
    ['a value of nothing', 'Here is 20 g protein.'],
    ['a number', 'Nutty Bar has 20 g protein and 7.'],
    ['a longer number', 'Edamame has 14 g protein.'],
    ['a comparison', 'Nutty Bar has more: 20 g protein.'],
    ['an absent thing', 'Snickle has what Nutty Bar has: 20 g protein.'],
  ])('are not with %s', (_, spoken) => {
    expect(untrue(told, spoken)).not.toEqual([]);
  });
});
