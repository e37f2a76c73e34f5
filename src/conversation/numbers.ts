/**
 * A number as people type or print it, read without guessing. "1.200" is twelve hundred in Madrid and one and a fifth
 * in Mexico City: where neither the locale nor the label's own other numbers settle it, both readings come back.
 *
 * Digits may be Latin, Arabic-Indic, Persian, Devanagari or Bengali. Separators of a locale come from `Intl`
 * (CLDR), so that the same table prints and reads.
 */

/** A decimal in plain ASCII, `-?\d+(\.\d+)?`, with the fraction as it was written: "4,50" is "4.50". */
export type DecimalText = string;

export type NumberReading =
  | { kind: 'number'; value: DecimalText }
  /** Two readings, and nothing at hand that tells which: ask, or show both. */
  | { kind: 'ambiguous'; decimal: DecimalText; grouped: DecimalText };

export interface NumberPlace {
  /** BCP 47. A tag with a region says more: "es" alone leaves "1.200" open, "es-ES" and "es-MX" do not. */
  locale: string;
  /** What the surrounding numbers show, see `patternOf`; it goes before the locale's habit. */
  pattern?: Pattern | undefined;
  /** Print comes from anywhere: there the reader's locale settles nothing, only the label's own pattern does. */
  printed?: true;
}

/** Which of the two marks stands before the fraction; the other one, if any, groups thousands. */
export interface Pattern {
  decimal: '.' | ',';
}

/**
 * Languages whose countries disagree about point and comma (CLDR 48: es-ES 1.234,5 and es-MX 1,234.5; ar 1,234.5 and
 * ar-MA 1.234,5), so that without a country nothing is settled.
 */
const DIVIDED = new Set(['es', 'ar']);

/** Zero of each script whose digits are read; the other nine follow it in Unicode. */
const ZEROS = [0x0660, 0x06f0, 0x0966, 0x09e6];
const NATIVE_DIGIT = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\u09E6-\u09EF]/gu;
const BIDI_MARKS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
const SPACES = /[\u00A0\u2007\u2009\u202F]/gu;

/** The same text with ASCII digits, and without the marks that only steer its direction. */
export const plainDigits = (text: string): string =>
  text.replace(BIDI_MARKS, '').replace(NATIVE_DIGIT, (digit) => {
    const code = digit.codePointAt(0)!;
    return String(code - ZEROS.find((zero) => code >= zero && code <= zero + 9)!);
  });

