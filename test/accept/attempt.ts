import type { Random } from '../vision/random.ts';
import type { Darkroom } from './taken.ts';

/** One rendering of a row's count: a photo, a pair of them, a file, a document, a burst of messages. */
export interface Attempt {
  random: Random;
  /** Of the rendering in its run; contradictions and the like are planted by it. */
  index: number;
  /** For what is photographed and read. */
  darkroom: Darkroom;
}
