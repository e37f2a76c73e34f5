/** Photos as people take them: drawn sheets, askew, blurred, shaded and compressed, then read as every photo is. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Picture, Reading } from '../../model-runtime/contract.ts';
import { createReader } from '../../model-runtime/reader.ts';
import { answerFromPhotos } from '../../src/assistant/asking.ts';
import type { Evidence } from '../../src/assistant/evidence.ts';
import { seeIn } from '../../src/assistant/seeing.ts';
import { normalise } from '../../src/media/normalise.ts';
import type { Random } from '../vision/random.ts';
import { type Degradation, degrade, drawSvg } from '../vision/render.ts';

export interface Taken {
  evidence: Evidence;
  picture: Picture;
  /** From the photo's bytes to all that is known of it, in ms. */
  ms: { safe: number; reading: number; seeing: number };
}

export interface Darkroom {
  /** A photo of a sheet, given as SVG, and read. */
  take(svg: string, random: Random, how?: Degradation): Promise<Taken>;
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

/** What is answered to photos that come with a question. */
export const askedOf = (attached: Evidence[], text: string) =>
  answerFromPhotos({ text, attached, earlier: [], focus: null, talk: TALK });

/** What may stand between print and photo. */
const FAULTS = {
  tilt: (random: Random) => random.between(-2, 2),
  blur: (random: Random) => random.between(0.3, 0.8),
  jpeg: (random: Random) => random.int(40, 60),
  shadow: (random: Random) => random.between(0, 0.4),
} satisfies Partial<Record<keyof Degradation, (random: Random) => number>>;

/** Of a photo taken in a hurry: all of it. */
export const hurried = (random: Random): Degradation => ({
  tilt: FAULTS.tilt(random),
  blur: FAULTS.blur(random),
  jpeg: FAULTS.jpeg(random),
  shadow: FAULTS.shadow(random),
});

/** Each fault by itself, and all together. */
export const degradations = (random: Random): [name: string, how: Degradation][] => [
  ...Object.entries(FAULTS).map(([name, of]): [string, Degradation] => [name, { [name]: of(random) }]),
  ['all', hurried(random)],
];

/** A photo of a sheet, given as SVG. JPEG or PNG. */
export const photograph = async (svg: string, random: Random, how: Degradation = hurried(random)): Promise<Buffer> =>
  (await degrade(drawSvg(svg), how, random)).bytes;

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
    take: async (svg, random, how) => look(await photograph(svg, random, how)),
    get pid() {
      return reader.pid;
    },
    async close() {
      await reader.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
