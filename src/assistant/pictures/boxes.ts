/** Numbered boxes to lay over a photo: where each thing that was said was read. */
import type { Quad } from '../../../model-runtime/contract.ts';
import type { Drawing } from '../skills/skill.ts';
import { FAMILIES } from './svg.ts';

/** Line, and paper behind it: together they show on any photo, and nobody has to tell colours apart. */
const LINE = '#d40000';
const PAPER = '#ffffff';

/** A chat shows a photo some 300 px wide; there a bold number of 9 px can be read, and covers little. */
const OF_WIDTH = 9 / 300;
const SMALLEST = 14;
/** Width of the paper behind a line, in widths of the line. */
const HALO = 2.2;
/** Height of a tag, in heights of its number. */
const TAG = 1.3;

type Numbered = Extract<Drawing, { kind: 'boxes' }>['boxes'][number];

/** @returns an SVG of the photo's size, empty but for the boxes */
export function boxesSvg({ width, height }: { width: number; height: number }, boxes: readonly Numbered[]): string {
  const size = Math.max(SMALLEST, Math.floor(Math.min(width * OF_WIDTH, roomBetween(boxes) / TAG)));
  const stroke = Math.max(2, Math.round(size / 9));
  const drawn = boxes.map(({ number, box: read }) => {
    // Around what was read, paper and all, not over it.
    const box = grown(read, stroke * HALO * 0.5);
    const [left, right] = [Math.min(box[0], box[6]), Math.max(box[2], box[4])];
    const corners = [0, 2, 4, 6].map((i) => `${round(box[i]!)},${round(box[i + 1]!)}`).join(' ');
    const text = String(number);
    const tag = { width: size * (0.5 + 0.62 * text.length), height: size * TAG };
    // Before the line that was read, or behind it at the photo's edge: above and below there is often print.
    const before = left - tag.width - stroke;
    const x = Math.max(0, before >= 0 ? before : Math.min(right + stroke, width - tag.width));
    const middle = before >= 0 ? (box[1] + box[7]) / 2 : (box[3] + box[5]) / 2;
    const y = Math.min(Math.max(middle - tag.height / 2, 0), height - tag.height);
    return [
      `<polygon points="${corners}" fill="none" stroke="${PAPER}" stroke-width="${stroke * HALO}" stroke-linejoin="round"/>`,
      `<polygon points="${corners}" fill="none" stroke="${LINE}" stroke-width="${stroke}" stroke-linejoin="round"/>`,
      `<rect x="${round(x)}" y="${round(y)}" width="${round(tag.width)}" height="${round(tag.height)}" rx="${stroke}" fill="${LINE}" stroke="${PAPER}" stroke-width="${stroke / 2}"/>`,
      `<text x="${round(x + tag.width / 2)}" y="${round(y + size)}" font-family="${FAMILIES}" font-weight="700" font-size="${size}" fill="${PAPER}" text-anchor="middle">${text}</text>`,
    ].join('');
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawn.join('')}</svg>`;
}

/** Every corner that much further out, to either side. */
function grown(box: Quad, by: number): Quad {
  const [x, y] = [(box[0] + box[4]) / 2, (box[1] + box[5]) / 2];
  return box.map((at, index) => at + by * Math.sign(at - (index % 2 === 0 ? x : y))) as Quad;
}

/** How far apart boxes of one column begin at least: no tag may cover the next. Pixels. */
function roomBetween(boxes: readonly Numbered[]): number {
  const all = boxes.map(({ box }) => ({ left: Math.min(box[0], box[6]), width: box[2] - box[0], top: box[1] }));
  const gaps = all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter((other) => Math.abs(one.left - other.left) < Math.max(one.width, other.width))
      .map((other) => Math.abs(one.top - other.top)),
  );
  return Math.min(Number.POSITIVE_INFINITY, ...gaps.filter((gap) => gap > 0));
}

const round = (value: number): number => Math.round(value * 10) / 10;
