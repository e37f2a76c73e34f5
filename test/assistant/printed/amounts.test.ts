import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountsIn, markOf, numberOf } from '../../../src/assistant/printed/amounts.ts';

const read = (text: string, mark: 'point' | 'comma' | null = null) =>
  amountsIn(text, mark).map(({ value, unit }) => `${value} ${unit}`);

describe('amounts in print', () => {
  it.each([
    ['20g PROTEIN', ['20 g']],
    ['Protein 8,5 g', ['8.5 g']],
    ['1820 kJ / 435 kcal', ['1820 kJ', '435 kcal']],
    ['1 820 kJ', ['1820 kJ']],
    ['1586k/379kcal', ['1586 kJ', '379 kcal']],
    ['933 /223 kcal', ['933 kJ', '223 kcal']],
    ['933/123 kcal', ['123 kcal']],
    ['757 j/181 kcal', ['757 kJ', '181 kcal']],
    ['757 rj/131 kcal', ['131 kcal']],
    ['1586 k] / 379 kcal', ['1586 kJ', '379 kcal']],
    ['Sodium 160mg 7%', ['160 mg', '7 %']],
    ['Og trans', ['0 g']],
    ['1O g', ['10 g']],
    ['l5 g', ['15 g']],
    ['1.234,5 kJ', ['1234.5 kJ']],
    ['0,125 g', ['0.125 g']],
    ['5 µg', ['5 µg']],
  ])('%s holds %j', (text, amounts) => {
    expect(read(text)).toEqual(amounts);
  });

  it.each([
    ['a digit inside a word', 'S6dio'],
    ['a digit that touches a word', 'B12g'],
    ['a number without a unit', 'Protein 8'],
    ['a unit that is a word', '3 litres'],
    ['letters that are no number', 'Il g'],
    ['a letter for the unit', '8 9'],
  ])('%s is none: %s', (_, text) => {
    expect(read(text)).toEqual([]);
  });

  it('says when an amount is only an upper bound, and when letters were taken for digits', () => {
    expect(amountsIn('< 0,5 g', null)[0]).toMatchObject({ value: '0.5', below: true, repaired: false });
    expect(amountsIn('Og', null)[0]).toMatchObject({ value: '0', below: false, repaired: true });
  });

  it('leaves "1.200" open, unless the print shows its own mark', () => {
    expect(read('1.200 kcal')).toEqual(['null kcal']);
    expect(read('1.200 kcal', 'comma')).toEqual(['1200 kcal']);
    expect(read('1.200 kcal', 'point')).toEqual(['1.200 kcal']);
    expect(markOf(['8,0 g', '1.200 kcal'])).toBe('comma');
    expect(markOf(['1.200 kcal'])).toBeNull();
    expect(markOf(['8,0 g', '8.0 g'])).toBeNull();
  });

  it('reads any number back as it was printed, in either style', () => {
    const decimal = fc.tuple(fc.integer({ min: 0, max: 9_999_999 }), fc.integer({ min: 0, max: 99 }));
    fc.assert(
      fc.property(decimal, fc.boolean(), ([whole, fraction], comma) => {
        const [group, mark] = comma ? ['.', ','] : [',', '.'];
        const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, group);
        const printed = `${grouped}${mark}${String(fraction).padStart(2, '0')}`;
        expect(numberOf(printed, comma ? 'comma' : 'point')).toBe(`${whole}.${String(fraction).padStart(2, '0')}`);
      }),
    );
  });

  it('never gives a digit that is not printed there', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789OolI.,gmk%cal J<') }), (text) => {
        for (const { value, start, end } of amountsIn(text, 'point')) {
          const digits = text.slice(start, end).replace(/[Oo]/g, '0').replace(/[lI]/g, '1').replace(/\D/g, '');
          if (value !== null) expect(digits).toContain(value.replace(/\D/g, '').replace(/^0+(?=\d)/, ''));
        }
      }),
      { numRuns: 500 },
    );
  });
});
