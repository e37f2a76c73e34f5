import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { withoutAbsence } from '../../src/assistant/absence.ts';
import { CLAIMS, ORDINARY, SAFE } from './false-claims.ts';

const about = (words: string) => withoutAbsence(words, { safety: true });
const elsewhere = (words: string) => withoutAbsence(words, { safety: false });

describe.each(Object.keys(CLAIMS))('in %s', (language) => {
  it.each(CLAIMS[language]!)('leaves out that it is not in it: %s', (claim) => {
    expect(about(claim)).toBe('');
    expect(elsewhere(claim)).toBe('');
    expect(about(`Hello.\n${claim}\nBye.`)).toBe('Hello.\nBye.');
  });

  it.each(SAFE[language]!)('leaves out that it may be eaten, where the answer is about it: %s', (claim) => {
    expect(about(claim)).toBe('');
    expect(elsewhere(claim)).toBe(claim);
  });

  it.each(ORDINARY[language]!)('leaves in: %s', (words) => {
    expect(about(words)).toBe(words);
  });
});

test.each(['Yes! It contains no milk.', 'Sí.\nNo contiene leche.', 'Да, конечно. Молока нет.', 'हाँ। इसमें दूध नहीं है।'])(
  'a yes before it goes, too: %s',
  (words) => {
    expect(about(words)).toBe('');
    expect(about('Yes! It contains milk.')).toBe('Yes! It contains milk.');
  },
);

test('what is not a claim stays to the letter, code and tables too', () => {
  const code = '```js\nif (a)  {\n\tmilk = 1;  // two.  Blanks\n}\n```\n\n| a | b |\n|---|--:|\n\n  * one\n';
  expect(about(code)).toBe(code);
});

test('a liar in eleven languages gets no absence through, wherever it hides it', () => {
  const claims = Object.values(CLAIMS).flat();
  const around = fc.constantFrom('', '- ', '> ', '**Note:** ', '1. ', 'Yes! ', 'Well… ');
  fc.assert(
    fc.property(fc.array(fc.tuple(around, fc.constantFrom(...claims)), { minLength: 1, maxLength: 5 }), (lines) => {
      const said = about(lines.map(([before, claim]) => before + claim).join('\n'));
      for (const [, claim] of lines) expect(said).not.toContain(claim);
    }),
  );
});

test('no text makes it fail, and what it keeps was said', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      for (const sentence of about(text).split('\n')) expect(text).toContain(sentence.trimEnd());
    }),
  );
});
