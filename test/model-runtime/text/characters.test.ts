import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Characters } from '../../../model-runtime/text/characters.ts';

test('text cut into bytes anywhere comes out the same, in whole characters', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(), { maxLength: 20 }), (original, cuts) => {
      const bytes = new TextEncoder().encode(original);
      const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      const characters = new Characters();
      const shown = places.slice(1).map((end, i) => characters.push(bytes.subarray(places[i], end)));
      expect(shown.every((part) => part.isWellFormed())).toBe(true);
      expect(shown.join('')).toBe(original.toWellFormed());
    }),
  );
});

test('a character is held back until its last byte is there', () => {
  const characters = new Characters();
  const [a, b, c, d] = new TextEncoder().encode('😀');
  expect([a, b, c, d].map((byte) => characters.push(Uint8Array.of(byte!)))).toEqual(['', '', '', '😀']);
});

test('bytes that can never become a character come out as the replacement character', () => {
  const characters = new Characters();
  expect(characters.push(Uint8Array.of(0xff, 0x41, 0xe2, 0x41))).toBe('\u{FFFD}A\u{FFFD}A');
});

test('a byte order mark is text like any other', () => {
  expect(new Characters().push(new TextEncoder().encode('\u{FEFF}a'))).toBe('\u{FEFF}a');
});
