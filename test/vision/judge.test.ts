/** What the judges of `npm run accept` take for an invented value: they must neither miss one nor cry wolf. */
import { describe, expect, it } from 'vitest';
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
