/**
 * Doubtful and small lines are read once more, cut closer. Measured on gram values in type of 8 pixels, blurred and
 * compressed: 64 of 72 right instead of 55; enlarging the picture first gains nothing on top of it, since every line is
 * brought to one height anyway. What the two looks disagree on stays in doubt.
 */
import { type Box, grown } from './box.ts';
import { isMark, tellsNumbersApart } from './mark.ts';
import type { Character, Line } from './recognise.ts';

/** Lines to look at again: where a character, or all in the mean, is less sure than this, or the type smaller, in pixels. */
const DOUBTFUL = { character: 0.75, mean: 0.93, size: 12 };

/** The detector's boxes are loose around small print: less by this share of the height, all round. */
const CLOSER = 0.06;

/** What a character is worth on which the looks disagree: below what any check takes for read. */
const DISPUTED = 0.4;

export interface Looked extends Line {
  /** Of the type, in pixels. */
  size: number;
}

/** @param read the characters in each box */
export async function lookAgain(
  lines: readonly Looked[],
  read: (boxes: readonly Box[]) => Promise<Character[][]>,
): Promise<Looked[]> {
  const doubtful = lines.filter(isDoubtful);
  const again = await read(doubtful.map(({ box }) => grown(box, -CLOSER * box.height)));
  const agreed = new Map(doubtful.map((line, i) => [line, agree(line.characters, again[i]!)]));
  return lines.map((line) => ({ ...line, characters: agreed.get(line) ?? line.characters }));
}

function isDoubtful({ characters, size }: Looked): boolean {
  if (characters.length === 0) return false;
  return (
    size < DOUBTFUL.size ||
    meanOf(characters) < DOUBTFUL.mean ||
    characters.some(({ confidence }) => confidence < DOUBTFUL.character)
  );
}

/** The surer of two looks, with what the other does not confirm marked as disputed. Spaces are no matter of dispute. */
export function agree(first: readonly Character[], second: readonly Character[]): Character[] {
  const [better, other] = meanOf(second) > meanOf(first) ? [second, first] : [first, second];
  const confirmed = common(better, other);
  return better.map((character, i) =>
    confirmed.has(i) || character.text === ' '
      ? character
      : { ...character, confidence: Math.min(character.confidence, DISPUTED) },
  );
}

/** Of the longest sequence that both have in common: its places in `a`. */
function common(a: readonly Character[], b: readonly Character[]): Set<number> {
  const same = (i: number, j: number): boolean =>
    a[i]!.text === b[j]!.text ||
    (isRound(a[i]!.text) && isRound(b[j]!.text)) ||
    (isMark(a[i]!.text) && isMark(b[j]!.text) && !tellsNumbersApart(a, i));
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = same(i, j) ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const places = new Set<number>();
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(i, j)) {
      places.add(i++);
      j++;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return places;
}

/** "Og" and "0g" are one print: the looks agree on what stands there, and a grammar on what it means. */
const isRound = (text: string): boolean => /^[0Oo]$/.test(text);

export const meanOf = (characters: readonly Character[]): number =>
  characters.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(characters.length, 1);
