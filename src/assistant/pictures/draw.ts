/**
 * A skill's drawings as pictures. Only the fonts beside this file are used, so that the same drawing gives the same
 * bytes on every machine. The libraries are loaded with the first drawing.
 *
 * The fonts are Noto Sans, Noto Sans Arabic, Devanagari and Bengali (OFL-1.1, fonts/OFL.txt), cut down from Debian's
 * fonts-noto-core 20201225-1 to what pictures need.
 */
import { join } from 'node:path';
import type { RenderedImage } from '@resvg/resvg-js';
import type { Drawing } from '../skills/skill.ts';
import { barsSvg } from './bars.ts';
import { boxesSvg } from './boxes.ts';
import { FONTS } from './lettering.ts';

const PAINTED = ['NotoSans-Regular', 'NotoSans-Bold', 'NotoSansArabic-Regular'].map((name) =>
  join(FONTS, `${name}.ttf`),
);

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
      return { bytes: await rasterise(await barsSvg(drawing)), mime: 'image/png', name: 'chart.png', alt: drawing.alt };
    case 'boxes': {
      if (photo === undefined)
        throw new Error('boxes need the photo they are drawn on; say only their text without it');
      return { bytes: await over(photo, drawing), mime: 'image/jpeg', name: 'what-i-read.jpg', alt: drawing.alt };
    }
    default:
      return drawing satisfies never;
  }
}

/**
 * In whole numbers, as JPEG itself reckons, so that the bytes are the same on every processor: sharp lays pictures over each
 * other in floating point, and takes longer. As a picture in the SVG the photo would come out as PNG, six times as large.
 */
async function over(photo: string, { boxes }: Extract<Drawing, { kind: 'boxes' }>): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(photo).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const { pixels } = await rendered(boxesSvg(info, boxes));
  // Of the overlay red, green and blue are multiplied by its alpha already.
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = pixels[from + 3]!;
    if (alpha === 0) continue;
    for (let i = 0; i < 3; i++) data[to + i] = pixels[from + i]! + Math.round((data[to + i]! * (255 - alpha)) / 255);
  }
  // Codes made to measure need the whole picture at once, which is as much memory again (src/media/normalise.ts).
  return sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 88, optimiseCoding: false })
    .toBuffer();
}

/** @returns PNG, as large as the SVG says; transparent where nothing is drawn */
export const rasterise = async (svg: string): Promise<Buffer> => (await rendered(svg)).asPng();

async function rendered(svg: string): Promise<RenderedImage> {
  const { renderAsync } = await import('@resvg/resvg-js');
  return renderAsync(svg, { font: { fontFiles: PAINTED, loadSystemFonts: false, defaultFontFamily: 'Noto Sans' } });
}
