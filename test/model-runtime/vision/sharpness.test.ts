import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decode, type Pixels } from '../../../model-runtime/vision/pixels.ts';
import { blurOf, isBlurred } from '../../../model-runtime/vision/sharpness.ts';
import { drawSvg } from '../../vision/render.ts';

const [width, height] = [500, 300];
const printed = (ink: string, family = 'Noto Sans', words = 'Protein') =>
  drawSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="60" y="160" font-family="${family}" font-size="40" fill="${ink}">${words}</text></svg>`,
  );

async function photographed(picture: Buffer, blur = 0): Promise<Pixels> {
  const image = blur > 0 ? sharp(picture).blur(blur) : sharp(picture);
  return decode(await image.jpeg({ quality: 60 }).toBuffer());
}

describe('how blurred a picture is', () => {
  it.each([1.5, 3, 5])('is told in pixels: %d', async (blur) => {
    const found = blurOf(await photographed(printed('#000'), blur))!;
    expect(Math.abs(found - blur)).toBeLessThan(blur / 2);
  });

  it.each([
    ['black', '#000', 'Noto Sans', 'Protein'],
    ['grey', '#aaa', 'Noto Sans', 'Protein'],
    ['Devanagari', '#000', 'Noto Sans Devanagari', 'प्रोटीन'],
  ])('makes nothing of %s print that is sharp', async (_, ink, family, words) => {
    expect(await isBlurred(await photographed(printed(ink, family, words)))).toBe(false);
  });

  it('is not said of a wall', async () => {
    expect(blurOf(await photographed(printed('#fff')))).toBe(null);
  });
});
