/**
 * A picture made safe, once: upright, in sRGB, on white, its first frame, without a word of metadata (place, camera, owner),
 * and small enough for everything behind. The runtime and the skills get this file and never the original.
 */
import { decodeHeic } from './heic.ts';
import { contentOf } from './type.ts';

/** Beyond so many pixels a file is a bomb or a poster. A phone's camera gives 12 to 50 million. */
const MOST_PIXELS = 50_000_000;
/** Longest edge that is kept: print that matters can be read at this size, and nothing takes longer than it must. */
export const LONGEST_EDGE = 4_096;
/** Of an edge as it is kept: a picture thinner than this shows nothing. */
const LEAST_EDGE = 8;
/**
 * Print survives this quality; colours are kept at full resolution, since coloured print on packs is common. Codes made to
 * measure would save a few per cent of the file and take 145 MB more of memory: they need the whole picture at once.
 */
const JPEG = { quality: 92, chromaSubsampling: '4:4:4', optimiseCoding: false } as const;

export interface SafePicture {
  /** JPEG. */
  bytes: Buffer;
  width: number;
  height: number;
  /** The original had more pixels than were kept. */
  reduced: boolean;
}

/** Why a file cannot be looked at. A closed list: each has its sentence for the person. */
export type PictureRefusal =
  | 'heic'
  | 'drawing'
  | 'too many pixels'
  | 'too small'
  | 'damaged'
  | 'document'
  | 'sound'
  | 'film'
  | 'no picture';

export type Normalised = { status: 'safe'; picture: SafePicture } | { status: 'refused'; why: PictureRefusal };

const refused = (why: PictureRefusal): Normalised => ({ status: 'refused', why });

/** Never throws on what a file holds. */
export async function normalise(bytes: Uint8Array): Promise<Normalised> {
  const content = await contentOf(bytes);
  switch (content.kind) {
    case 'picture':
      return decode(bytes);
    case 'heic': {
      const heic = await decodeHeic({ bytes, mostPixels: MOST_PIXELS });
      if (heic.kind !== 'decoded') return refused(heic.kind === 'not read' ? 'heic' : heic.kind);
      const { width, height, data } = heic;
      return decode(data, { width, height, channels: 4 });
    }
    case 'drawing':
    case 'document':
    case 'sound':
    case 'film':
      return refused(content.kind);
    case 'unknown':
      return refused('no picture');
    default:
      return content satisfies never;
  }
}

/** Longest edge of what stands in a conversation: twice what is shown, for screens with many dots. */
const SMALL_EDGE = 640;

/**
 * A small copy of a picture that was made safe. JPEG. Of its file, which JPEG decodes at a fraction of its size: keeping the
 * pixels of the first decode for this takes longer (of 12 million, 94 ms for both instead of 82) and 80 MB more memory.
 */
export async function smallCopy(bytes: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  return sharp(bytes)
    .resize({ width: SMALL_EDGE, height: SMALL_EDGE, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** The same for bytes that came out of it before: they stay as they are. */
export async function safeAlready(bytes: Uint8Array): Promise<Normalised> {
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { status: 'safe', picture: { bytes: Buffer.from(bytes), width, height, reduced: false } };
  } catch {
    return refused('damaged');
  }
}

interface Raw {
  width: number;
  height: number;
  channels: 4;
}

async function decode(bytes: Uint8Array, raw?: Raw): Promise<Normalised> {
  const { default: sharp } = await import('sharp');
  // sharp's own limit would answer a bomb with an error that reads like damage.
  const options = { limitInputPixels: false, failOn: 'error', pages: 1, ...(raw && { raw }) } as const;
  try {
    const { width, height } = await sharp(bytes, options).metadata();
    if (width * height > MOST_PIXELS) return refused('too many pixels');
    // As it will be kept: a strip that is long enough to be made smaller shows nothing any more.
    const scale = Math.min(1, LONGEST_EDGE / Math.max(width, height));
    if (Math.min(width, height) * scale < LEAST_EDGE) return refused('too small');
    const { data, info } = await sharp(bytes, { ...options, limitInputPixels: MOST_PIXELS })
      .autoOrient()
      .flatten({ background: 'white' })
      .toColourspace('srgb')
      .resize({ width: LONGEST_EDGE, height: LONGEST_EDGE, fit: 'inside', withoutEnlargement: true })
      .jpeg(JPEG)
      .toBuffer({ resolveWithObject: true });
    const reduced = info.width * info.height < width * height;
    return { status: 'safe', picture: { bytes: data, width: info.width, height: info.height, reduced } };
  } catch {
    return refused('damaged');
  }
}
