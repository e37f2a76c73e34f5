/**
 * A sheet with print and shapes on it: drawn as SVG for a real reader, or turned into a `Reading` by a simulated one
 * that makes the mistakes real readers make. The truth is known, because we laid it out.
 */
import type { Quad, Reading, ReadLine } from '../../../model-runtime/contract.ts';
import type { Pixels } from '../../../src/assistant/evidence.ts';
import type { Random } from '../random.ts';

export interface Print {
  kind: 'print';
  text: string;
  /** Left edge and baseline, in pixels. */
  x: number;
  y: number;
  size: number;
  bold?: boolean;
  colour?: string;
}
export interface Block {
  kind: 'block';
  x: number;
  y: number;
  width: number;
  height: number;
  colour: string;
}
export interface Scene {
  width: number;
  height: number;
  paper: string;
  marks: (Print | Block)[];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export function toSvg({ width, height, paper, marks }: Scene): string {
  const drawn = marks.map((mark) =>
    mark.kind === 'block'
      ? `<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}" fill="${mark.colour}"/>`
      : `<text x="${mark.x}" y="${mark.y}" font-family="Noto Sans" font-size="${mark.size}" font-weight="${mark.bold ? 700 : 400}" fill="${mark.colour ?? '#111111'}">${escaped(mark.text)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${paper}"/>${drawn.join('')}</svg>`;
}

/** Mean advance of Noto Sans' letters and digits, in parts of the size; bold is wider. */
const advance = ({ bold }: Print): number => (bold ? 0.6 : 0.56);

export const widthOf = (print: Print): number => print.text.length * print.size * advance(print);

/** Print whose right edge is at `right`. */
export const flushRight = (print: Omit<Print, 'kind' | 'x'>, right: number): Print => {
  const laid: Print = { kind: 'print', x: 0, ...print };
  return { ...laid, x: right - widthOf(laid) };
};

/** How often the simulated reader slips, 0 to 1 each. */
export interface Slips {
  /** A 0 before a unit is given as O. */
  zero?: number;
  /** An accent is lost, or its letter becomes a digit. */
  accent?: number;
  /** A blank is dropped. */
  blank?: number;
  /** A line is not found. */
  lost?: number;
  /** A digit becomes another, and the reader is not sure of it. */
  unsure?: number;
}

/** What a reader makes of a scene; `lean` turns the whole, in degrees clockwise. */
export function readScene({ width, height, marks }: Scene, slips: Slips, random: Random, lean = 0): Reading {
  const prints = marks.filter((mark) => mark.kind === 'print');
  const lines = prints.filter(() => !random.chance(slips.lost ?? 0)).map((print) => readPrint(print, slips, random));
  const angle = (lean * Math.PI) / 180;
  const turned = lines.map((line) => ({ ...line, box: turn(line.box, angle, width / 2, height / 2) }));
  return { width, height, turned: lean, lines: turned, codes: [], script: 'latin', ms: 0 };
}

function readPrint(print: Print, slips: Slips, random: Random): ReadLine {
  const characters = [...print.text].flatMap((character, index, all) => {
    const at = (index + 0.5) / all.length;
    const sure = 0.9 + random.next() * 0.1;
    if (character === ' ' && random.chance(slips.blank ?? 0)) return [];
    if (character === '0' && /^\s?[gm]/.test(all.slice(index + 1).join('')) && random.chance(slips.zero ?? 0))
      return [{ text: 'O', confidence: 0.97, at }];
    const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
    if (bare !== character && random.chance(slips.accent ?? 0))
      return [{ text: bare === 'o' && random.chance(0.5) ? '6' : bare, confidence: 0.9, at }];
    if (/\d/.test(character) && random.chance(slips.unsure ?? 0))
      return [{ text: String(random.int(0, 9)), confidence: 0.3 + random.next() * 0.2, at }];
    return [{ text: character, confidence: sure, at }];
  });
  const [top, bottom] = [print.y - 0.8 * print.size, print.y + 0.2 * print.size];
  const right = print.x + widthOf(print);
  return {
    text: characters.map(({ text }) => text).join(''),
    box: [print.x, top, right, top, right, bottom, print.x, bottom],
    confidence: characters.reduce((sum, { confidence }) => sum + confidence, 0) / Math.max(characters.length, 1),
    characters,
    height: print.size,
  };
}

/** Clockwise about a point, in radians. */
export function turn(box: Quad, angle: number, cx: number, cy: number): Quad {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [0, 2, 4, 6].flatMap((i) => {
    const [dx, dy] = [box[i]! - cx, box[i + 1]! - cy];
    return [cx + dx * cos - dy * sin, cy + dx * sin + dy * cos];
  }) as Quad;
}

/** The colours of a scene without its print, as a sharp picture would have them. */
export function pixelsOf({ width, height, paper, marks }: Scene): Pixels {
  const blocks = marks.filter((mark) => mark.kind === 'block').reverse();
  const rgb = (colour: string): readonly [number, number, number] => [
    Number.parseInt(colour.slice(1, 3), 16),
    Number.parseInt(colour.slice(3, 5), 16),
    Number.parseInt(colour.slice(5, 7), 16),
  ];
  return {
    width,
    height,
    at: (x, y) => {
      const over = blocks.find(
        (b) => x + 0.5 >= b.x && x + 0.5 < b.x + b.width && y + 0.5 >= b.y && y + 0.5 < b.y + b.height,
      );
      return rgb(over?.colour ?? paper);
    },
  };
}
