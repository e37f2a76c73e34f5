/**
 * Signs behind numbers that a reader takes for digits: "13,7g" becomes 13,79, and "8%" 896. What the rest of the table
 * prints tells them: a value with one more decimal than all others and no unit has its unit in its last digit, and a
 * number in the column of percentages is one of them.
 */
import type { Reading, ReadLine } from '../../../../model-runtime/contract.ts';
import { nutrientsPrinted } from '../../printed/nutrients.ts';
import { centreX, type Piece } from '../../printed/pieces.ts';
import type { Row } from '../../printed/row.ts';
import type { Span } from './columns.ts';

/** With fewer lines like it a line is no exception. */
const LEAST_ALIKE = 4;

const ONE_DECIMAL = /\d[.,]\d\s?g$/;
const NINE_FOR_G = /\d[.,]\d9$/;
const WITHOUT_UNIT = /\d[.,]\d+$/;

/**
 * Where values are grams with one decimal, and only those that end in a 9 have another one and no unit, it is a g. Not
 * so in the rows of salt and sodium, which have more decimals than others.
 */
export function withUnits(reading: Reading, rows: readonly Row[]): Reading {
  const lines = new Set(rows.filter(isPlain).flatMap(({ pieces }) => pieces.map(({ line }) => line)));
  const alike = [...lines].filter(({ text }) => ONE_DECIMAL.test(text));
  const bare = [...lines].filter(({ text }) => WITHOUT_UNIT.test(text));
  if (alike.length < LEAST_ALIKE || bare.length === 0 || !bare.every(({ text }) => NINE_FOR_G.test(text)))
    return reading;
  return { ...reading, lines: reading.lines.map((line) => (bare.includes(line) ? withUnit(line) : line)) };
}

/** Names nutrients, and none of these. */
function isPlain({ text }: Row): boolean {
  const named = nutrientsPrinted(text).map(({ nutrient }) => nutrient);
  return named.length > 0 && !named.some((nutrient) => ['energy', 'salt', 'sodium', 'other'].includes(nutrient));
}

function withUnit(line: ReadLine): ReadLine {
  const characters = line.characters.map((one, index, all) => (index < all.length - 1 ? one : { ...one, text: 'g' }));
  return { ...line, text: characters.map(({ text }) => text).join(''), characters };
}

/** Where percentages stand above each other and no value among them, from the leftmost to the rightmost; null: nowhere. */
export function percentColumn(rows: readonly Row[]): Span | null {
  const pieces = rows.flatMap((row) => row.pieces);
  const percents = pieces.filter(({ text }) => /^\d+%$/.test(text));
  if (percents.length < LEAST_ALIKE) return null;
  const column = {
    left: Math.min(...percents.map(({ left }) => left)),
    right: Math.max(...percents.map(({ right }) => right)),
  };
  const isValue = ({ text }: Piece) => /\d(?:m?g|k?cal|kj)$/i.test(text);
  return pieces.some((piece) => isValue(piece) && isIn(column, piece)) ? null : column;
}

/** The text of a row with blanks where something stands in a column: no digit there is left over of a value. */
export const textBeside = ({ text, pieces }: Row, column: Span | null): string =>
  column === null
    ? text
    : pieces.map((piece) => (isIn(column, piece) ? ' '.repeat(piece.text.length) : piece.text)).join(' ');

const isIn = ({ left, right }: Span, piece: Piece): boolean => centreX(piece) >= left && centreX(piece) <= right;
