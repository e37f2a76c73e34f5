import { beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../../model-runtime/contract.ts';
import { loadReader, type ReadPicture } from '../../../model-runtime/load-reader.ts';
import { drawLabel, LATIN, type Language } from '../../vision/drawn-label.ts';
import { pictureFiles } from '../../vision/picture-file.ts';
import { rng } from '../../vision/random.ts';
import { drawSvg } from '../../vision/render.ts';

const asFile = pictureFiles();
let reader: ReadPicture;

/** Some thirty pictures a test: a quarter of a second each on a machine that has nothing else to do. */
const TIMEOUT_MS = 240_000;

beforeAll(async () => {
  reader = await loadReader({ threads: 2 });
});

const readLabel = async (language: Language, seed: number): Promise<Reading> =>
  reader(await asFile(await drawLabel(language, rng(seed))), async () => {});

describe('labels in a script that the reader does not know', () => {
  test.each([
    ['Hindi', 'hi', 30],
    ['Bengali', 'bn', 30],
    ['Arabic', 'ar', 30],
    ['Russian', 'ru', 30],
    ['Thai', 'th', 5],
  ] as const)(
    '%s: are refused, and give no line and no digit',
    async (_, language, count) => {
      const through: string[] = [];
      for (let seed = 0; seed < count; seed++) {
        const { script, lines } = await readLabel(language, 1000 + seed);
        if (script !== 'unsupported' || lines.length > 0) through.push(`${seed}: ${lines.map(({ text }) => text)}`);
      }
      expect(through).toEqual([]);
    },
    TIMEOUT_MS,
  );
});

test(
  'labels in nine languages with Latin letters, 60 in all, are read',
  async () => {
    const refused: string[] = [];
    for (let seed = 0; seed < 60; seed++) {
      const language = LATIN[seed % LATIN.length]!;
      const { script, lines } = await readLabel(language, 2000 + seed);
      if (script !== 'latin' || lines.length < 4) refused.push(`${language} ${seed}: ${script}, ${lines.length} lines`);
    }
    expect(refused).toEqual([]);
  },
  TIMEOUT_MS,
);

test('a label in Latin letters is read without the line that is not', async () => {
  const printed = [
    'Nutrition facts',
    'Protein 12 g',
    'of which sugars 0.9 g',
    'Энергетическая ценность 375',
    'Salt 0.02 g',
    'Keep cool and dry',
  ];
  const text = printed.map((words, i) => `<text x="20" y="${50 + 44 * i}" font-size="26">${words}</text>`);
  const bytes = drawSvg(`<svg xmlns="http://www.w3.org/2000/svg" width="480" height="320">${text.join('')}</svg>`);
  const { script, lines } = await reader(await asFile({ bytes, width: 480, height: 320 }), async () => {});
  expect(script).toBe('latin');
  const tight = (words: string): string => words.replaceAll(' ', '');
  expect(lines.map((line) => tight(line.text))).toEqual(printed.filter((_, i) => i !== 3).map(tight));
});
