/** Which way a page is held: decided once for all of its lines, and by what can be read of them where that is in doubt. */
import { type Pixels, turn } from '../pixels.ts';
import { type Box, type Direction, upsideDown } from './box.ts';
import { batchOf, type Cut, LINE_HEIGHT } from './crop.ts';
import { type Detected, detect } from './detect.ts';
import { trimmed } from './ink.ts';
import type { Network } from './network.ts';
import { rowDirection } from './order.ts';
import { reachOut } from './reach.ts';
import { type Instruments, type Line, recognise } from './recognise.ts';
import { scriptOf, strangeness, sureIn } from './script.ts';

/** The longer side of what the detector sees, in pixels; never more than twice the picture's. Where print is small in it, it looks closer. */
const SIDE = { first: 960, closer: 1920 };

/** Of a line in what the detector sees, in pixels; where a quarter of all lines are lower, it looks closer. */
const LOW = 14;

/** A page this strange may only be upside down (see script.ts); it is if so many times as many characters are sure then. */
const PERHAPS = { strange: 0.15, surer: 2 };

const LYING: Direction = [1, 0];

/** The classifier looks at crops of this width: four times as wide as high. */
const LOOK = { width: 192, aspect: 4 };

/** So many lines are asked; the longest, which say most. */
const VOTERS = 8;

export interface Page {
  pixels: Pixels;
  /** It was turned a quarter clockwise, and boxes are where they are then. */
  stood: boolean;
}

/** @returns lines in no order, all read along the page */
export async function readPage(pixels: Pixels, instruments: Instruments): Promise<{ page: Page; lines: Line[] }> {
  const found = await look(pixels, instruments);
  const asItIs = async (along: Direction): Promise<{ page: Page; lines: Line[] }> => ({
    page: { pixels, stood: false },
    lines: await readUpright(pixels, boxesIn(found, along), instruments),
  });
  if (found.along && !stands(found.along)) return asItIs(found.along);
  // The detector is at its best on lines that lie.
  const turned = await turn(pixels, 90);
  const laidFound = await look(turned, instruments);
  const lines = await readUpright(
    turned,
    boxesIn(laidFound, laidFound.along && !stands(laidFound.along) ? laidFound.along : LYING),
    instruments,
  );
  const laid = { page: { pixels: turned, stood: true }, lines };
  if (found.along && scriptOf(lines) === 'latin') return laid;
  // What stands may have been the bars of a chart, and words of two letters are as high as long.
  const other = await asItIs(LYING);
  return sureIn(lines) > sureIn(other.lines) ? laid : other;
}

/** Short words tell their direction badly, and the rows they stand in tell it well. */
function boxesIn({ boxesAlong }: Detected, along: Direction): Box[] {
  const boxes = boxesAlong(along);
  return boxes.length === 0 ? boxes : boxesAlong(rowDirection(boxes));
}

const stands = ([x, y]: Direction): boolean => Math.abs(y) > Math.abs(x);

async function look(pixels: Pixels, { networks, pause }: Instruments): Promise<Detected> {
  await pause();
  const longer = Math.max(pixels.width, pixels.height);
  const side = Math.min(SIDE.first, 2 * longer);
  const found = await detect(pixels, networks.detect, { side });
  const heights = found.boxesAlong(found.along ?? LYING).map(({ height }) => (height * side) / longer);
  const low = heights.sort((a, b) => a - b)[Math.floor(heights.length / 4)];
  if (longer <= side || low === undefined || low >= LOW) return found;
  await pause();
  return detect(pixels, networks.detect, { side: Math.min(longer, SIDE.closer) });
}

/** The classifier errs on blurred print: where what is read is strange, the other way is tried on a few lines. */
async function readUpright(pixels: Pixels, found: readonly Box[], instruments: Instruments): Promise<Line[]> {
  const boxes = reachOut(pixels, found).map((box) => trimmed(pixels, box));
  const read = async (boxes: readonly Box[]): Promise<Line[]> => {
    const characters = await recognise(pixels, boxes, instruments);
    return boxes.map((box, i) => ({ box, characters: characters[i]! }));
  };
  await instruments.pause();
  const vote = await upsideDownness(pixels, tellingOf(boxes), instruments.networks.direct);
  const upright = vote > 0 ? boxes.map(upsideDown) : boxes;
  const lines = await read(upright);
  if (strangeness(lines) < PERHAPS.strange) return lines;
  const telling = new Set(tellingOf(upright));
  const turned = await read([...telling].map(upsideDown));
  const here = lines.filter(({ box }) => telling.has(box));
  return sureIn(turned) > PERHAPS.surer * sureIn(here) ? read(upright.map(upsideDown)) : lines;
}

/** The lines that say most about the page. */
const tellingOf = (boxes: readonly Box[]): Box[] =>
  [...boxes].sort((a, b) => b.width / b.height - a.width / a.height).slice(0, VOTERS);

/** How sure the classifier is that lines are upside down, from -1 (they are not) to 1 (they are). */
async function upsideDownness(pixels: Pixels, boxes: readonly Box[], network: Network): Promise<number> {
  const cuts = boxes.map((box): Cut => {
    const width = Math.round((LINE_HEIGHT * box.width) / box.height);
    if (width <= LOOK.width) return { box, width: Math.max(width, 8) };
    return { box: { ...box, width: box.height * LOOK.aspect }, width: LOOK.width };
  });
  if (cuts.length === 0) return 0;
  const { data } = await network(batchOf(pixels, cuts, LOOK.width));
  const votes = cuts.map((_, i) => data[2 * i + 1]! - data[2 * i]!);
  return votes.reduce((sum, vote) => sum + vote, 0) / votes.length;
}
