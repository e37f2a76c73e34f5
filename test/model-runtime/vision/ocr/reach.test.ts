import { describe, expect, test } from 'vitest';
import { type Box, boxAround } from '../../../../model-runtime/vision/ocr/box.ts';
import { reachOut } from '../../../../model-runtime/vision/ocr/reach.ts';
import { decode } from '../../../../model-runtime/vision/pixels.ts';
import { pictureFiles } from '../../../vision/picture-file.ts';
import { drawSvg } from '../../../vision/render.ts';

const asFile = pictureFiles();

/** Digits as blocks of 10 by 20, at 40, 54, 68… from the left, on a line in the middle of 200 by 100. */
const drawn = async (inside: string): ReturnType<typeof decode> => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">${inside}</svg>`;
  return decode((await asFile({ bytes: drawSvg(svg), width: 200, height: 100 })).file);
};

const digit = (left: number): string => `<rect x="${left}" y="40" width="10" height="20" fill="#222"/>`;

const box = (left: number, right: number): Box => ({
  x: (left + right) / 2,
  y: 50,
  width: right - left,
  height: 32,
  along: [1, 0],
});

const ends = ({ x, width }: Box): [number, number] => [x - width / 2, x + width / 2];

describe('a box', () => {
  test('reaches over a digit that was left out at either end', async () => {
    const pixels = await drawn([40, 54, 68].map(digit).join(''));
    const [left] = reachOut(pixels, [box(52, 80)]);
    expect(ends(left!)[0]).toBeLessThan(40);
    expect(ends(left!)[1]).toBeCloseTo(80, 5);
    const [right] = reachOut(pixels, [box(38, 66)]);
    expect(ends(right!)[0]).toBeCloseTo(38, 5);
    expect(ends(right!)[1]).toBeGreaterThan(78);
  });

  test('reaches along a line that is read another way', async () => {
    const pixels = await drawn([40, 54, 68].map(digit).join(''));
    const turned: Box = { ...box(52, 80), along: [-1, 0] };
    const [reached] = reachOut(pixels, [turned]);
    expect(ends(boxAround([ends(reached!).map((x) => [x, 50] as const)].flat(), [1, 0]))[0]).toBeLessThan(40);
  });

  test('reaches over no gap between words, no ruled line, no frame, and into no other box', async () => {
    const alone = box(66, 80);
    const still = async (inside: string, others: Box[] = []): Promise<void> => {
      const [reached] = reachOut(await drawn(digit(68) + inside), [alone, ...others]);
      expect(reached).toEqual(alone);
    };
    await still('');
    await still(digit(40));
    await still('<rect x="79" y="49" width="100" height="2" fill="#222"/>');
    await still('<rect x="60" y="10" width="2" height="80" fill="#222"/>');
    await still(digit(54), [box(38, 66)]);
  });
});
