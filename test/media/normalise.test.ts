import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { LONGEST_EDGE, type Normalised, normalise } from '../../src/media/normalise.ts';
import { normalisedApart } from './normalised-apart.ts';
import {
  animated,
  BLUE,
  CANARIES,
  HEIC_SIZE,
  hasTwoColours,
  heic,
  heicOf,
  isUpright,
  ORIENTATIONS,
  pdf,
  pixelsAt,
  polyglot,
  strip,
  turned,
  twoColours,
} from './pictures.ts';

const SIZE = HEIC_SIZE;
const SECONDS = [12, 1] as const;

async function safe(result: Normalised) {
  if (result.status !== 'safe') throw new Error(`refused: ${result.why}`);
  const { bytes, ...rest } = result.picture;
  return { ...rest, bytes, at: await pixelsAt(bytes), metadata: await sharp(bytes).metadata() };
}

/** Compression and other colour spaces move colours a little. */
const near = (colour: number[], wanted: [number, number, number]) =>
  expect(Math.max(...colour.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(40);

describe('a picture is made safe', () => {
  test.each(ORIENTATIONS)(
    'upright, whatever its turn says (EXIF orientation %i), and without a word on it',
    async (orientation) => {
      const original = await turned(orientation, SIZE, SECONDS);
      const canaries = Object.values(CANARIES);
      expect(canaries.every((canary) => original.includes(canary))).toBe(true);
      const picture = await safe(await normalise(original));
      expect(picture).toMatchObject(SIZE);
      expect(await isUpright(picture.bytes, SIZE)).toBe(true);
      expect(picture.metadata.exif).toBeUndefined();
      expect(picture.metadata.orientation).toBeUndefined();
      expect(canaries.some((canary) => picture.bytes.includes(canary))).toBe(false);
    },
  );

  test.each<[string, () => Promise<Buffer>]>([
    ['PNG', () => twoColours(SIZE).png().toBuffer()],
    ['WebP', () => twoColours(SIZE).webp({ lossless: true }).toBuffer()],
    ['GIF', () => twoColours(SIZE).gif().toBuffer()],
    ['TIFF', () => twoColours(SIZE).tiff({ compression: 'lzw' }).toBuffer()],
    ['AVIF', () => twoColours(SIZE).avif({ quality: 90 }).toBuffer()],
    ['16-bit PNG', () => twoColours(SIZE).toColourspace('rgb16').png().toBuffer()],
    ['CMYK JPEG', () => twoColours(SIZE).flatten().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['HEIC, where a decoder is installed', async () => heic()],
  ])('from %s', async (_, make) => {
    const { bytes, width, height, metadata } = await safe(await normalise(await make()));
    expect({ width, height }).toEqual(SIZE);
    expect([metadata.format, metadata.space]).toEqual(['jpeg', 'srgb']);
    expect(await hasTwoColours(bytes, SIZE)).toBe(true);
  });

  test('from a grey PNG with alpha', async () => {
    const black = { r: 0, g: 0, b: 0, alpha: 0.5 };
    const grey = await sharp({ create: { width: 40, height: 40, channels: 4, background: black } })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect(await sharp(grey).metadata()).toMatchObject({ space: 'b-w', channels: 2, hasAlpha: true });
    const { metadata, at } = await safe(await normalise(grey));
    expect([metadata.format, metadata.space, metadata.hasAlpha]).toEqual(['jpeg', 'srgb', false]);
    near(at(20, 20), [128, 128, 128]);
  });

  test('transparent places are white', async () => {
    const image = sharp({ create: { width: 20, height: 20, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    const { at } = await safe(await normalise(await image.png().toBuffer()));
    near(at(10, 10), [255, 255, 255]);
  });

  test.each(['gif', 'webp'] as const)('of an animated %s the first frame is taken', async (format) => {
    const { bytes, width, height } = await safe(await normalise(await animated(format, SIZE)));
    expect({ width, height }).toEqual(SIZE);
    expect(await isUpright(bytes, SIZE)).toBe(true);
  });

  test('and smaller, where it is larger than anything behind can use', async () => {
    const wide = await sharp({ create: { width: 8_000, height: 2_000, channels: 3, background: BLUE } })
      .jpeg()
      .toBuffer();
    expect(await safe(await normalise(wide))).toMatchObject({ width: LONGEST_EDGE, height: 1_024, reduced: true });
    expect((await safe(await normalise(await twoColours(SIZE).png().toBuffer()))).reduced).toBe(false);
  });

  test('a very long one too, as long as it shows something', async () => {
    expect(await safe(await normalise(await strip({ width: 20_000, height: 50 })))).toMatchObject({
      width: LONGEST_EDGE,
      height: 10,
    });
  });
});

describe('refused, each with its reason', () => {
  const png = () => twoColours(SIZE).png().toBuffer();
  test.each<[string, string, () => Promise<Buffer> | Buffer]>([
    [
      'drawing',
      'an SVG',
      () => Buffer.from('<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    [
      'drawing',
      'an SVG that calls itself a picture by its first line',
      () => Buffer.from('\uFEFF \n<svg onload="alert(1)"/>'),
    ],
    [
      'too many pixels',
      'a bomb of 60 million pixels',
      () =>
        sharp({ create: { width: 10_000, height: 6_000, channels: 3, background: 'white' } })
          .png({ compressionLevel: 9 })
          .toBuffer(),
    ],
    [
      'too small',
      'one pixel',
      () =>
        sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
          .png()
          .toBuffer(),
    ],
    [
      'damaged',
      'a JPEG that was cut off',
      async () => (await twoColours({ width: 800, height: 600 }).jpeg().toBuffer()).subarray(0, 900),
    ],
    [
      'damaged',
      'a PNG whose middle is noise',
      async () => {
        const bytes = await png();
        bytes.fill(0x55, 60, bytes.length - 20);
        return bytes;
      },
    ],
    ['too small', 'a strip of 20,000 × 10, of which 2 would be left', () => strip({ width: 20_000, height: 10 })],
    ['too many pixels', 'a HEIC whose header says 60 million pixels', () => heicOf({ width: 10_000, height: 6_000 })],
    ['heic', 'a HEIC that no decoder here can read', () => heic().subarray(0, 300)],
    ['document', 'a PDF, whatever it is called', pdf],
    [
      'sound',
      'an Ogg',
      () =>
        Buffer.concat([
          Buffer.from('OggS\0\x02\0\0\0\0\0\0\0\0'),
          Buffer.alloc(14),
          Buffer.from('OpusHead'),
          Buffer.alloc(40),
        ]),
    ],
    [
      'film',
      'an MP4',
      () =>
        Buffer.concat([
          Buffer.from([0, 0, 0, 24]),
          Buffer.from('ftypisom'),
          Buffer.from([0, 0, 2, 0]),
          Buffer.from('isomiso2'),
          Buffer.alloc(64),
        ]),
    ],
    ['no picture', 'a page of HTML', () => Buffer.from('<!doctype html><title>x</title>')],
    ['no picture', 'text', () => Buffer.from('not a picture at all')],
    ['no picture', 'nothing', () => Buffer.alloc(0)],
  ])('%s: %s', async (why, _, make) => {
    expect(await normalise(await make())).toEqual({ status: 'refused', why });
  });

  test('a file that is a picture and an archive at once comes out as the picture alone', async () => {
    const { bytes } = await safe(await normalise(await polyglot(SIZE)));
    expect(bytes.includes('script')).toBe(false);
  });

  test('a HEIC holds up nobody: it is decoded in a thread of its own', async () => {
    let threads = 0;
    const count = () => {
      threads += 1;
    };
    process.on('worker', count);
    await normalise(await twoColours(SIZE).png().toBuffer());
    expect(threads).toBe(0);
    await normalise(heic());
    process.off('worker', count);
    expect(threads).toBe(1);
  });

  test('anything at all, without an error', async () => {
    const starts = [
      Buffer.from([0xff, 0xd8, 0xff]),
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      Buffer.from('RIFF    WEBP'),
      Buffer.from('GIF89a'),
      Buffer.alloc(0),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 600 }), async (start, rest) => {
        const result = await normalise(Buffer.concat([start, rest]));
        expect(['safe', 'refused']).toContain(result.status);
      }),
      { numRuns: 150 },
    );
  });
});

test('whatever comes, memory grows by 200 MB at most', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-memory-'));
  const made: Record<string, Promise<Buffer>> = {
    warm: twoColours(SIZE).jpeg().toBuffer(),
    bomb: strip({ width: 10_000, height: 6_000 }),
    'as large as is taken': sharp({ create: { width: 8_000, height: 6_000, channels: 3, background: BLUE } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer(),
    'the same as PNG': strip({ width: 8_000, height: 6_000 }),
    strip: strip({ width: 20_000, height: 50 }),
    heic: Promise.resolve(heicOf({ width: 10_000, height: 6_000 })),
  };
  const files: string[] = [];
  for (const [name, bytes] of Object.entries(made)) {
    files.push(join(folder, name));
    writeFileSync(files.at(-1)!, await bytes);
  }
  const { grown, outcomes } = await normalisedApart(files);
  expect(outcomes).toEqual(['too many pixels', 'safe', 'safe', 'safe', 'too many pixels']);
  expect(grown).toBeLessThan(200e6);
}, 60_000);
