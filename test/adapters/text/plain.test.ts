import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../adapters/text/plain.ts';
import { hostile } from './arbitrary-markdown.ts';

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

describe('plain text', () => {
  it.each([
    ['marks vanish', '**Bold** and `code` [here](http://a.b) ![a cat](c.png)', 'Bold and code here a cat'],
    [
      'blocks become one line',
      '# Title\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\n---\n\n```js\nx\n```',
      'Title one two a b c d x',
    ],
    ['formulas are read', 'so $x^2$', 'so x²'],
    ['formulas that cannot be are shown as written', 'so \\(\\ce{x}\\)', 'so \\ce{x}'],
    [
      'a long text is cut behind a word',
      'Average of a list, without the highest and the lowest',
      'Average of a list, without the…',
    ],
    ['a text that just fits is not cut', 'Average of a list, without the.', 'Average of a list, without the.'],
    ['a long word is cut inside', 'Donaudampfschifffahrtsgesellschaftskapitän', 'Donaudampfschifffahrtsgesellsc…'],
    ['families and flags are one character each', '👩‍👩‍👧‍👦🇩🇪'.repeat(20), `${'👩‍👩‍👧‍👦🇩🇪'.repeat(15)}…`],
    ['nothing is turned around', 'a &#x202e;b', 'a b'],
    ['a text of nothing has none', ' \n\n---\n', ''],
  ])('%s', (_, markdown, expected) => {
    expect(plainText(markdown, 31)).toBe(expected);
  });

  it('is one line of at most so many characters, whatever comes in', () => {
    fc.assert(
      fc.property(hostile(40), fc.integer({ min: 1, max: 40 }), (markdown, limit) => {
        const text = plainText(markdown, limit);
        expect(text).not.toMatch(/\n|^\s|\s$/);
        expect([...segmenter.segment(text)].length).toBeLessThanOrEqual(limit);
        expect(text.isWellFormed()).toBe(true);
      }),
    );
  });

  it('is found at the beginning of a text of any length', () => {
    expect(plainText('A **word** or two. '.repeat(1_000_000), 20)).toBe('A word or two. A…');
  });
});
