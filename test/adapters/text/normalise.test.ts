import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../adapters/text/normalise.ts';

/** Any UTF-16 units, half surrogate pairs included. */
const codeUnits = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

describe('normalise', () => {
  it.each([
    ['line ends of every kind become LF', 'a\r\nb\rc\u2028d\u2029e', 'a\nb\nc\nd\ne'],
    ['NUL becomes the replacement character', 'a\0b', 'a\ufffdb'],
    ['half a surrogate pair becomes the replacement character', 'a\ud83d b\udc00', 'a\ufffd b\ufffd'],
    ['control characters vanish, terminal colours with them', 'a\u001b[31mb\u0007\u009b', 'a[31mb'],
    ['a byte order mark vanishes, wherever it stands', '\ufeffa\ufeffb', 'ab'],
    ['what turns around the words behind it vanishes', 'a\u202eb\u2066c', 'abc'],
    ['tabs, emoji and marks of direction stay', '\ta 👩‍👩‍👧‍👦 \u200f\u2068', '\ta 👩‍👩‍👧‍👦 \u200f\u2068'],
    ['the form of composed letters stays, so that code is not changed', 'e\u0301 é', 'e\u0301 é'],
  ])('%s', (_, raw, expected) => {
    expect(normalise(raw)).toBe(expected);
  });

  it('is done once: a second time changes nothing', () => {
    fc.assert(
      fc.property(codeUnits, (raw) => {
        const once = normalise(raw);
        expect(normalise(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
      }),
    );
  });

  it('leaves the beginning of a growing text as it was, but for a last character that is not complete', () => {
    fc.assert(
      fc.property(codeUnits, fc.nat(), (raw, at) => {
        const part = normalise(raw.slice(0, at)).slice(0, -1);
        expect(normalise(raw).startsWith(part)).toBe(true);
      }),
    );
  });
});
