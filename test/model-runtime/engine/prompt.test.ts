import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ModelMessage, RuntimeError } from '../../../model-runtime/contract.ts';
import { PromptWriter, sharedLength } from '../../../model-runtime/engine/prompt.ts';
import { ChatTemplate } from '../../../model-runtime/text/template.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { recordedVocabulary } from '../text/recorded.ts';

const vocabulary = recordedVocabulary('qwen2');
const tokenizer = new Tokenizer(vocabulary);
const template = new ChatTemplate(vocabulary.chatTemplate, tokenizer);
const CONTEXT = 512;
const writer = new PromptWriter(tokenizer, template, CONTEXT);

const message = (role: ModelMessage['role'], text: string): ModelMessage => ({
  role,
  content: [{ kind: 'text', text }],
});
const SYSTEM = message('system', 'Be brief.');
const say = (words: number, start = 'q'): string => `${start}${' word'.repeat(words)}`;

const textOf = (ids: readonly number[]): string =>
  Buffer.concat(
    ids.map((id) => (tokenizer.isSpecial(id) ? Buffer.from(`[${vocabulary.tokens[id]}]`) : tokenizer.bytesOf(id))),
  ).toString('utf8');

/** A conversation of questions and answers, ending in a question. */
const conversation = (turns: number, words = 20): ModelMessage[] => [
  SYSTEM,
  ...Array.from({ length: turns }, (_, i) => [
    message('user', say(words, `question ${i}`)),
    message('assistant', say(words, `answer ${i}`)),
  ]).flat(),
  message('user', say(words, 'the last question')),
];

describe('a prompt', () => {
  test('holds the whole conversation where it fits', () => {
    const { ids, droppedTurns, room } = writer.write(conversation(2), 100);
    expect(droppedTurns).toBe(0);
    expect(room).toBe(100);
    expect(textOf(ids)).toMatch(
      /^\[<\|im_start\|>\]system\nBe brief\..*question 0.*answer 1.*the last question.*assistant\n$/s,
    );
  });

  test('never exceeds the context, keeps the system text and the last message, and drops whole turns from the old end', () => {
    const words = fc.array(fc.nat(60), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 1000 }), (lengths, maxTokens) => {
        const turns = lengths.map((length, i) => [
          message('user', say(length, `question ${i} `)),
          message('assistant', say(length, `answer ${i} `)),
        ]);
        const messages = [SYSTEM, ...turns.flat(), message('user', 'the last question')];
        const { ids, droppedTurns, room } = writer.write(messages, maxTokens);
        const text = textOf(ids);
        expect(ids.length + room).toBeLessThanOrEqual(CONTEXT);
        expect(room).toBeGreaterThan(0);
        expect(text).toContain('Be brief.');
        expect(text).toContain('the last question');
        lengths.forEach((_, i) => {
          expect(text.includes(`question ${i} `)).toBe(i >= droppedTurns);
          expect(text.includes(`answer ${i} `)).toBe(i >= droppedTurns);
        });
      }),
    );
  });

  test('of a growing conversation begins the same for many turns, and is shortened seldom', () => {
    const prompts = Array.from({ length: 60 }, (_, turns) => writer.write(conversation(turns), 100));
    const reused = prompts.slice(1).map(({ ids }, i) => sharedLength(ids, prompts[i]!.ids) / prompts[i]!.ids.length);
    expect(reused.filter((share) => share < 0.8).length).toBeLessThan(60 / 3);
    expect(prompts.at(-1)!.droppedTurns).toBeGreaterThan(45);
  });

  test('is refused as too long when the last message alone does not fit, however long it is', () => {
    for (const words of [600, 250_000]) {
      const huge = [SYSTEM, message('user', say(words))];
      expect(() => writer.write(huge, 100)).toThrow(RuntimeError);
      expect(() => writer.write(huge, 100)).toThrow(/does not fit.*Send a shorter one/);
    }
  });

  test('leaves a long last message less room for the answer, and leaves all else out', () => {
    const { ids, droppedTurns, room } = writer.write(
      [...conversation(3).slice(0, -1), message('user', say(420))],
      1000,
    );
    expect(droppedTurns).toBe(3);
    expect(room).toBe(CONTEXT - ids.length);
    expect(room).toBeGreaterThanOrEqual(64);
  });

  test('does without an older message that is huge', () => {
    const messages = [SYSTEM, message('user', say(300_000)), message('assistant', 'ok'), message('user', 'and now?')];
    const { ids, droppedTurns } = writer.write(messages, 100);
    expect(droppedTurns).toBe(1);
    expect(textOf(ids)).toContain('and now?');
  });

  test('takes texts back in the tokens they were written with', () => {
    const spelled = [...'Hello'].map((letter) => tokenizer.idOfSymbols(letter)!);
    const first = writer.write([SYSTEM, message('user', 'Greet.')], 100).ids;
    const next = [SYSTEM, message('user', 'Greet.'), message('assistant', 'Hello'), message('user', 'Thanks')];
    const written = [...first, ...spelled];
    expect(sharedLength(writer.write(next, 100).ids, written)).toBe(first.length);
    expect(sharedLength(writer.write(next, 100, writer.written(written)).ids, written)).toBe(written.length);
  });

  test('begins, for every question, with what is read beforehand of the system text', () => {
    const beginning = writer.beginning('Be brief.');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (question) => {
        const { ids } = writer.write([SYSTEM, message('user', `x${question}`)], 100);
        expect(ids.slice(0, beginning.length)).toEqual(beginning);
      }),
    );
    expect(textOf(beginning)).toContain('Be brief.');
  });

  test('needs a message, and words in it', () => {
    expect(() => writer.write([SYSTEM], 100)).toThrow(/no message/);
    const picture: ModelMessage = { role: 'user', content: [{ kind: 'image', file: 'a', width: 1, height: 1 }] };
    expect(() => writer.write([picture], 100)).toThrow(/text only/);
  });
});
