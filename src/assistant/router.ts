/**
 * What is wanted, found without the model. The first rule: sums and conversions, exactly or not at all. Whatever is
 * doubtful gives null and goes on to the model.
 *
 *     const router = createRouter();
 *     const routed = await router.route('12 miles in km', { language: 'en', region: 'US' });
 *     // { kind: 'reckoned', markdown: '12 mi = 19.31 km', trace: … }
 *     await router.route('and 15?', { language: 'en', previous: '12 mi = 19.31 km' });
 *     // { kind: 'reckoned', markdown: '15 mi = 24.14 km', trace: … }
 *
 * `previous` is our own last answer here, or the quoted one where the person replies to it. Prose costs a look at its
 * characters; mathjs is loaded, in a thread, with the first question that is a sum.
 */
import type { Language } from '../conversation/languages.ts';
import { type DecimalText, type NumberReading, patternOf, readNumber } from '../conversation/numbers.ts';
import { type Calculator, createCalculator } from './reckon/calculator.ts';
import { type Conversion, conversionIn, earlierConversionIn, followUpIn } from './reckon/conversion.ts';
import { conversionResult, type Figures, figuresFor, localeOf, sumResult } from './reckon/figures.ts';
import { type Piece, type Sum, sumIn } from './reckon/sum.ts';
import { tokensOf } from './reckon/tokens.ts';
import { meantIn, signOf, UNITS, type Unit, type UnitId } from './reckon/units.ts';

export interface RouteContext {
  language: Language;
  /** ISO 3166 country by /region: how numbers are written, and whose cup is meant. Never inferred. */
  region?: string | undefined;
  /** Our answer that "and 15?" would go on from. */
  previous?: string | undefined;
}

/** One computation, for /why. */
export interface Step {
  rule: 'sum' | 'conversion';
  /** As it was understood, in ASCII: "12 mile → kilometre", "(12/100)*80". */
  read: string;
  exact: DecimalText;
  shown: DecimalText;
  rounded: boolean;
}

export interface Routed {
  kind: 'reckoned';
  /** One line; a line for each reading where a number or a unit has two. */
  markdown: string;
  trace: readonly Step[];
}

export interface Router {
  /** Null: nothing here is certain. Never rejects for what a person wrote. */
  route(text: string, context: RouteContext): Promise<Routed | null>;
  close(): Promise<void>;
}

/** A sum's or conversion's line, and how it came about. */
interface Line {
  markdown: string;
  step: Step;
}

export function createRouter(calculator: Calculator = createCalculator()): Router {
  return {
    async route(text, context) {
      const tokens = tokensOf(text);
      if (tokens === null) return null;
      const earlier = context.previous ? earlierConversionIn(context.previous) : null;
      const conversion = conversionIn(tokens) ?? (earlier && followUpIn(tokens, earlier));
      const sum = conversion ? null : sumIn(tokens);
      const numbers = conversion ? conversion.amounts.map(({ number }) => number) : sum ? numbersIn(sum) : [];
      const figures = figuresFor(context.language, context.region, text);
      const lines: (Line | null)[] = [];
      for (const values of readingsOf(numbers, context)) {
        if (conversion) lines.push(...(await convert(conversion, values, context, figures, calculator)));
        else if (sum) lines.push(await add(sum, values, context, figures, calculator));
      }
      const found = lines.filter((line) => line !== null);
      if (found.length === 0 || found.length < lines.length) return null;
      // Two spaces break the line in Markdown.
      return {
        kind: 'reckoned',
        markdown: found.map(({ markdown }) => markdown).join('  \n'),
        trace: found.map(({ step }) => step),
      };
    },
    close: () => calculator.close(),
  };
}

const numbersIn = (sum: Sum): string[] => sum.flatMap((piece: Piece) => (piece.kind === 'number' ? [piece.text] : []));

/** More digits are an account or a card, and more than the calculator is exact with. */
const LONGEST_NUMBER = 15;

/** The values of all numbers together, once for each way they can be read; none where one of them is no number. */
function readingsOf(numbers: readonly string[], { language, region }: RouteContext): DecimalText[][] {
  const place = { locale: localeOf(language, region), pattern: patternOf(numbers) };
  const readings = numbers.map((number) => readNumber(number, place)).filter((reading) => reading !== null);
  const isLong = numbers.some((number) => number.replace(/\D/g, '').length > LONGEST_NUMBER);
  if (readings.length < numbers.length || numbers.length === 0 || isLong) return [];
  const as = (pick: (reading: Exclude<NumberReading, { kind: 'number' }>) => DecimalText) =>
    readings.map((reading) => (reading.kind === 'number' ? reading.value : pick(reading)));
  const isOpen = readings.some(({ kind }) => kind === 'ambiguous');
  return isOpen ? [as(({ decimal }) => decimal), as(({ grouped }) => grouped)] : [as(({ decimal }) => decimal)];
}

