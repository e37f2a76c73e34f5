import { Decimal } from 'decimal.js';
import { afterAll, describe, expect, it } from 'vitest';
import { createCalculator } from '../../../src/assistant/reckon/calculator.ts';
import { UNITS_BY_WORD, unitWord } from '../../../src/assistant/reckon/unit-words.ts';
import { meantIn, signOf, UNITS, type UnitId } from '../../../src/assistant/reckon/units.ts';
import { LANGUAGES } from '../../../src/conversation/languages.ts';

const calculator = createCalculator();
afterAll(() => calculator.close());

const IDS = Object.keys(UNITS) as UnitId[];

describe('Units', () => {
  it.each(IDS)('%s is printed in every language, and what is printed is read as it', (id) => {
    for (const language of LANGUAGES)
      for (const value of ['0', '1', '2', '3', '5', '11', '1.5', '100']) {
        const sign = signOf(id, value, language);
        expect(sign).not.toBe('');
        expect(UNITS_BY_WORD.get(unitWord(sign)), `${language} ${sign}`).toContain(id);
      }
  });

  it('share a word only with units of another dimension or another system', () => {
    const clashes = [...UNITS_BY_WORD].filter(([, ids]) => {
      const kinds = ids.map((id) => `${UNITS[id].dimension} ${'system' in UNITS[id] ? UNITS[id].system : ''}`);
      return new Set(kinds).size < kinds.length;
    });
    expect(clashes).toEqual([]);
  });

  it('are told apart by the country where a word has two of them', () => {
    expect(meantIn('US', ['usCup', 'metricCup'])).toEqual(['usCup']);
    expect(meantIn('DE', ['usCup', 'metricCup'])).toEqual(['metricCup']);
    expect(meantIn('GB', ['usPint', 'imperialPint'])).toEqual(['imperialPint']);
    expect(meantIn('DE', ['usPint', 'imperialPint'])).toEqual(['usPint', 'imperialPint']);
    expect(meantIn(undefined, ['usCup', 'metricCup'])).toEqual(['usCup', 'metricCup']);
  });

  it('come back to where they started, through the calculator', async () => {
    for (const from of IDS)
      for (const to of IDS.filter((id) => UNITS[id].dimension === UNITS[from].dimension)) {
        const there = await calculator.convert([{ value: '123.25', unit: from }], to);
        const back = await calculator.convert([{ value: there!, unit: to }], from);
        expect(new Decimal(back!).toSignificantDigits(20).toFixed(), `${from} ${to}`).toBe('123.25');
      }
  });

  // Factors from NIST Special Publication 811 (2008), appendix B.8, marked there as exact.
  it.each<[string, UnitId, UnitId, string]>([
    ['1', 'mile', 'metre', '1609.344'],
    ['1', 'acre', 'squareMetre', '4046.8564224'],
    ['1', 'ounce', 'gram', '28.349523125'],
    ['1', 'usGallon', 'litre', '3.785411784'],
    ['16', 'usTablespoon', 'usCup', '1'],
    ['3', 'usTeaspoon', 'usTablespoon', '1'],
    ['160', 'imperialFluidOunce', 'imperialGallon', '1'],
    ['1', 'imperialGallon', 'litre', '4.54609'],
    ['14', 'pound', 'stone', '1'],
    ['212', 'fahrenheit', 'celsius', '100'],
    ['0', 'kelvin', 'celsius', '-273.15'],
    ['1', 'kilocalorie', 'kilojoule', '4.184'],
  ])('%s %s in %s is exactly %s', async (value, from, to, expected) => {
    const exact = await calculator.convert([{ value, unit: from }], to);
    expect(new Decimal(exact!).toSignificantDigits(30).toFixed()).toBe(expected);
  });
});
