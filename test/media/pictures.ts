/** Pictures of two colours in every form they come in, some of them no pictures at all; made anew, so that each can be told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';

export interface Size {
  width: number;
  height: number;
}

export const BLUE = '#1050a0';
export const YELLOW = '#f0b020';
const RED = '#c00000';

/** Blue on the left, yellow on the right, a red line on top: any turn of it shows. */
export const twoColours = ({ width, height }: Size): Sharp =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${BLUE}"/><rect x="50%" width="50%" height="100%" fill="${YELLOW}"/><rect width="100%" height="25%" fill="${RED}"/></svg>`,
    ),
  );

/** The size of `two-colours.heic`. */
export const HEIC_SIZE: Size = { width: 96, height: 64 };
export const heic = (): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures/media/two-colours.heic'));

/** A HEIC whose header says so of its size. */
export function heicOf({ width, height }: Size): Buffer {
  const bytes = heic();
  for (let at = bytes.indexOf('ispe'); at >= 0; at = bytes.indexOf('ispe', at + 1)) {
    bytes.writeUInt32BE(width, at + 8);
    bytes.writeUInt32BE(height, at + 12);
  }
  return bytes;
}

/** How the picture must be turned before it is stored, so that the given EXIF orientation turns it back. */
const BEFORE: Record<number, { angle: number; mirrored: boolean }> = {
  1: { angle: 0, mirrored: false },
  2: { angle: 0, mirrored: true },
  3: { angle: 180, mirrored: false },
  4: { angle: 180, mirrored: true },
  5: { angle: 90, mirrored: true },
  6: { angle: 270, mirrored: false },
  7: { angle: 270, mirrored: true },
  8: { angle: 90, mirrored: false },
};
export const ORIENTATIONS = Object.keys(BEFORE).map(Number);

/** What a camera tells of itself, and of where it was: must be stored nowhere. */
export const CANARIES = { camera: 'Canary camera', place: 'CANARY-DATUM' };

/**
 * A JPEG that is stored turned, and says so, with the place where it was taken.
 * @param seconds of latitude, as EXIF writes it: two whole numbers of 32 bits, the one over the other
 */
export async function turned(orientation: number, size: Size, seconds: readonly [number, number]): Promise<Buffer> {
  const { angle, mirrored } = BEFORE[orientation]!;
  const rotated = await sharp(await twoColours(size).png().toBuffer())
    .rotate(angle)
    .png()
    .toBuffer();
  const png = await sharp(rotated).flop(mirrored).png().toBuffer();
  const place = {
    ...{ GPSLatitude: `52/1 31/1 ${seconds.join('/')}`, GPSLatitudeRef: 'N', GPSMapDatum: CANARIES.place },
  };
  return sharp(png)
    .withMetadata({ orientation })
    .withExifMerge({ IFD0: { Make: CANARIES.camera }, IFD3: place })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

/** The same picture first, and another behind it. */
export async function animated(format: 'gif' | 'webp', size: Size): Promise<Buffer> {
  const first = await twoColours(size).png().toBuffer();
  const second = await sharp({ create: { ...size, channels: 3, background: '#00ff00' } })
    .png()
    .toBuffer();
  return sharp([first, second], { join: { animated: true } })
    [format]({ delay: [50, 50] })
    .toBuffer();
}

export const strip = ({ width, height }: Size): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: BLUE } })
    .png()
    .toBuffer();

export const pdf = (): Buffer => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF');

/** A picture and an archive at once. */
export const polyglot = async (size: Size): Promise<Buffer> =>
  Buffer.concat([await twoColours(size).jpeg().toBuffer(), Buffer.from('PK\x03\x04<script>alert(1)</script>')]);

/** Pixels of a picture that was made safe. Fails on anything else. */
export async function pixelsAt(bytes: Uint8Array): Promise<(x: number, y: number) => number[]> {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return (x, y) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}

const rgb = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
/** Compression and other colour spaces move colours a little. */
const near = (colour: readonly number[], wanted: string): boolean =>
  rgb(wanted).every((value, index) => Math.abs(value - colour[index]!) < 40);

/** Whether blue is on the left and yellow on the right; the HEIC has no line. */
export async function hasTwoColours(bytes: Uint8Array, { width, height }: Size): Promise<boolean> {
  const at = await pixelsAt(bytes);
  const bottom = Math.floor(height * 0.94);
  return near(at(Math.floor(width * 0.06), bottom), BLUE) && near(at(Math.floor(width * 0.94), bottom), YELLOW);
}

/** Whether the line is on top of them as well. */
export async function isUpright(bytes: Uint8Array, size: Size): Promise<boolean> {
  const at = await pixelsAt(bytes);
  const line = at(Math.floor(size.width * 0.06), Math.floor(size.height * 0.06));
  return near(line, RED) && (await hasTwoColours(bytes, size));
}
