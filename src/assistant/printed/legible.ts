/** When a digit is too small or too faint to stand for a value. A reader is sure of itself even where it errs, so these are floors, not proof. */

/** Letters lower than this, in the picture's pixels, are read with wrong digits ("8g" as "bg" at 9). */
export const LEAST_HEIGHT = 10;

/** Least confidence of a character that a value rests on. */
export const LEAST_CONFIDENCE = 0.5;

export const largeEnough = ({ height }: { height: number }): boolean => height >= LEAST_HEIGHT;

export const legible = (print: { height: number; weakest: number }): boolean =>
  largeEnough(print) && print.weakest >= LEAST_CONFIDENCE;
