/** How names, and amounts written in words, are told in what a model says of a picture. In English. */

/** A capital amid a sentence: English gives one to names, and to little else. */
export const namesAmid = (sentence: string): string[] =>
  wordsIn(sentence)
    .slice(1)
    .filter((word) => /^\p{Lu}/u.test(word) && !NO_NAME.test(word))
    .map((word) => word.replace(/['’]s$/, ''));

/** Words in other letters than English is written with. */
export const foreignIn = (sentence: string): string[] =>
  wordsIn(sentence).filter((word) => !/^[\p{Script=Latin}\p{M}'’-]+$/u.test(word));

/** "I", "TV", "LEDs", "T-shirt", "X-ray". */
const NO_NAME = /^(?:I(?:['’]\p{Ll}+)?|\p{Lu}{1,3}s?|\p{Lu}-\p{Ll}+)$/u;

/**
 * The first word has its capital in any case. It is a name where something is its own, or where it does something and has no
 * article, unless it is a word for nobody in particular or for stuff.
 */
export function isFirstNamed(sentence: string): boolean {
  const [first = '', second = ''] = wordsIn(sentence);
  const [word = '', own] = first.split(/['’](?=s$)/);
  if (!/^\p{Lu}/u.test(word) || NOBODY.has(word.toLowerCase())) return false;
  return own !== undefined || DOES.has(second.toLowerCase());
}

/** An amount without a digit: "five euros", "thirty years old". What is merely counted ("two dogs") is none. */
export const unitsInWords = (sentence: string): string[] => sentence.match(AMOUNT) ?? [];

const NUMBER =
  '(?:half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|dozen)';
const UNIT =
  "(?:milli|centi|kilo)?(?:grams?|grammes?|litres?|liters?|metres?|meters?|joules?)|(?:kilo)?calories|pounds?|ounces?|inch(?:es)?|feet|miles?|percent|degrees?|euros?|dollars?|cents?|pence|rupees?|roubles?|liras?|years?|months?|weeks?|days?|hours?|minutes?|seconds?|o['’]clock";
const AMOUNT = new RegExp(`\\b${NUMBER}(?:[ -](?:and|a|an|${NUMBER}))*[ -](?:${UNIT})\\b`, 'giu');

const wordsIn = (sentence: string): string[] => sentence.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const NOBODY = set(
  'the a an this that these those it he she they we you i there here one another each every some all both nothing something everything anything nobody somebody everybody anybody someone everyone anyone what which who where when today let yes no water snow ice grass sand food smoke light sunlight text writing print traffic fog rain furniture clothing hair',
);
const DOES = set(
  'is was has had looks seems appears smiles stands sits wears holds walks runs plays kicks throws speaks sings dances poses waves rides drives eats drinks reads writes talks laughs points works can will',
);
