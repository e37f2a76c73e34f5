import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { rng } from './random.ts';
import { degrade, drawSvg } from './render.ts';

const DOT =
  '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><circle cx="150" cy="30" r="6" fill="#ff0000"/></svg>';
const WORD = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><text x="10" y="40" font-size="30">${text}</text></svg>`;

/** The middle of what is red. */
async function redIn(bytes: Buffer): Promise<[number, number]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  let [sumX, sumY, count] = [0, 0, 0];
  for (let i = 0; i < info.width * info.height; i++) {
    if (data[3 * i]! < 100 || data[3 * i + 1]! > 60) continue;
    sumX += (i % info.width) + 0.5;
    sumY += Math.floor(i / info.width) + 0.5;
    count++;
  }
  return [sumX / count, sumY / count];
}

describe('pictures for tests', () => {
  test.each([
    { tilt: 12 },
    { tilt: -7, turn: 180 as const },
    { turn: 90 as const },
    { tilt: 3, turn: 270 as const },
    { blur: 1, jpeg: 60, shadow: 0.4, noise: 6 },
  ])('know where a point went: %j', async (degradation) => {
    const { bytes, where } = await degrade(drawSvg(DOT), degradation, rng(1));
    const [x, y] = await redIn(bytes);
    const [expectedX, expectedY] = where(150, 30);
    expect(Math.hypot(x - expectedX, y - expectedY)).toBeLessThan(1.5);
  });

  test('are the same for the same seed, and others for another', async () => {
    const make = async (seed: number): Promise<Buffer> =>
      (await degrade(drawSvg(DOT), { noise: 5, shadow: 0.3, jpeg: 50 }, rng(seed))).bytes;
    const [first, again, other] = await Promise.all([make(7), make(7), make(8)]);
    expect(first.equals(again)).toBe(true);
    expect(first.equals(other)).toBe(false);
  });

  test('have letters of their own for every script, whatever the machine has', async () => {
    const drawn = ['Protein', 'Muối', 'Şeker', 'Белки', 'प्रोटीन', 'প্রোটিন', 'بروتين', 'โปรตีน'].map((text) =>
      drawSvg(WORD(text)),
    );
    for (const picture of drawn) expect((await sharp(picture).stats()).channels[0]!.stdev).toBeGreaterThan(20);
    expect(new Set(drawn.map((picture) => picture.toString('base64'))).size).toBe(drawn.length);
  });
});
