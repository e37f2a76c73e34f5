import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { prepareZXingModule, type WriterOptions, writeBarcode } from 'zxing-wasm/writer';
import type { Quad, ReadCode } from '../../../model-runtime/contract.ts';
import { readCodes } from '../../../model-runtime/vision/codes.ts';
import { decode } from '../../../model-runtime/vision/pixels.ts';
import { pictureFiles } from '../../vision/picture-file.ts';
import { rng } from '../../vision/random.ts';
import { type Degradation, type Degraded, degrade, drawSvg } from '../../vision/render.ts';

const asFile = pictureFiles();

beforeAll(async () => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm');
  const wasmBinary = new Uint8Array(await readFile(file)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Drawn as bars or squares at 60, 40, on white of 700 by 500. */
async function drawCode(
  text: string,
  format: NonNullable<WriterOptions['format']>,
  scale = 4,
): Promise<{ picture: Buffer; middle: [number, number] }> {
  const { symbol } = await writeBarcode(text, { format });
  const { data, width, height } = symbol;
  const rows = format === 'QRCode' ? height : 30;
  const cells = Array.from({ length: width * rows }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const dark = data[(format === 'QRCode' ? y : 0) * width + x]! < 128;
    return dark ? `<rect x="${60 + x * scale}" y="${40 + y * scale}" width="${scale}" height="${scale}"/>` : '';
  });
  const picture = drawSvg(
    `<svg xmlns="http://www.w3.org/2000/svg" width="700" height="500" shape-rendering="crispEdges">${cells.join('')}</svg>`,
  );
  return { picture, middle: [60 + (width * scale) / 2, 40 + (rows * scale) / 2] };
}

const codesIn = async (picture: Degraded, tilt = 0): Promise<ReadCode[]> =>
  readCodes(await decode((await asFile(picture)).file), { tilt });

const middleOf = (box: Quad): [number, number] => [
  (box[0] + box[2] + box[4] + box[6]) / 4,
  (box[1] + box[3] + box[5] + box[7]) / 4,
];

const EAN = '4006381333931';

describe('codes', () => {
  test.each<Degradation>([
    {},
    { tilt: 20, blur: 0.8, noise: 6, jpeg: 60 },
    { turn: 90, shadow: 0.5 },
    { tilt: 45, jpeg: 70 },
    { tilt: -38, turn: 180, noise: 6 },
  ])('of bars and of squares are read, and where they are: %j', async (degradation) => {
    const tilt = (degradation.tilt ?? 0) + (degradation.turn ?? 0);
    for (const [text, format] of [
      [EAN, 'EAN13'],
      ['PARLEY-128', 'Code128'],
      ['https://example.org/a?b=1', 'QRCode'],
    ] as const) {
      const { picture, middle } = await drawCode(text, format);
      const photo = await degrade(picture, degradation, rng(5));
      const [code, ...more] = await codesIn(photo, tilt);
      expect(more).toEqual([]);
      expect(code).toMatchObject({ format, text });
      const [x, y] = middleOf(code!.box);
      const [expectedX, expectedY] = photo.where(...middle);
      expect(Math.hypot(x - expectedX, y - expectedY)).toBeLessThan(40);
    }
  });

  test('are found in a photo of twelve megapixels, and placed in its pixels', async () => {
    const large = await degrade((await drawCode(EAN, 'EAN13', 5)).picture, {}, rng(1));
    const bytes = await sharp(large.bytes).resize(4200, 3000).jpeg().toBuffer();
    const [code] = await codesIn({ ...large, bytes });
    expect(code).toMatchObject({ format: 'EAN13', text: EAN });
    const [x] = middleOf(code!.box);
    expect(x).toBeGreaterThan(1200);
  });

  test('are read without a network', async () => {
    vi.stubGlobal('fetch', () => {
      throw new Error('Nothing may be fetched.');
    });
    expect(await codesIn(await degrade((await drawCode(EAN, 'EAN13')).picture, {}, rng(1)))).toHaveLength(1);
  });

  test('are not seen in print', async () => {
    const lines = Array.from(
      { length: 12 },
      (_, i) => `<text x="20" y="${40 + i * 36}" font-size="26">||| ${i} IIII 1111 ${i * 7}</text>`,
    );
    const bytes = drawSvg(`<svg xmlns="http://www.w3.org/2000/svg" width="700" height="500">${lines.join('')}</svg>`);
    expect(await codesIn(await degrade(bytes, {}, rng(1)), 12)).toEqual([]);
  });
});
