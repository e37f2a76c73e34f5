import type { Random } from '../vision/random.ts';
import type { Darkroom } from './taken.ts';

/** One photo, or a pair, of a row's count. */
export interface Attempt {
  random: Random;
  /** Of the photo in its run; contradictions and the like are planted by it. */
  index: number;
  darkroom: Darkroom;
}
