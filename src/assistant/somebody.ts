/**
 * Whether a question asks who somebody in a picture is. Nobody is named from a face, so no model is asked; where a name
 * cannot be told from a thing, that is said. Deterministic, in the eleven languages.
 */
import type { PictureRecord } from '../media/picture.tables.ts';
import { DIETS } from './absence-words.ts';
import { ALLERGENIC, ALLERGENS } from './allergen-words.ts';
import { finder, isKnown, said } from './intent.ts';
import { COLOUR, PICTURE } from './looking-words.ts';
import { evidenceOf } from './photos.ts';
import { type Spelled, spelled, wordsOf } from './printed/letters.ts';
import { nutrientsAsked } from './printed/nutrients.ts';
import { THIS } from './question-words.ts';
import { BARE_IS, CALLED, IS_THIS, OF_A_THING, POINTS, SAID_OF_THINGS, TAILS, THINGS, WHO } from './somebody-words.ts';
import { SUBSTANCES } from './substance-words.ts';

/** Longer texts bring their own matter. */
const LONGEST = 300;

/**
 * Asks who somebody in a picture is.
 * @param meant the pictures it is asked of: what is printed there is no face's name
 */
export const asksWho = (text: string, meant: readonly PictureRecord[] = []): boolean =>
  text.length <= LONGEST && (asksOfSomebody(text) || endsIn(text, CALLED) || asksForName(text, meant));

/** The same long after a picture, of which only what points still asks: "who is this", and not "who is he". */
export const asksWhoStill = (text: string, newest: PictureRecord): boolean =>
  asksWho(text, [newest]) && [THIS, PICTURE, POINTS].some((list) => said(text, list));

/** Not who made it: "who is this product made by?" */
function asksOfSomebody(text: string): boolean {
  const all = spelled(text);
  const things = THING_AT(all).map(([at]) => at);
  return !endsIn(text, OF_A_THING) && WHO_AT(all).some(([at, length]) => !things.includes(at + length));
}
const WHO_AT = finder(WHO);
const THING_AT = finder(THINGS);

/**
 * May ask whether it is somebody, where no capital tells: "is this obama?", "क्या यह गांधी है?" Nothing but words follow that
 * are not printed in it and that we know of no thing. Not of a label, a receipt or the like, which have no faces.
 */
export function mayName(text: string, meant: readonly PictureRecord[]): boolean {
  const all = spelled(text);
  const isScene = meant.some((record) => ['text', 'unreadable'].includes(evidenceOf(record, 0)?.seen.kind ?? ''));
  if (!isScene || text.length > LONGEST) return false;
  const lengths = IS_THIS_AT(all).flatMap(([at, length]) => (at === 0 ? [length] : []));
  const before = Math.max(0, ...lengths);
  const isBare = BARE_AT(all).some(([at, length]) => at === 0 && length === before);
  const isQuestion = /[?؟]/u.test(text) || ASKS.test(all.map(({ folded }) => folded).join(' '));
  if (before === 0 || isBare || !isQuestion) return false;
  const tail = Math.max(0, ...TAIL_AT(all).flatMap(([at, length]) => (at + length === all.length ? [length] : [])));
  const rest = all.slice(before, all.length - tail);
  const [first] = rest;
  return first !== undefined && rest.length <= MOST_NAME_WORDS && !isThing(rest) && !areWords(rest, printIn(meant));
}

/** "Lionel Messi or Cristiano Ronaldo". */
const MOST_NAME_WORDS = 5;
const IS_THIS_AT = finder(IS_THIS);
const BARE_AT = finder(BARE_IS);
const TAIL_AT = finder(TAILS);
const OF_THINGS_AT = finder(SAID_OF_THINGS);
const FOODS_AT = finder([...ALLERGENIC, ...ALLERGENS, ...DIETS, ...COLOUR, ...SUBSTANCES.flat()]);

/** It begins with a word that is none of a name: "a dog", "made of wood", "milk". */
const isThing = (rest: readonly Spelled[]): boolean =>
  isKnown(rest[0]!.folded) ||
  OF_THINGS_AT(rest).some(([at]) => at === 0) ||
  FOODS_AT(rest).length > 0 ||
  nutrientsAsked(rest.map(({ folded }) => folded).join(' ')).length > 0 ||
  /^\d/.test(rest[0]!.folded);

const printIn = (meant: readonly PictureRecord[]): string[] =>
  meant.flatMap(({ reading }) => wordsOf((reading?.lines ?? []).map((line) => line.text).join(' ')));

const areWords = (words: readonly Spelled[], print: readonly string[]): boolean =>
  words.every(({ folded }) => print.includes(folded));

const endsIn = (text: string, phrases: readonly string[]): boolean => {
  const all = ` ${wordsOf(text).join(' ')}`;
  return phrases.some((phrase) => all.endsWith(` ${wordsOf(phrase).join(' ')}`));
};

/** Begins a question by itself; "ini Budi" without a mark says who it is. */
const ASKS = /^(?:is|isn|apakah|est ce|क्या|هل|co|day co)(?: |$)/u;
/** "OK", "TV". */
const LEAST_NAME = 4;

/** "Is this Obama?": nothing but a name follows, or stands between, and it is nowhere in print. */
function asksForName(text: string, meant: readonly PictureRecord[]): boolean {
  const name =
    /^[¿\s]*(.*?)((?:[\s'’]\p{Lu}[\p{L}\p{M}.'’-]*){1,4})(?:\s+(?:m[iıuü]|không|phải không|है|हैं))?[\s?!.؟।]*$/u.exec(
      text,
    );
  if (!name) return false;
  const [, before = '', capitals = ''] = name;
  const print = printIn(meant);
  const isAsked = IS_THIS.some((phrase) => wordsOf(phrase).join(' ') === wordsOf(before).join(' '));
  const isQuestion = /[?؟]/u.test(text) || ASKS.test(wordsOf(before).join(' '));
  const isWord = capitals.trim() === capitals.trim().toUpperCase() && capitals.trim().length < LEAST_NAME;
  return isAsked && isQuestion && !isWord && !wordsOf(capitals).every((word) => print.includes(word));
}
