/** What the judges of `npm run accept` take for an invented value: they must neither miss one nor cry wolf. */
import { describe, expect, it } from 'vitest';
import { valuesOf } from '../accept/rows/shown.ts';
import { inventedIn, numbersIn } from '../accept/verdict.ts';

describe('a print that is shown', () => {
  it.each([
    ['Milk11 3.20', [3.2]],
    ['Rice1kg 2 x 1.60 3.20', [2, 1.6, 3.2]],
    ['2x4,96 9,92', [2, 4.96, 9.92]],
    ['Milk 11 3.20', [11, 3.2]],
    ['Protein4.2g', [4.2]],
    ['protein 4,2 g', [4.2]],
    ['CORNER MARKET', []],
  ])('"%s" has the values %j', (print, values) => {
    expect(numbersIn(valuesOf(print))).toEqual(values);
  });

  it('with another value than was printed is invented, whatever its name', () => {
    expect(inventedIn(valuesOf('Milk11 3.70'), [1, 3.2])).toEqual([3.7]);
    expect(inventedIn(valuesOf('Milk11 3.20'), [1, 3.2])).toEqual([]);
  });
});
