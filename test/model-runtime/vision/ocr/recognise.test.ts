import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box } from '../../../../model-runtime/vision/ocr/box.ts';
import type { Network, OcrNetworks } from '../../../../model-runtime/vision/ocr/network.ts';
import { recognise, spell } from '../../../../model-runtime/vision/ocr/recognise.ts';

const CHARACTERS = ['', 'a', 'b', 'c', ' '];

/** What the network would say of these strips: the class, and how sure it is. */
function said(strips: readonly { best: number; confidence: number }[]): { data: Float32Array; shape: number[] } {
  const data = new Float32Array(strips.length * CHARACTERS.length);
  for (const [i, { best, confidence }] of strips.entries()) {
    data[i * CHARACTERS.length] = 1 - confidence;
    data[i * CHARACTERS.length + best] = confidence;
  }
  return { data, shape: [1, strips.length, CHARACTERS.length] };
}

describe('spelling', () => {
  test('makes one character of a run of strips, as sure as its surest, and where it begins', () => {
    const strips = [0, 1, 1, 0, 1, 2, 0, 0].map((best, i) => ({ best, confidence: i === 2 ? 0.99 : 0.8 }));
    const spelt = spell(said(strips), 0, CHARACTERS);
    expect(spelt.map(({ text }) => text).join('')).toBe('aab');
    expect(spelt[0]!.confidence).toBeCloseTo(0.99, 5);
    expect(spelt[1]!.confidence).toBeCloseTo(0.8, 5);
    expect(spelt[0]!.at).toBeCloseTo(1.5 / 8, 5);
  });

  test('sets a space where the network hides one behind "none", and as sure as the characters beside it', () => {
    const strips = said([1, 0, 2, 0, 3].map((best) => ({ best, confidence: 0.9 })));
    strips.data[3 * CHARACTERS.length + CHARACTERS.indexOf(' ')] = 0.05;
    const spelt = spell(strips, 0, CHARACTERS);
    expect(spelt.map(({ text }) => text).join('')).toBe('ab c');
    expect(spelt[2]!.at).toBeCloseTo(3.5 / 5, 5);
    expect(spelt[2]!.confidence).toBeCloseTo(0.9, 5);
  });

  test('sets no space at the ends, and none beside another', () => {
    const strips = said([0, 1, 4, 0, 2, 0].map((best) => ({ best, confidence: 0.9 })));
    for (const strip of [0, 3, 5]) strips.data[strip * CHARACTERS.length + CHARACTERS.indexOf(' ')] = 0.05;
    expect(
      spell(strips, 0, CHARACTERS)
        .map(({ text }) => text)
        .join(''),
    ).toBe('a b');
  });

  describe('marks', () => {
    const characters = ['', '1', ',', '.'];
    /** A digit is its class, a mark half a point and not quite half a comma. */
    const likelihoods = (print: string) => {
      const strips = Array.from(print).flatMap((each) => [
        [1, 0, 0, 0],
        each === '1' ? [0.1, 0.9, 0, 0] : [0.02, 0, 0.45, 0.53],
        each === '1' ? [0.1, 0.9, 0, 0] : [0.02, 0, 0.5, 0.48],
      ]);
      return { data: new Float32Array(strips.flat()), shape: [1, strips.length, 4] };
    };
    const sureOfMark = (print: string) => {
      const spelt = spell(likelihoods(print), 0, characters);
      expect(spelt.map(({ text }) => text).join('')).toBe(print);
      return spelt.find(({ text }) => text === '.')!.confidence;
    };

    test('are as sure as it is that there is one, since which one it is makes no other number', () => {
      expect(sureOfMark('11.1')).toBeCloseTo(0.98, 5);
      expect(sureOfMark('1.11')).toBeCloseTo(0.98, 5);
    });

    test('before three digits are only as sure as it is which', () => {
      expect(sureOfMark('1.111')).toBeCloseTo(0.53, 5);
      expect(sureOfMark('1.1111')).toBeCloseTo(0.98, 5);
    });

    test('are found where "none" is likelier than either of them, and not than both', () => {
      const strips = [0.9, 0.1, 0, 0, 0.4, 0, 0.32, 0.28, 0, 1, 0, 0];
      const spelt = spell({ data: new Float32Array(strips), shape: [1, 3, 4] }, 0, characters);
      expect(spelt.map(({ text }) => text).join('')).toBe(',1');
    });
  });

  test('gives back any text that was written with a gap between equal characters, in its order', () => {
    const classes = fc.array(fc.integer({ min: 1, max: CHARACTERS.length - 1 }), { maxLength: 20 });
    fc.assert(
      fc.property(classes, fc.integer({ min: 1, max: 3 }), (text, repeat) => {
        const strips = text.flatMap((best) => [
          { best: 0, confidence: 0.9 },
          ...Array.from({ length: repeat }, () => ({ best, confidence: 0.9 })),
        ]);
        const spelt = spell(said(strips), 0, CHARACTERS);
        expect(spelt.map((each) => each.text)).toEqual(text.map((best) => CHARACTERS[best]));
        const places = spelt.map(({ at }) => at);
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(places.every((at) => at > 0 && at <= 1)).toBe(true);
      }),
    );
  });
});

describe('recognising', () => {
  const pixels = { data: new Uint8Array(300 * 200 * 3).fill(255), width: 300, height: 200 };
  const box = (width: number, height: number): Box => ({ x: 150, y: 100, width, height, along: [1, 0] });

  const networksWith = (recognise: Network): OcrNetworks => ({
    detect: recognise,
    direct: recognise,
    recognise,
    characters: CHARACTERS,
  });

  test('gives every box what stands in it, though the network sees them in batches by width', async () => {
    const widths: number[] = [];
    // Says "a" as often as the batch is wide: so widths can be read off.
    const network: Network = async ({ shape }) => {
      const [lines, , , width] = shape as [number, number, number, number];
      widths.push(width);
      const strips = Array.from({ length: width / 8 }, (_, i) => ({ best: i % 2, confidence: 0.9 }));
      const one = said(strips);
      return {
        data: new Float32Array(lines * one.data.length).map((_, i) => one.data[i % one.data.length]!),
        shape: [lines, strips.length, CHARACTERS.length],
      };
    };
    const boxes = [box(200, 10), box(20, 10), box(100, 10), box(22, 10)];
    const read = await recognise(pixels, boxes, { networks: networksWith(network), pause: async () => {} });
    expect(widths).toEqual([112, 480, 960]);
    expect(read.map((characters) => characters.length)).toEqual([60, 7, 30, 7]);
  });

  test('asks before every batch whether it may go on', async () => {
    const network: Network = async () => {
      throw new Error('This must not be reached.');
    };
    const pause = async (): Promise<void> => {
      throw new Error('Stop.');
    };
    const reading = recognise(pixels, [box(100, 10)], { networks: networksWith(network), pause });
    await expect(reading).rejects.toThrow('Stop.');
  });
});
