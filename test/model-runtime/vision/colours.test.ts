import { expect, it } from 'vitest';
import { colourOf, mainColours } from '../../../model-runtime/vision/colours.ts';
import { decode } from '../../../model-runtime/vision/pixels.ts';
import { drawSvg } from '../../vision/render.ts';

it.each([
  ['black', 12, 12, 14],
  ['grey', 128, 128, 128],
  ['grey', 96, 102, 110],
  ['white', 250, 250, 246],
  ['red', 200, 20, 30],
  ['orange', 245, 140, 20],
  ['brown', 110, 70, 35],
  ['yellow', 240, 220, 40],
  ['green', 40, 140, 60],
  ['green', 20, 60, 30],
  ['blue', 30, 80, 190],
  ['blue', 130, 180, 235],
  ['purple', 120, 50, 170],
  ['pink', 245, 150, 190],
] as const)('%s is what people call it: %i, %i, %i', (name, red, green, blue) => {
  expect(colourOf(red, green, blue)).toBe(name);
});

it('of a picture the main colours are told, the most common first, and nothing of a speck', async () => {
  const meadow = drawSvg(
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><rect width="300" height="200" fill="#2c8c3c"/><rect width="300" height="60" fill="#82b4eb"/><circle cx="150" cy="100" r="12" fill="#c8141e"/></svg>',
  );
  expect(await mainColours(await decode(meadow))).toEqual(['green', 'blue']);
});
