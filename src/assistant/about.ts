/**
 * Whether a question is about a photo at all. Who sent one an hour ago may ask anything, and a word for an amount, a
 * comparison or a total is no reason to answer from the photo where the question names what is not in it.
 */
import type { Evidence } from './evidence.ts';
import { placesOf, type Question, said } from './intent.ts';
import { EDIBLE, NEED, SERIES } from './kind-words.ts';
import { wordsOf } from './printed/letters.ts';
import { COMPARE, RANK, THIS } from './question-words.ts';

/** Fewer letters begin or end too many words. */
const LEAST_PART = 4;

/** How much of a printed word this is, 0 to 1. The reader loses a space now and then: "jerky" is half of "beefjerky". */
export function sameWord(own: string, word: string): number {
  if (own === word || (own.length > 3 && own.replace(/e?s$/, '') === word.replace(/e?s$/, ''))) return 1;
  const isPart = word.length >= LEAST_PART && (own.startsWith(word) || own.endsWith(word));
  return isPart ? word.length / own.length : 0;
}

/** What a question names, told apart by whether it is printed in the photo; words for any bar or line are neither. */
export function namedIn({ reading }: Evidence, names: readonly string[]): { printed: string[]; strange: string[] } {
  const print = reading.lines.flatMap(({ text }) => wordsOf(text));
  const own = names.filter((name) => !said(name, SERIES));
  const isPrinted = (name: string) => print.some((word) => sameWord(word, name) > 0);
  return { printed: own.filter(isPrinted), strange: own.filter((name) => !isPrinted(name)) };
}

/**
 * Whether it names things, and nothing that is in the photo or is pointed at. Where it asks for a nutrient that counts only
 * at the end, "… in honey?": every language has its own words around a nutrient, and most are no things.
 */
export function isAboutOther(
  evidence: Evidence,
  { text, names, nutrients, substances, says, total }: Question,
): boolean {
  const { kind } = evidence.seen;
  if (said(text, THIS) || ((kind === 'chart' || kind === 'table') && said(text, SERIES))) return false;
  const { printed, strange } = namedIn(evidence, names);
  // "What does the sign say?" calls the photo by what it shows, and "is the total correct?" asks of no other thing.
  if (strange.length <= (says || total ? 1 : 0) || printed.length > 0) return false;
  return nutrients.length + substances.length === 0 || strange.includes(contentOf(text) ?? '');
}

/** What something is said to be in, as the last word. */
const contentOf = (text: string): string | undefined => wordsOf(CONTENT.exec(text)?.slice(1).find(Boolean) ?? '')[0];

const CONTENT =
  /(?<![\p{L}\p{M}])(?:(?:in|of|en|de|em|d[’']|dans|du|di|dalam|trong|في|в|во) ?(?:an?|one|the|un|una|el|la|um|uma|o|une|le|les|los|las)? ?([\p{L}\p{M}]+)|([\p{L}\p{M}]+) (?:में|মধ্যে))(?: (?:है|আছে))?\s*[?؟.!]*$/iu;

/** "How much protein do I need a day?": asks of people and not of food, unless the food is pointed at. */
export const isAboutPeople = ({ text, nutrients, all }: Question): boolean =>
  nutrients.length > 0 && !all && said(text, NEED) && !said(text, THIS);

/** "Tea or coffee?", "the best month": compares what is in none of these photos. */
export function comparesOthers(photos: readonly Evidence[], { text, names }: Question): boolean {
  const isStrange = (word: string | undefined): boolean =>
    word !== undefined &&
    names.includes(word) &&
    !said(word, EDIBLE) &&
    photos.every((evidence) => namedIn(evidence, [word]).printed.length === 0);
  const all = wordsOf(text);
  const two = [...text.matchAll(BOTH)].some(([, one = '', other = '']) =>
    [one, other].every((word) => isStrange(wordsOf(word)[0])),
  );
  return two || placesOf(text, [...COMPARE, ...RANK]).some(([at, length]) => isStrange(all[at + length]));
}

const AND_OR = 'or|and|vs\\.?|versus|o|y|u|e|ou|et|atau|dan|hay|và|veya|ya da|ile|ve|या|और|أو|و|বা|নাকি|এবং|আর|или|и';

/** Whether anything is joined with something else by "and" or "or". */
export const JOINED = new RegExp(`[\\p{L}\\p{M}\\p{N}],? (?:${AND_OR}) ?[\\p{L}\\p{N}]`, 'iu');

/** A word, and the one that a word or comma joins to it. */
const BOTH = new RegExp(
  `(?<![\\p{L}\\p{M}\\p{N}])([\\p{L}\\p{M}\\p{N}]+)(?=(?:,? (?:${AND_OR}) ?|, )([\\p{L}\\p{M}\\p{N}]+))`,
  'giu',
);
