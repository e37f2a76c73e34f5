/** Photos as people take them: drawn sheets, askew, blurred, shaded and compressed, then read as every photo is. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Picture, Reading } from '../../model-runtime/contract.ts';
import { createReader } from '../../model-runtime/reader.ts';
import type { Evidence } from '../../src/assistant/evidence.ts';
import { seeIn } from '../../src/assistant/seeing.ts';
import { normalise } from '../../src/media/normalise.ts';
import type { Random } from '../vision/random.ts';
import { degrade, drawSvg } from '../vision/render.ts';

export interface Taken {
  evidence: Evidence;
  picture: Picture;
  /** From the photo's bytes to all that is known of it, in ms. */
  ms: { safe: number; reading: number; seeing: number };
}

export interface Darkroom {
  /** A photo of a sheet, given as SVG. */
  take(svg: string, random: Random): Promise<Taken>;
  /** A photo that is here already. */
  look(bytes: Uint8Array): Promise<Taken>;
  read(picture: Picture): Promise<Reading>;
  /** A picture as a file, which goes with the darkroom. */
  keep(bytes: Uint8Array): Promise<string>;
  /** Of the process that reads, while there is one. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** At 14:05 and 14:30 UTC, so that times in answers are known. */
const TAKEN_AT = Date.parse('2026-11-21T14:05:00Z');
export const TALK = { language: 'en', timeZone: 'UTC', now: Date.parse('2026-11-21T14:30:00Z') } as const;

/** Of a photo taken in a hurry. */
export const hurried = (random: Random) => ({
  tilt: random.between(-2, 2),
  blur: random.between(0.3, 0.8),
  jpeg: random.int(40, 60),
  shadow: random.between(0, 0.4),
});

export async function openDarkroom(): Promise<Darkroom> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-photos-'));
  const reader = createReader({ log: { info() {}, warn() {} }, execArgv: ['--disable-warning=ExperimentalWarning'] });
  const signal = new AbortController().signal;
  let count = 0;
  const keep = async (bytes: Uint8Array): Promise<string> => {
    const file = join(folder, `${++count}.jpg`);
    await writeFile(file, bytes);
    return file;
  };
  const read = (picture: Picture) => reader.read(picture, { signal, priority: 'asked' });
  const look = async (bytes: Uint8Array): Promise<Taken> => {
    const began = performance.now();
    const normal = await normalise(bytes);
    if (normal.status === 'refused') throw new Error(`A drawn photo was refused: ${normal.why}.`);
    const { width, height } = normal.picture;
    const picture = { file: await keep(normal.picture.bytes), width, height };
    const safe = performance.now();
    const reading = await read(picture);
    const readAt = performance.now();
    const evidence = await seeIn({ id: `p${count}`, at: TAKEN_AT }, reading, picture);
    const ms = { safe: safe - began, reading: readAt - safe, seeing: performance.now() - readAt };
    return { evidence, picture, ms };
  };
  return {
    look,
    read,
    keep,
    take: async (svg, random) => look((await degrade(drawSvg(svg), hurried(random), random)).bytes),
    get pid() {
      return reader.pid;
    },
    async close() {
      await reader.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
