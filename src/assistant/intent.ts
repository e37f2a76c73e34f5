/**
 * What a message asks of the photos in a chat: its words turned into a question, without a model and in eleven
 * languages. What evidence answers it is decided in asking.ts; what is no such question is null there and goes on to
 * the model.
 */

import { ASKS_SAFE } from './absence-words.ts';
import { ALLERGENIC, ALLERGENS, CONTAINS } from './allergen-words.ts';
import type { Base } from './evidence.ts';
import * as kinds from './kind-words.ts';
import { EVERYDAY, fold, type Spelled, spelled, wordsOf } from './printed/letters.ts';
import { type Nutrient, nutrientsAsked } from './printed/nutrients.ts';
import * as words from './question-words.ts';
import { type Prices, pricesIn } from './skills/compare/prices.ts';
import type { Want } from './skills/compare/verdict.ts';
import { baseAsked } from './skills/label/bases.ts';
import { amountAsked, type Portion, portionAsked } from './skills/label/portions.ts';
import { asksPrepared, withoutPrepared } from './skills/label/prepared.ts';
import { SUBSTANCES, VITAMIN } from './substance-words.ts';

export interface Substance {
  /** In the person's own words. */
  name: string;
  isIn(print: string): boolean;
}

export type Extreme = 'highest' | 'lowest';

export interface Question {
  text: string;
  nutrients: Nutrient[];
  /** What is asked for by name and read as no value: "vitamin C". */
  substances: Substance[];
  /** What is wished more or less of, in the order it was said. */
  wants: Want[];
  howMuch: boolean;
  compare: boolean;
  /** All of them in order. */
  rank: boolean;
  total: boolean;
  /** The greatest or least of what stands side by side in a chart or table. */
  extreme: Extreme | null;
  average: boolean;
  /** What was bought that cost most, or least. */
  dearest: Extreme | null;
  /** What something cost, or was paid for it. */
  paid: boolean;
  /** Which costs less. */
  cheaper: boolean;
  /** Energy in kJ. */
  kilojoules: boolean;
  tax: boolean;
  shown: boolean;
  /** What is written on it. */
  says: boolean;
  asFile: boolean;
  asChart: boolean;
  all: boolean;
  allergens: boolean;
  /** Whether it may be eaten, and by whom. */
  safe: boolean;
  /** What values are wanted for: per 100 g, per serving, per 40 g. */
  base: Base | null;
  /** How many of its bars or servings. */
  portion: Portion | null;
  /** Of what is made of it, and not of what is sold. */
  prepared: boolean;
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
  const wants = wantsIn(text);
  const digits = text.replace(/[٠-٩०-९০-৯]/gu, asDigit);
  // "More than 10 g" wishes, and asks of no amount.
  const grams = wants.length === 0 && nutrients.length > 0 ? amountAsked(digits) : null;
  const amount: Base | null = grams && { kind: 'serving', ...grams, name: null };
  return {
    text: written,
    nutrients,
    substances: substancesIn(text),
    wants,
    howMuch: said(text, words.HOW_MUCH) || (nutrients.length > 0 && said(text, words.WHAT_IS)),
    compare: said(text, words.COMPARE),
    rank: said(text, words.RANK),
    paid: said(text, words.PAID),
    cheaper: said(text, words.CHEAPER),
    kilojoules: said(text, words.KILOJOULES),
    tax: said(text, words.TAXES),
    total: said(text, words.TOTAL),
    extreme: said(text, kinds.LOWEST) ? 'lowest' : said(text, kinds.HIGHEST) ? 'highest' : null,
    average: said(text, kinds.AVERAGE),
    dearest: said(text, kinds.DEAREST) ? 'highest' : said(text, words.CHEAPER) ? 'lowest' : null,
    shown: said(text, words.SHOWN),
    says: said(text, words.SAYS),
    asFile: said(text, words.AS_FILE),
    asChart: said(text, words.AS_CHART),
    all: said(text, words.ALL),
    base: baseAsked(text) ?? (/100\s?g(?!\p{L})/iu.test(text) ? { kind: '100 g' } : amount),
    portion: wants.length === 0 ? portionAsked(digits) : null,
    prepared: asksPrepared(text),
    allergens: asksAllergens(text),
    safe: said(text, ASKS_SAFE) && said(text, words.THIS) && nutrients.length === 0,
    followUp: words.AND.some((word) => begins(text, word)),
    ordinal,
    prices: pricesIn(text),
    names: wordsOf(withoutPrepared(text)).filter(
      (word) => word.length > 1 && !/^\d+$/.test(word) && !KNOWN.has(word) && nutrientsAsked(word).length === 0,
    ),
  };
}

/**
 * By the word itself, or whether and how much of a food that people are allergic to is in it: "any nuts?" What it costs is
 * another question.
 */
function asksAllergens(text: string): boolean {
  if (said(text, ALLERGENS)) return true;
  if (!said(text, ALLERGENIC) || nutrientsAsked(text).length > 0 || said(text, words.PAID)) return false;
  return said(text, CONTAINS) || (wordsOf(text).length <= 2 && !said(text, words.HOW_MUCH));
}

