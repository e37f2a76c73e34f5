/** A bar chart of a few values, lying down so that names have room; every bar says its value. */
import { Decimal } from 'decimal.js';
import type { Drawing } from '../skills/skill.ts';
import { escaped, FAMILIES, shortened } from './svg.ts';

/** Half of it is what a chat on a phone has room for: letters of 24 are 12 there. */
const WIDTH = 640;
const MARGIN = 24;
const ROW = 64;
const NAMES = 210;
const VALUES = 190;
/** More bars than this make no picture one can read in a chat. */
const MOST_BARS = 14;

/** Values are decimals of at least 0. */
export function barsSvg({ title, bars }: Extract<Drawing, { kind: 'bars' }>): string {
  const shown = bars.slice(0, MOST_BARS);
  const most = Decimal.max(0, ...shown.map(({ value }) => value));
  const room = WIDTH - 2 * MARGIN - NAMES - VALUES;
  const text = (x: number, y: number, words: string, more: string) =>
    `<text x="${x}" y="${y}" font-family="${FAMILIES}" fill="#1a1a1a" ${more}>${escaped(words)}</text>`;
  const rows = shown.map(({ name, value, shown: said }, index) => {
    const top = 96 + index * ROW;
    const length = most.isZero() ? 0 : new Decimal(value).div(most).times(room).toDecimalPlaces(1).toNumber();
    return [
      text(MARGIN + NAMES - 16, top + 34, shortened(name, 18), 'font-size="24" text-anchor="end"'),
      `<rect x="${MARGIN + NAMES}" y="${top + 6}" width="${length}" height="${ROW - 24}" fill="#2f6db5"/>`,
      text(MARGIN + NAMES + length + 14, top + 34, shortened(said, 20), 'font-size="24" font-weight="700"'),
    ].join('');
  });
  const height = 96 + shown.length * ROW + MARGIN / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    text(MARGIN, 56, shortened(title, 36), 'font-size="28" font-weight="700"'),
    `<rect x="${MARGIN + NAMES - 1}" y="88" width="2" height="${shown.length * ROW}" fill="#1a1a1a"/>`,
    ...rows,
    '</svg>',
  ].join('');
}
