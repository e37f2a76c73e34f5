/** Which pictures a browser is shown: of dots, told by their content. A drawing (SVG) is a program, and none of them. */
import { fileTypeFromBuffer } from 'file-type';

const TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif'];

/** The media type, or null for anything else. */
export async function rasterType(bytes: Uint8Array): Promise<string | null> {
  const type = await fileTypeFromBuffer(bytes);
  return TYPES.find((name) => name === type?.mime) ?? null;
}