/** Units that share a word make a line each, unless the country tells which is meant. */
async function convert(
  { amounts, to }: Conversion,
  values: readonly DecimalText[],
  { language, region }: RouteContext,
  { number }: Figures,
  calculator: Calculator,
): Promise<(Line | null)[]> {
  const froms = meantIn(region, amounts[0]!.units);
  const targets = meantIn(region, to);
  const lines: (Line | null)[] = [];
  for (const [from, target] of pairs(froms, targets)) {
    const given = amounts.map(({ units }, index) => ({ value: values[index]!, unit: index === 0 ? from : units[0]! }));
    const exact = await calculator.convert(given, target);
    const result = exact === null ? null : conversionResult(exact, values);
    if (exact === null || result === null || !isPossible(exact, target)) return [null];
    const amount = (value: DecimalText, unit: UnitId) =>
      `${isolated(number(value), language)} ${signOf(unit, value, language)}`;
    lines.push({
      markdown: `${given.map(({ value, unit }) => amount(value, unit)).join(' ')} = ${amount(result.value, target)}`,
      step: {
        rule: 'conversion',
        read: `${given.map(({ value, unit }) => `${value} ${unit}`).join(' + ')} → ${target}`,
        exact,
        shown: result.value,
        rounded: result.rounded,
      },
    });
  }
  return lines.length > 0 ? lines : [null];
}

/** US cups go with US spoons, imperial pints with imperial gallons. */
function pairs(froms: readonly UnitId[], targets: readonly UnitId[]): [UnitId, UnitId][] {
  const system = (id: UnitId) => (UNITS[id] as Unit).system;
  const all = froms.flatMap((from) => targets.map((to): [UnitId, UnitId] => [from, to]));
  return froms.length > 1 && targets.length > 1 ? all.filter(([from, to]) => system(from) === system(to)) : all;
}

/** Nothing is colder than absolute zero, and no length is negative. */
const ABSOLUTE_ZERO: Partial<Record<UnitId, number>> = { celsius: -273.15, fahrenheit: -459.67, kelvin: 0 };
const isPossible = (exact: DecimalText, unit: UnitId): boolean => Number(exact) >= (ABSOLUTE_ZERO[unit] ?? 0);

async function add(
  sum: Sum,
  values: readonly DecimalText[],
  { language }: RouteContext,
  figures: Figures,
  calculator: Calculator,
): Promise<Line | null> {
  const read = expressionOf(sum, values);
  const exact = await calculator.sum(read);
  const result = exact === null ? null : sumResult(exact, values);
  if (exact === null || result === null) return null;
  const line = `${shownSum(sum, values, figures)} ${result.rounded ? '≈' : '='} ${figures.number(result.value)}`;
  return {
    markdown: isolated(line, language),
    step: { rule: 'sum', read, exact, shown: result.value, rounded: result.rounded },
  };
}

/** For the calculator. A root takes the number or bracket behind it. */
function expressionOf(sum: Sum, values: readonly DecimalText[]): string {
  let at = 0;
  return sum
    .map((piece, index) => {
      if (piece.kind === 'sign') return piece.sign === '%' ? '/100' : piece.sign === '√' ? 'sqrt' : piece.sign;
      const value = values[at++]!;
      const before = sum[index - 1];
      return before?.kind === 'sign' && before.sign === '√' ? `(${value})` : value;
    })
    .join('');
}

const SHOWN: Readonly<Record<string, string>> = { '+': ' + ', '-': ' − ', '*': ' × ', '/': ' ÷ ' };

/** As it is printed back, so that a misreading shows. */
function shownSum(sum: Sum, values: readonly DecimalText[], { number, percent }: Figures): string {
  let at = 0;
  return sum
    .map((piece, index) => {
      const next = sum[index + 1];
      if (piece.kind === 'number') {
        const value = values[at++]!;
        return next?.kind === 'sign' && next.sign === '%' ? percent(value) : number(value);
      }
      if (piece.sign === '%') return '';
      const before = sum[index - 1];
      const isSign = piece.sign === '-' && (before === undefined || (before.kind === 'sign' && before.sign === '('));
      return isSign ? '−' : (SHOWN[piece.sign] ?? piece.sign);
    })
    .join('');
}

/** Figures keep their own direction between words that run from right to left. */
const isolated = (text: string, language: Language): string => (language === 'ar' ? `\u2068${text}\u2069` : text);
