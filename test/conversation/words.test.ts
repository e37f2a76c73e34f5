import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstWords } from '../../src/conversation/words.ts';

const length = (text: string) => [...new Intl.Segmenter().segment(text)].length;

describe('first words', () => {
  it('are one line', () => {
    expect(firstWords(' one\n\ntwo\tthree\0 ')).toBe('one two three');
  });

  it('end with an ellipsis when there was more', () => {
    expect(firstWords('abcdef', 4)).toBe('abc…');
  });

  it('are short, whole characters and well formed, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 1, max: 60 }), (text, longest) => {
        const words = firstWords(text, longest);
        expect(words.isWellFormed()).toBe(true);
        expect(length(words)).toBeLessThanOrEqual(longest);
        expect(words).not.toMatch(/[\n\r\u0000-\u001f]/);
      }),
    );
  });
});
