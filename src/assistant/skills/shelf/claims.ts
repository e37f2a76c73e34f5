/**
 * Claims on the front of a pack, by a strict grammar: an amount and a nutrient right beside each other ("20g PROTEIN",
 * "Protein 20 g", or an amount alone above its nutrient alone). Ranges, "up to", "2 x 20 g" and "20 % more protein" are no claims.
 */
import type { Base, Fact } from '../../evidence.ts';
import { amountsIn, type DecimalMark, numberOf } from '../../printed/amounts.ts';
import { legible } from '../../printed/legible.ts';
import { fold } from '../../printed/letters.ts';
import { type Nutrient, nutrientsPrinted } from '../../printed/nutrients.ts';
import type { Piece } from '../../printed/pieces.ts';
import { asRow, printUnder, type Row } from '../../printed/row.ts';
import { toldIn } from '../label/prepared.ts';

/** What may stand between an amount and its nutrient. */
const BETWEEN = /^[\s:–—-]*(?:of|de|di|d'|von|plant|total)?[\s:]*$/i;
/** What makes an amount no claim when it stands before it. */
const UNSETTLED = /(?:\d\s?[-–x×+/]|up to|hasta|ate|jusqu'a|bis zu|fino a|[x×~≈>+])\s?$/i;
const UNSETTLED_BEHIND = /^\s?(?:[-–x×+/]\s?\d|more|less|extra)/i;

/** Claims of one pack, its rows from top to bottom. A nutrient claimed with two values counts as unread. */
export function claimsIn(rows: readonly Piece[][], mark: DecimalMark | null): Omit<Fact, 'item'>[] {
  const lines = rows.map(asRow);
  const base = baseOf(lines);
  const found: Omit<Fact, 'item'>[] = [];
  lines.forEach((line, index) => {
    const here = claimsOf(line, mark, base);
    found.push(...here);
    // "20 g" with "PROTEIN" and nothing else on the line below. The other way about the amount may be what is in the pack,
    // as it is above "PROTEIN COOKIE".
    const below = lines[index + 1];
    if (below && isBareAmount(line.text, mark) && isBareNutrient(below.text))
      found.push(...claimsOf(asRow([...line.pieces, ...below.pieces]), mark, base));
  });
  return found.filter((fact) =>
    found.every(({ what, unit, value }) => what !== fact.what || unit !== fact.unit || value === fact.value),
  );
}

function isBareAmount(text: string, mark: DecimalMark | null): boolean {
  const [only, ...others] = amountsIn(text, mark);
  return only !== undefined && others.length === 0 && !hasLetters(text.slice(0, only.start) + text.slice(only.end));
}

function isBareNutrient(text: string): boolean {
  const [only, ...others] = nutrientsPrinted(text);
  return only !== undefined && others.length === 0 && !hasLetters(text.slice(0, only.start) + text.slice(only.end));
}

const hasLetters = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

function claimsOf(row: Row, mark: DecimalMark | null, base: Base): Omit<Fact, 'item'>[] {
  const { text } = row;
  const mentions = nutrientsPrinted(text);
  return amountsIn(text, mark).flatMap((amount): Omit<Fact, 'item'>[] => {
    const energy = amount.unit === 'kcal' || amount.unit === 'kJ';
    const mention = mentions.find(
      ({ start, end }) =>
        (start >= amount.end && BETWEEN.test(fold(text.slice(amount.end, start)))) ||
        (end <= amount.start && BETWEEN.test(fold(text.slice(end, amount.start)))),
    );
    const what: Nutrient | 'other' | undefined = energy ? 'energy' : mention?.nutrient;
    if (what === undefined || what === 'other' || (what === 'energy') !== energy) return [];
    if (!energy && amount.unit !== 'g' && amount.unit !== 'mg') return [];
    const before = fold(text.slice(0, amount.start));
    if (UNSETTLED.test(before) || UNSETTLED_BEHIND.test(text.slice(amount.end))) return [];
    // Beside a number that is not understood, nothing is: "2 0g protein".
    if (/\d\s?$/.test(before)) return [];
    const print = printUnder(row, amount.start, amount.end);
    if (amount.value === null || amount.below || !legible(print)) return [];
    return [
      {
        what,
        value: amount.value,
        unit: amount.unit,
        base,
        certainty: 'printed',
        boxes: [printUnder(row, 0, text.length).box],
        print: text,
        rule: amount.repaired ? 'claim on the front, letters read as digits' : 'claim on the front',
        confidence: print.weakest,
        checks: [],
      },
    ];
  });
}

const PER = '(?:per|pro|por|pour|par|tren|cada)';

/** The base a front names for its claims. */
function baseOf(rows: readonly Row[]): Base {
  const text = fold(rows.map((row) => row.text).join(' \n '));
  const hundred = new RegExp(String.raw`${PER}\s?100\s?(g|ml)\b`).exec(text);
  if (hundred) return { kind: hundred[1] === 'g' ? '100 g' : '100 ml', ...stateIn(text, hundred) };
  const sized = new RegExp(
    String.raw`${PER}\s?(\d+(?:[.,]\d)?)\s?(g|ml)\b\s?(bar|serving|portion)?|${PER}\s?(bar|serving|portion|porcion|porcao|sajian|porsiyon)(?:\s?\((\d+(?:[.,]\d)?)\s?(g|ml)\))?`,
  ).exec(text);
  if (!sized) return { kind: 'none' };
  const size = sized[1] ?? sized[5];
  return {
    kind: 'serving',
    size: size === undefined ? null : numberOf(size, null),
    unit: (sized[2] ?? sized[6]) === 'ml' ? 'ml' : 'g',
    name: sized[3] ?? sized[4] ?? null,
    ...stateIn(text, sized),
  };
}

/** "… per serving, prepared with milk": said right behind the base. */
function stateIn(text: string, { 0: all, index }: RegExpExecArray): { prepared?: true } {
  const behind = text.slice(index + all.length).replace(/^[\s,(]+/, '');
  const [first] = toldIn(behind);
  return first?.start === 0 && first.prepared ? { prepared: true } : {};
}
