/** What stands in a line. The network names a character, or none, for each strip of eight pixels (CTC). */
import type { Pixels } from '../pixels.ts';
import type { Box } from './box.ts';
import { batchOf, type Cut, LINE_HEIGHT } from './crop.ts';
import { markClasses, tellsNumbersApart } from './mark.ts';
import type { Numbers, OcrNetworks } from './network.ts';

export interface Character {
  text: string;
  /** 0 to 1, as the network says. */
  confidence: number;
  /** Where along the line, 0 to 1. */
  at: number;
}

/** A line as it was read, from its left to its right. */
export interface Line {
  box: Box;
  characters: readonly Character[];
}

/** Lines that are read together: of similar width, since all are filled up to the widest. */
const BATCH = { lines: 6, stretch: 1.25, slack: 32 };

/** Pixels of the crop to one strip. */
const STRIP = 8;

/**
 * Between characters the network is surest of "none", also where a space is: there it gives the space this much, and
 * elsewhere a tenth of it. On 820 lines of drawn photos (tilt, blur, JPEG 40 to 60) 353 of 536 spaces were lost where it had to
 * be surest; with this 72 are, and none of 4,420 places without one gets one.
 */
const SPACE = 0.03;

/** Beyond this a line is no line of print; it would take all memory. In heights. */
const LONGEST = 80;

/** Between batches others may have their turn: `pause` comes back when reading may go on, or throws. */
export type Pause = () => Promise<void>;

/** What reading takes. */
export interface Instruments {
  networks: OcrNetworks;
  pause: Pause;
}

/** Reads every box from left to right of its own. @returns characters in the order of `boxes` */
export async function recognise(
  pixels: Pixels,
  boxes: readonly Box[],
  { networks: { recognise: network, characters }, pause }: Instruments,
): Promise<Character[][]> {
  const cuts = boxes.map(cutOf).sort((a, b) => a.width - b.width);
  const read = new Map<Box, Character[]>();
  for (const batch of batches(cuts)) {
    await pause();
    const width = batch.at(-1)!.width;
    const output = await network(batchOf(pixels, batch, width));
    for (const [i, cut] of batch.entries()) read.set(cut.box, spell(output, i, characters, width / cut.width));
  }
  return boxes.map((box) => read.get(box) ?? []);
}

function cutOf(box: Box): Cut {
  const width = Math.min(box.width / box.height, LONGEST) * LINE_HEIGHT;
  return { box, width: Math.max(2 * STRIP, Math.ceil(width / STRIP) * STRIP) };
}

/** @param cuts the narrowest first */
function batches(cuts: readonly Cut[]): Cut[][] {
  const all: Cut[][] = [];
  for (const cut of cuts) {
    const batch = all.at(-1);
    const most = batch && Math.max(batch[0]!.width * BATCH.stretch, batch[0]!.width + BATCH.slack);
    if (batch && batch.length < BATCH.lines && cut.width <= most!) batch.push(cut);
    else all.push([cut]);
  }
  return all;
}

/**
 * The characters of one line in a batch: of each run of equal classes one, "none" left out unless it hides a space.
 *
 * @param stretch how many times as wide as the line its row in the batch is
 */
export function spell({ data, shape }: Numbers, line: number, characters: readonly string[], stretch = 1): Character[] {
  const [, strips = 0, classes = 0] = shape;
  const spelt: Character[] = [];
  const space = characters.indexOf(' ');
  const marks = markClasses(characters);
  /** Of each mark, how sure it is that it is this one. */
  const own = new Map<Character, number>();
  let before = 0;
  let gap: { strip: number; space: number } = { strip: 0, space: 0 };
  for (let strip = 0; strip < strips; strip++) {
    const from = (line * strips + strip) * classes;
    const { best, confidence } = likeliest(data.subarray(from, from + classes), marks);
    const isMark = marks.includes(best);
    const goesOn = best !== 0 && (best === before || (isMark && marks.includes(before)));
    const last = spelt.at(-1);
    const at = (place: number): number => Math.min(((place + 0.5) / strips) * stretch, 1);
    if (goesOn && last) last.confidence = Math.max(last.confidence, confidence);
    else if (best === 0) {
      const likely = space < 0 ? 0 : data[from + space]!;
      if (likely > gap.space) gap = { strip, space: likely };
    } else {
      const text = characters[best] ?? '';
      if (gap.space >= SPACE && last && last.text !== ' ' && text !== ' ')
        spelt.push({ text: ' ', confidence: Math.min(last.confidence, confidence), at: at(gap.strip) });
      const character = { text, confidence, at: at(strip) };
      if (isMark) own.set(character, data[from + best]!);
      spelt.push(character);
    }
    if (best !== 0) gap = { strip, space: 0 };
    before = best;
  }
  for (const [index, character] of spelt.entries()) {
    const sure = own.get(character);
    if (sure !== undefined && tellsNumbersApart(spelt, index)) character.confidence = sure;
  }
  return spelt;
}

/** The likeliest class of a strip. Marks are likely together: that there is one is known before which one it is. */
function likeliest(likely: Float32Array, marks: readonly number[]): { best: number; confidence: number } {
  let best = 0;
  for (let i = 1; i < likely.length; i++) if (likely[i]! > likely[best]!) best = i;
  const anyMark = marks.reduce((sum, mark) => sum + likely[mark]!, 0);
  if (marks.length === 0 || anyMark < likely[best]!) return { best, confidence: likely[best]! };
  return { best: marks.reduce((a, b) => (likely[b]! > likely[a]! ? b : a)), confidence: Math.min(anyMark, 1) };
}
