/** What a GGUF file is and whether it can be imported, without importing it: for `npm run models`. */
import type { BlockType } from './blocks.ts';
import { Gguf } from './gguf.ts';
import { planImport } from './import.ts';
import type { Family } from './imported.ts';
import { readVocabularyKeys } from './vocabulary.ts';
import type { FillOptions } from './weights.ts';

export interface GgufSummary {
  /** Size of the file. */
  bytes: number;
  /** Of the GGUF format. */
  version: number;
  family: Family;
  name?: string;
  licence?: string;
  parameters: number;
  layers: number;
  hidden: number;
  heads: number;
  kvHeads: number;
  /** Tokens it was trained on at once. */
  context: number;
  vocab: number;
  /** How text becomes tokens, e.g. `gpt2, qwen2`. */
  tokenizer: string;
  hasChatTemplate: boolean;
  /** By how many tensors, and how many bytes, each type has. */
  types: { type: BlockType; tensors: number; bytes: number }[];
  /** Bytes on disk an import takes. */
  importBytes: number;
}

/**
 * Reads the header and everything in it that an import reads.
 * @throws GgufError when an import would be refused
 */
export async function explainGguf(file: string): Promise<GgufSummary> {
  return Gguf.with(file, summarise);
}

/**
 * As `explainGguf`, and reads every weight as an import does; nothing is written.
 * @throws GgufError when the file is damaged or of an unknown kind
 * @throws the signal's reason
 */
export async function verifyGguf(file: string, options: FillOptions = {}): Promise<GgufSummary> {
  return Gguf.with(file, async (gguf) => {
    const summary = await summarise(gguf);
    const { decoder } = await planImport(gguf, 4);
    await decoder.weights.fill(gguf, async () => {}, options);
    return summary;
  });
}

async function summarise(gguf: Gguf): Promise<GgufSummary> {
  const { shape, decoder } = await planImport(gguf, 4);
  const vocabulary = readVocabularyKeys(gguf.metadata);
  const name = gguf.metadata.textIfAny('general.name');
  const licence = gguf.metadata.textIfAny('general.license');
  const { family, layers, hidden, heads, kvHeads, context, vocab } = shape;
  const byType = Map.groupBy(gguf.tensors.values(), ({ type }) => type);
  return {
    bytes: gguf.bytes,
    version: gguf.version,
    family,
    ...(name && { name }),
    ...(licence && { licence }),
    parameters: gguf.parameters,
    layers,
    hidden,
    heads,
    kvHeads,
    context,
    vocab,
    tokenizer: [vocabulary.model, vocabulary.pre].filter(Boolean).join(', '),
    hasChatTemplate: vocabulary.chatTemplate !== undefined,
    types: [...byType].map(([type, tensors]) => ({
      type,
      tensors: tensors.length,
      bytes: tensors.reduce((sum, { bytes }) => sum + bytes, 0),
    })),
    importBytes: decoder.weights.bytes,
  };
}
