import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuntimeError } from '../../../model-runtime/contract.ts';
import { Choices } from '../../../model-runtime/engine/choices.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { recordedVocabulary } from '../text/recorded.ts';

const tokenizer = new Tokenizer(recordedVocabulary('qwen2'));

describe('an answer kept to choices', () => {
  test('is one of them, whichever allowed tokens the model prefers', () => {
    const choice = fc.oneof(fc.constantFrom('yes', 'no', 'no idea', 'Hello', '😀', '😁'), fc.string({ minLength: 1 }));
    const names = fc.array(choice, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, fc.array(fc.nat(), { minLength: 1 }), (texts, picks) => {
        const choices = new Choices(texts, tokenizer);
        const written: number[] = [];
        for (let i = 0; !choices.complete; i++) {
          const { allowed } = choices;
          const id = allowed[picks[i % picks.length]! % allowed.length]!;
          if (tokenizer.isEnd(id)) break;
          written.push(id);
          choices.take(id);
        }
        const text = Buffer.concat(written.map((id) => tokenizer.bytesOf(id))).toString('utf8');
        expect(texts.map((each) => each.toWellFormed())).toContain(text);
      }),
    );
  });

  test('may end where one choice is complete and another goes on, and must where none does', () => {
    const choices = new Choices(['no', 'no idea'], tokenizer);
    expect(choices.allowed.some((id) => tokenizer.isEnd(id))).toBe(false);
    for (const id of tokenizer.encode('no')) choices.take(id);
    expect(choices.complete).toBe(false);
    expect(choices.allowed.some((id) => tokenizer.isEnd(id))).toBe(true);
    for (const id of tokenizer.encode(' idea')) choices.take(id);
    expect(choices.complete).toBe(true);
  });

  test.each([
    ['no choice', []],
    ['an empty choice', ['yes', '']],
  ])('is refused for %s', (_, texts) => {
    expect(() => new Choices(texts, tokenizer)).toThrow(RuntimeError);
  });

  test('is refused for a choice with bytes that the vocabulary lacks', () => {
    expect(() => new Choices(['a\u{4}'], new Tokenizer(recordedVocabulary('smollm')))).toThrow(/can write/);
  });
});
