/**
 * What the model keeps of the tokens it has read: a key and a value vector for each, layer and head. The buffers are
 * ours, token after token, so that the graph reads them in place (as inputs they are not copied) and a longer past is
 * only a longer view.
 */

export interface RowShape {
  layers: number;
  /** Values of one token in one layer, of keys or of values: kvHeads · headDim. */
  width: number;
}

const FLOAT_BYTES = 4;

/** Rows of a new buffer. Memory that is reserved but not yet written costs nothing. */
const LEAST_ROWS = 256;

export class KeysValues {
  readonly #shape: RowShape;
  /** Keys and values in turn, layer by layer. */
  #sides: Float32Array[];
  #capacity: number;
  #length = 0;
  #touched = 0;

  constructor(shape: RowShape) {
    this.#shape = shape;
    this.#capacity = LEAST_ROWS;
    this.#sides = Array.from({ length: 2 * shape.layers }, () => new Float32Array(LEAST_ROWS * shape.width));
  }

  /** Tokens held. */
  get length(): number {
    return this.#length;
  }

  /** Memory in use: what was written once stays in use until the buffers go. */
  get bytes(): number {
    return this.#touched * KeysValues.rowBytes(this.#shape);
  }

  /** Bytes of one token. */
  static rowBytes({ layers, width }: RowShape): number {
    return 2 * layers * width * FLOAT_BYTES;
  }

  /** Makes the buffers hold `rows` tokens, doubling them as often as needed. */
  reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    while (this.#capacity < rows) this.#capacity *= 2;
    const { width } = this.#shape;
    this.#sides = this.#sides.map((old) => {
      const larger = new Float32Array(this.#capacity * width);
      larger.set(old.subarray(0, this.#length * width));
      return larger;
    });
    this.#touched = this.#length;
  }

  /**
   * Keys or values (`side` 2l or 2l + 1) of the first `rows` tokens of layer l, in place. With `rows` beyond `length`
   * the rest holds anything finite.
   */
  view(side: number, rows: number): Float32Array {
    return this.#sides[side]!.subarray(0, rows * this.#shape.width);
  }

  /** @param rows [2 · layers, count, width], as the graph gives them */
  append(rows: Float32Array, count: number): void {
    this.reserve(this.#length + count);
    const { width } = this.#shape;
    const step = count * width;
    this.#sides.forEach((side, i) => {
      side.set(rows.subarray(i * step, (i + 1) * step), this.#length * width);
    });
    this.#length += count;
    this.#touched = Math.max(this.#touched, this.#length);
  }

  /** Forgets all but the first `length` tokens. */
  cutTo(length: number): void {
    this.#length = Math.min(this.#length, length);
  }

  /** Holds what `other` holds of its first `length` tokens, in memory of its own. */
  copyFrom(other: KeysValues, length: number): void {
    this.#length = 0;
    this.reserve(length);
    const values = length * this.#shape.width;
    this.#sides.forEach((side, i) => {
      side.set(other.#sides[i]!.subarray(0, values));
    });
    this.#length = length;
    this.#touched = Math.max(this.#touched, length);
  }
}
