/** Products of activations with stored matrices, and rows looked up in them: the nodes for each form. */
import { type Form, type FourBit, restBlocks, rowLayout } from './forms.ts';
import type { GraphDraft, Region } from './graph-draft.ts';
import type { StoredMatrix } from './weights.ts';

type Integers = Exclude<Form, { kind: 'f32' }>;

export class Products {
  readonly #graph: GraphDraft;
  /** MatMulNBits's `accuracy_level`: 4 rounds activations to 8 bits, 0 does not. */
  readonly #level: 4 | 0;
  /** The mean of each 32 values of an activation, by the activation's name; and the two side by side. */
  readonly #means = new Map<string, string>();
  readonly #extended = new Map<string, string>();

  constructor(graph: GraphDraft, level: 4 | 0) {
    this.#graph = graph;
    this.#level = level;
  }

  /**
   * x · Wᵀ + bias.
   * @param x name of the activations, [1, N, columns]
   * @param name under which the weights stand in the graph
   * @param bias where one number for each row of W lies
   */
  multiply(x: string, name: string, matrix: StoredMatrix, bias?: Region): string {
    const graph = this.#graph;
    const { form, columns, rows, regions } = matrix;
    const addend = bias && graph.weights(`${name}.bias`, 'float', [rows], bias);
    const sums: string[] = [];
    if (form.kind === 'f32') {
      sums.push(this.#multiplyFloats(x, graph.weights(`${name}.floats`, 'float', [rows, columns], regions.floats)));
      if (addend) sums.push(addend);
    } else sums.push(this.#matMulNBits(x, name, { ...matrix, form }, addend));
    if (form.kind === 'q4' && form.rests === 'product') {
      const rests = graph.weights(`${name}.rests`, 'float', [rows, columns / form.block], regions.floats);
      sums.push(this.#multiplyFloats(this.#meansOf(x, form), rests));
    }
    return sums.reduce((sum, term) => graph.node('Add', [sum, term]));
  }

  /** The matrix's rows at `ids`, as f32. */
  lookUp(ids: string, name: string, { form, columns, rows, regions }: StoredMatrix): string {
    const graph = this.#graph;
    switch (form.kind) {
      case 'f32': {
        const table = graph.weights(`${name}.floats`, 'float', [rows, columns], regions.floats);
        return graph.node('Gather', [table, ids], { attributes: { axis: 0 } });
      }
      case 'q8': {
        const quants = graph.weights(`${name}.quants`, 'uint8', [rows, columns], regions.quants);
        const scales = graph.weights(`${name}.scales`, 'float', [rows, columns / form.block], regions.scales);
        return graph.node('GatherBlockQuantized', [quants, ids, scales], {
          microsoft: true,
          attributes: { gather_axis: 0, quantize_axis: 1, block_size: form.block, bits: 8 },
        });
      }
      case 'coarse':
      case 'q4':
        throw new Error(`${name}: rows in 4 bits cannot be looked up.`);
      default:
        return form satisfies never;
    }
  }

  #multiplyFloats(x: string, matrix: string): string {
    return this.#graph.node('FusedMatMul', [x, matrix], { microsoft: true, attributes: { transB: 1 } });
  }

  #matMulNBits(x: string, name: string, matrix: StoredMatrix & { form: Integers }, bias?: string): string {
    const graph = this.#graph;
    const { form, columns, rows, regions } = matrix;
    const { quantBytes, blocks, zeroBytes } = rowLayout(form, columns);
    const extended = form.kind === 'q4' && form.rests === 'columns';
    const inputs = [
      extended ? this.#extend(x, columns, form) : x,
      graph.weights(`${name}.quants`, 'uint8', [rows, blocks, quantBytes / blocks], regions.quants),
      graph.weights(`${name}.scales`, 'float', [rows * blocks], regions.scales),
      zeroBytes > 0 ? graph.weights(`${name}.zeros`, 'uint8', [rows * zeroBytes], regions.zeros) : '',
      '',
      bias ?? '',
    ];
    while (inputs.at(-1) === '') inputs.pop();
    return graph.node('MatMulNBits', inputs, {
      microsoft: true,
      attributes: {
        K: extended ? columns + restBlocks(columns) * form.block + columns / form.block : columns,
        N: rows,
        bits: form.kind === 'q8' ? 8 : 4,
        block_size: form.block,
        accuracy_level: this.#level,
      },
    });
  }

  /** x followed by its blocks' means, twice, for the two columns of each rest; the first filled up to whole blocks. */
  #extend(x: string, columns: number, form: FourBit): string {
    const graph = this.#graph;
    return remember(this.#extended, x, () => {
      const means = this.#meansOf(x, form);
      const missing = restBlocks(columns) * form.block - columns / form.block;
      const filled =
        missing > 0 ? graph.node('Pad', [means, graph.constant(`fill_${missing}`, [0, 0, 0, 0, 0, missing])]) : means;
      return graph.node('Concat', [x, filled, means], { attributes: { axis: -1 } });
    });
  }

  /** One node: pooling takes the token axis for channels. */
  #meansOf(x: string, { block }: FourBit): string {
    return remember(this.#means, x, () =>
      this.#graph.node('AveragePool', [x], { attributes: { kernel_shape: [block], strides: [block] } }),
    );
  }
}

function remember(known: Map<string, string>, key: string, make: () => string): string {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