/** Whether and how much of it is in something; not what it is good for. */
function substancesIn(text: string): Substance[] {
  const lists = [words.HOW_MUCH, words.WHAT_IS, words.MOST, words.LEAST, CONTAINS];
  const asks = lists.some((list) => said(text, list)) || words.AND.some((word) => begins(text, word));
  if (!asks && wordsOf(text).length > MOST_BARE_WORDS) return [];
  const vitamins = vitaminsIn(text).map(
    ({ at, length, kind }): Substance => ({
      name: written(text, at, length),
      isIn: (print) => vitaminsIn(print).some((printed) => kind === null || printed.kind === kind),
    }),
  );
  const others = SUBSTANCES.flatMap((names): Substance[] => {
    const [place] = placesOf(text, names);
    return place ? [{ name: written(text, ...place), isIn: (print) => said(print, names) }] : [];
  });
  return [...vitamins, ...others];
}

/** "Vitamin C", and "C vitamini" as Turkish has it. `kind` is null where no letter stands beside it. */
function vitaminsIn(text: string): { at: number; length: number; kind: string | null }[] {
  const all = wordsOf(text).map((word) => (/^[аксе]$/u.test(word) ? LATIN[word]! : word));
  const isKind = (word: string | undefined): word is string =>
    word !== undefined && /^(?:[abcdek]|b?\d{1,2})$/.test(word);
  return placesOf(text, VITAMIN).map(([at, length]) => {
    const [before, behind] = [all[at - 1], all[at + length]];
    if (isKind(behind)) return { at, length: length + 1, kind: behind };
    return isKind(before) ? { at: at - 1, length: length + 1, kind: before } : { at, length, kind: null };
  });
}

/** "And caffeine please?" */
const MOST_BARE_WORDS = 3;
/** Letters of vitamins as a Russian keyboard writes them. */
const LATIN: Readonly<Record<string, string>> = { а: 'a', к: 'k', с: 'c', е: 'e' };

const written = (text: string, at: number, length: number): string =>
  (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).slice(at, at + length).join(' ');

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
export const said = (text: string, phrases: readonly string[]): boolean => placesOf(text, phrases).length > 0;

/** At which word, and how many. */
export function placesOf(text: string, phrases: readonly string[]): [at: number, length: number][] {
  const all = spelled(text);
  return phrases.flatMap((phrase) => {
    const wanted = lookedUp(phrase);
    return all.flatMap((_, at): [number, number][] => (stands(wanted, all, at) ? [[at, wanted.length]] : []));
  });
}

/**
 * The same for many texts: looks only at phrases that begin with a word of the text.
 * @param strict whether accents may not be added either: "no" is not Vietnamese "nó"
 */
export function finder(
  phrases: readonly string[],
  { strict = false } = {},
): (all: readonly Spelled[]) => [at: number, length: number][] {
  const byFirst = Map.groupBy(phrases.map(spelled), ([first]) => first!.folded);
  return (all) =>
    all.flatMap(({ folded }, at) =>
      (byFirst.get(folded) ?? []).flatMap((phrase): [number, number][] =>
        stands(phrase, all, at) && !(strict && hasMore(phrase, all, at)) ? [[at, phrase.length]] : [],
      ),
    );
}

const hasMore = (phrase: readonly Spelled[], all: readonly Spelled[], at: number): boolean =>
  phrase.some(({ accented }, index) => accented === null && all[at + index]!.accented !== null);

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
  const number = NUMBERED.exec(text.replace(/[٠-٩०-९০-৯]/gu, asDigit))
    ?.slice(1)
    .find(Boolean);
  return number !== undefined && Number(number) > 0 ? Number(number) - 1 : null;
}

/** "#2", "nomor 2", "2nd" of other languages: 2º, 2ème, 2-й, 2.si, ২য়. */
const NUMBERED =
  /(?:#|№|(?<!\p{L})(?:nr|no|number|n[uú]mero|num[eé]ro|n[°º]|nomor|số|thứ|numara|номер|नंबर|رقم|নম্বর)\.?|ke-)\s?(\d{1,2})(?![\p{L}\d]|[.,]\d)|(?<![\p{L}\d.,])(\d{1,2})(?:\s?[ºª]|\s?(?:[eè]?me|ère|er|e|n?d)(?!\p{L})|-?(?:й|я|е|м|го)(?!\p{L})|\.?(?:si|nci|inci|üncü)\p{L}*|য়|\s(?:নম্বর|numara))/iu;

/** Digits of Arabic, Hindi and Bengali, which end in the figure they are. */
const asDigit = (digit: string): string =>
  String((digit.codePointAt(0)! - (digit < '०' ? 0x660 : digit < '০' ? 0x966 : 0x9e6)) % 10);

/** Whether a word stands in questions and names nothing. Folded. */
export const isKnown = (word: string): boolean => KNOWN.has(word);

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
      kinds.HIGHEST,
      kinds.LOWEST,
      kinds.AVERAGE,
      kinds.DEAREST,
      kinds.LISTED,
      kinds.SERVINGS,
    ],
    ...[
      words.ALL,
      words.CHEAPER,
      // "Nut free" asks; "nut" is what a bar is called.
      ALLERGENS.filter((phrase) => !wordsOf(phrase).some((word) => FOODS.has(word))),
      CONTAINS,
      words.AND,
      words.EMPTY,
      words.THIS,
      words.COUNTED,
      words.JOINTS,
      ...words.ORDINALS,
    ],
  ]
    .flat()
    .flatMap(wordsOf),
);
