/**
 * What a message asks of the photos in a chat: its words turned into a question, without a model and in eleven
 * languages. What evidence answers it is decided in asking.ts; what is no such question is null there and goes on to
 * the model.
 */
import type { Base } from './evidence.ts';
import { fold, wordsOf } from './printed/letters.ts';
import { type Nutrient, nutrientsAsked } from './printed/nutrients.ts';
import * as words from './question-words.ts';
import { type Prices, pricesIn } from './skills/compare/prices.ts';
import type { Want } from './skills/compare/verdict.ts';
import { baseAsked } from './skills/label/bases.ts';

export interface Question {
  text: string;
  nutrients: Nutrient[];
  /** What is wished more or less of, in the order it was said. */
  wants: Want[];
  howMuch: boolean;
  compare: boolean;
  total: boolean;
  shown: boolean;
  /** What is written on it. */
  says: boolean;
  asFile: boolean;
  asChart: boolean;
  all: boolean;
  allergens: boolean;
  /** What values are wanted for: per 100 g, per serving, per 40 g. */
  base: Base | null;
  /** "and the jerky?": asks the last question of something else. */
  followUp: boolean;
  /** "the second": 1; counts from 0. */
  ordinal: number | null;
  prices: Prices | null;
  /** What is left, which may be a product's name. */
  names: string[];
}

/** Longer texts are not questions about a photo, whatever words occur in them. */
const LONGEST = 300;

export function questionIn(text: string): Question | null {
  if (text.length > LONGEST) return null;
  const nutrients = nutrientsAsked(text);
  const ordinal = ordinalIn(text);
  return {
    text,
    nutrients,
    wants: wantsIn(text),
    howMuch: said(text, words.HOW_MUCH),
    compare: said(text, words.COMPARE),
    total: said(text, words.TOTAL),
    shown: said(text, words.SHOWN),
    says: said(text, words.SAYS),
    asFile: said(text, words.AS_FILE),
    asChart: said(text, words.AS_CHART),
    all: said(text, words.ALL),
    allergens: said(text, words.ALLERGENS),
    base: baseAsked(text) ?? (/100\s?g(?!\p{L})/iu.test(text) ? { kind: '100 g' } : null),
    followUp: words.AND.some((word) => begins(text, word)),
    ordinal,
    prices: pricesIn(text),
    names: wordsOf(text).filter(
      (word) => word.length > 1 && !/^\d+$/.test(word) && !KNOWN.has(word) && nutrientsAsked(word).length === 0,
    ),
  };
}

/** Each nutrient with the "more" or "less" of its part of the sentence. */
function wantsIn(text: string): Want[] {
  const wants: Want[] = [];
  for (const clause of clauses(text)) {
    const nutrients = nutrientsAsked(clause);
    const way = said(clause, words.LEAST) ? 'less' : said(clause, words.MOST) ? 'more' : null;
    for (const what of nutrients)
      if (way !== null && !wants.some((want) => want.what === what)) wants.push({ what, way });
  }
  return wants;
}

/** A sentence cut where one wish ends: at marks, and at the words for "and" and "but". */
function clauses(text: string): string[] {
  return text.split(
    /[,;،؛/+&]|(?<!\p{L})(?:and|but|y|pero|e|porém|et|dan|tapi|và|nhưng|ve|ama|और|लेकिन|و|এবং|কিন্তু|и|но)(?!\p{L})/iu,
  );
}

/** Whether any of these words or phrases stands in a text, as words of its own. */
export function said(text: string, phrases: readonly string[]): boolean {
  const all = ` ${wordsOf(text).join(' ')} `;
  return phrases.some((phrase) => all.includes(` ${wordsOf(phrase).join(' ')} `));
}

const begins = (text: string, word: string): boolean =>
  `${wordsOf(text).join(' ')} `.startsWith(`${wordsOf(word).join(' ')} `) ||
  // Arabic writes its "and" together with what follows.
  (word === 'و' && /^و\p{L}/u.test(fold(text.trim())));

function ordinalIn(text: string): number | null {
  const found = words.ORDINALS.flatMap((phrases, index) => (said(text, phrases) ? [index] : []));
  if (found.length === 1) return found[0]!;
  const number = /(?:#|№|nr\.?|no\.?|number|ke-)\s?(\d{1,2})(?!\p{L}|\d)/iu.exec(text)?.[1];
  return number !== undefined && Number(number) > 0 ? Number(number) - 1 : null;
}

const KNOWN: ReadonlySet<string> = new Set(
  [
    ...[
      words.MOST,
      words.LEAST,
      words.COMPARE,
      words.HOW_MUCH,
      words.TOTAL,
      words.SHOWN,
      words.SAYS,
      words.AS_FILE,
      words.AS_CHART,
    ],
    ...[words.ALL, words.ALLERGENS, words.AND, words.EMPTY, ...words.ORDINALS],
  ]
    .flat()
    .flatMap(wordsOf),
);
