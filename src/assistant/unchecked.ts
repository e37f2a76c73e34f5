/**
 * What a model that sees says of a picture is a guess. It goes on as such, without what people might act on or be hurt by:
 * figures and names stay only where they were read in print (laws 5 and 7; nobody is named from a face).
 */
import type { Reading } from '../../model-runtime/contract.ts';

/** So much of one picture goes on. */
const MOST_CHARACTERS = 600;

/** Whole sentences, those that may go on. */
export function withoutGuesses(words: string, reading: Reading | null): string {
  const print = (reading?.lines ?? []).map(({ text }) => text).join(' ');
  const figures = new Set(figuresIn(print));
  const named = (name: string) => print.toLowerCase().includes(name.toLowerCase());
  return sentencesOf(words.replace(/[\p{Cc}\uFFFD]+/gu, ' '))
    .filter((sentence) => figuresIn(sentence).every((figure) => figures.has(figure)) && namesIn(sentence).every(named))
    .join(' ')
    .slice(0, MOST_CHARACTERS)
    .toWellFormed()
    .trim();
}

const sentencesOf = (words: string): string[] =>
  [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(words)]
    .map(({ segment }) => segment.trim())
    .filter(Boolean);

const figuresIn = (sentence: string): string[] => sentence.match(/\p{N}+(?:[.,]\p{N}+)*/gu) ?? [];

/** Two capitalised words in a row, or one after what introduces a name. English, the language such models speak. */
const namesIn = (sentence: string): string[] =>
  sentence
    .replace(FIRST_WORD, '')
    .match(/\p{Lu}[\p{L}'’.-]*(?: \p{Lu}[\p{L}'’.-]*)+|(?<=\b(?:named|called|is|by|of|like) )\p{Lu}\p{L}+/gu) ?? [];

/** Capital only because it begins the sentence. */
const FIRST_WORD = /^(?:The|An?|This|That|There|These|It|In|On|At|Two|Three|Four|One|Some|Several) /;
