/** A photo's colours, for the skill that measures bars. */
import type { Pixels } from '../evidence.ts';

/**
 * @param file as src/media keeps it: upright, sRGB. Takes three bytes a pixel while the result is in use.
 * @throws Error when it cannot be decoded
 */
export async function pixelsOf(file: string): Promise<Pixels> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return {
    width,
    height,
    at: (x, y) => {
      const start = 3 * (y * width + x);
      return [data[start]!, data[start + 1]!, data[start + 2]!];
    },
  };
}
