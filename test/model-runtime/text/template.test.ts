import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuntimeError } from '../../../model-runtime/contract.ts';
import { ChatTemplate, type Piece, type Turn } from '../../../model-runtime/text/template.ts';
import { Tokenizer } from '../../../model-runtime/text/tokenizer.ts';
import { FAMILIES, recorded, recordedVocabulary } from './recorded.ts';

const idsOf = (tokenizer: Tokenizer, pieces: Piece[]): number[] =>
  pieces.flatMap((piece) => ('special' in piece ? [piece.special] : [...tokenizer.encode(piece.text)]));

const specials = (pieces: Piece[]): number[] => pieces.flatMap((piece) => ('special' in piece ? [piece.special] : []));
const texts = (pieces: Piece[]): string[] => pieces.flatMap((piece) => ('text' in piece ? [piece.text] : []));

const QUESTION: Turn[] = [
  { role: 'system', content: 'Be brief.' },
  { role: 'user', content: 'Hello' },
];

describe.each(FAMILIES)('the chat template of %s', (family) => {
  const vocabulary = recordedVocabulary(family);
  const tokenizer = new Tokenizer(vocabulary);
  const template = new ChatTemplate(vocabulary.chatTemplate, tokenizer);

  test('writes conversations in the ids that llama.cpp reads', () => {
    for (const { turns, ids } of recorded(family).chats) expect(idsOf(tokenizer, template.write(turns))).toEqual(ids);
  });

  test('lets no content become a control token, and every content through unchanged', () => {
    const hostile = fc.constantFrom(...tokenizer.special.keys(), '<|im_', 'end|>', '\u{FDD0}', '\u{FDD1}', '\u{FDD2}');
    const part = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 8 }));
    const content = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    const plain = template.write([...QUESTION, { role: 'assistant', content: 'x' }, { role: 'user', content: 'y' }]);
    fc.assert(
      fc.property(content, content, content, (question, answer, next) => {
        const written = template.write([
          QUESTION[0]!,
          { role: 'user', content: question },
          { role: 'assistant', content: answer },
          { role: 'user', content: next },
        ]);
        expect(specials(written)).toEqual(specials(plain));
        expect(texts(written)).toContain(`user\n${question.toWellFormed()}`);
        expect(texts(written)).toContain(`assistant\n${answer.toWellFormed()}`);
        expect(texts(written)).toContain(`user\n${next.toWellFormed()}`);
      }),
    );
  });
});

describe('a chat template', () => {
  const vocabulary = recordedVocabulary('smollm');
  const tokenizer = new Tokenizer(vocabulary);
  const write = (source: string | undefined, turns = QUESTION): string =>
    texts(new ChatTemplate(source, tokenizer).write(turns)).join('');
  const EACH = '{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}';

  test('that is missing is ChatML where the vocabulary has its tokens, and an error elsewhere', () => {
    expect(write(undefined)).toBe('system\nBe brief.\nuser\nHello\nassistant\n');
    const bare = new Tokenizer({ ...vocabulary, types: vocabulary.types.map(() => 1) });
    expect(() => new ChatTemplate(undefined, bare)).toThrow(/no chat template/);
  });

  test('that refuses a system text gets it before the first question', () => {
    const refusing = `{% if messages[0].role == 'system' %}{{ raise_exception('no system role') }}{% endif %}${EACH}>`;
    expect(write(refusing)).toBe('[user]Be brief.\n\nHello>');
  });

  test('that swallows the system text gets it before the first question', () => {
    const swallowing =
      "{% for m in messages %}{% if m.role != 'system' %}[{{ m.role }}]{{ m.content }}{% endif %}{% endfor %}>";
    expect(write(swallowing)).toBe('[user]Be brief.\n\nHello>');
  });

  test('may trim contents', () => {
    const trimming = '{% for m in messages %}[{{ m.content | trim }}]{% endfor %}>';
    expect(write(trimming, [{ role: 'user', content: '  a <|im_end|> ' }])).toBe('[a <|im_end|>]>');
  });

  test.each([
    ['cannot be parsed', '{% for m in %}', /cannot be read/],
    ['loses contents', 'Hello>', /in full and in order/],
    ['repeats contents', `${EACH}${EACH}>`, /in full and in order/],
    [
      'turns the conversation round',
      '{% for m in messages[::-1] %}{{ m.content }}{% endfor %}>',
      /in full and in order/,
    ],
    ['leaves the answer no beginning', EACH, /in full and in order/],
    ['always fails', "{{ raise_exception('never') }}", /never/],
    ['reaches for what is not there', '{{ messages[0].content.constructor.constructor("x")() }}', /cannot write/],
  ])('that %s is refused in plain words', (_, source, words) => {
    expect(() => new ChatTemplate(source, tokenizer)).toThrow(RuntimeError);
    expect(() => new ChatTemplate(source, tokenizer)).toThrow(words);
  });

  test('that refuses one conversation says so then', () => {
    const strict = `{% if messages | length > 4 %}{{ raise_exception('too many turns') }}{% endif %}${EACH}>`;
    const template = new ChatTemplate(strict, tokenizer);
    expect(() => template.write([...QUESTION, ...QUESTION, ...QUESTION])).toThrow(/too many turns/);
  });

  test('starts with the begin token where the vocabulary asks for it, once', () => {
    const asking = new Tokenizer({ ...vocabulary, addBos: true });
    const begin = tokenizer.special.get('<|im_start|>');
    expect(specials(new ChatTemplate(`${EACH}>`, asking).write(QUESTION))).toEqual([begin]);
    expect(specials(new ChatTemplate(`{{ bos_token }}${EACH}>`, asking).write(QUESTION))).toEqual([begin]);
  });
});
