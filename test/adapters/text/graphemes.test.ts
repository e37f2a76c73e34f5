import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstGraphemes,
  graphemeAtOrBefore,
  graphemeBefore,
  isGraphemeStart,
} from '../../../adapters/text/graphemes.ts';

describe('graphemes', () => {
  it('are what a person counts', () => {
    expect(firstGraphemes('👩‍👩‍👧‍👦e\u0301🇩🇪क्षx', 3)).toBe('👩‍👩‍👧‍👦e\u0301🇩🇪');
    expect(firstGraphemes('ab', 3)).toBe('ab');
    expect(firstGraphemes('', 3)).toBe('');
    expect(firstGraphemes('ab', 0)).toBe('');
  });

  it('of endless length are not read to their end', () => {
    expect(firstGraphemes(`a${'\u0301'.repeat(100_000)}`, 1).length).toBeLessThan(1_000);
  });

  it('are cut before the last one, which may go on', () => {
    expect(graphemeBefore('ab👩‍👩‍👧‍👦', 0, 6)).toBe(2);
    expect(graphemeBefore('abcd', 0, 3)).toBe(2);
  });

  it('are cut anyway where one would fill everything', () => {
    expect(graphemeBefore('\u0301'.repeat(10), 0, 5)).toBe(5);
  });

  it('in a row of flags are told apart from its start, however far away that is', () => {
    const flags = `x${'🇩🇪🇫🇷'.repeat(60)}`;
    expect(graphemeBefore(flags, 0, 401)).toBe(397);
    expect(graphemeBefore(flags, 0, 403)).toBe(401);
  });

  const LETTERS = [
    'a',
    ' ',
    '\n',
    'é',
    'e\u0301',
    '\u0301',
    '中',
    '한',
    'ᄒ',
    'ᅡ',
    'क',
    '्',
    'ष',
    'ि',
    'ำ',
    'ก',
    'س',
    'ّ',
    '👩',
    '\u200d',
    '👧',
    '🏽',
    '\ufe0f',
    '🇩',
    '🇪',
    '1',
    '\u20e3',
    'ﾊ',
    'ﾞ',
    '\u0600',
    '。',
    '—',
  ];

  it('start where Unicode has them start, whatever stands there', () => {
    const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...LETTERS), { maxLength: 40 }), (letters) => {
        const text = letters.join('');
        const starts = [...Array.from(segmenter.segment(text), ({ index }) => index), text.length];
        const found = Array.from({ length: text.length + 1 }, (_, i) => i).filter((i) => isGraphemeStart(text, i));
        expect(found).toEqual([...new Set(starts)]);
        const at = text.length >> 1;
        const start = starts.findLast((start) => start <= at) ?? 0;
        // Within the first there is nothing before it to go back to.
        if (start > 0) expect(graphemeAtOrBefore(text, 0, at)).toBe(start);
      }),
      { numRuns: 1_000 },
    );
  });
});
