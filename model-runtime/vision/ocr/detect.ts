/**
 * Where lines of print are. The network (DB, differentiable binarisation) marks the core of each line; every connected
 * core becomes a rectangle, grown back to the whole line.
 */
import { type Pixels, resize } from '../pixels.ts';
import { type Box, boxAround, type Direction, grown, scaled } from './box.ts';
import { type Core, coresIn } from './cores.ts';
import type { Network, Numbers } from './network.ts';

/** How far a core is grown: area × this / circumference. PP-OCR's own setting for this network. */
const GROWTH = 1.6;

/** Beyond both ends of a line, in its heights: narrow letters there are cut otherwise, and spaces are read worse. */
const MARGIN = 0.1;

/** A core so many times as long as high knows its own direction; shorter ones take the page's. */
const SURE = 4;

/** Of the training pictures (ImageNet's), in the order in which the network has its colours: blue first. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;

/** Sides are multiples of this. */
const STEP = 32;

export interface Detected {
  /** Along which the page is read, still up to a half turn: from straight up to straight down. Null: too short words to tell. */
  along: Direction | null;
  /** Lines of print in the picture's pixels, in no order, all read along this direction, more or less. */
  boxesAlong(direction: Direction): Box[];
}

/** @param side the picture's longer side is brought to this, in pixels */
export async function detect(pixels: Pixels, network: Network, { side }: { side: number }): Promise<Detected> {
  const factor = side / Math.max(pixels.width, pixels.height);
  const small = await resize(pixels, {
    width: toStep(pixels.width * factor),
    height: toStep(pixels.height * factor),
  });
  const { data } = await network(detectorInput(small));
  const cores = coresIn(data, small);
  const [scaleX, scaleY] = [pixels.width / small.width, pixels.height / small.height];
  return {
    along: directionOf(cores),
    boxesAlong: (direction) => cores.map((core) => scaled(boxOf(core, direction), scaleX, scaleY)),
  };
}

const toStep = (length: number): number => Math.max(STEP, Math.round(length / STEP) * STEP);

function detectorInput({ data, width, height }: Pixels): Numbers {
  const size = width * height;
  const input = new Float32Array(3 * size);
  for (let channel = 0; channel < 3; channel++) {
    const [scale, shift] = [1 / (255 * DEVIATION[channel]!), MEAN[channel]! / DEVIATION[channel]!];
    for (let i = 0, from = 2 - channel; i < size; i++, from += 3)
      input[channel * size + i] = data[from]! * scale - shift;
  }
  return { data: input, shape: [1, 3, height, width] };
}

/**
 * In the detector's pixels, what all cores together must say of the page's direction. Of 180 drawn charts, most with
 * names of two to four letters, those below (26, with 17 at most) were off by anything up to a quarter turn, the others (33
 * at least) by 4 degrees at most.
 */
const TELLING = 25;

/**
 * One direction for the whole page: a single short line says little. Directions are doubled before their mean is taken,
 * so that one and its opposite count as the same.
 */
function directionOf(cores: readonly Core[]): Direction | null {
  let [cos, sin, told] = [0, 0, 0];
  for (const { along, length, thickness } of cores) {
    const weight = Math.max(0, length / thickness - 1.5) * length;
    const angle = 2 * Math.atan2(along[1], along[0]);
    told += weight;
    cos += weight * Math.cos(angle);
    sin += weight * Math.sin(angle);
  }
  if (told < TELLING) return null;
  const angle = Math.atan2(sin, cos) / 2;
  return [Math.cos(angle), Math.sin(angle)];
}

function boxOf(core: Core, page: Direction): Box {
  const [ux, uy] = core.along;
  const towards = ux * page[0] + uy * page[1];
  const own = core.length > SURE * core.thickness && Math.abs(towards) > Math.SQRT1_2;
  const box = boxAround(core.outline, own ? [ux * Math.sign(towards), uy * Math.sign(towards)] : page);
  const whole = grown(box, (box.width * box.height * GROWTH) / (2 * (box.width + box.height)));
  return { ...whole, width: whole.width + 2 * MARGIN * whole.height };
}
