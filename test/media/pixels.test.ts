import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { coloursOf } from '../../src/media/pixels.ts';

it('of a picture the colours are told where they are, also where it is larger than is looked at', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'parley-pixels-')), 'two-halves.jpg');
  const [width, height] = [4_000, 1_000];
  const left = await sharp({ create: { width: width / 2, height, channels: 3, background: '#102030' } })
    .png()
    .toBuffer();
  await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite([{ input: left, left: 0, top: 0 }])
    .jpeg({ quality: 92 })
    .toFile(file);
  const pixels = await coloursOf({ file, width, height });
  expect([pixels.width, pixels.height]).toEqual([width, height]);
  const near = (x: number, y: number, wanted: number[]) =>
    expect(Math.max(...pixels.at(x, y).map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(4);
  for (const y of [0, 500, 999]) {
    near(0, y, [0x10, 0x20, 0x30]);
    near(1_990, y, [0x10, 0x20, 0x30]);
    near(2_010, y, [0xff, 0xff, 0xff]);
    near(3_999, y, [0xff, 0xff, 0xff]);
  }
});
