/** A bar chart of a few values, lying down so that names have room; every bar says its value. */
import { Decimal } from 'decimal.js';
import type { Drawing } from '../skills/skill.ts';
import { lettering } from './lettering.ts';
import { shortened } from './svg.ts';

/** Half of it is what a chat on a phone has room for: letters of 24 are 12 there. */
const WIDTH = 640;
const MARGIN = 24;
const ROW = 64;
const NAMES = 210;
const VALUES = 190;
/** More bars than this make no picture one can read in a chat. */
const MOST_BARS = 14;

/** Values are decimals of at least 0. */
export async function barsSvg({ title, bars }: Extract<Drawing, { kind: 'bars' }>): Promise<string> {
  const shown = bars.slice(0, MOST_BARS);
  const letter = await lettering([title, ...shown.flatMap(({ name, shown: said }) => [name, said])]);
  const most = Decimal.max(0, ...shown.map(({ value }) => value));
  const room = WIDTH - 2 * MARGIN - NAMES - VALUES;
  const rows = shown.map(({ name, value, shown: said }, index) => {
    const top = 96 + index * ROW;
    const length = most.isZero() ? 0 : new Decimal(value).div(most).times(room).toDecimalPlaces(1).toNumber();
    return [
      letter(shortened(name, 18), { x: MARGIN + NAMES - 16, y: top + 34, size: 24, anchor: 'end' }),
      `<rect x="${MARGIN + NAMES}" y="${top + 6}" width="${length}" height="${ROW - 24}" fill="#2f6db5"/>`,
      letter(shortened(said, 20), { x: MARGIN + NAMES + length + 14, y: top + 34, size: 24, bold: true }),
    ].join('');
  });
  const height = 96 + shown.length * ROW + MARGIN / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    letter(shortened(title, 36), { x: MARGIN, y: 56, size: 28, bold: true }),
    `<rect x="${MARGIN + NAMES - 1}" y="88" width="2" height="${shown.length * ROW}" fill="#1a1a1a"/>`,
    ...rows,
    '</svg>',
  ].join('');
}
