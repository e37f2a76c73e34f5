/**
 * The data file beside the graph: first planned, so that every byte's place and the whole size are known, then filled
 * from the source about a megabyte at a time.
 */
import { BLOCKS } from './blocks.ts';
import { type Form, rowLayout } from './forms.ts';
import type { Region } from './graph-draft.ts';
import type { TensorEntry } from './header.ts';
import { PACKED_PARTS, type PackedRows, rowPacker } from './pack.ts';

/** Regions start on memory pages: the file is mapped, not read. */
const PAGE = 4_096;

/** How much of a tensor is in memory at once, in bytes of the source. */
const PIECE_BYTES = 2 ** 20;

/** Where tensors are read from, whatever kind of file it is. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Fills `into` from the tensor's byte `from` on. */
  read(tensor: TensorEntry, from: number, into: Uint8Array): Promise<void>;
}

/** Puts `bytes` at `position` of the data file. */
export type Write = (position: number, bytes: Uint8Array) => Promise<void>;

/** A matrix's rows in another order: whole heads change places, and the rows inside each head too. */
export interface HeadOrder {
  /** The source head of each head. */
  heads: Int32Array;
  /** The source row, within its head, of each row of a head. */
  within: Int32Array;
}

/** One tensor's share of a stacked matrix or vector. */
export interface Part {
  tensor: TensorEntry;
  rows?: HeadOrder;
  /** The source block of columns of each such block. */
  columns?: Int32Array;
  /** Columns in such a block; 32 unless told. */
  columnUnit?: number;
}

/** A matrix in the plan. Parts a form does not have are regions of no bytes. */
export interface StoredMatrix {
  form: Form;
  columns: number;
  rows: number;
  regions: Record<keyof PackedRows, Region>;
}

export interface FillOptions {
  onProgress?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export class WeightsPlan {
  #bytes = 0;
  readonly #fills: ((file: TensorFile, write: Write) => Promise<void>)[] = [];

  /** Size of the data file. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Numbers that are computed, from nothing or from tensors. `values` is called when they are written. */
  computed(length: number, values: (file: TensorFile) => Float32Array | Promise<Float32Array>): Region {
    const region = this.#reserve(length * 4);
    this.#fills.push(async (file, write) => write(region.offset, bytesOf(await values(file))));
    return region;
  }

  /** Vectors one after another, as f32: matrices of one column, so that an order of rows is an order of values. */
  vector(parts: Part[]): Region {
    const asColumn = ({ tensor, ...part }: Part) => ({
      ...part,
      tensor: { ...tensor, columns: 1, rows: tensor.columns },
    });
    return this.matrix({ kind: 'f32' }, parts.map(asColumn)).regions.floats;
  }

  /** Matrices of equal columns stacked row on row. */
  matrix(form: Form, parts: Part[]): StoredMatrix {
    const columns = parts[0]!.tensor.columns;
    const rows = parts.reduce((sum, { tensor }) => sum + tensor.rows, 0);
    const layout = rowLayout(form, columns);
    const regions = {
      quants: this.#reserve(rows * layout.quantBytes),
      scales: this.#reserve(rows * layout.blocks * 4),
      zeros: this.#reserve(rows * layout.zeroBytes),
      floats: this.#reserve(rows * layout.floats * 4),
    };
    this.#fills.push(async (file, write) => {
      let done = 0;
      for (const part of parts) {
        const pack = rowPacker(form, part.tensor, part.columns, part.columnUnit);
        const most = rowsAtOnce(part);
        const packed: PackedRows = {
          quants: new Uint8Array(most * layout.quantBytes),
          scales: new Float32Array(most * layout.blocks),
          zeros: new Uint8Array(most * layout.zeroBytes),
          floats: new Float32Array(most * layout.floats),
        };
        for await (const piece of pieces(file, part, most)) {
          for (const [to, from] of piece.rows.entries()) pack(piece.bytes, from, packed, to);
          for (const name of PACKED_PARTS) {
            const { offset, bytes } = regions[name];
            const rowBytes = bytes / rows;
            await write(offset + done * rowBytes, bytesOf(packed[name], piece.rows.length * rowBytes));
          }
          done += piece.rows.length;
        }
      }
    });
    return { form, columns, rows, regions };
  }

  /**
   * Reads every tensor and writes every region; tells of every further hundredth.
   * @throws GgufError on weights that are not finite; whatever `write` throws; the signal's reason
   */
  async fill(file: TensorFile, write: Write, { onProgress, signal }: FillOptions): Promise<void> {
    let done = 0;
    let told = 0;
    const counted: Write = async (position, bytes) => {
      signal?.throwIfAborted();
      if (bytes.length === 0) return;
      await write(position, bytes);
      done += bytes.length;
      const share = Math.floor((done / this.#bytes) * 100) / 100;
      if (share > told) onProgress?.(share);
      told = share;
    };
    for (const fill of this.#fills) await fill(file, counted);
    if (told < 1) onProgress?.(1);
  }

  #reserve(bytes: number): Region {
    if (bytes === 0) return { offset: 0, bytes };
    const offset = Math.ceil(this.#bytes / PAGE) * PAGE;
    this.#bytes = offset + bytes;
    return { offset, bytes };
  }
}

/** Some rows of a tensor: their bytes, and where in them each row begins, in the order wanted. */
interface Piece {
  bytes: Uint8Array;
  rows: number[];
}

/** Whole heads where heads change places. */
function rowsAtOnce({ tensor, rows }: Part): number {
  return rows ? rows.within.length : Math.max(1, Math.min(tensor.rows, Math.floor(PIECE_BYTES / rowBytesOf(tensor))));
}

async function* pieces(file: TensorFile, { tensor, rows: order }: Part, most: number): AsyncGenerator<Piece> {
  const rowBytes = rowBytesOf(tensor);
  const buffer = new Uint8Array(most * rowBytes);
  for (let index = 0; index * most < tensor.rows; index++) {
    const first = (order ? order.heads[index]! : index) * most;
    const present = Math.min(most, tensor.rows - first);
    const bytes = buffer.subarray(0, present * rowBytes);
    await file.read(tensor, first * rowBytes, bytes);
    yield {
      bytes,
      rows: Array.from({ length: present }, (_, row) => (order ? order.within[row]! : row) * rowBytes),
    };
  }
}

/** A whole tensor as floats. */
export async function floatsOf(file: TensorFile, tensor: TensorEntry): Promise<Float32Array> {
  const bytes = new Uint8Array(tensor.bytes);
  await file.read(tensor, 0, bytes);
  const floats = new Float32Array(tensor.columns * tensor.rows);
  BLOCKS[tensor.type].decode(bytes, 0, floats);
  return floats;
}

const rowBytesOf = ({ bytes, rows }: TensorEntry): number => bytes / rows;

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Float32Array, length = byteLength): Uint8Array =>
  new Uint8Array(buffer, byteOffset, length);
