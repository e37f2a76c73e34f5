import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresIn } from '../../../../../adapters/web/page/words/figures.ts';

const figures = figuresIn('en');
/** Written with ordinary spaces here, to be read. */
const plain = (text: string) => text.replaceAll('\u00A0', ' ');

describe('figures', () => {
  test.each([
    [0, '0 %'],
    [0.129, '12 %'],
    [0.999, '99 %'],
    [1, '100 %'],
  ])('a share of %d is %j: never more than was measured', (share, text) => {
    expect(plain(figures.share(share))).toBe(text);
  });

  test.each([
    [1.31e9, 1.96e9, '1.31 of 1.96 GB'],
    [0.24e9, 1.96e9, '0.24 of 1.96 GB'],
    [1e6, 139e6, '1.0 of 139.0 MB'],
    [0, 512, '0 of 512 B'],
  ])('%d of %d bytes are given in the unit of the total', (done, total, text) => {
    expect(plain(figures.bytesOf(done, total, 'of'))).toBe(text);
  });

  test.each([
    [4, '4 s'],
    [59.6, '1 min 0 s'],
    [154, '2 min 34 s'],
    [3900, '1 h 5 min'],
  ])('%d seconds are %j', (seconds, text) => {
    expect(plain(figures.seconds(seconds))).toBe(text);
  });

  test.each([
    [0, '0'],
    [0.04, '0'],
    [0.42, '0.4 ms'],
    [612.3, '612 ms'],
    [1234, '1.2 s'],
  ])('%d ms are %j', (ms, text) => {
    expect(plain(figures.ms(ms))).toBe(text);
  });

  test('number and unit never part at the end of a line', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (amount) => {
        expect(figures.bytes(amount)).not.toMatch(/\d \D/);
        expect(figures.ms(amount)).not.toMatch(/\d \D/);
      }),
    );
  });

  test('digits are those of the language', () => {
    expect(figuresIn('ar-EG').count(12)).toBe('١٢');
    expect(figuresIn('de').bytes(1.96e9)).toBe('1,96\u00A0GB');
  });
});
