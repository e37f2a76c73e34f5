/** A picture as the readers want it: plain bytes, three to a pixel. */
import sharp, { type Sharp } from 'sharp';

export interface Pixels {
  /** Red, green, blue; row by row from the upper left. */
  data: Uint8Array;
  width: number;
  height: number;
}

/** More than any camera of a phone, and what is decoded of them still fits into memory: 150 MB. */
const MOST_PIXELS = 50_000_000;

/**
 * Pictures come upright and in sRGB already (src/media); here only what is transparent becomes white.
 * @param picture the file's path, or its bytes
 * @throws Error of sharp when the file is missing, damaged or too large
 */
export async function decode(picture: string | Uint8Array): Promise<Pixels> {
  const image = sharp(picture, { limitInputPixels: MOST_PIXELS, pages: 1 });
  return raw(image.flatten({ background: '#ffffff' }).toColourspace('srgb'));
}

/** The whole picture in another size. Averages where it becomes smaller. */
export function resize({ data, width, height }: Pixels, to: { width: number; height: number }): Promise<Pixels> {
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return raw(image.resize(to.width, to.height, { fit: 'fill', kernel: 'linear' }));
}

/** No longer than that, in pixels; the same where it is not. */
export async function within(pixels: Pixels, longest: number): Promise<Pixels> {
  const { width, height } = pixels;
  const scale = longest / Math.max(width, height);
  if (scale >= 1) return pixels;
  return resize(pixels, {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  });
}

/** Turned clockwise; what comes into view at the corners is white. */
export function turn({ data, width, height }: Pixels, degrees: number): Promise<Pixels> {
  const image = sharp(data, { raw: { width, height, channels: 3 } });
  return raw(image.rotate(degrees, { background: '#ffffff' }));
}

async function raw(image: Sharp): Promise<Pixels> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  if (info.channels === 3) return { data, width: info.width, height: info.height };
  // Grey pictures stay at one byte a pixel, whatever colour space is asked for.
  const rgb = new Uint8Array(info.width * info.height * 3);
  for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3) * info.channels]!;
  return { data: rgb, width: info.width, height: info.height };
}
