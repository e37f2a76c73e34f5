/** Pictures for tests, drawn from SVG with fonts of our own, and made as bad as photos are. */
import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import sharp from 'sharp';
import type { Random } from './random.ts';

const file = (name: string): string => fileURLToPath(new URL(`../../${name}.ttf`, import.meta.url));
/** One that answers are drawn with as well. */
const font = (name: string): string => file(`src/assistant/pictures/fonts/${name}`);
/** One that only tests need. */
const further = (name: string): string => file(`fixtures/fonts/${name}`);

/** Files for `drawSvg`. In SVG they are called by their families: "Noto Sans", "Noto Serif", "Noto Sans Arabic" and so on. */
export const FONTS = {
  /** Latin with all its marks, Cyrillic, and what is usual in signs and symbols. */
  latin: [font('NotoSans-Regular'), font('NotoSans-Bold'), further('NotoSerif-Regular')],
  arabic: [font('NotoSansArabic-Regular')],
  devanagari: [font('NotoSansDevanagari-Regular')],
  bengali: [font('NotoSansBengali-Regular')],
  thai: [further('NotoSansThai-Regular')],
} satisfies Record<string, string[]>;

export const ALL_FONTS: readonly string[] = Object.values(FONTS).flat();

/** @returns a PNG on white, as large as the SVG says */
export function drawSvg(svg: string, fonts: readonly string[] = ALL_FONTS): Buffer {
  const picture = new Resvg(svg, {
    background: '#ffffff',
    font: { fontFiles: [...fonts], loadSystemFonts: false, defaultFontFamily: 'Noto Sans' },
  });
  return Buffer.from(picture.render().asPng());
}

/** What stands between print and picture. Each may be left out. */
export interface Degradation {
  /** The paper lies askew: degrees clockwise, any. */
  tilt?: number;
  /** The camera was held otherwise: degrees clockwise. */
  turn?: 0 | 90 | 180 | 270;
  /** Standard deviation of a Gaussian, in pixels. */
  blur?: number;
  /** Quality, 1 to 100. Left out: PNG. */
  jpeg?: number;
  /** How much light is taken away in the darkest place, 0 to 1; falls off from a side that chance chooses. */
  shadow?: number;
  /** Standard deviation, in steps of 255. */
  noise?: number;
}

export interface Degraded {
  /** JPEG or PNG. */
  bytes: Buffer;
  width: number;
  height: number;
  /** Where a point of the picture before went. Pixels. */
  where(x: number, y: number): [number, number];
}

/** The colour of the table that the paper lies on. */
const TABLE = '#d8d2c8';

/** In the order in which it happens to a photo: laid askew, lit, held, blurred by the lens, made noisy, compressed. */
export async function degrade(
  picture: Buffer,
  { tilt = 0, turn = 0, blur, jpeg, shadow = 0, noise = 0 }: Degradation,
  random: Random,
): Promise<Degraded> {
  const before = await sharp(picture).metadata();
  const angle = tilt + turn;
  let image = sharp(picture).removeAlpha();
  if (angle !== 0) image = sharp(await image.png().toBuffer()).rotate(angle, { background: TABLE });
  if (blur !== undefined && blur >= 0.3) image = sharp(await image.removeAlpha().png().toBuffer()).blur(blur);
  const { data, info } = await image.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  if (shadow > 0) darken(data, width, height, shadow, random);
  if (noise > 0) roughen(data, noise, random);
  const made = sharp(data, { raw: { width, height, channels: 3 } });
  const bytes = await (jpeg === undefined ? made.png() : made.jpeg({ quality: jpeg })).toBuffer();
  const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
  const where = (x: number, y: number): [number, number] => {
    const [dx, dy] = [x - before.width / 2, y - before.height / 2];
    return [width / 2 + dx * cos - dy * sin, height / 2 + dx * sin + dy * cos];
  };
  return { bytes, width, height, where };
}

function darken(pixels: Buffer, width: number, height: number, depth: number, random: Random): void {
  const towards = random.between(0, 2 * Math.PI);
  const [dx, dy] = [Math.cos(towards), Math.sin(towards)];
  const reach = Math.abs(dx) * width + Math.abs(dy) * height;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const along = ((x - width / 2) * dx + (y - height / 2) * dy) / reach + 0.5;
      const light = 1 - depth * Math.min(Math.max(along, 0), 1);
      for (let channel = 0; channel < 3; channel++, i++) pixels[i] = Math.round(pixels[i]! * light);
    }
  }
}

function roughen(pixels: Buffer, deviation: number, random: Random): void {
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = Math.min(Math.max(Math.round(pixels[i]! + deviation * random.normal()), 0), 255);
  }
}
