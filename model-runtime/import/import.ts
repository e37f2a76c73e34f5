/** From a GGUF file to a folder the engine can load. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { addImport, findImport } from './cache.ts';
import { type Decoder, planDecoder } from './decoder.ts';
import { type Architecture, readArchitecture } from './family.ts';
import { Gguf } from './gguf.ts';
import {
  type Accuracy,
  GRAPH_FILE,
  GRAPH_OUTPUTS,
  graphInputs,
  type ImportedModel,
  MODEL_FILE,
  VOCABULARY_FILE,
  WEIGHTS_FILE,
} from './imported.ts';
import { readTensors } from './tensors.ts';
import { readVocabularyKeys } from './vocabulary.ts';
import { writeDurably } from './write-durably.ts';

/** Counts up with every change that makes older imports wrong or worse. */
const IMPORTER_VERSION = 1;

export interface ImportOptions {
  /** Imports are kept here, each in a folder named by its key. Made if it is not there. */
  cacheFolder: string;
  /** Of the file, in hex, where it is known: saves reading the file once. */
  sha256?: string | undefined;
  /** 4 unless told. */
  accuracy?: Accuracy | undefined;
  /** Whether the graph takes features of pictures in place of tokens. */
  pictures?: boolean | undefined;
  /** The share that is done, 0 to 1; called a hundred times at most. */
  onProgress?: ((share: number) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface Import {
  folder: string;
  model: ImportedModel;
}

/**
 * Imports a file, or returns at once what an earlier call made of it. Memory stays at a few hundred megabytes whatever
 * the model's size; the work is done in small steps, so timers and messages get through.
 *
 * The key is the file's hash, the importer's version and the accuracy. The processor is no part of it, because the
 * forms are a fixed table that does not ask for it.
 *
 * @throws GgufError when the file is damaged or of an unknown kind
 * @throws NoSpaceError when the disk cannot hold the result
 * @throws the signal's reason
 */
export async function importModel(file: string, options: ImportOptions): Promise<Import> {
  const { cacheFolder, accuracy = 4, pictures = false, signal } = options;
  const sha256 = options.sha256 ?? (await hashFile(file, signal));
  const key = `${sha256}-v${IMPORTER_VERSION}-${accuracy}${pictures ? '-pictures' : ''}`;
  const folder = join(cacheFolder, key);
  const known = await findImport(cacheFolder, key);
  if (known) return { folder, model: known };

  return Gguf.with(file, async (gguf) => {
    const { shape, decoder } = await planImport(gguf, accuracy, pictures);
    const graph = decoder.graph.encode();
    const vocabulary = Buffer.from(JSON.stringify(readVocabularyKeys(gguf.metadata)));
    const files = {
      [GRAPH_FILE]: graph.length,
      [WEIGHTS_FILE]: decoder.weights.bytes,
      [VOCABULARY_FILE]: vocabulary.length,
    };
    const model: ImportedModel = { sha256, accuracy, ...describe(gguf, shape, decoder, pictures), files };
    const neededBytes = Object.values(files).reduce((sum, bytes) => sum + bytes);
    await addImport(cacheFolder, key, neededBytes, async (unfinished) => {
      await writeDurably(join(unfinished, GRAPH_FILE), (write) => write(0, graph));
      await writeDurably(join(unfinished, VOCABULARY_FILE), (write) => write(0, vocabulary));
      await writeDurably(join(unfinished, WEIGHTS_FILE), (write) => decoder.weights.fill(gguf, write, options));
      await writeDurably(join(unfinished, MODEL_FILE), (write) => write(0, Buffer.from(JSON.stringify(model))));
    });
    return { folder, model };
  });
}

/** Everything about an import that can be known before a weight is read. */
export async function planImport(
  gguf: Gguf,
  accuracy: Accuracy,
  pictures = false,
): Promise<{ shape: Architecture; decoder: Decoder }> {
  const shape = await readArchitecture(gguf);
  return { shape, decoder: planDecoder(shape, readTensors(gguf, shape), accuracy, { pictures }) };
}

function describe(
  gguf: Gguf,
  shape: Architecture,
  decoder: Decoder,
  pictures: boolean,
): Omit<ImportedModel, 'sha256' | 'accuracy' | 'files'> {
  const name = gguf.metadata.textIfAny('general.name');
  const licence = gguf.metadata.textIfAny('general.license');
  const { family, layers, heads, kvHeads, headDim, hidden, vocab, context } = shape;
  return {
    sourceBytes: gguf.bytes,
    family,
    ...(name && { name }),
    ...(licence && { licence }),
    parameters: gguf.parameters,
    layers,
    heads,
    kvHeads,
    groups: heads / kvHeads,
    headDim,
    hidden,
    vocab,
    context,
    positions: decoder.positions,
    nodes: decoder.graph.nodes,
    inputs: graphInputs(layers, pictures),
    ...(pictures && { pictures }),
    outputs: GRAPH_OUTPUTS,
  };
}

export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash, { ...(signal && { signal }) });
  return hash.digest('hex');
}
