import { describe, expect, test } from 'vitest';
import type { Box } from '../../../../model-runtime/vision/ocr/box.ts';
import { withMissed } from '../../../../model-runtime/vision/ocr/missed.ts';
import type { Numbers, OcrNetworks } from '../../../../model-runtime/vision/ocr/network.ts';
import type { Line } from '../../../../model-runtime/vision/ocr/recognise.ts';
import type { Pixels } from '../../../../model-runtime/vision/pixels.ts';

const [WIDTH, HEIGHT] = [240, 160];
const PIXELS: Pixels = { data: new Uint8Array(3 * WIDTH * HEIGHT).fill(255), width: WIDTH, height: HEIGHT };

const line = (text: string, x: number, y: number): Line => ({
  box: { x, y, width: 12 * text.length + 6, height: 20, along: [1, 0] },
  characters: Array.from(text, (each) => ({ text: each, confidence: 0.99, at: 0.5 })),
});

const TICKS = ['40', '30', '20'].map((text, i) => line(text, 40, 20 + 30 * i));
const NAMES = ['Ana', 'Bo'].map((text, i) => line(text, 100 + 60 * i, 145));

interface Seen {
  /** Middles and sizes of the cores that the detector marks. */
  cores: readonly (readonly [x: number, y: number, width: number, height: number])[];
  says?: string;
  sure?: number;
}

/** Networks that see this, and how often they were asked to look. */
function networksThatSee({ cores, says = '5', sure = 0.95 }: Seen) {
  let looks = 0;
  const networks: OcrNetworks = {
    characters: ['', '5', '-', 'C'],
    detect: async ({ shape }): Promise<Numbers> => {
      looks++;
      const [height, width] = [shape[2]!, shape[3]!];
      const data = new Float32Array(width * height);
      for (const [x, y, w, h] of cores)
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++) {
            const [px, py] = [(column * WIDTH) / width, (row * HEIGHT) / height];
            if (Math.abs(px - x) < w / 2 && Math.abs(py - y) < h / 2) data[row * width + column] = 1;
          }
      return { data, shape: [1, 1, height, width] };
    },
    direct: async () => ({ data: new Float32Array(2), shape: [1, 2] }),
    recognise: async ({ shape }) => {
      const [strips, classes] = [shape[3]! / 8, networks.characters.length];
      const data = new Float32Array(shape[0]! * strips * classes);
      for (let one = 0; one < shape[0]!; one++) {
        const at = (one * strips + 1) * classes;
        data[at] = 1 - sure;
        data[at + networks.characters.indexOf(says)] = sure;
      }
      return { data, shape: [shape[0]!, strips, classes] };
    },
  };
  return { instruments: { networks, pause: async () => {} }, looks: () => looks };
}

/** What is there besides these. */
const addedTo = async (found: readonly Line[], seen: Seen): Promise<string[]> => {
  const { instruments } = networksThatSee(seen);
  const lines = await withMissed(PIXELS, found, [1, 0], instruments);
  expect(lines.slice(0, found.length)).toEqual(found);
  return lines.slice(found.length).map(textOf);
};
const textOf = ({ box, characters }: Line): string =>
  `${characters.map(({ text }) => text).join('')} at ${Math.round(box.y)}`;

const DIGIT = [46, 110, 8, 12] as const;

describe('a page of short words', () => {
  test('is looked at once more, and what stands where nothing was found is added', async () => {
    expect(await addedTo([...TICKS, ...NAMES], { cores: [DIGIT] })).toEqual(['5 at 110']);
  });

  test('gets nothing that stands in a line that was found, or is larger, smaller or longer than its lines', async () => {
    const cores = [
      [40, 50, 8, 12],
      [120, 80, 40, 70],
      [46, 110, 4, 4],
      [180, 60, 90, 12],
    ] as const;
    expect(await addedTo([...TICKS, ...NAMES], { cores })).toEqual([]);
  });

  test('has what stands in place of a scrap, and a scrap stays where there is nothing else', async () => {
    const found = [...TICKS, ...NAMES];
    const scrap = { ...line('-', 46, 114), box: { x: 46, y: 114, width: 8, height: 7, along: [1, 0] } satisfies Box };
    const textsWith = async (seen: Seen) =>
      (await withMissed(PIXELS, [scrap, ...found], [1, 0], networksThatSee(seen).instruments)).map(textOf);
    expect(await textsWith({ cores: [DIGIT] })).toEqual([...found.map(textOf), '5 at 110']);
    expect(await textsWith({ cores: [] })).toEqual([scrap, ...found].map(textOf));
    // A name may be in doubt, if less than the scrap is; a figure may not.
    scrap.characters = [{ text: 'e', confidence: 0.5, at: 0.5 }];
    expect(await textsWith({ cores: [DIGIT], says: 'C', sure: 0.6 })).toEqual([...found.map(textOf), 'C at 110']);
    expect(await textsWith({ cores: [DIGIT], says: 'C', sure: 0.4 })).toEqual([scrap, ...found].map(textOf));
    expect(await textsWith({ cores: [DIGIT], says: '5', sure: 0.6 })).toEqual([scrap, ...found].map(textOf));
  });

  test('gets nothing that is read with doubt, or is neither letter nor digit', async () => {
    expect(await addedTo([...TICKS, ...NAMES], { cores: [DIGIT], sure: 0.7 })).toEqual([]);
    expect(await addedTo([...TICKS, ...NAMES], { cores: [DIGIT], says: '-' })).toEqual([]);
  });
});

test('a page of longer words, or of next to none, is not looked at again', async () => {
  const long = ['Protein', 'Carbohydrate', '12.5 g', 'Salt', 'Energy'].map((text, i) => line(text, 100, 20 + 25 * i));
  for (const found of [long, TICKS, []]) {
    const { instruments, looks } = networksThatSee({ cores: [DIGIT] });
    expect(await withMissed(PIXELS, found, [1, 0], instruments)).toEqual(found);
    expect(looks()).toBe(0);
  }
});
