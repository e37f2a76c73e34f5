import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternOf, plainDigits, readNumber } from '../../src/conversation/numbers.ts';

/** What is read: a value, `open` where both readings are possible, `none` where it is no number. */
type Row = [text: string, read: string];

const OPEN = 'open';
const NONE = 'none';

/** Arrangements of digits and marks that can be read in one way only, wherever they come from. */
const EVERYWHERE: Row[] = [
  ['0', '0'],
  ['7', '7'],
  ['350', '350'],
  ['1200', '1200'],
  ['-40', '-40'],
  ['\u2212273', '-273'],
  ['0.5', '0.5'],
  ['0,5', '0.5'],
  ['.5', '0.5'],
  ['21,5', '21.5'],
  ['1234.567', '1234.567'],
  ['0.125', '0.125'],
  ['0,125', '0.125'],
  ['3.1416', '3.1416'],
  ['1.234.567', '1234567'],
  ['1,234,567', '1234567'],
  ['1.234,5', '1234.5'],
  ['1,234.5', '1234.5'],
  ['12.345.678,90', '12345678.90'],
  ['1\u202F234,5', '1234.5'],
  ['1\u00A0200', '1200'],
  ['١٢', '12'],
  ['١٬٢٣٤٫٥', '1234.5'],
  ['१२', '12'],
  ['১২', '12'],
  ['1.2.3', NONE],
  ['12,', NONE],
  ['1..2', NONE],
  ['1,23,4', NONE],
  ['12 kg', NONE],
];

/** What a custom decides, or leaves open. */
const COMMA_GROUPS: Row[] = [
  ['1,200', '1200'],
  ['1.200', OPEN],
  ['12,345', '12345'],
  ['-1,200', '-1200'],
  ['999.999', OPEN],
  ['14.05', '14.05'],
  ['1 200', NONE],
  ['1.234.567,5', '1234567.5'],
];
const POINT_GROUPS: Row[] = [
  ['1.200', '1200'],
  ['1,200', OPEN],
  ['12.345', '12345'],
  ['-1.200', '-1200'],
  ['999,999', OPEN],
  ['1.234.567,5', '1234567.5'],
  ['1 200', NONE],
];
const SPACE_GROUPS: Row[] = [
  ['1 200', '1200'],
  ['1 234 567,5', '1234567.5'],
  ['12 345', '12345'],
  ['-1 200', '-1200'],
  ['1.200', OPEN],
  ['1,200', OPEN],
  ['14,05', '14.05'],
  ['14.05', '14.05'],
  ['12 34', NONE],
  ['1 2345', NONE],
];
const UNSETTLED: Row[] = [
  ['1.200', OPEN],
  ['1,200', OPEN],
  ['12.345', OPEN],
  ['-1,200', OPEN],
  ['1.234.567,5', '1234567.5'],
  ['1,234,567.5', '1234567.5'],
  ['1 200', NONE],
  ['14,05', '14.05'],
];
const INDIAN: Row[] = [
  ['12,34,567.5', '1234567.5'],
  ['1,20,000', '120000'],
];

const TABLES: Record<string, Row[]> = {
  en: [...COMMA_GROUPS, ['1,20,000', '120000'], ['2,500,000.25', '2500000.25']],
  es: [...UNSETTLED, ['999.999', OPEN], ['2,500', OPEN]],
  'pt-BR': [...POINT_GROUPS, ['14,05', '14.05'], ['14.05', '14.05'], ['R$ 5', NONE]],
  hi: [...COMMA_GROUPS, ...INDIAN, ['१२,३४,५६७.५', '1234567.5'], ['१.२००', OPEN]],
  ar: [...UNSETTLED, ['١٬٢٠٠', '1200'], ['١٫٢٠٠', '1.200'], ['١٬٢٣٤٬٥٦٧٫٥', '1234567.5'], ['\u200E-5', '-5']],
  id: [...POINT_GROUPS, ['14.05', NONE], ['23.59', NONE], ['0.40', '0.40'], ['24.75', '24.75'], ['14,05', '14.05']],
  fr: [...SPACE_GROUPS, ['1\u202F234\u202F567,5', '1234567.5']],
  bn: [...COMMA_GROUPS, ...INDIAN, ['১২,৩৪,৫৬৭.৫', '1234567.5'], ['১.২০০', OPEN]],
  vi: [...POINT_GROUPS, ['14,05', '14.05'], ['14:05', NONE], ['2.500.000', '2500000']],
  tr: [...POINT_GROUPS, ['14,05', '14.05'], ['14.05', '14.05'], ['%12', NONE]],
  ru: [...SPACE_GROUPS, ['1\u00A0234\u00A0567,5', '1234567.5']],
};

