/** Whether the page is read the other way round: decided once for all lines. */
import type { Pixels } from '../pixels.ts';
import type { Box } from './box.ts';
import { batchOf, type Cut, LINE_HEIGHT } from './crop.ts';
import type { Network } from './network.ts';

/** The classifier looks at crops of this width: four times as wide as high. */
const LOOK = { width: 192, aspect: 4 };

/** So many lines are asked; the longest, which say most. */
const VOTERS = 8;

/** The lines that say most about the page. */
export const tellingOf = (boxes: readonly Box[]): Box[] =>
  [...boxes].sort((a, b) => b.width / b.height - a.width / a.height).slice(0, VOTERS);

/** How sure the classifier is that lines are upside down, from -1 (they are not) to 1 (they are). */
export async function upsideDownness(pixels: Pixels, boxes: readonly Box[], network: Network): Promise<number> {
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
