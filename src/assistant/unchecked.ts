/**
 * What a model said that looked at a picture, before it goes on: as evidence, or as the answer itself where it is the model
 * for text that looked. It goes on as unchecked, without what people might act on or be hurt by: figures and names stay only
 * where they were read in print (laws 5 and 7; nobody is named from a face). In English, in which such models are asked.
 */
import type { Reading } from '../../model-runtime/contract.ts';
import { foreignIn, isFirstNamed, namesAmid, unitsInWords } from './unchecked-words.ts';

/** So much of one picture goes on. */
const MOST_CHARACTERS = 600;

/**
 * Whole sentences, those that may go on.
 * @param question what was asked of the picture: a "yes" to a name in it would name somebody, too
 */
export function withoutGuesses(words: string, reading: Reading | null, question = ''): string {
  return sayable(words.replace(NO_TEXT, ' '), printOf([reading]), question)
    .slice(0, MOST_CHARACTERS)
    .toWellFormed()
    .trim();
}

/**
 * The same of an answer in Markdown, whose lines stay lines: a filter, for all that is written of one answer.
 * @param readings of the pictures that were looked at
 */
export function answerWithoutGuesses(
  readings: readonly (Reading | null)[],
  question: string,
): (markdown: string) => string {
  const print = printOf(readings);
  return (markdown) => linesKept(markdown, (rest) => sayable(rest, print, question));
}

/** Lines of which something is kept, behind their marks. */
function linesKept(markdown: string, keep: (rest: string) => string): string {
  return markdown
    .split('\n')
    .map((line) => {
      const [mark = ''] = LINE_MARK.exec(line) ?? [];
      const rest = line.slice(mark.length).replace(NO_TEXT, ' ');
      const kept = keep(rest);
      return rest.trim() !== '' && kept === '' ? null : mark + kept;
    })
    .filter((line) => line !== null)
    .join('\n')
    .trim();
}

/**
 * An answer about what pictures print, in any language: sentences with figures that were not read are left out, and with
 * figures that were read of something else (250 kcal are not 250 mg), so that a model that words the print can add no
 * number to it (law 7). A filter, for all that is written of one answer.
 */
export function answerOfPrint(readings: readonly (Reading | null)[]): (markdown: string) => string {
  const { text, figures } = printOf(readings);
  const printed = measuresIn(text);
  const isMeasured = ({ figure, unit }: Measure) =>
    unit === '' || printed.some((other) => other.figure === figure && (other.unit === unit || other.unit === ''));
  const isPrinted = (sentence: string) =>
    isRead(sentence, figures) &&
    measuresIn(sentence).every(isMeasured) &&
    unitsInWords(sentence).every((amount) => text.includes(amount.toLowerCase()));
  return (markdown) => linesKept(markdown, (rest) => sentencesOf(rest).filter(isPrinted).join(' '));
}

interface Measure {
  figure: string;
  /** Lower case; empty: none stands behind it. */
  unit: string;
}

const MEASURE = /(\p{N}+(?:[.,]\p{N}+)*)(?:\s?(kcal|kj|mg|mcg|µg|kg|g|ml|cl|l|%)(?!\p{L}))?/giu;

const measuresIn = (text: string): Measure[] =>
  [...text.matchAll(MEASURE)].map(([, figure = '', unit = '']) => ({ figure, unit: unit.toLowerCase() }));

/** Of an answer that is still written: what ends where a sentence or a line does. */
export const wholeSentences = (markdown: string): string =>
  /^[\s\S]*(?:[.!?…]["”’)*_]*\s|\n)/u.exec(markdown)?.[0].trimEnd() ?? '';

const AGREES =
  /^\P{L}*(?:yes|yeah|yep|no|nope|correct|right|true|indeed|exactly|(?:it|this|that|he|she) is(?! \p{L}{3}))\b/iu;
const NO_TEXT = /[\p{Cc}\uFFFD]+/gu;
/** Of a list, a quotation or a heading: the number of an item is none that was read. */
const LINE_MARK = /^\s*(?:[-*+]\s+|\d{1,2}[.)]\s+|>\s*|#{1,6}\s+)?/;

interface Print {
  text: string;
  figures: ReadonlySet<string>;
}

function printOf(readings: readonly (Reading | null)[]): Print {
  const text = readings
    .flatMap((reading) => reading?.lines ?? [])
    .map((line) => line.text)
    .join(' ');
  return { text: text.toLowerCase(), figures: new Set(figuresIn(text)) };
}

function sayable(words: string, { text, figures }: Print, question: string): string {
  const isPrinted = (word: string) => text.includes(word.toLowerCase());
  const asksName = !namesAmid(question).every(isPrinted);
  return sentencesOf(words)
    .filter(
      (sentence) =>
        isRead(sentence, figures) &&
        [...unitsInWords(sentence), ...namesAmid(sentence), ...foreignIn(sentence)].every(isPrinted) &&
        !(isFirstNamed(sentence) && !isPrinted(firstOf(sentence))) &&
        !(asksName && AGREES.test(sentence)),
    )
    .join(' ');
}

const sentencesOf = (words: string): string[] =>
  [...new Intl.Segmenter('en', { granularity: 'sentence' }).segment(words)]
    .map(({ segment }) => segment.trim())
    .filter(Boolean);

const figuresIn = (sentence: string): string[] => sentence.match(/\p{N}+(?:[.,]\p{N}+)*/gu) ?? [];

const isRead = (sentence: string, figures: Print['figures']): boolean =>
  figuresIn(sentence).every((figure) => figures.has(figure));

const firstOf = (sentence: string): string => /\p{L}+/u.exec(sentence)?.[0] ?? '';