const read = (text: string, locale: string): string => {
  const reading = readNumber(text, { locale });
  return reading === null ? NONE : reading.kind === 'ambiguous' ? OPEN : reading.value;
};

describe.each(Object.entries(TABLES))('A number typed in %s', (locale, own) => {
  const rows = [...EVERYWHERE, ...own];
  it('has at least 40 ways in this table', () => expect(rows.length).toBeGreaterThanOrEqual(40));
  it.each(rows)('%j is read as %s', (text, expected) => expect(read(text, locale)).toBe(expected));
});

describe('A number whose country is known', () => {
  it.each([
    ['es-ES', '12.345', '12345'],
    ['es-MX', '1,200', '1200'],
    ['es-MX', '1.200', OPEN],
    ['ar-EG', '1,200', '1200'],
    ['fr-CH', "1'200", '1200'],
    ['fr-CH', '1’200', '1200'],
    ['en-IN', '1,20,000', '120000'],
    ['id-ID', '14.05', NONE],
  ])('in %s %j is read as %s', (locale, text, expected) => expect(read(text, locale)).toBe(expected));
});

describe('A printed number', () => {
  it('is not settled by the locale of who reads it', () => {
    expect(readNumber('1,200', { locale: 'en', printed: true })).toEqual({
      kind: 'ambiguous',
      decimal: '1.200',
      grouped: '1200',
    });
    expect(readNumber('0.40', { locale: 'id', printed: true })).toEqual({ kind: 'number', value: '0.40' });
  });

  it("follows the label's own pattern, against any locale", () => {
    const pattern = patternOf(['435', '21,5', '0,40'])!;
    expect(readNumber('1.200', { locale: 'en', pattern, printed: true })).toEqual({ kind: 'number', value: '1200' });
    expect(readNumber('1,200', { locale: 'en', pattern, printed: true })).toEqual({ kind: 'number', value: '1.200' });
  });
});

describe('The pattern of a label', () => {
  it.each([
    [['21,5', '8'], ','],
    [['0.40', '12'], '.'],
    [['1.234.567'], ','],
    [['1,234,567'], '.'],
    [['1 234,5'], ','],
    [['1.200', '435'], undefined],
    [['21,5', '0.40'], undefined],
    [['g', ''], undefined],
  ])('%j shows %s before a fraction', (numbers, decimal) => expect(patternOf(numbers)?.decimal).toBe(decimal));
});

const LOCALES = [...Object.keys(TABLES), 'es-ES', 'es-MX', 'ar-EG', 'en-IN', 'fr-CH', 'pt-PT'];

describe('Reading numbers', () => {
  it('gives back what the same locale printed, or both readings with the right one among them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LOCALES),
        fc.integer({ min: -99_999_999, max: 99_999_999 }),
        fc.nat({ max: 6 }),
        (locale, digits, fraction) => {
          const value = digits / 10 ** fraction;
          const text = new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value);
          const reading = readNumber(text, { locale });
          // Indonesian prints no time of day here: its fractions take a comma.
          const found = reading?.kind === 'number' ? [reading.value] : [reading?.decimal, reading?.grouped];
          expect(found.map(Number), `${locale} ${text}`).toContain(value);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('never throws, and gives decimals in plain digits only', () => {
    const digitsAndMarks = fc.string({
      unit: fc.constantFrom(..."0123456789.,' -\u2212٠٩٬٫०९০৯\u00A0\u202F\u2019%x"),
      maxLength: 16,
    });
    fc.assert(
      fc.property(fc.oneof(digitsAndMarks, fc.string()), fc.constantFrom(...LOCALES), (text, locale) => {
        const reading = readNumber(text, { locale });
        if (reading === null) return;
        const values = reading.kind === 'number' ? [reading.value] : [reading.decimal, reading.grouped];
        for (const value of values) expect(value).toMatch(/^-?\d+(\.\d+)?$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps every digit', () => {
    expect(plainDigits('\u2068٣٫٥\u2069 و ۷ १ ৯')).toBe('3٫5 و 7 1 9');
  });
});
