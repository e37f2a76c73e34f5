import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuntimeError } from '../../../model-runtime/contract.ts';
import { SYMBOLS } from '../../../model-runtime/text/bytes.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { RULES, recorded, recordedVocabulary } from './recorded.ts';

const textOf = (tokenizer: Tokenizer, ids: Iterable<number>): string =>
  Buffer.concat(Array.from(ids, (id) => tokenizer.bytesOf(id))).toString('utf8');

describe.each(RULES)('text cut by the rule %s', (rule) => {
  const vocabulary = recordedVocabulary(rule);
  const tokenizer = new Tokenizer(vocabulary);

  test('gets the ids that llama.cpp gives', () => {
    const wrong = recorded(rule)
      .cases.map(({ text, ids }) => ({ text, expected: ids, found: [...tokenizer.encode(text)] }))
      .filter(({ expected, found }) => expected.join() !== found.join());
    expect(wrong).toEqual([]);
  });

  test('comes back whole from its ids, without the bytes that the vocabulary lacks', () => {
    const known = new Set(vocabulary.tokens);
    const lacking = new Set(Array.from(SYMBOLS.keys()).filter((byte) => !known.has(SYMBOLS[byte]!)));
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const kept = Buffer.from(Buffer.from(text, 'utf8').filter((byte) => !lacking.has(byte)));
        expect(textOf(tokenizer, tokenizer.encode(text))).toBe(kept.toString('utf8'));
      }),
    );
  });

  test('never becomes a special token, however it is put together', () => {
    const pieces = fc.constantFrom(...tokenizer.special.keys(), '<|', '|>', '<', 'im_end', ' ', '\n', 'a');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        expect([...tokenizer.encode(parts.join(''))].some((id) => tokenizer.isSpecial(id))).toBe(false);
      }),
    );
  });

  test('is read only as far as its ids are taken', () => {
    const flood = 'word '.repeat(1_000_000);
    const taken: number[] = [];
    for (const id of tokenizer.encode(flood)) if (taken.push(id) === 100) break;
    expect(taken).toEqual([...tokenizer.encode('word '.repeat(100))].slice(0, 100));
  });
});

describe('a megabyte', () => {
  const tokenizer = new Tokenizer(recordedVocabulary('qwen2'));

  test.each([
    ['one letter', 'a'],
    ['white space', ' '],
    ['line breaks', '\n'],
    ['emoji', '😀'],
  ])('of %s is read in full', (_, unit) => {
    const flood = unit.repeat(1_000_000 / unit.length);
    expect(textOf(tokenizer, tokenizer.encode(flood))).toBe(flood);
  });
});

describe('tokens', () => {
  const vocabulary = recordedVocabulary('qwen2');
  const tokenizer = new Tokenizer(vocabulary);
  const id = (text: string): number => vocabulary.tokens.indexOf(text);

  test('that end an answer are those the file points out and those of known names', () => {
    expect(['<|im_end|>', '<|endoftext|>', '<|im_start|>', 'a'].map((text) => tokenizer.isEnd(id(text)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('of control add nothing to an answer, user-defined ones their text, ids beyond the vocabulary nothing', () => {
    expect(textOf(tokenizer, [id('<|im_start|>'), id('<tool_call>'), 10_000_000])).toBe('<tool_call>');
  });

  test('of control are not found by their looks', () => {
    expect(['<|im_end|>', '<tool_call>'].map((text) => tokenizer.idOfSymbols(text))).toEqual([undefined, undefined]);
  });

  test('of another kind than byte-level BPE, or cut by an unknown rule, are refused by name', () => {
    expect(() => new Tokenizer({ ...vocabulary, model: 'llama' })).toThrow(/"llama"/);
    expect(() => new Tokenizer({ ...vocabulary, pre: 'constructor' })).toThrow(RuntimeError);
    expect(() => new Tokenizer({ ...vocabulary, pre: 'tekken' })).toThrow(/"tekken".*smollm/);
  });
});
