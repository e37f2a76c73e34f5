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

/** A look that saw more than a surer one is believed from here on, in the mean. */
const BELIEVED = 0.85;

/**
 * The surer of two looks, or the one that saw all that the other did and more, with what the other does not confirm
 * marked as disputed, and digits beside something that only the other saw. Spaces are no matter of dispute.
 */
export function agree(first: readonly Character[], second: readonly Character[]): Character[] {
  const [surer, other] = meanOf(second) > meanOf(first) ? [second, first] : [first, second];
  const shared = common(surer, other);
  const more = isAll(surer, new Set(shared.keys())) && !isAll(other, new Set(shared.values()));
  return more && meanOf(other) >= BELIEVED ? disputed(other, surer) : disputed(surer, other);
}

const isAll = (characters: readonly Character[], places: ReadonlySet<number>): boolean =>
  characters.every(({ text }, i) => text === ' ' || places.has(i));

function disputed(better: readonly Character[], other: readonly Character[]): Character[] {
  const shared = [...common(better, other)];
  const sure = new Set(shared.map(([own]) => own));
  for (const [index, [own, place]] of [...shared, [better.length, other.length] as const].entries()) {
    const [before, placeBefore] = shared[index - 1] ?? [-1, -1];
    if (isBlank(other.slice(placeBefore + 1, place)) || !isBlank(better.slice(before + 1, own))) continue;
    for (const beside of [before, own]) if (/\d/.test(better[beside]?.text ?? '')) sure.delete(beside);
  }
  return better.map((character, i) =>
    sure.has(i) || character.text === ' '
      ? character
      : { ...character, confidence: Math.min(character.confidence, DISPUTED) },
  );
}

const isBlank = (characters: readonly Character[]): boolean => characters.every(({ text }) => text === ' ');

/** The longest sequence that both have in common: its places in `a`, and where in `b` each stands. */
function common(a: readonly Character[], b: readonly Character[]): Map<number, number> {
  const same = (i: number, j: number): boolean =>
    alike(a[i]!.text) === alike(b[j]!.text) || (isMark(a[i]!.text) && isMark(b[j]!.text) && !tellsNumbersApart(a, i));
  const lengths = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i]![j] = same(i, j) ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  const places = new Map<number, number>();
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(i, j)) {
      places.set(i++, j++);
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return places;
}

/**
 * "Og" and "0g" are one print, and so are "January" and "january": the looks agree on what stands there, and a grammar
 * knows what it means.
 */
const alike = (text: string): string => (/^[0Oo]$/.test(text) ? '0' : text.toLowerCase());

export const meanOf = (characters: readonly Character[]): number =>
  characters.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(characters.length, 1);
