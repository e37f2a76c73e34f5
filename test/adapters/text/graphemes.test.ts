import { describe, expect, it } from 'vitest';
import { firstGraphemes, graphemeBefore } from '../../../adapters/text/graphemes.ts';

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
});
