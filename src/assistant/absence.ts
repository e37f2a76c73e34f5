/**
 * What a model says is not in a food, or may be eaten: never said of a label that was photographed (law 7). A missing line is
 * no missing allergen, and whoever believes it may be hurt; the printed lines are shown in its place. In any of the eleven
 * languages, whichever the answer is in.
 */
import * as words from './absence-words.ts';
import { ALLERGENIC, ALLERGENS } from './allergen-words.ts';
import { finder } from './intent.ts';
import { type Spelled, spelled } from './printed/letters.ts';

export interface Claims {
  /** Also that it is safe, or vegan, without a word of what is not in it: where the answer is about the photo. */
  safety: boolean;
}

/** The answer without sentences that claim it; lines in which nothing is claimed stay as they are. */
export function withoutAbsence(markdown: string, claims: Claims): string {
  const lines = markdown.split('\n').map((line) => sentencesOf(line).map((text) => ({ text, dropped: false })));
  const all = lines.flat().filter(({ text }) => text.trim() !== '');
  all.forEach((sentence, index) => {
    const next = all[index + 1];
    if (claimed(sentence.text, claims)) sentence.dropped = true;
    if (next && isDenied(sentence.text, next.text)) {
      sentence.dropped = true;
      next.dropped = true;
    }
  });
  // "Yes." before what is left out says the same.
  all.forEach((sentence, index) => {
    if (all[index + 1]?.dropped && isNod(sentence.text)) sentence.dropped = true;
  });
  if (!all.some(({ dropped }) => dropped)) return markdown;
  return lines
    .flatMap((line) => {
      const left = line.filter(({ dropped }) => !dropped);
      if (left.length === line.length) return [line.map(({ text }) => text).join('')];
      return left.length === 0
        ? []
        : [
            left
              .map(({ text }) => text)
              .join('')
              .trimEnd(),
          ];
    })
    .join('\n')
    .trim();
}

const SENTENCES = new Intl.Segmenter('en', { granularity: 'sentence' });
const sentencesOf = (line: string): string[] => [...SENTENCES.segment(line)].map(({ segment }) => segment);

const FOODS = finder([...ALLERGENIC, ...ALLERGENS]);
const DIETS = finder(words.DIETS);
const SAFE = finder(words.SAFE);
const NOT = finder(words.NOT, { strict: true });
const NOD = finder(words.NOD, { strict: true });
const NAY = finder(words.NAY, { strict: true });
const BEFORE = words.BEFORE.map(({ phrases, within }) => ({ find: finder(phrases, { strict: true }), within }));
const BEHIND = words.BEHIND.map(({ phrases, within }) => ({ find: finder(phrases, { strict: true }), within }));

/** Whether a sentence says that something is not in it, or that it may be eaten. */
function claimed(sentence: string, { safety }: Claims): boolean {
  return clauses(sentence).some((clause) => {
    const all = spelled(clause);
    return isAbsent(all) || (safety && (isSafe(all) || isDiet(all)));
  });
}

/** Where one thing ends being said and another begins: "it contains milk, but no nuts". */
const clauses = (sentence: string): string[] =>
  sentence.split(
    /[,;()،؛]|(?<![\p{L}\p{M}])(?:but|however|pero|mas|mais|tetapi|tapi|nhưng|ama|fakat|लेकिन|لكن|ولكن|কিন্তু|но)(?![\p{L}\p{M}])/iu,
  );

function isAbsent(all: readonly Spelled[]): boolean {
  if (all.some(({ folded }) => isGlued(folded))) return true;
  return FOODS(all).some(([at, length]) => {
    const isBefore = BEFORE.some(({ find, within }) =>
      find(all).some(([from, count]) => from + count <= at && at - from - count <= within),
    );
    const end = at + length;
    return (
      isBefore || BEHIND.some(({ find, within }) => find(all).some(([from]) => from >= end && from - end <= within))
    );
  });
}

function isGlued(word: string): boolean {
  const rest = word.replace(words.GLUED, '');
  return rest !== word && rest !== '' && (FOODS(spelled(rest)).length > 0 || word.startsWith('без'));
}

/** Not where it is denied: what is said not to be safe is no comfort. */
const isSafe = (all: readonly Spelled[]): boolean =>
  SAFE(all).some(([at, length]) => {
    const around = [...all.slice(Math.max(0, at - 2), at), ...all.slice(at + length, at + length + 2)];
    return NOT(around).length === 0;
  });

const isDiet = (all: readonly Spelled[]): boolean => DIETS(all).length > 0 && NOT(all).length === 0;

/** "Nuts? No." */
const isDenied = (question: string, answer = ''): boolean =>
  /[?؟]\s*$/u.test(question) && FOODS(spelled(question)).length > 0 && NAY(spelled(answer)).some(([at]) => at === 0);

/** "Yes!", "Of course." */
const isNod = (sentence: string): boolean => {
  const all = spelled(sentence);
  return NOD(all).some(([at, length]) => at === 0 && length === all.length);
};
