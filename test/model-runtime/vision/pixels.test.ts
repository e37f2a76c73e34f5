import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { decode, resize, turn } from '../../../model-runtime/vision/pixels.ts';
import { pictureFiles } from '../../vision/picture-file.ts';

const asFile = pictureFiles();

const decoded = async (image: Sharp): ReturnType<typeof decode> => {
  const { data: bytes, info } = await image.toBuffer({ resolveWithObject: true });
  return decode((await asFile({ bytes, width: info.width, height: info.height })).file);
};

/** 4 by 2, all of one colour. */
const plain = (background: { r: number; g: number; b: number; alpha?: number }): Sharp =>
  sharp({ create: { width: 4, height: 2, channels: background.alpha === undefined ? 3 : 4, background } });

describe('a decoded picture', () => {
  test.each([
    ['PNG', plain({ r: 200, g: 100, b: 50 }).png(), [200, 100, 50]],
    ['a picture with transparency, which lies on white', plain({ r: 0, g: 0, b: 0, alpha: 0 }).png(), [255, 255, 255]],
    ['a grey picture', plain({ r: 90, g: 90, b: 90 }).toColourspace('b-w').png(), [90, 90, 90]],
    ['16 bits', plain({ r: 200, g: 100, b: 50 }).toColourspace('rgb16').png(), [200, 100, 50]],
    ['a palette', plain({ r: 200, g: 100, b: 50 }).png({ palette: true }), [200, 100, 50]],
    ['WebP', plain({ r: 200, g: 100, b: 50 }).webp({ lossless: true }), [200, 100, 50]],
  ])('has three bytes a pixel: %s', async (_, image, colour) => {
    const { data, width, height } = await decoded(image);
    expect({ width, height }).toEqual({ width: 4, height: 2 });
    expect([...data]).toEqual(Array.from({ length: 8 }, () => colour).flat());
  });

  test('of inks has colours for the screen', async () => {
    const { data, width, height } = await decoded(plain({ r: 255, g: 255, b: 255 }).toColourspace('cmyk').jpeg());
    expect(data).toHaveLength(width * height * 3);
    expect(Math.min(...data)).toBeGreaterThan(230);
  });

  test('that moves is its first frame', async () => {
    const frames = [plain({ r: 255, g: 0, b: 0 }), plain({ r: 0, g: 0, b: 255 })];
    const raws = await Promise.all(frames.map((frame) => frame.raw().toBuffer()));
    const both = sharp(Buffer.concat(raws), { raw: { width: 4, height: 4, channels: 3, pageHeight: 2 } });
    const { data, height } = await decoded(both.gif());
    expect(height).toBe(2);
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
  });

  test('is refused where it would not fit into memory, before it is decoded', async () => {
    const bomb = sharp({ create: { width: 7200, height: 7200, channels: 3, background: '#fff' } }).png();
    await expect(decoded(bomb)).rejects.toThrow(/pixel limit/i);
  });

  test('can be resized and turned', async () => {
    const picture = await decoded(plain({ r: 200, g: 100, b: 50 }).png());
    const small = await resize(picture, { width: 2, height: 1 });
    expect({ ...small, data: [...small.data] }).toEqual({ width: 2, height: 1, data: [200, 100, 50, 200, 100, 50] });
    const { width, height } = await turn(picture, 90);
    expect({ width, height }).toEqual({ width: 2, height: 4 });
  });
});
