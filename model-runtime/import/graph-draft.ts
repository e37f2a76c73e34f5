/** An ONNX graph under construction, by the few words this importer needs. Weights stay outside, in the data file. */
import type { onnx } from 'onnx-proto';
import onnxProto from 'onnx-proto';
import { WEIGHTS_FILE } from './imported.ts';

const { AttributeProto, ModelProto, TensorProto } = onnxProto.onnx;

/** The standard operators as of this version. 17 has all that decoders use; 20 is the first with Gelu. */
export type Opset = 17 | 20;
const IR_VERSIONS: Record<Opset, number> = { 17: 8, 20: 9 };

export type ElementType = 'float' | 'int64' | 'uint8';

const ELEMENT: Record<ElementType, { code: number; bytes: number }> = {
  float: { code: TensorProto.DataType.FLOAT, bytes: 4 },
  int64: { code: TensorProto.DataType.INT64, bytes: 8 },
  uint8: { code: TensorProto.DataType.UINT8, bytes: 1 },
};

/** A range of the data file. */
export interface Region {
  offset: number;
  bytes: number;
}

type Attributes = Record<string, number | number[] | { float: number } | string>;

export interface NodeOptions {
  attributes?: Attributes;
  /** An operator of onnxruntime's own rather than of the standard. */
  microsoft?: boolean;
  /** Places of optional outputs that are not wanted; they get no name. */
  unread?: number[];
}

export class GraphDraft {
  readonly #opset: Opset;
  readonly #nodes: onnx.INodeProto[] = [];
  readonly #constants = new Map<string, onnx.ITensorProto>();
  readonly #inputs: onnx.IValueInfoProto[] = [];
  readonly #outputs: onnx.IValueInfoProto[] = [];

  constructor(opset: Opset = 17) {
    this.#opset = opset;
  }

  get nodes(): number {
    return this.#nodes.length;
  }

  input(name: string, type: ElementType, shape: (number | string)[]): string {
    this.#inputs.push(valueInfo(name, type, shape));
    return name;
  }

  /** Gives the value `from` the public name `name`. */
  output(name: string, from: string, type: ElementType, shape: (number | string)[]): void {
    const node = this.#nodes.findLast((candidate) => candidate.output?.includes(from));
    if (!node?.output) throw new Error(`No node gives ${from}.`);
    node.output = node.output.map((output) => (output === from ? name : output));
    this.#outputs.push(valueInfo(name, type, shape));
  }

  /** Adds a node with one output and returns the output's name. */
  node(operator: string, inputs: string[], options: NodeOptions = {}): string {
    return this.nodeWith(1, operator, inputs, options)[0]!;
  }

  /** Adds a node with several outputs and returns their names. */
  nodeWith(outputs: number, operator: string, inputs: string[], options: NodeOptions = {}): string[] {
    const { attributes = {}, microsoft = false, unread = [] } = options;
    const name = `${operator}_${this.#nodes.length}`;
    const output = Array.from({ length: outputs }, (_, i) => (unread.includes(i) ? '' : `${name}.${i}`));
    this.#nodes.push({
      name,
      opType: operator,
      domain: microsoft ? 'com.microsoft' : '',
      input: inputs,
      output,
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
    return output;
  }

  /** A small constant kept in the graph itself: sizes and axes, which onnxruntime must see when it loads. */
  constant(name: string, values: number[]): string {
    this.#constants.set(name, {
      name,
      dataType: ELEMENT.int64.code,
      dims: [values.length],
      rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
    });
    return name;
  }

  /** A constant whose bytes lie in the data file. Two may share a region under different shapes. */
  weights(name: string, type: ElementType, shape: number[], region: Region): string {
    const bytes = shape.reduce((product, size) => product * size, ELEMENT[type].bytes);
    if (bytes !== region.bytes) throw new Error(`${name} needs ${bytes} bytes, its region has ${region.bytes}.`);
    this.#constants.set(name, {
      name,
      dataType: ELEMENT[type].code,
      dims: shape,
      dataLocation: TensorProto.DataLocation.EXTERNAL,
      externalData: [
        { key: 'location', value: WEIGHTS_FILE },
        { key: 'offset', value: String(region.offset) },
        { key: 'length', value: String(region.bytes) },
      ],
    });
    return name;
  }

  /** The model file's bytes. */
  encode(): Uint8Array {
    return ModelProto.encode({
      irVersion: IR_VERSIONS[this.#opset],
      // onnxruntime's own operators live in com.microsoft.
      opsetImport: [
        { domain: '', version: this.#opset },
        { domain: 'com.microsoft', version: 1 },
      ],
      producerName: 'parley',
      graph: {
        name: 'graph',
        node: this.#nodes,
        initializer: [...this.#constants.values()],
        input: this.#inputs,
        output: this.#outputs,
      },
    }).finish();
  }
}

function attribute(name: string, value: Attributes[string]): onnx.IAttributeProto {
  const { FLOAT, INT, INTS, STRING } = AttributeProto.AttributeType;
  if (typeof value === 'string') return { name, type: STRING, s: Buffer.from(value) };
  if (typeof value === 'number') return { name, type: INT, i: value };
  if (Array.isArray(value)) return { name, type: INTS, ints: value };
  return { name, type: FLOAT, f: value.float };
}

function valueInfo(name: string, type: ElementType, shape: (number | string)[]): onnx.IValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: ELEMENT[type].code, shape: { dim } } } };
}
