import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Quad } from '../../../model-runtime/contract.ts';
import { barsSvg } from '../../../src/assistant/pictures/bars.ts';
import { boxesSvg } from '../../../src/assistant/pictures/boxes.ts';
import { draw, rasterise } from '../../../src/assistant/pictures/draw.ts';
import { lettering } from '../../../src/assistant/pictures/lettering.ts';
import { drawingOf, RECORDED, sha256 } from './recorded.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parley-draw-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a chart', () => {
  it('is the same bytes on every machine', async () => {
    const { bytes } = await draw(RECORDED.drawing);
    expect(sha256(bytes)).toBe(RECORDED.sha256);
  });

  it('has letters for every script we speak, and none of the machine’s', async () => {
    const pictures = await Promise.all(
      ['Oat', 'Овёс', 'ओट', 'ওট', 'شوفان'].map(async (name) => rasterise(await barsSvg(drawingOf([name])))),
    );
    const ink = await Promise.all(pictures.map(async (png) => (await sharp(png).stats()).channels[0]!.mean));
    expect(new Set(pictures.map(sha256)).size).toBe(5);
    const blank = (await sharp(await rasterise(await barsSvg(drawingOf([' '])))).stats()).channels[0]!.mean;
    for (const mean of ink) expect(mean).toBeLessThan(blank);
  });

  it.each([
    ['कि', 'लो'],
    ['প্রো', 'টিন'],
    ['हिन्दी ', 'Bar'],
  ])('sets %s and %s beside each other, not over each other', async (one, other) => {
    const [first, second, both] = await Promise.all([one, other, `${one}${other}`].map(inkWidth));
    expect(both).toBeGreaterThan(0.95 * (first! + second!));
  });

  it('shows what was read as text, never as SVG of its own', async () => {
    const svg = await barsSvg(drawingOf(['<script>x</script>', 'a&b', '"\u0000\ud800']));
    expect(svg).not.toContain('<script>');
    expect(svg).toContain('a&amp;b');
    expect(svg).not.toContain('\u0000');
  });
});

/** From the first to the last of its ink, in pixels. */
async function inkWidth(words: string): Promise<number> {
  const letter = (await lettering([words]))(words, { x: 20, y: 80, size: 60 });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="120"><rect width="800" height="120" fill="#fff"/>${letter}</svg>`;
  const { info } = await sharp(await rasterise(svg))
    .trim()
    .toBuffer({ resolveWithObject: true });
  return info.width;
}

describe('boxes', () => {
  it('lie where they were read, with a number each, and the photo keeps its size', async () => {
    const photo = join(folder, 'photo.png');
    await writeFile(
      photo,
      await sharp({ create: { width: 400, height: 300, channels: 3, background: '#808080' } })
        .png()
        .toBuffer(),
    );
    const drawing = {
      kind: 'boxes',
      photo: 'p',
      alt: '1 “20g”',
      boxes: [{ number: 1, box: [100, 100, 200, 100, 200, 140, 100, 140] }],
    } as const;
    const drawn = await draw(
      { ...drawing, boxes: drawing.boxes.map(({ number, box }) => ({ number, box: [...box] })) },
      photo,
    );
    expect(drawn).toMatchObject({ mime: 'image/jpeg', alt: '1 “20g”' });
    const { data, info } = await sharp(drawn.bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([400, 300]);
    const at = (x: number, y: number) => [...data.subarray((y * 400 + x) * 3, (y * 400 + x) * 3 + 3)];
    expect(at(150, 142)[0]! - at(150, 142)[1]!).toBeGreaterThan(60);
    expect(Math.abs(at(150, 120)[0]! - at(150, 120)[1]!)).toBeLessThan(20);
  });

  it('on a photo are the same bytes on every machine', async () => {
    const boxes = [
      { number: 1, box: [40, 60, 300, 70, 298, 110, 38, 100] as Quad },
      { number: 12, box: [2, 300, 200, 300, 200, 340, 2, 340] as Quad },
    ];
    const photo = join(import.meta.dirname, '../../../fixtures/vision/photo.png');
    const { bytes } = await draw({ kind: 'boxes', photo: 'p', alt: '', boxes }, photo);
    expect(sha256(bytes)).toBe('bed0172d8eed971c2810924d9f14ff69416ccfb4e9637e52ab05428034a4ffcd');
  });

  it('keep their numbers inside the picture', () => {
    const svg = boxesSvg({ width: 100, height: 80 }, [{ number: 12, box: [-5, -5, 20, -5, 20, 10, -5, 10] }]);
    expect(svg).toContain('>12</text>');
    expect(
      /<rect x="([\d.-]+)" y="([\d.-]+)"/
        .exec(svg)!
        .slice(1)
        .map(Number)
        .every((value) => value >= 0),
    ).toBe(true);
  });

  it('have their numbers beside what was read, not over what is printed above it', () => {
    const tagOf = (svg: string) =>
      /<rect x="([\d.-]+)" y="([\d.-]+)" width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.slice(1).map(Number);
    const [x, y, width, height] = tagOf(
      boxesSvg({ width: 400, height: 300 }, [{ number: 1, box: [100, 100, 200, 100, 200, 120, 100, 120] }]),
    );
    expect(x! + width!).toBeLessThan(100);
    expect(y! + height! / 2).toBeCloseTo(110, 0);
    const [atEdge] = tagOf(
      boxesSvg({ width: 400, height: 300 }, [{ number: 1, box: [2, 100, 200, 100, 200, 120, 2, 120] }]),
    );
    expect(atEdge).toBeGreaterThan(200);
  });

  it('have numbers as large as a phone wants them, and so small that none covers the next', () => {
    const line = (number: number, top: number) => ({
      number,
      box: [300, top, 500, top, 500, top + 20, 300, top + 20] as Quad,
    });
    const tags = (svg: string) => [...svg.matchAll(/<rect [^>]*y="([\d.]+)" [^>]*height="([\d.]+)"/g)];
    const size = { width: 1200, height: 900 };
    expect(boxesSvg(size, [line(1, 100)])).toContain('font-size="36"');
    const [first, second] = tags(boxesSvg(size, [line(1, 100), line(2, 130)])).map(([, y, height]) => [
      Number(y),
      Number(y) + Number(height),
    ]);
    expect(first![1]).toBeLessThanOrEqual(second![0]!);
  });

  it('need their photo', async () => {
    await expect(draw({ kind: 'boxes', photo: 'p', boxes: [], alt: '' })).rejects.toThrow('need the photo');
  });
});
