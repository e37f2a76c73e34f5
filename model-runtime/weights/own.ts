/** A weights file that is not in the catalogue: whether it can serve, and what it says of itself. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { GgufError } from '../import/gguf-error.ts';
import { explainGguf, type GgufSummary } from '../import/verify.ts';
import type { Model } from './catalogue.ts';
import { sizeInWords } from './in-words.ts';
import { SourceTrouble } from './trouble.ts';

const MAGIC = Buffer.from('GGUF');

/** @throws SourceTrouble when it is empty or not a GGUF file. */
export async function checkIsGguf(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    if (bytesRead === 0) throw new SourceTrouble('final', 'the file is empty');
    if (!buffer.equals(MAGIC))
      throw new SourceTrouble('final', 'the file is not a GGUF file, the only format of weights that works here');
  } finally {
    await handle.close();
  }
}

/** @throws SourceTrouble naming the key or tensor when it is damaged, or not of a kind that can serve here. */
export async function describeOwn(file: string): Promise<Model> {
  const summary = await explain(file);
  return {
    id: basename(file).replace(/\.gguf$/i, ''),
    family: summary.family,
    size: `${parametersInWords(summary.parameters)} parameters, ${sizeInWords(summary.bytes)}`,
    licence: summary.licence ?? 'not stated in the file',
    takes: ['text'],
    tools: false,
    languages: [],
    contextTokens: summary.context,
    caveat: 'A model of your own: nothing is known here of its languages, and of what it is good or weak at.',
  };
}

async function explain(file: string): Promise<GgufSummary> {
  try {
    return await explainGguf(file);
  } catch (error) {
    if (!(error instanceof GgufError)) throw error;
    throw new SourceTrouble('final', error.message, { cause: error });
  }
}

const parametersInWords = (count: number): string =>
  count >= 1e9 ? `${(count / 1e9).toFixed(1)} B` : `${Math.round(count / 1e6)} M`;
