/**
 * `tokenizer.json` (github.com/huggingface/tokenizers), of the kind SmolVLM has: byte-level BPE over words cut by GPT-2's rule,
 * with each digit apart. Everything our tokenizer reads of it; another kind is an error, because it would count wrong.
 */
import { z } from 'zod';
import type { Vocabulary } from './imported.ts';

const CONTROL = 3;
const NORMAL = 1;

const byteLevel = z.object({ type: z.literal('ByteLevel'), add_prefix_space: z.literal(false) });
const digits = z.object({ type: z.literal('Digits'), individual_digits: z.literal(true) });

const tokenizer = z.object({
  normalizer: z.null(),
  pre_tokenizer: z.object({ type: z.literal('Sequence'), pretokenizers: z.tuple([digits, byteLevel]) }),
  model: z.object({
    type: z.literal('BPE'),
    ignore_merges: z.literal(false).optional(),
    vocab: z.record(z.string(), z.number().int().nonnegative()),
    merges: z.array(z.union([z.string(), z.tuple([z.string(), z.string()])])),
  }),
  added_tokens: z.array(z.object({ id: z.number().int().nonnegative(), content: z.string() })),
});

/**
 * @param endName the token that ends a turn, as `tokenizer_config.json` names it
 * @throws z.ZodError naming what is of another kind
 */
export function readTokenizerJson(json: unknown, endName: string, chatTemplate: string): Vocabulary {
  const { model, added_tokens: added } = tokenizer.parse(json);
  const tokens: string[] = [];
  const types: number[] = [];
  for (const [text, id] of Object.entries(model.vocab)) [tokens[id], types[id]] = [text, NORMAL];
  for (const { content, id } of added) [tokens[id], types[id]] = [content, CONTROL];
  const end = added.find(({ content }) => content === endName)?.id;
  return {
    model: 'gpt2',
    // The name llama.cpp has for just this pair of rules.
    pre: 'smollm',
    tokens,
    types,
    merges: model.merges.map((merge) => (typeof merge === 'string' ? merge : merge.join(' '))),
    ...(end !== undefined && { eos: end, eot: end }),
    chatTemplate,
  };
}
