/**
 * Resampling of 8-bit pictures, bit for bit as the models' own preprocessing does it (Pillow's `Image.resize`,
 * libImaging/Resample.c): separable, horizontal pass first, 8 bits between the passes, coefficients of 22 fractional
 * bits. Other resamplers differ by up to 92 of 255 where a picture is enlarged, and a model sees that.
 */

export type Filter = 'lanczos' | 'bicubic';

/** RGB, rows from the top, 8 bits a channel. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8Array | Uint8ClampedArray;
}

const CHANNELS = 3;
const FRACTION_BITS = 22;
const HALF = 1 << (FRACTION_BITS - 1);

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI));

const FILTERS: Record<Filter, { support: number; weight(x: number): number }> = {
  lanczos: { support: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
  // Keys' cubic with a = −0.5.
  bicubic: {
    support: 2,
    weight(x) {
      const a = -0.5;
      const at = Math.abs(x);
      if (at < 1) return ((a + 2) * at - (a + 3)) * at * at + 1;
      return at < 2 ? (((at - 5) * at + 8) * at - 4) * a : 0;
    },
  },
};

/** For each output place: the first input it reads, and a fixed-point weight for that one and those behind it. */
interface Taps {
  first: Int32Array;
  counts: Int32Array;
  weights: Int32Array;
  /** Weights of one output place lie this far from those of the next. */
  stride: number;
}

/** The picture at another size; the same picture where nothing changes. */
export function resample(picture: Pixels, width: number, height: number, filter: Filter): Pixels {
  const across = picture.width === width ? picture : acrossRows(picture, width, taps(picture.width, width, filter));
  return across.height === height ? across : downColumns(across, height, taps(picture.height, height, filter));
}

function taps(from: number, to: number, filter: Filter): Taps {
  const { support, weight } = FILTERS[filter];
  const scale = from / to;
  const widen = Math.max(scale, 1);
  const reach = support * widen;
  const stride = Math.ceil(reach) * 2 + 1;
  const [first, counts] = [new Int32Array(to), new Int32Array(to)];
  const weights = new Int32Array(to * stride);
  const exact = new Float64Array(stride);
  for (let place = 0; place < to; place++) {
    const centre = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(centre - reach + 0.5));
    const count = Math.min(from, Math.trunc(centre + reach + 0.5)) - start;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      exact[i] = weight((i + start - centre + 0.5) * (1 / widen));
      sum += exact[i]!;
    }
    for (let i = 0; i < count; i++) {
      const share = exact[i]! * (sum === 0 ? 1 : 1 / sum);
      weights[place * stride + i] = Math.trunc((share < 0 ? -0.5 : 0.5) + share * 2 ** FRACTION_BITS);
    }
    first[place] = start;
    counts[place] = count;
  }
  return { first, counts, weights, stride };
}

function acrossRows({ width: from, height, data }: Pixels, width: number, taps: Taps): Pixels {
  const out = new Uint8ClampedArray(width * height * CHANNELS);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let [red, green, blue] = [HALF, HALF, HALF];
      let pixel = (y * from + taps.first[x]!) * CHANNELS;
      const start = x * taps.stride;
      for (let tap = start; tap < start + taps.counts[x]!; tap++, pixel += CHANNELS) {
        const weight = taps.weights[tap]!;
        red = (red + Math.imul(data[pixel]!, weight)) | 0;
        green = (green + Math.imul(data[pixel + 1]!, weight)) | 0;
        blue = (blue + Math.imul(data[pixel + 2]!, weight)) | 0;
      }
      out[to++] = red >> FRACTION_BITS;
      out[to++] = green >> FRACTION_BITS;
      out[to++] = blue >> FRACTION_BITS;
    }
  }
  return { width, height, data: out };
}

/** A whole row at a time: the inner loop then runs along memory. */
function downColumns({ width, data }: Pixels, height: number, taps: Taps): Pixels {
  const row = width * CHANNELS;
  const out = new Uint8ClampedArray(row * height);
  const sums = new Int32Array(row);
  for (let y = 0; y < height; y++) {
    sums.fill(HALF);
    for (let tap = 0; tap < taps.counts[y]!; tap++) {
      const weight = taps.weights[y * taps.stride + tap]!;
      let from = (taps.first[y]! + tap) * row;
      for (let i = 0; i < row; i++) sums[i] = sums[i]! + Math.imul(data[from++]!, weight);
    }
    for (let i = 0; i < row; i++) out[y * row + i] = sums[i]! >> FRACTION_BITS;
  }
  return { width, height, data: out };
}
