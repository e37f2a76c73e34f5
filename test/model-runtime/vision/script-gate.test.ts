import { beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../../model-runtime/contract.ts';
import { loadReader, type ReadPicture } from '../../../model-runtime/load-reader.ts';
import { drawLabel, LATIN, type Language } from '../../vision/drawn-label.ts';
import { pictureFiles } from '../../vision/picture-file.ts';
import { rng } from '../../vision/random.ts';

const asFile = pictureFiles();
let reader: ReadPicture;

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
  ] as const)('%s: are refused, and give no line and no digit', async (_, language, count) => {
    const through: string[] = [];
    for (let seed = 0; seed < count; seed++) {
      const { script, lines } = await readLabel(language, 1000 + seed);
      if (script !== 'unsupported' || lines.length > 0) through.push(`${seed}: ${lines.map(({ text }) => text)}`);
    }
    expect(through).toEqual([]);
  });
});

test('labels in nine languages with Latin letters, 60 in all, are read', async () => {
  const refused: string[] = [];
  for (let seed = 0; seed < 60; seed++) {
    const language = LATIN[seed % LATIN.length]!;
    const { script, lines } = await readLabel(language, 2000 + seed);
    if (script !== 'latin' || lines.length < 4) refused.push(`${language} ${seed}: ${script}, ${lines.length} lines`);
  }
  expect(refused).toEqual([]);
});
