/** Reads the print in a picture, with the three networks of PP-OCRv4. */
import type { Reading, ReadLine } from '../../contract.ts';
import type { Pixels } from '../pixels.ts';
import { type Box, corners, degreesOf, turnedBack } from './box.ts';
import { typeSize } from './ink.ts';
import { withMissed } from './missed.ts';
import type { OcrNetworks } from './network.ts';
import { inReadingOrder, rowDirection } from './order.ts';
import { readPage } from './page.ts';
import { type Character, type Pause, recognise } from './recognise.ts';
import { isStrange, scriptOf } from './script.ts';
import { type Looked, lookAgain, meanOf } from './second-look.ts';
import { withTails } from './tail.ts';

export type Print = Pick<Reading, 'turned' | 'lines' | 'script'>;

/** Lines of which the recogniser itself is less sure are dirt, or beyond reading. */
const LEAST_CONFIDENCE = 0.5;

/** Alone in a picture it may as well be a ball, a plate or a pole. */
const SHAPE = /^[0Oo°Il|.\-–—_]$/;

export async function readPrint(pixels: Pixels, networks: OcrNetworks, pause: Pause): Promise<Print> {
  const instruments = { networks, pause };
  const { page, lines: found } = await readPage(pixels, instruments);
  const direction = rowDirection(found.map(({ box }) => box));
  const turned = degreesOf(page.stood ? [direction[1], -direction[0]] : direction);
  const script = scriptOf(found);
  if (script !== 'latin') return { turned, lines: [], script };
  const all = await withMissed(page.pixels, found, direction, instruments);
  const looked = all.map((line): Looked => ({ ...line, size: typeSize(page.pixels, line.box, line.characters) }));
  const again = await lookAgain(looked, (boxes) => recognise(page.pixels, boxes, instruments));
  const lines = inReadingOrder(
    again.map((line) => withTails(page.pixels, line, direction)),
    direction,
  )
    .filter((line) => meanOf(line.characters) >= LEAST_CONFIDENCE && !isStrange(line))
    .map((line) => lineOf(line, page.stood ? turnedBack(line.box, page.pixels) : line.box))
    .filter(({ text }) => text !== '');
  if (lines.length === 1 && SHAPE.test(lines[0]!.text)) return { turned, lines: [], script: 'none' };
  return { turned, lines, script: lines.length > 0 ? 'latin' : 'none' };
}

/** NFKC may make several characters of one ("℃"); the recogniser also sets spaces at the ends. */
function lineOf({ characters, size }: Looked, box: Box): ReadLine {
  const single = characters.flatMap(({ text, ...rest }) =>
    Array.from(text.normalize('NFKC')).map((each): Character => ({ text: each, ...rest })),
  );
  const first = single.findIndex(({ text }) => text.trim() !== '');
  const last = single.findLastIndex(({ text }) => text.trim() !== '');
  const kept = first < 0 ? [] : single.slice(first, last + 1);
  return {
    text: kept.map(({ text }) => text).join(''),
    box: corners(box),
    confidence: meanOf(kept),
    characters: kept,
    height: size,
  };
}
