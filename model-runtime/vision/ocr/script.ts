/**
 * Whether the print is in a script that the recogniser knows. It knows Latin (and Chinese), and prints something of
 * every other too: look-alikes, gaps, and digits of which it may be quite sure. What gives it away are the letters: of
 * Latin ones, even blurred, it is nearly always sure, and it finds about as many as there is room for.
 *
 * Measured on 1,800 drawn pages of random dictionary words in 14 Latin languages and 14 others, two dozen typefaces, 14 to
 * 34 pixels, two thirds of them blurred, noisy, tilted or compressed; see `STRANGE`.
 */
import type { Character, Line } from './recognise.ts';

/** A letter below this is in doubt. */
const SURE = 0.9;

/**
 * Beyond this share of doubt the page is not Latin. Of 900 Latin ones measured one is (type of 14 pixels, blurred); of
 * 900 others four are not (Greek capitals, and pages of a word or two).
 */
const STRANGE = 0.2;

/**
 * The same for a single line of a Latin page, which says less: from so many letters on it is left out, where so many of
 * them are below what is sure enough in a line. On 342 more pages like those 5 of 1,166 Latin lines are beyond this, 61 %
 * of 259 Cyrillic ones, and 34 % of 765 others, of which most are too short to tell. With letters in doubt from 0.9 down,
 * "Olive oil" and "946 kJ / 226 kcal" were left out, and fewer of the others. A third is within it: a reader without ư
 * and ờ doubts two of the six letters that it makes of "Đường".
 */
const STRANGE_LINE = { share: 0.34, letters: 4, sure: 0.85 };

/**
 * Characters there is room for in each height of a line: the widest print has 1.2, spaces included. A box so many times
 * as high as is usual where something was read is a picture, and has room for none.
 */
const ROOM = { characters: 0.9, highest: 1.8 };

/** Boxes lower than this, in pixels, hold nothing that could be read: specks, and the edges of things. */
const LOWEST = 9;

/** A character that is missing may also have been a picture: it counts half. */
const MISSING = 0.5;

/** So many letters, nearly all of them sure, are taken for granted, so that a few doubtful ones do not decide. */
const BEFORE = { letters: 6, doubted: 0.5 };

/** With fewer letters than this, digits are most of what there is to go by. */
const FEW = 3;

/** A picture of something else, in which lines were seen that are none, has less than this. */
const SOME = 6;

interface Doubt {
  /** Letters, those missing included. */
  letters: number;
  doubted: number;
}

/** How strange a page is, from 0 to 1. */
export function strangeness(lines: readonly Line[]): number {
  const { letters, doubted } = doubtOf(lines);
  return (doubted + BEFORE.doubted) / (letters + BEFORE.letters);
}

/** How many characters are beyond doubt. */
export const sureIn = (lines: readonly Line[]): number =>
  lines.reduce((sum, { characters }) => sum + characters.filter(isSure).length, 0);

/** @returns `none` where nothing was written, or so little that it may be a pattern */
export function scriptOf(lines: readonly Line[]): 'latin' | 'none' | 'unsupported' {
  const { letters } = doubtOf(lines);
  const sure = lines.some(({ characters }) => characters.some((each) => isSure(each) && isWord(each.text)));
  if (letters < SOME && !sure) return 'none';
  return strangeness(lines) > STRANGE ? 'unsupported' : 'latin';
}

/** On a page that is Latin otherwise: a line that is not. */
export function isStrange(line: Line): boolean {
  // In "1163 kJ/278 kcal" the digits say more than the letters, and in "774 kJ/185 kcal" as much.
  const digits = line.characters.filter(({ text }) => isDigit(text)).length;
  const { letters, doubted } = doubtOf([line], { sure: STRANGE_LINE.sure, few: Math.max(FEW, digits + 1) });
  return letters >= STRANGE_LINE.letters && doubted / letters > STRANGE_LINE.share;
}

/** @param sure letters below this are in doubt @param few with fewer letters than this, digits count as well */
function doubtOf(lines: readonly Line[], { sure, few } = { sure: SURE, few: FEW }): Doubt {
  const all: Doubt = { letters: 0, doubted: 0 };
  const digits: Doubt = { letters: 0, doubted: 0 };
  const highest = ROOM.highest * usualHeight(lines);
  for (const { box, characters } of lines) {
    const room =
      box.height > highest || box.height < LOWEST ? 0 : Math.round((ROOM.characters * box.width) / box.height);
    const missing = MISSING * Math.max(0, room - characters.length);
    all.letters += missing;
    all.doubted += missing;
    for (const [i, { text, confidence }] of characters.entries()) {
      if (isLetter(text)) count(all, confidence < sure || !isLatin(text));
      else if (isDigit(text)) {
        count(digits, confidence < sure);
        // A digit inside a word was a letter.
        if (isLetter(characters[i - 1]?.text) && isLetter(characters[i + 1]?.text)) count(all, true);
      }
    }
  }
  if (all.letters >= few) return all;
  return { letters: all.letters + digits.letters, doubted: all.doubted + digits.doubted };
}

function usualHeight(lines: readonly Line[]): number {
  const read = lines.filter(({ characters }) => characters.length > 0);
  const heights = (read.length > 0 ? read : lines).map(({ box }) => box.height).sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 0;
}

function count(doubt: Doubt, doubted: boolean): void {
  doubt.letters++;
  if (doubted) doubt.doubted++;
}

const isSure = ({ confidence }: Character): boolean => confidence >= SURE;
const isLetter = (text: string | undefined): boolean => text !== undefined && /^\p{L}/u.test(text);
const isLatin = (text: string): boolean => /^\p{Script=Latin}/u.test(text);
const isDigit = (text: string): boolean => /^\d/.test(text);
const isWord = (text: string): boolean => isLatin(text) || isDigit(text);
