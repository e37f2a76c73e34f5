/** Files as they come in, and what each must come to (product.md R03): of chance sizes, so that nothing fits one file only. */
import sharp from 'sharp';
import type { TextId } from '../../src/conversation/notices.ts';
import type { Random } from '../vision/random.ts';
import {
  animated,
  HEIC_SIZE,
  hasTwoColours,
  heic,
  isUpright,
  ORIENTATIONS,
  pdf,
  polyglot,
  type Size,
  strip,
  turned,
  twoColours,
} from './pictures.ts';

export interface Arriving {
  name: string;
  make(random: Random): Promise<Arrived> | Arrived;
}

export interface Arrived {
  bytes: Buffer;
  /** Where it says that it was taken, as bytes that must be found nowhere later. */
  place?: Buffer[];
  /** The picture that is kept, or the words it is refused with. */
  becomes: { kept: (picture: Uint8Array) => Promise<boolean> } | { refused: TextId };
}

/** Of eights, which compression keeps in place. */
const sizeBy = (random: Random): Size => ({ width: 8 * random.int(8, 60), height: 8 * random.int(8, 60) });

const picture = (name: string, make: (size: Size, random: Random) => Promise<Buffer>): Arriving => ({
  name,
  async make(random) {
    const size = sizeBy(random);
    return { bytes: await make(size, random), becomes: { kept: (kept) => isUpright(kept, size) } };
  },
});

const refused = (name: string, why: TextId, make: (random: Random) => Promise<Buffer> | Buffer): Arriving => ({
  name,
  make: async (random) => ({ bytes: await make(random), becomes: { refused: why } }),
});

function oriented(orientation: number): Arriving {
  return {
    name: `a JPEG that is turned (EXIF ${orientation})`,
    async make(random) {
      const size = sizeBy(random);
      const seconds = [random.int(1e8, 2e9), random.int(1e8, 2e9)] as const;
      return {
        bytes: await turned(orientation, size, seconds),
        place: [rational(seconds, 'LE'), rational(seconds, 'BE')],
        becomes: { kept: (kept) => isUpright(kept, size) },
      };
    },
  };
}

/** As EXIF stores it, with the one end first or the other. */
function rational([over, under]: readonly [number, number], order: 'LE' | 'BE'): Buffer {
  const bytes = Buffer.alloc(8);
  for (const [at, number] of [over, under].entries()) {
    if (order === 'LE') bytes.writeUInt32LE(number, 4 * at);
    else bytes.writeUInt32BE(number, 4 * at);
  }
  return bytes;
}

export const ARRIVING: readonly Arriving[] = [
  ...ORIENTATIONS.map(oriented),
  refused('a bomb of some 60 million pixels', 'photo.refused.pixels', (random) =>
    strip({ width: random.int(9_000, 11_000), height: random.int(6_000, 6_400) }),
  ),
  refused('a drawing', 'photo.refused.drawing', (random) =>
    Buffer.from(
      `${random.pick(['', '\uFEFF', '<?xml version="1.0"?>'])}<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`,
    ),
  ),
  refused('a JPEG that was cut off', 'photo.refused.damaged', async (random) => {
    const whole = await twoColours({ width: 800, height: 600 }).jpeg().toBuffer();
    return whole.subarray(0, random.int(700, Math.floor(whole.length * 0.6)));
  }),
  {
    name: 'a HEIC, where a decoder is installed',
    make: () => ({ bytes: heic(), becomes: { kept: (kept) => hasTwoColours(kept, HEIC_SIZE) } }),
  },
  picture('an animated GIF', (size) => animated('gif', size)),
  picture('an animated WebP', (size) => animated('webp', size)),
  picture('a CMYK JPEG', (size) => twoColours(size).flatten().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer()),
  picture('a 16-bit PNG', (size) => twoColours(size).toColourspace('rgb16').png().toBuffer()),
  picture('a TIFF', (size) => twoColours(size).tiff({ compression: 'lzw' }).toBuffer()),
  picture('an AVIF', (size) => twoColours(size).avif({ quality: 90 }).toBuffer()),
  picture('a picture and an archive at once', (size) => polyglot(size)),
  refused('a PDF that calls itself a photo', 'photo.refused.document', pdf),
  refused('one pixel', 'photo.refused.small', () =>
    sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  ),
  refused('a strip of which next to nothing would be left', 'photo.refused.small', (random) =>
    strip({ width: random.int(18_000, 22_000), height: random.int(8, 20) }),
  ),
  refused('a voice note', 'photo.refused.sound', () =>
    Buffer.concat([
      Buffer.from('OggS\0\x02\0\0\0\0\0\0\0\0'),
      Buffer.alloc(14),
      Buffer.from('OpusHead'),
      Buffer.alloc(40),
    ]),
  ),
  refused('a page of HTML', 'photo.refused.other', (random) =>
    Buffer.from(`<!doctype html><title>${random.int(1, 1e6)}</title>`),
  ),
];
