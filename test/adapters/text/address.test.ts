import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeAddress, withoutScheme } from '../../../adapters/text/address.ts';

describe('an address', () => {
  it.each([
    ['https://example.org/a b', 'https://example.org/a%20b'],
    ['mailto:ana@example.org', 'mailto:ana@example.org'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['tg://user?id=1', undefined],
    ['https://bank.example@evil.example/', undefined],
    ['//example.org', undefined],
    ['', undefined],
  ])('%s may be followed or not', (url, expected) => {
    expect(safeAddress(url)).toBe(expected);
  });

  it('may have the schemes of a platform', () => {
    expect(safeAddress('tg://user?id=1', new Set(['tg:']))).toBe('tg://user?id=1');
    expect(safeAddress('https://example.org', new Set(['tg:']))).toBeUndefined();
  });
});

describe('words without schemes', () => {
  it('keep everything else', () => {
    expect(withoutScheme('See https://example.org/a or HTTP://b.example.')).toBe('See example.org/a or b.example.');
  });

  it('hold none, even where taking one out puts another together or where they are joined', () => {
    const parts = fc.array(fc.constantFrom('http', 's', ':', '/', '//', 'https://', 'x'), { maxLength: 12 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const first = withoutScheme(a.join(''));
        expect(first + withoutScheme(b.join(''), first)).not.toMatch(/https?:\/\//);
      }),
    );
  });
});