/** Signs, then digits with marks between them. U+066B and U+066C are the Arabic decimal and thousands marks. */
const FORM = /^([-\u2212]?)((?:\d[\d.,'\u2019 \u066B\u066C]*)?[.,\u066B]?\d+)$/u;

/** Reads all of `text` as one number, or null when it is none. */
export function readNumber(text: string, { locale, pattern, printed }: NumberPlace): NumberReading | null {
  const plain = plainDigits(text).trim();
  const narrow = plain.search(SPACES) >= 0;
  const [, minus, body] = FORM.exec(plain.replace(SPACES, ' ').replaceAll('\u2019', "'")) ?? [];
  if (body === undefined) return null;
  const sign = minus ? '-' : '';
  // A plain space also stands between two numbers; it groups only where that is the custom.
  if (body.includes(' ') && !narrow && marksOf(locale).group !== ' ') return null;
  const read = split(body);
  if (read === null) return null;
  if ('open' in read) {
    const decimal = `${sign}${canonical(read.whole, read.fraction)}`;
    const grouped = `${sign}${canonical(read.whole + read.fraction, '')}`;
    const settled = pattern ?? (printed ? undefined : settledBy(locale, read.open));
    if (settled) return { kind: 'number', value: settled.decimal === read.open ? decimal : grouped };
    return { kind: 'ambiguous', decimal, grouped };
  }
  if (!printed && !pattern && isTimeOfDay(locale, body)) return null;
  return { kind: 'number', value: `${sign}${canonical(read.whole, read.fraction)}` };
}

/**
 * The pattern that a label, a list or a message shows by those of its numbers that can be read in one way only:
 * "21,5" says comma, "1.234.567" says comma too, "435" says nothing. Undefined when nothing or both are said.
 */
export function patternOf(numbers: readonly string[]): Pattern | undefined {
  let found: Pattern | undefined;
  for (const number of numbers) {
    const body = plainDigits(number)
      .trim()
      .replace(SPACES, ' ')
      .replace(/^[-\u2212]/u, '');
    const said = FORM.test(body) ? decimalShownBy(body) : undefined;
    if (said === undefined) continue;
    if (found && found.decimal !== said) return undefined;
    found = { decimal: said };
  }
  return found;
}

function decimalShownBy(body: string): '.' | ',' | undefined {
  const read = split(body);
  if (read === null || 'open' in read) return undefined;
  if (read.mark === '.' || read.mark === ',') return read.mark;
  // Grouped without a fraction: the mark that groups leaves the other one for fractions.
  if (read.mark === undefined && body.includes('.')) return ',';
  return read.mark === undefined && body.includes(',') ? '.' : undefined;
}

type Split =
  | { whole: string; fraction: string; mark: string | undefined }
  /** One mark and three digits after it: a fraction or a thousand. */
  | { whole: string; fraction: string; open: '.' | ',' };

/** Takes digits and marks apart by what their arrangement allows, whatever the locale. */
function split(body: string): Split | null {
  const marks = [...body.matchAll(/[.,\u066B]/gu)];
  const last = marks.at(-1);
  const kinds = new Set(marks.map(([mark]) => mark));
  const whole = (text: string): string | null => (isGrouped(text) ? text.replace(/\D/g, '') : null);
  const fractional = (mark: string, at: number): Split | null => {
    const digits = body.slice(0, at) === '' ? '0' : whole(body.slice(0, at));
    const fraction = body.slice(at + 1);
    return digits === null || !/^\d+$/.test(fraction) ? null : { whole: digits, fraction, mark };
  };
  if (last === undefined || (kinds.size === 1 && marks.length > 1)) {
    const digits = last?.[0] === '\u066B' ? null : whole(body);
    return digits === null ? null : { whole: digits, fraction: '', mark: undefined };
  }
  const mark = last[0];
  if (marks.length > 1 && (kinds.size > 2 || marks.filter(([other]) => other === mark).length > 1)) return null;
  if (marks.length === 1 && mark !== '\u066B' && /^[1-9]\d{0,2}[.,]\d{3}$/.test(body))
    return { whole: body.slice(0, last.index), fraction: body.slice(last.index + 1), open: mark as '.' | ',' };
  return fractional(mark, last.index);
}

/** Thousands in threes, or in the Indian way (…,2,2,3), always with one and the same mark; or no marks at all. */
const isGrouped = (text: string): boolean =>
  /^\d+$/.test(text) ||
  /^[1-9]\d{0,2}([.,' \u066C])\d{3}(?:\1\d{3})*$/u.test(text) ||
  /^[1-9]\d?(?:,\d{2})+,\d{3}$/.test(text);

/** What the locale's own custom says about a lone mark before three digits. Only grouping is taken at its word:
 * people who write in a second language keep their own thousands, but nobody writes three decimals by habit. */
function settledBy(locale: string, mark: '.' | ','): Pattern | undefined {
  if (DIVIDED.has(locale)) return undefined;
  return marksOf(locale).group === mark ? { decimal: mark === '.' ? ',' : '.' } : undefined;
}

/** In Indonesian 14.05 is five past two (CLDR writes times so); its fractions take a comma. */
const isTimeOfDay = (locale: string, body: string): boolean =>
  /^id\b/.test(locale) && /^(0\d|1?[1-9]|1\d|2[0-3])\.[0-5]\d$/.test(body);

const canonical = (whole: string, fraction: string): DecimalText =>
  `${whole.replace(/^0+(?=\d)/, '')}${fraction === '' ? '' : `.${fraction}`}`;

const marksByLocale = new Map<string, { group: string }>();

function marksOf(locale: string): { group: string } {
  let marks = marksByLocale.get(locale);
  if (!marks) {
    // Five digits: some locales group only from there (es: 1234, but 12.345).
    const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(12_345.5);
    const group = parts.find(({ type }) => type === 'group')?.value ?? '';
    marks = { group: group.replace(SPACES, ' ').replaceAll('\u2019', "'") };
    marksByLocale.set(locale, marks);
  }
  return marks;
}
