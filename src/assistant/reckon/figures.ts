/** Figures as a person of a language and country reads them, rounded by decimal.js and never by a float. */
import { Decimal } from 'decimal.js';
import type { Language } from '../../conversation/languages.ts';
import type { DecimalText } from '../../conversation/numbers.ts';

const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -80, toExpPos: 80 });

/** A result to be shown; `rounded`: digits were left out. */
export interface Shown {
  value: DecimalText;
  rounded: boolean;
}

/** Of the 64 digits that come from the calculator, what differs only behind the thirtieth is the trace of a division, no figure. */
const CARRIED_DIGITS = 30;
/** A measured figure is shown with at least four digits, and with as many as it was given with. */
const LEAST_DIGITS = 4;
const SHORT_DIGITS = 5;
const SUM_DIGITS = 15;
const SUM_DECIMALS = 10;
const ROUNDED_DIGITS = 7;
/** Beyond these a figure is for a pocket calculator with powers of ten. */
const LARGEST = new Exact('1e21');
const SMALLEST = new Exact('1e-9');
const LARGEST_WHOLE = new Exact('1e40');

/**
 * A conversion's result: 12 miles are 19.31 km, 12.3456 miles are 19.8683 km. Exact where that is short, 273.15 K;
 * digits before the point always stay.
 */
export function conversionResult(exact: DecimalText, given: readonly DecimalText[]): Shown | null {
  const value = carried(exact);
  if (!value.isZero() && (value.abs().gt(LARGEST) || value.abs().lt(SMALLEST))) return null;
  if (value.precision(true) <= SHORT_DIGITS) return { value: value.toFixed(), rounded: false };
  const digits = Math.max(LEAST_DIGITS, ...given.map((text) => new Exact(text).precision(false)));
  const shown = value.toDecimalPlaces(Math.max(0, digits - 1 - (value.isZero() ? 0 : exponentOf(value))));
  return { value: shown.toFixed(), rounded: !shown.eq(value) };
}

/**
 * A sum's result: exact up to 15 digits, whole numbers up to 40; else seven digits and `rounded`. Where a number was
 * written as money is, 4.50, the result is too.
 */
export function sumResult(exact: DecimalText, given: readonly DecimalText[]): Shown | null {
  const value = carried(exact);
  if (value.isInteger() ? value.abs().gt(LARGEST_WHOLE) : value.abs().gt(LARGEST) || value.abs().lt(SMALLEST))
    return null;
  if (value.isInteger() || (value.precision() <= SUM_DIGITS && value.decimalPlaces() <= SUM_DECIMALS)) {
    const isMoney = given.some((text) => /\.\d\d$/.test(text)) && value.decimalPlaces() <= 2;
    return { value: isMoney ? value.toFixed(2) : value.toFixed(), rounded: false };
  }
  const shown = value.toSignificantDigits(Math.max(ROUNDED_DIGITS, exponentOf(value) + 3));
  return { value: shown.toFixed(), rounded: true };
}

const carried = (exact: DecimalText): Decimal => {
  const value = new Exact(exact);
  // Whole numbers are exact to the last digit; only divisions and roots leave a tail.
  return value.isInteger() ? value : value.toSignificantDigits(CARRIED_DIGITS);
};

const exponentOf = (value: Decimal): number => Math.floor(Exact.log10(value.abs()).toNumber());

/** `region` is an ISO 3166 country; with it the locale prints and reads as it does there. */
export const localeOf = (language: Language, region: string | undefined): string =>
  region ? new Intl.Locale(language, { region }).toString() : language;

/** Digits people of a language write themselves, besides the Latin ones. */
const NATIVE = /[\u0660-\u0669]|[\u0966-\u096F]|[\u09E6-\u09EF]/u;
const SYSTEMS: readonly (readonly [RegExp, Language, string])[] = [
  [/[\u0660-\u0669]/u, 'ar', 'arab'],
  [/[\u0966-\u096F]/u, 'hi', 'deva'],
  [/[\u09E6-\u09EF]/u, 'bn', 'beng'],
];

export interface Figures {
  /** With the decimals it has: "1200.50" keeps its zero. */
  number(value: DecimalText): string;
  percent(value: DecimalText): string;
}

/** @param asked the person's own words: who writes ١٢ is answered in such digits */
export function figuresFor(language: Language, region: string | undefined, asked: string): Figures {
  const locale = localeOf(language, region);
  const numberingSystem = NATIVE.test(asked)
    ? SYSTEMS.find(([digits, of]) => of === language && digits.test(asked))?.[2]
    : undefined;
  const format = (value: DecimalText, style: 'decimal' | 'percent') => {
    const decimals = /\.(\d+)$/.exec(value)?.[1]?.length ?? 0;
    const options = { style, minimumFractionDigits: decimals, maximumFractionDigits: decimals, numberingSystem };
    const numbers = new Intl.NumberFormat(locale, options as Intl.NumberFormatOptions);
    const shown = style === 'percent' ? new Exact(value).div(100).toFixed() : value;
    // Printed from the text: a float would lose digits.
    return numbers.format(shown as `${number}`);
  };
  return { number: (value) => format(value, 'decimal'), percent: (value) => format(value, 'percent') };
}
