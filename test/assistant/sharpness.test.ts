import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { see } from '../../src/assistant/seeing.ts';
import { blurOf, isBlurred } from '../../src/assistant/sharpness.ts';
import { coloursOf } from '../../src/media/pixels.ts';
import { drawSvg } from '../vision/render.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-sharpness-'));
});
afterAll(() => rm(folder, { recursive: true }));

const [width, height] = [500, 300];
const printed = (ink: string, family = 'Noto Sans', words = 'Protein') =>
  drawSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><text x="60" y="160" font-family="${family}" font-size="40" fill="${ink}">${words}</text></svg>`,
  );

async function pixelsOf(picture: Buffer, blur = 0) {
  const file = join(folder, `${Math.random()}.jpg`);
  const image = blur > 0 ? sharp(picture).blur(blur) : sharp(picture);
  await writeFile(file, await image.jpeg({ quality: 60 }).toBuffer());
  return coloursOf({ file, width, height });
}

describe('how blurred a picture is', () => {
  it.each([1.5, 3, 5])('is told in pixels: %d', async (blur) => {
    const found = blurOf(await pixelsOf(printed('#000'), blur))!;
    expect(Math.abs(found - blur)).toBeLessThan(blur / 2);
  });

  it.each([
    ['black', '#000', 'Noto Sans', 'Protein'],
    ['grey', '#aaa', 'Noto Sans', 'Protein'],
    ['Devanagari', '#000', 'Noto Sans Devanagari', 'प्रोटीन'],
  ])('makes nothing of %s print that is sharp', async (_, ink, family, words) => {
    expect(isBlurred(await pixelsOf(printed(ink, family, words)))).toBe(false);
  });

  it('is not said of a wall', async () => {
    expect(blurOf(await pixelsOf(printed('#fff')))).toBe(null);
  });
});

describe('print that the reader is unsure of', () => {
  const reading = { width, height, turned: 0, lines: [], codes: [], script: 'unsupported', ms: 0 } as const;
  const seen = async (blur: number) =>
    see({ id: 'p', at: 0 }, { ...reading, lines: [], codes: [] }, await pixelsOf(printed('#000'), blur)).seen;

  it('is too blurred where the picture is, and else in a script it does not know', async () => {
    expect(await seen(5)).toEqual({ kind: 'unreadable', why: 'too small' });
    expect(await seen(0)).toEqual({ kind: 'unreadable', why: 'script' });
  });
});
