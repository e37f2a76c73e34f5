/** A photo of a sign, as small as will do, and what is read on it where no real reader is asked. */
import sharp from 'sharp';
import type { Picture, Reading } from '../../model-runtime/contract.ts';

export const signPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 200, height: 50, channels: 3, background: 'white' } })
    .png()
    .toBuffer();

export const signSaying =
  (text: string) =>
  async ({ width, height }: Picture): Promise<Reading> => ({
    ...{ width, height, turned: 0, codes: [], script: 'latin', ms: 1 },
    lines: [{ text, box: [10, 10, 190, 10, 190, 40, 10, 40], height: 30, confidence: 0.99, characters: [] }],
  });

export const readSign = signSaying('Trail closed');
