/** What a GGUF says about its tokens, gathered so that the file need not be opened again. */
import { GgufError } from './gguf-error.ts';
import type { Vocabulary } from './imported.ts';
import type { Metadata } from './metadata.ts';

const key = (name: string): string => `tokenizer.ggml.${name}`;

/** Token types run from 1 (normal) to 6 (byte). */
const TYPES = { least: 0, most: 6 };

/** @throws GgufError naming the key that is missing or does not fit the others */
export function readVocabularyKeys(metadata: Metadata): Vocabulary {
  const tokens = metadata.texts(key('tokens'));
  const types = metadata.numbers(key('token_type'));
  if (types.length !== tokens.length || types.some((type) => type < TYPES.least || type > TYPES.most)) {
    throw new GgufError(`key ${key('token_type')}`, {
      expected: `${tokens.length} types from ${TYPES.least} to ${TYPES.most}`,
      found: `${types.length} numbers`,
    });
  }
  const id = (name: string): number | undefined =>
    metadata.has(key(name)) ? metadata.whole(key(name), { least: 0, most: tokens.length - 1 }) : undefined;
  return {
    model: metadata.text(key('model')),
    pre: metadata.textIfAny(key('pre')),
    tokens,
    types,
    merges: metadata.has(key('merges')) ? metadata.texts(key('merges')) : undefined,
    scores: readScores(metadata, tokens.length),
    bos: id('bos_token_id'),
    eos: id('eos_token_id'),
    eot: id('eot_token_id'),
    unknown: id('unknown_token_id'),
    padding: id('padding_token_id'),
    addBos: metadata.flagIfAny(key('add_bos_token')),
    addEos: metadata.flagIfAny(key('add_eos_token')),
    addSpacePrefix: metadata.flagIfAny(key('add_space_prefix')),
    chatTemplate: metadata.textIfAny('tokenizer.chat_template'),
  };
}

function readScores(metadata: Metadata, length: number): number[] | undefined {
  if (!metadata.has(key('scores'))) return undefined;
  const scores = metadata.numbers(key('scores'));
  if (scores.length === length && scores.every(Number.isFinite)) return scores;
  throw new GgufError(`key ${key('scores')}`, {
    expected: `${length} finite numbers`,
    found: `${scores.length}, or some that are not finite`,
  });
}
