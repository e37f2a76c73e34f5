/** What a file is, by its content: what it is called, and what its platform said of it, prove nothing. */

export type ContentKind =
  | { kind: 'picture'; mime: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/tiff' | 'image/avif' }
  /** Pictures that need a decoder of their own. */
  | { kind: 'heic' }
  /** A drawing is a program for a renderer, and may fetch and run things. */
  | { kind: 'drawing' }
  | { kind: 'document'; mime: string }
  | { kind: 'sound'; mime: string }
  | { kind: 'film'; mime: string }
  /** Nothing we have a word for. */
  | { kind: 'unknown'; mime?: string };

const PICTURES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/tiff', 'image/avif'] as const;
const HEIC = ['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence'];

/** So much of a text file is looked at to find out whether it is a drawing. */
const LOOKED_AT = 1_024;

export async function contentOf(bytes: Uint8Array): Promise<ContentKind> {
  if (isDrawing(bytes)) return { kind: 'drawing' };
  const { fileTypeFromBuffer } = await import('file-type');
  const mime = (await fileTypeFromBuffer(bytes))?.mime;
  if (mime === undefined) return { kind: 'unknown' };
  const picture = PICTURES.find((name) => name === mime || (name === 'image/png' && mime === 'image/apng'));
  if (picture !== undefined) return { kind: 'picture', mime: picture };
  if (HEIC.includes(mime)) return { kind: 'heic' };
  if (mime.startsWith('audio/')) return { kind: 'sound', mime };
  if (mime.startsWith('video/')) return { kind: 'film', mime };
  if (mime === 'application/pdf' || mime.includes('officedocument')) return { kind: 'document', mime };
  return { kind: 'unknown', mime };
}

/** XML that begins an `svg` element, whatever stands before it. */
function isDrawing(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, LOOKED_AT))
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  return start.startsWith('<') && /<svg[\s>]/i.test(start);
}
