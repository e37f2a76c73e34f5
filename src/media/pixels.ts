/** The colours of a picture, for whoever measures in it: a second decode, which only what may be a chart is worth. */
import type { Picture } from '../../model-runtime/contract.ts';

/** Bars and lines are wider than a few pixels; more detail than this only takes memory. */
const LONGEST_EDGE = 1_600;

export interface PixelColours {
  /** Of the picture, which `at` is asked in. */
  width: number;
  height: number;
  /** Red, green and blue, 0 to 255. */
  at(x: number, y: number): readonly [number, number, number];
}

/** @throws Error when the file is gone or damaged */
export async function coloursOf({ file, width, height }: Picture): Promise<PixelColours> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(file)
    .resize({ width: LONGEST_EDGE, height: LONGEST_EDGE, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const place = (at: number, from: number, to: number) => Math.min(to - 1, Math.max(0, Math.floor((at * to) / from)));
  return {
    width,
    height,
    at(x, y) {
      const index = (place(y, height, info.height) * info.width + place(x, width, info.width)) * info.channels;
      return [data[index]!, data[index + 1]!, data[index + 2]!];
    },
  };
}
