/**
 * What a message asks of the photos in a chat: its words turned into a question, without a model and in eleven
 * languages. What evidence answers it is decided in asking.ts; what is no such question is null there and goes on to
 * the model.
 */

import { ALLERGENIC, ALLERGENS, CONTAINS } from './allergen-words.ts';
import type { Base } from './evidence.ts';
import { EVERYDAY, fold, type Spelled, spelled, wordsOf } from './printed/letters.ts';
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
  /** All of them in order. */
  rank: boolean;
  total: boolean;
  /** What something cost, or was paid for it. */
  paid: boolean;
  tax: boolean;
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

export function questionIn(written: string): Question | null {
  if (written.length > LONGEST) return null;
  const text = unglued(written);
  const nutrients = nutrientsAsked(text);
  const ordinal = ordinalIn(text);
  return {
    text: written,
    nutrients,
    wants: wantsIn(text),
    howMuch: said(text, words.HOW_MUCH),
    compare: said(text, words.COMPARE),
    rank: said(text, words.RANK),
    paid: said(text, words.PAID),
    tax: said(text, words.TAXES),
    total: said(text, words.TOTAL),
    shown: said(text, words.SHOWN),
    says: said(text, words.SAYS),
    asFile: said(text, words.AS_FILE),
    asChart: said(text, words.AS_CHART),
    all: said(text, words.ALL),
    base: baseAsked(text) ?? (/100\s?g(?!\p{L})/iu.test(text) ? { kind: '100 g' } : null),
    allergens: asksAllergens(text),
    followUp: words.AND.some((word) => begins(text, word)),
    ordinal,
    prices: pricesIn(text),
    names: wordsOf(text).filter(
      (word) => word.length > 1 && !/^\d+$/.test(word) && !KNOWN.has(word) && nutrientsAsked(word).length === 0,
    ),
  };
}

/** By the word itself, or whether a food that people are allergic to is in it: "any nuts?" How much of it is another question. */
function asksAllergens(text: string): boolean {
  if (said(text, ALLERGENS)) return true;
  if (!said(text, ALLERGENIC) || nutrientsAsked(text).length > 0) return false;
  if (said(text, words.HOW_MUCH) || said(text, words.TOTAL)) return false;
  return said(text, CONTAINS) || wordsOf(text).length <= 2;
}

/** Words without those that name what people are allergic to, so that "any nuts?" does not mean the pack of Soy Nuts. */
export const withoutAllergens = (names: readonly string[]): string[] => names.filter((name) => !FOODS.has(name));

const FOODS: ReadonlySet<string> = new Set(ALLERGENIC.flatMap(wordsOf));

/** Each nutrient with the "more" or "less" of its part of the sentence. */
function wantsIn(text: string): Want[] {
  const wants: Want[] = [];
  for (const part of clauses(text.replace(ROUGHLY, ' ')).flatMap(oneWay)) {
    const way = said(part, words.LEAST) ? 'less' : said(part, words.MOST) ? 'more' : null;
    for (const what of nutrientsAsked(part))
      if (way !== null && !wants.some((want) => want.what === what)) wants.push({ what, way });
  }
  return wants;
}

/** "More or less", and "at least 10 g": neither wishes for less. */
const ROUGHLY =
  /more or less|m[aá]s o menos|mais ou menos|plus ou moins|kurang lebih|lebih kurang|az çok|более[ -](?:или )?менее|at (?:least|most)|no (?:more|less) than|(?:al|por lo|pelo) menos|au moins|paling sedikit \d|en az \d|ít nhất \d/giu;

/** "High protein low sugar": cut before each "more" or "less", or behind it where that is how the sentence begins. */
function oneWay(clause: string): string[] {
  if (!said(clause, words.LEAST) || !said(clause, words.MOST)) return [clause];
  const all = clause.trim().split(/\s+/);
  const says = all.map((word) => said(word, words.LEAST) || said(word, words.MOST));
  const behind = nutrientsAsked(all.slice(0, says.indexOf(true)).join(' ')).length > 0;
  const parts: string[][] = [[]];
  all.forEach((word, index) => {
    const cut = behind ? index > 0 && says[index - 1] && !says[index] : says[index] && !says[index - 1];
    if (cut) parts.push([]);
    parts.at(-1)!.push(word);
  });
  return parts.map((part) => part.join(' '));
}

/** Arabic writes its "and" together with what follows: و + سكر. Cut where a word that we know is left. */
const unglued = (text: string): string =>
  text.replace(/(?<![\p{L}\p{M}])و(?=(\p{L}{2,}))/gu, (and, rest: string) =>
    KNOWN.has(fold(rest)) || nutrientsAsked(rest).length > 0 ? `${and} ` : and,
  );

/** A sentence cut where one wish ends: at marks, and at the words for "and" and "but". */
function clauses(text: string): string[] {
  return text.split(
    /[,;،؛/+&]|(?<![\p{L}\p{M}])(?:and|but|y|pero|e|porém|et|dan|tapi|và|nhưng|ve|ama|और|लेकिन|و|এবং|কিন্তু|и|но|ma[is] (?=plus|moins|peu|menos|mais|pouc[oa]))(?![\p{L}\p{M}])/iu,
  );
}

/** Whether any of these words or phrases stands in a text, as words of its own. */
export function said(text: string, phrases: readonly string[]): boolean {
  const all = spelled(text);
  return phrases.some((phrase) => {
    const wanted = lookedUp(phrase);
    return all.some((_, at) => stands(wanted, all, at));
  });
}

const begins = (text: string, word: string): boolean =>
  stands(lookedUp(word), spelled(text), 0) ||
  // Arabic writes its "and" together with what follows.
  (word === 'و' && /^و\p{L}/u.test(fold(text.trim())));

const lookups = new Map<string, Spelled[]>();
function lookedUp(phrase: string): Spelled[] {
  const known = lookups.get(phrase) ?? spelled(phrase);
  lookups.set(phrase, known);
  return known;
}

/** Accents may be left out but not be others, and not be left out of a word that is then an everyday one. */
function stands(phrase: readonly Spelled[], all: readonly Spelled[], at: number): boolean {
  return phrase.every(({ folded, accented }, index) => {
    const word = all[at + index];
    if (word === undefined || word.folded !== folded) return false;
    if (accented === null || word.accented === accented) return true;
    return word.accented === null && !(phrase.length === 1 && EVERYDAY.has(folded));
  });
}

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
      words.RANK,
      words.SERVING,
      words.PAID,
      words.TAXES,
      words.RECEIPT,
      words.HOW_MUCH,
      words.TOTAL,
      words.SHOWN,
      words.SAYS,
      words.AS_FILE,
      words.AS_CHART,
    ],
    ...[words.ALL, ALLERGENS, CONTAINS, words.AND, words.EMPTY, words.THIS, ...words.ORDINALS],
  ]
    .flat()
    .flatMap(wordsOf),
);
