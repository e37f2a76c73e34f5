/**
 * Cutting text into words before pairs are merged; a merge never crosses a cut. Each model family has its own rule,
 * named in the weights file. The rules are llama.cpp's (llama-vocab.cpp), in JavaScript's words: its `\s` is Unicode's
 * White_Space, which JavaScript's `\s` is not (U+0085, U+FEFF).
 */
import { RuntimeError } from '../contract.ts';

const CONTRACTION = "'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]";
const SPACE = '\\p{White_Space}';

const GPT2 = `'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^${SPACE}\\p{L}\\p{N}]+|${SPACE}+(?!\\P{White_Space})|${SPACE}+`;

/** Digits stand alone, and white space does not reach over to the digit after it. */
const SMOLLM = `'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+|\\p{N}| ?[^${SPACE}\\p{L}\\p{N}]+|${SPACE}+(?=\\p{N})|${SPACE}+(?!\\P{White_Space})|${SPACE}+`;

/** Llama 3 and Qwen 2 differ in how many digits stay together. */
const modern = (digits: string): string =>
  `${CONTRACTION}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|${digits}| ?[^${SPACE}\\p{L}\\p{N}]+[\\r\\n]*|${SPACE}*[\\r\\n]+|${SPACE}+(?!\\P{White_Space})|${SPACE}+`;

const LLAMA3 = modern('\\p{N}{1,3}');
const QWEN2 = modern('\\p{N}');

/** By the name in the weights file's `tokenizer.ggml.pre`. */
const RULES: Readonly<Record<string, string>> = {
  'gpt-2': GPT2,
  smollm: SMOLLM,
  qwen2: QWEN2,
  'deepseek-r1-qwen': QWEN2,
  'llama-bpe': LLAMA3,
  llama3: LLAMA3,
  'llama-v3': LLAMA3,
};

/** Cuts from left to right, only as far as the caller asks: a long text costs nothing beyond the words taken. */
export type WordCutter = (text: string) => Iterable<string>;

/** @throws RuntimeError `unusable` for a rule this program does not know. */
export function wordCutter(rule: string): WordCutter {
  if (!Object.hasOwn(RULES, rule)) {
    throw new RuntimeError(
      'unusable',
      `The model cuts text into words by the rule "${rule}", which is not known here. Known: ${Object.keys(RULES).join(', ')}. Choose another model.`,
    );
  }
  const pattern = new RegExp(RULES[rule]!, 'gu');
  return function* (text) {
    for (const match of text.matchAll(pattern)) yield match[0];
  };
}

/** Families whose words, where the vocabulary has one as a whole, are taken whole whatever the merges say. */
export const takesWholeWords = (rule: string): boolean => RULES[rule] === LLAMA3;
