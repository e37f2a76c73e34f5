/**
 * Whether a picture is too blurred to be read. A recogniser is as unsure of blurred letters as of a script it does not
 * know; the picture itself tells the two apart, by how steeply its sharpest edge rises.
 */
import { type Pixels, within } from './pixels.ts';

/**
 * The standard deviation of blur, in pixels, from which on letters run into each other. Of drawn labels in eight scripts,
 * compressed and shaded as photos are, none comes near it (1.0 at most); shelves and labels with letters of 25 pixels are
 * unreadable from 4 on, and measure 3.1 and more.
 */
const BLURRED = 2.5;
/** The picture is looked at in this size at most, in pixels: print that is fine enough to be lost in it is sharp. */
const LONGEST = 1_600;
/** Lines looked along, in either direction. */
const LINES = 60;
/** So much light apart at least, of 255, or there is nothing to judge by. */
const LEAST_CONTRAST = 24;
/** An edge blurred by a Gaussian rises, where it is steepest, by contrast / (σ √2π) in a pixel. */
const STEEPEST = Math.sqrt(2 * Math.PI);

export async function isBlurred(pixels: Pixels): Promise<boolean> {
  const blur = blurOf(await within(pixels, LONGEST));
  return blur !== null && blur > BLURRED;
}

/** Of the sharpest edge, in pixels; null where there is none. */
export function blurOf({ data, width, height }: Pixels): number | null {
  /** Rec. 601 luma. */
  const lightAt = (x: number, y: number): number => {
    const at = 3 * (y * width + x);
    return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  };
  const seen = { dark: 255, light: 0, step: 0 };
  const along = (length: number, light: (place: number) => number) => {
    let before = light(0);
    for (let place = 1; place < length; place++) {
      const here = light(place);
      seen.dark = Math.min(seen.dark, here);
      seen.light = Math.max(seen.light, here);
      seen.step = Math.max(seen.step, Math.abs(here - before));
      before = here;
    }
  };
  for (let line = 1; line < LINES; line++) {
    const [x, y] = [Math.floor((width * line) / LINES), Math.floor((height * line) / LINES)];
    along(width, (place) => lightAt(place, y));
    along(height, (place) => lightAt(x, place));
  }
  const contrast = seen.light - seen.dark;
  return contrast < LEAST_CONTRAST ? null : contrast / (seen.step * STEEPEST);
}
