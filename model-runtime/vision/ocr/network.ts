/** What the reader knows of a neural network: numbers in, numbers out. Whoever loads them makes them look like this. */

export interface Numbers {
  data: Float32Array;
  /** Lengths along each direction, the outermost first. */
  shape: readonly number[];
}

export type Network = (input: Numbers) => Promise<Numbers>;

/** The three of PP-OCRv4, and what the last one's classes mean. */
export interface OcrNetworks {
  /** [1, 3, h, w] → [1, 1, h, w]: how likely each pixel lies in the core of a line. Sides are multiples of 32. */
  detect: Network;
  /** [n, 3, 48, 192] → [n, 2]: upright, or upside down. */
  direct: Network;
  /** [n, 3, 48, w] → [n, w / 8, classes]: a character, or none, for each strip. */
  recognise: Network;
  /** By class; class 0 is "none". */
  characters: readonly string[];
}
