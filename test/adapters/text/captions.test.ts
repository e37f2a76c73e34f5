import { expect, it } from 'vitest';
import { captionsSay } from '../../../adapters/text/captions.ts';

const CHARTS = ['Protein: A 8 g, B 21 g', 'Energy: A 435 kcal, B 509 kcal'];

it('captions that say all of a text make it needless', () => {
  expect(captionsSay(CHARTS.join('\n'), CHARTS, 1024)).toBe(true);
  // A joiner keeps a sign from being a mark, and shows nothing.
  expect(captionsSay('1 “2\u2060*3”', ['1 “2*3”'], 1024)).toBe(true);
});

it.each([
  ['says more than they do', 'Here:\nProtein: A 8 g, B 21 g', CHARTS.slice(0, 1), 1024],
  ['has no pictures', 'Hello', [], 1024],
  ['has a file without a caption', CHARTS[0]!, [CHARTS[0]!, ''], 1024],
  ['would be cut as a caption', 'x'.repeat(1025), ['x'.repeat(1025)], 1024],
])('a text stays that %s', (_, text, captions, limit) => {
  expect(captionsSay(text, captions, limit)).toBe(false);
});
