/**
 * Vocabularies cut down to the tokens and merges that the recorded texts can touch, with the ids llama.cpp gave those
 * texts. Ids are the original ones; the gaps hold nothing.
 */
import { readFileSync } from 'node:fs';
import type { Vocabulary } from '../../../model-runtime/import/imported.ts';
import type { Turn } from '../../../model-runtime/text/template.ts';

export const RULES = ['smollm', 'llama-bpe', 'qwen2', 'gpt-2'] as const;
/** Of these the file holds the chat template, and conversations written with it. */
export const FAMILIES = ['smollm', 'qwen2'] as const;

interface Recorded {
  keys: Omit<Vocabulary, 'tokens' | 'types'>;
  tokens: [id: number, text: string, type: number][];
  merges: string[];
  cases: { text: string; ids: number[] }[];
  chats: { turns: Turn[]; ids: number[] }[];
}

export const recorded = (rule: (typeof RULES)[number]): Recorded =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/tokens/${rule}.json`, import.meta.url), 'utf8'));

const UNUSED = 5;

export function recordedVocabulary(rule: (typeof RULES)[number]): Vocabulary {
  const { keys, tokens, merges } = recorded(rule);
  const size = Math.max(...tokens.map(([id]) => id)) + 1;
  const texts = Array<string>(size).fill('');
  const types = Array<number>(size).fill(UNUSED);
  for (const [id, text, type] of tokens) {
    texts[id] = text;
    types[id] = type;
  }
  return { ...keys, tokens: texts, types, merges };
}
