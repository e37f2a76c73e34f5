import { describe, expect, test } from 'vitest';
import type { Line } from '../../../../model-runtime/vision/ocr/recognise.ts';
import { withTails } from '../../../../model-runtime/vision/ocr/tail.ts';
import { decode } from '../../../../model-runtime/vision/pixels.ts';
import { pictureFiles } from '../../../vision/picture-file.ts';
import { rng } from '../../../vision/random.ts';
import { degrade, drawSvg } from '../../../vision/render.ts';

const asFile = pictureFiles();

const svg = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80">${inside}</svg>`;

/** What is made of a line of this print that was read so. */
async function told(inside: string, read: string, size = 28): Promise<string> {
  const photo = await degrade(drawSvg(svg(inside)), { blur: 0.7, jpeg: 45, shadow: 0.3 }, rng(1));
  const line: Line = {
    box: { x: 100, y: 40, width: size * (0.6 * read.length + 0.4), height: 1.4 * size, along: [0.998, 0.063] },
    characters: Array.from(read, (text) => ({ text, confidence: 0.99, at: 0.5 })),
  };
  const { characters } = withTails(await decode((await asFile(photo)).file), line, [1, 0]);
  return characters.map(({ text }) => text).join('');
}

const print = (text: string, size: number): string =>
  `<text x="100" y="${40 + size / 3}" font-size="${size}" text-anchor="middle">${text}</text>`;

const block = (left: number, top: number, height: number): string =>
  `<rect x="${left}" y="${top}" width="9" height="${height}" fill="#111"/>`;

describe('a 9 at the end of a line', () => {
  const NUMBERS = ['1,7', '13,4', '0.6', '35'];

  test.each([22, 28, 40])('is the g that was printed there: type of %d pixels', async (size) => {
    for (const number of [...NUMBERS, '25,7 '])
      expect(await told(print(`${number}g`, size), `${number}9`, size)).toBe(`${number}g`);
  });

  test.each([12, 16, 18, 22, 28, 40])('stays what it is where it was printed: type of %d pixels', async (size) => {
    for (const number of [...NUMBERS, '25,7 '])
      expect(await told(print(`${number}9`, size), `${number}9`, size)).toBe(`${number}9`);
  });

  test('may have a tail where other digits have none either way', async () => {
    const lining = [block(80, 30, 20), block(95, 30, 20)].join('');
    expect(await told(lining + block(110, 36, 20), '129')).toBe('12g');
    const oldStyle = [block(80, 36, 14), block(95, 30, 20)].join('');
    expect(await told(oldStyle + block(110, 36, 20), '169')).toBe('169');
  });

  test('is looked at behind a number only', async () => {
    for (const read of ['a9', '17g', '9', '1  9']) expect(await told(print('1,7g', 22), read)).toBe(read);
  });
});
