import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { highlight } from '../../../adapters/text/highlight.ts';

const LANGUAGES = 'js ts python bash json html xml css sql java c c++ go rust yaml diff'.split(' ');

describe('highlighted code', () => {
  it('has four tones', () => {
    expect(highlight("const a = 'b' + 1; // c", 'js')).toEqual([
      ['k', 'const'],
      ['', ' a = '],
      ['s', "'b'"],
      ['', ' + '],
      ['n', '1'],
      ['', '; '],
      ['c', '// c'],
    ]);
  });

  it('is plain again inside a string where code stands in it', () => {
    const code = ['`a', '\u0024{b}', 'c`'];
    expect(highlight(code.join(''), 'ts')).toEqual([
      ['s', code[0]],
      ['', code[1]],
      ['s', code[2]],
    ]);
  });

  it('is the whole code, whatever it holds, in every language', () => {
    const code = fc.array(
      fc.oneof(
        fc.constantFrom('<a b="c">', '&lt;', '"', "'", '`${', '/*', '//', '#', '\n', '<script>', 'x=1'),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(code, fc.constantFrom(...LANGUAGES), (parts, language) => {
        const text = parts.join('');
        expect(
          highlight(text, language)
            ?.map(([, piece]) => piece)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it.each([
    ['in a language unknown here', 'x', 'klingon'],
    ['in a language named to confuse', 'x', 'constructor'],
    ['that is long', 'x\n'.repeat(5_000), 'js'],
    ['with a long line, which costs its square', 'a'.repeat(500), 'java'],
  ])('stays plain %s', (_, code, language) => {
    expect(highlight(code, language)).toBeUndefined();
  });
});
