/** Reads the print in a picture, with the three networks of PP-OCRv4. */
import type { Reading, ReadLine } from '../../contract.ts';
import { type Pixels, turn } from '../pixels.ts';
import { type Box, corners, type Direction, degreesOf, turnedBack, upsideDown } from './box.ts';
import { detect } from './detect.ts';
import { typeSize } from './ink.ts';
import type { OcrNetworks } from './network.ts';
import { inReadingOrder, rowDirection } from './order.ts';
import { tellingOf, upsideDownness } from './page.ts';
import { reachOut } from './reach.ts';
import { type Character, type Pause, recognise } from './recognise.ts';
import { isStrange, scriptOf, strangeness, sureIn } from './script.ts';
import { type Looked, lookAgain, meanOf } from './second-look.ts';

export type Print = Pick<Reading, 'turned' | 'lines' | 'script'>;

/** The longer side of what the detector sees, in pixels; never more than twice the picture's. Where print is small in it, it looks closer. */
const SIDE = { first: 960, closer: 1920 };

/** Of a line in what the detector sees, in pixels; where a quarter of all lines are lower, it looks closer. */
const LOW = 14;

/** Lines of which the recogniser itself is less sure are dirt, or beyond reading. */
const LEAST_CONFIDENCE = 0.5;

/** A page this strange may only be upside down (see script.ts); it is if so many times as many characters are sure then. */
const PERHAPS = { strange: 0.15, surer: 2 };

export async function readPrint(pixels: Pixels, networks: OcrNetworks, pause: Pause): Promise<Print> {
  const page = await lieDown(pixels, networks, pause);
  const read = (boxes: readonly Box[]): Promise<Character[][]> =>
    recognise(page.pixels, boxes, { network: networks.recognise, characters: networks.characters, pause });
  await pause();
  const vote = await upsideDownness(page.pixels, tellingOf(page.boxes), networks.direct);
  const found = await readUpright(vote > 0 ? page.boxes.map(upsideDown) : page.boxes, read);
  const direction = rowDirection(found.map(({ box }) => box));
  const turned = degreesOf(page.stood ? [direction[1], -direction[0]] : direction);
  const script = scriptOf(found);
  if (script !== 'latin') return { turned, lines: [], script };
  const looked = found.map((line): Looked => ({ ...line, size: typeSize(page.pixels, line.box, line.characters) }));
  const lines = inReadingOrder(await lookAgain(looked, read), direction)
    .filter((line) => meanOf(line.characters) >= LEAST_CONFIDENCE && !isStrange(line))
    .map((line) => lineOf(line, page.stood ? turnedBack(line.box, page.pixels) : line.box))
    .filter(({ text }) => text !== '');
  return { turned, lines, script: lines.length > 0 ? 'latin' : 'none' };
}

interface Page {
  pixels: Pixels;
  boxes: Box[];
  /** It was turned a quarter clockwise, and boxes are where they are then. */
  stood: boolean;
}

/** The detector is at its best on lines that lie: a page that stands on its side is laid down first. */
async function lieDown(pixels: Pixels, networks: OcrNetworks, pause: Pause): Promise<Page> {
  const { boxes, along } = await look(pixels, networks, pause);
  if (Math.abs(along[1]) <= Math.abs(along[0])) return { pixels, boxes: reachOut(pixels, boxes), stood: false };
  const turned = await turn(pixels, 90);
  const again = await look(turned, networks, pause);
  return { pixels: turned, boxes: reachOut(turned, again.boxes), stood: true };
}

async function look(
  pixels: Pixels,
  { detect: network }: OcrNetworks,
  pause: Pause,
): Promise<{ boxes: Box[]; along: Direction }> {
  await pause();
  const longer = Math.max(pixels.width, pixels.height);
  const side = Math.min(SIDE.first, 2 * longer);
  const found = await detect(pixels, network, { side });
  const heights = found.boxes.map(({ height }) => (height * side) / longer).sort((a, b) => a - b);
  const low = heights[Math.floor(heights.length / 4)];
  if (longer <= side || low === undefined || low >= LOW) return found;
  await pause();
  return detect(pixels, network, { side: Math.min(longer, SIDE.closer) });
}

/** The classifier errs on blurred print: where what is read is strange, the other way is tried on a few lines. */
async function readUpright(
  boxes: readonly Box[],
  read: (boxes: readonly Box[]) => Promise<Character[][]>,
): Promise<{ box: Box; characters: Character[] }[]> {
  const lines = paired(boxes, await read(boxes));
  if (strangeness(lines) < PERHAPS.strange) return lines;
  const telling = new Set(tellingOf(boxes));
  const others = [...telling].map(upsideDown);
  const turned = paired(others, await read(others));
  const here = lines.filter(({ box }) => telling.has(box));
  if (sureIn(turned) <= PERHAPS.surer * sureIn(here)) return lines;
  const all = boxes.map(upsideDown);
  return paired(all, await read(all));
}

const paired = (boxes: readonly Box[], read: readonly Character[][]): { box: Box; characters: Character[] }[] =>
  boxes.map((box, i) => ({ box, characters: read[i]! }));

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
