import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { LONGEST_EDGE, type Normalised, normalise } from '../../src/media/normalise.ts';

const [WIDTH, HEIGHT] = [96, 64];
const BLUE = '#1050a0';
const YELLOW = '#f0b020';

/** Blue on the left, yellow on the right, a red line on top: any turn of it shows. */
const twoColours = (width = WIDTH, height = HEIGHT) =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${BLUE}"/><rect x="50%" width="50%" height="100%" fill="${YELLOW}"/><rect width="100%" height="25%" fill="#c00000"/></svg>`,
    ),
  );
const heic = () => readFileSync(join(import.meta.dirname, '../../fixtures/media/two-colours.heic'));

/** How the picture must be turned before it is stored, so that the given EXIF orientation turns it back. */
const BEFORE: Record<number, { angle: number; mirrored: boolean }> = {
  1: { angle: 0, mirrored: false },
  2: { angle: 0, mirrored: true },
  3: { angle: 180, mirrored: false },
  4: { angle: 180, mirrored: true },
  5: { angle: 90, mirrored: true },
  6: { angle: 270, mirrored: false },
  7: { angle: 270, mirrored: true },
  8: { angle: 90, mirrored: false },
};

/** A JPEG that is stored turned, and says so, with the place where it was taken. */
async function turned(orientation: number): Promise<Buffer> {
  const { angle, mirrored } = BEFORE[orientation]!;
  const rotated = await sharp(await twoColours().png().toBuffer())
    .rotate(angle)
    .png()
    .toBuffer();
  const png = await sharp(rotated).flop(mirrored).png().toBuffer();
  return sharp(png)
    .withMetadata({ orientation })
    .withExifMerge({ IFD0: { Make: 'Canary camera' }, IFD3: { GPSLatitude: '52/1 31/1 12/1', GPSLatitudeRef: 'N' } })
    .jpeg({ quality: 95, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

async function safe(result: Normalised) {
  if (result.status !== 'safe') throw new Error(`refused: ${result.why}`);
  const { bytes, ...rest } = result.picture;
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
  return { ...rest, bytes, at, metadata: await sharp(bytes).metadata() };
}

/** Compression and other colour spaces move colours a little. */
const near = (colour: number[], wanted: [number, number, number]) =>
  expect(Math.max(...colour.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(40);

const RED: [number, number, number] = [192, 0, 0];

describe('a picture is made safe', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'upright, whatever its turn says (EXIF orientation %i), and without a word on it',
    async (orientation) => {
      const original = await turned(orientation);
      expect(original.includes('Canary camera')).toBe(true);
      const picture = await safe(await normalise(original));
      expect([picture.width, picture.height]).toEqual([WIDTH, HEIGHT]);
      near(picture.at(5, 4), RED);
      near(picture.at(5, 60), [0x10, 0x50, 0xa0]);
      near(picture.at(90, 60), [0xf0, 0xb0, 0x20]);
      expect(picture.metadata.exif).toBeUndefined();
      expect(picture.metadata.orientation).toBeUndefined();
      expect(picture.bytes.includes('Canary')).toBe(false);
    },
  );

  test.each<[string, () => Promise<Buffer>]>([
    ['PNG', () => twoColours().png().toBuffer()],
    ['WebP', () => twoColours().webp({ lossless: true }).toBuffer()],
    ['GIF', () => twoColours().gif().toBuffer()],
    ['TIFF', () => twoColours().tiff({ compression: 'lzw' }).toBuffer()],
    ['AVIF', () => twoColours().avif({ quality: 90 }).toBuffer()],
    ['16-bit PNG', () => twoColours().toColourspace('rgb16').png().toBuffer()],
    ['CMYK JPEG', () => twoColours().flatten().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()],
    ['HEIC, where a decoder is installed', async () => heic()],
  ])('from %s', async (_, make) => {
    const { width, height, metadata, at } = await safe(await normalise(await make()));
    expect([width, height, metadata.format, metadata.space]).toEqual([WIDTH, HEIGHT, 'jpeg', 'srgb']);
    near(at(90, 60), [0xf0, 0xb0, 0x20]);
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

  test.each([['GIF', 'gif'] as const, ['WebP', 'webp'] as const])(
    'of an animated %s the first frame is taken',
    async (_, format) => {
      const frames = await Promise.all(
        ['#ff0000', '#00ff00'].map((background) =>
          sharp({ create: { width: 40, height: 30, channels: 3, background } })
            .png()
            .toBuffer(),
        ),
      );
      const { at, width, height } = await safe(
        await normalise(
          await sharp(frames, { join: { animated: true } })
            [format]({ delay: [50, 50] })
            .toBuffer(),
        ),
      );
      expect([width, height]).toEqual([40, 30]);
      near(at(20, 15), [255, 0, 0]);
    },
  );

  test('and smaller, where it is larger than anything behind can use', async () => {
    const wide = await sharp({ create: { width: 8_000, height: 2_000, channels: 3, background: BLUE } })
      .jpeg()
      .toBuffer();
    expect(await safe(await normalise(wide))).toMatchObject({ width: LONGEST_EDGE, height: 1_024, reduced: true });
    expect((await safe(await normalise(await twoColours().png().toBuffer()))).reduced).toBe(false);
  });

  test('a very long one too, as long as it shows something', async () => {
    expect(await safe(await normalise(await strip(20_000, 50)))).toMatchObject({ width: LONGEST_EDGE, height: 10 });
  });
});

const strip = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: BLUE } })
    .png()
    .toBuffer();

/** A HEIC whose header says so of its size. */
function heicOf(width: number, height: number): Buffer {
  const bytes = Buffer.from(heic());
  for (let at = bytes.indexOf('ispe'); at >= 0; at = bytes.indexOf('ispe', at + 1)) {
    bytes.writeUInt32BE(width, at + 8);
    bytes.writeUInt32BE(height, at + 12);
  }
  return bytes;
}

describe('refused, each with its reason', () => {
  const png = () => twoColours().png().toBuffer();
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
    ['damaged', 'a JPEG that was cut off', async () => (await twoColours(800, 600).jpeg().toBuffer()).subarray(0, 900)],
    [
      'damaged',
      'a PNG whose middle is noise',
      async () => {
        const bytes = await png();
        bytes.fill(0x55, 60, bytes.length - 20);
        return bytes;
      },
    ],
    ['too small', 'a strip of 20,000 × 10, of which 2 would be left', () => strip(20_000, 10)],
    ['too many pixels', 'a HEIC whose header says 60 million pixels', () => heicOf(10_000, 6_000)],
    ['heic', 'a HEIC that no decoder here can read', () => heic().subarray(0, 300)],
    [
      'document',
      'a PDF, whatever it is called',
      () => Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF'),
    ],
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
    const polyglot = Buffer.concat([
      await twoColours().jpeg().toBuffer(),
      Buffer.from('PK\x03\x04<script>alert(1)</script>'),
    ]);
    const { bytes } = await safe(await normalise(polyglot));
    expect(bytes.includes('script')).toBe(false);
  });

  test('a HEIC holds up nobody: it is decoded in a thread of its own', async () => {
    let threads = 0;
    const count = () => {
      threads += 1;
    };
    process.on('worker', count);
    await normalise(await twoColours().png().toBuffer());
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
    warm: twoColours().jpeg().toBuffer(),
    bomb: strip(10_000, 6_000),
    'as large as is taken': sharp({ create: { width: 8_000, height: 6_000, channels: 3, background: BLUE } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer(),
    'the same as PNG': strip(8_000, 6_000),
    strip: strip(20_000, 50),
    heic: Promise.resolve(heicOf(10_000, 6_000)),
  };
  const files: string[] = [];
  for (const [name, bytes] of Object.entries(made)) {
    files.push(join(folder, name));
    writeFileSync(files.at(-1)!, await bytes);
  }
  const child = join(import.meta.dirname, 'normalise-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, ...files]);
  const { grown, outcomes } = JSON.parse(stdout) as { grown: number; outcomes: string[] };
  expect(outcomes).toEqual(['too many pixels', 'safe', 'safe', 'safe', 'too many pixels']);
  expect(grown).toBeLessThan(200e6);
}, 60_000);
