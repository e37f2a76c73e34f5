/**
 * What the detector misses: characters that stand alone, the 0 and the 5 of an axis, and here and there a name of two
 * letters, or all of it but a scrap. On pages of short words it looks once more, from closer. From there it takes much
 * else for print, so only what is like the print already found, lies beside it and can be read beyond doubt is added to it,
 * or takes the place of a scrap that can be read worse.
 */
import type { Pixels } from '../pixels.ts';
import type { Box, Direction } from './box.ts';
import { detect } from './detect.ts';
import { trimmed } from './ink.ts';
import { type Instruments, type Line, recognise } from './recognise.ts';
import { meanOf } from './second-look.ts';

/** Pages on which half of the lines have at most so many characters, and of so many lines: charts, and small tables. */
const SHORT = { characters: 4, leastLines: 4, mostLines: 60 };

/** The longer side of what the detector sees, in pixels, and how many times the picture's it may be. */
const CLOSER = { side: 1600, times: 2.5 };

/** In usual heights of the lines that were found. */
const LIKE = { lowest: 0.6, highest: 1.5, widest: 3 };

/** Each character of what is added is at least so sure. */
const SURE = 0.8;

/**
 * @param direction along which the lines were read
 * @returns all lines: those that were found, and those that were missed
 */
export async function withMissed(
  pixels: Pixels,
  found: readonly Line[],
  direction: Direction,
  instruments: Instruments,
): Promise<Line[]> {
  const read = found.filter(({ characters }) => characters.length > 0);
  const usual = middle(read.map(({ box }) => box.height));
  if (usual === undefined || !isShort(read)) return [...found];
  const isScrap = ({ box }: Line): boolean => box.height < LIKE.lowest * usual;
  await instruments.pause();
  const side = Math.min(CLOSER.times * Math.max(pixels.width, pixels.height), CLOSER.side);
  const { boxesAlong } = await detect(pixels, instruments.networks.detect, { side });
  const boxes = boxesAlong(direction)
    .filter(
      ({ height, width }) =>
        height > LIKE.lowest * usual && height < LIKE.highest * usual && width < LIKE.widest * usual,
    )
    .filter((box) => !found.some((line) => !isScrap(line) && meet(box, line.box, direction)))
    .map((box) => trimmed(pixels, box));
  const characters = await recognise(pixels, boxes, instruments);
  const seen = boxes.map((box, i): Line => ({ box, characters: characters[i]! }));
  const scrapsIn = ({ box }: Line) => found.filter((line) => isScrap(line) && meet(box, line.box, direction));
  const missed = seen.filter(
    (line) =>
      line.characters.length > 0 &&
      (line.characters.every(isSure) || scrapsIn(line).some((scrap) => isBetterName(line, scrap))),
  );
  const given = new Set(missed.flatMap(scrapsIn));
  return [...found.filter((line) => !given.has(line)), ...missed];
}

/** Letters that are read more surely than the scrap of them. A figure would have to be beyond doubt. */
const isBetterName = ({ characters }: Line, scrap: Line): boolean =>
  characters.every(({ text }) => /^\p{Script=Latin}$/u.test(text)) && meanOf(characters) > meanOf(scrap.characters);

const isSure = ({ text, confidence }: Line['characters'][number]): boolean =>
  confidence >= SURE && /^[\p{Script=Latin}\d]$/u.test(text);

function isShort(lines: readonly Line[]): boolean {
  if (lines.length < SHORT.leastLines || lines.length > SHORT.mostLines) return false;
  return middle(lines.map(({ characters }) => characters.length))! <= SHORT.characters;
}

const middle = (values: number[]): number | undefined =>
  values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)];

/** Whether two boxes overlap, both seen along one direction. */
function meet(a: Box, b: Box, [ux, uy]: Direction): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const [along, across] = [Math.abs(dx * ux + dy * uy), Math.abs(dy * ux - dx * uy)];
  return along < (a.width + b.width) / 2 && across < (a.height + b.height) / 2;
}
