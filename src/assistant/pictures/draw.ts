/**
 * A skill's drawings as pictures. Only the fonts beside this file are used, so that the same drawing gives the same
 * bytes on every machine. The libraries are loaded with the first drawing.
 *
 * The fonts are Noto Sans, Noto Sans Arabic, Devanagari and Bengali (OFL-1.1, fonts/OFL.txt), cut down from Debian's
 * fonts-noto-core 20201225-1 to what pictures need.
 */
import { join } from 'node:path';
import type { Drawing } from '../skills/skill.ts';
import { barsSvg } from './bars.ts';
import { boxesSvg } from './boxes.ts';

const FONTS = [
  ...['NotoSans-Regular', 'NotoSans-Bold', 'NotoSansArabic-Regular', 'NotoSansDevanagari-Regular'],
  'NotoSansBengali-Regular',
].map((name) => join(import.meta.dirname, 'fonts', `${name}.ttf`));

export interface Drawn {
  bytes: Uint8Array;
  mime: 'image/png' | 'image/jpeg';
  name: string;
  alt: string;
}

/**
 * @param photo the file of the photo that boxes are drawn on, as src/media keeps it: upright, sRGB
 * @throws Error when the photo is gone or cannot be decoded
 */
export async function draw(drawing: Drawing, photo?: string): Promise<Drawn> {
  switch (drawing.kind) {
    case 'bars':
      return { bytes: await rasterise(barsSvg(drawing)), mime: 'image/png', name: 'chart.png', alt: drawing.alt };
    case 'boxes': {
      if (photo === undefined)
        throw new Error('boxes need the photo they are drawn on; say only their text without it');
      return { bytes: await over(photo, drawing), mime: 'image/jpeg', name: 'what-i-read.jpg', alt: drawing.alt };
    }
    default:
      return drawing satisfies never;
  }
}

async function over(photo: string, { boxes }: Extract<Drawing, { kind: 'boxes' }>): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const { width, height } = await sharp(photo).metadata();
  const overlay = await rasterise(boxesSvg({ width, height }, boxes));
  return sharp(photo)
    .composite([{ input: overlay }])
    .jpeg({ quality: 88 })
    .toBuffer();
}

/** @returns PNG, as large as the SVG says; transparent where nothing is drawn */
export async function rasterise(svg: string): Promise<Buffer> {
  const { Resvg } = await import('@resvg/resvg-js');
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'Noto Sans' };
  return Buffer.from(new Resvg(svg, { font }).render().asPng());
}
