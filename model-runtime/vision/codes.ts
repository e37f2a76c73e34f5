/** Barcodes and QR codes, by ZXing compiled to WebAssembly. Nothing is fetched: its file comes in the package. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, type ReaderOptions, type ReadResult, readBarcodes } from 'zxing-wasm/reader';
import type { Quad, ReadCode } from '../contract.ts';
import { type Pixels, turn, within } from './pixels.ts';

/**
 * What people photograph. Formats without a check digit are left out (Codabar, Code 39, ITF): in print of any kind
 * something always looks like them.
 */
const FORMATS: ReaderOptions['formats'] = [
  ...(['EAN13', 'EAN8', 'UPCA', 'UPCE', 'Code128', 'DataBar', 'DataBarExp'] as const),
  ...(['QRCode', 'MicroQRCode', 'DataMatrix', 'Aztec', 'PDF417'] as const),
];

const OPTIONS: ReaderOptions = { formats: FORMATS, tryHarder: true, maxNumberOfSymbols: 16 };

/** Longer side, in pixels. Codes are larger than print; 12 megapixels take 0.4 s, this 0.05 s. */
const LONGEST = 1600;

/** Codes of bars are found within so many degrees of straight; beyond, the picture is turned. */
const STRAIGHT = 5;

let prepared: Promise<unknown> | undefined;

/** Without this ZXing would fetch its file from a public server. */
function prepare(): Promise<unknown> {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  return readFile(file).then((bytes) =>
    prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(bytes).buffer }, fireImmediately: true }),
  );
}

/**
 * @param tilt how far the page is turned, in degrees clockwise: codes are printed along it
 * @returns each code once, in no order
 */
export async function readCodes(pixels: Pixels, { tilt }: { tilt: number }): Promise<ReadCode[]> {
  prepared ??= prepare();
  await prepared;
  const small = await within(pixels, LONGEST);
  const scale = small.width / pixels.width;
  const codes = new Map<string, ReadCode>();
  for (const degrees of anglesFor(tilt)) {
    for (const result of await readBarcodes(imageData(await straight(small, degrees)), OPTIONS)) {
      const key = `${result.format} ${result.text}`;
      if (!result.isValid || codes.has(key)) continue;
      codes.set(key, { format: result.format, text: result.text, box: boxOf(result, small, degrees, scale) });
    }
  }
  return [...codes.values()];
}

/** As it is, and straightened. Quarter turns make no difference to a code. */
function anglesFor(tilt: number): number[] {
  const beyond = tilt - 90 * Math.round(tilt / 90);
  return Math.abs(beyond) < STRAIGHT ? [0] : [0, -beyond];
}

const straight = (pixels: Pixels, degrees: number): Promise<Pixels> | Pixels =>
  degrees === 0 ? pixels : turn(pixels, degrees);

function imageData({ data, width, height }: Pixels): ImageData {
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    rgba[to] = data[from]!;
    rgba[to + 1] = data[from + 1]!;
    rgba[to + 2] = data[from + 2]!;
  }
  return { data: rgba, width, height, colorSpace: 'srgb' };
}

/** From the turned and scaled picture back into the one that was given. */
function boxOf({ position }: ReadResult, { width, height }: Pixels, degrees: number, scale: number): Quad {
  const radians = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const [turnedWidth, turnedHeight] = [
    Math.abs(width * cos) + Math.abs(height * sin),
    Math.abs(width * sin) + Math.abs(height * cos),
  ];
  const back = ({ x, y }: { x: number; y: number }): [number, number] => {
    const [dx, dy] = [x - turnedWidth / 2, y - turnedHeight / 2];
    return [(width / 2 + dx * cos + dy * sin) / scale, (height / 2 - dx * sin + dy * cos) / scale];
  };
  const { topLeft, topRight, bottomRight, bottomLeft } = position;
  return [...back(topLeft), ...back(topRight), ...back(bottomRight), ...back(bottomLeft)];
}
