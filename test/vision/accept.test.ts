/** A sample of `npm run accept`, judged by the same code. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROWS } from '../accept/rows.ts';
import { type Darkroom, openDarkroom } from '../accept/taken.ts';
import { holds, tryOnce } from '../accept/trying.ts';

let darkroom: Darkroom;
beforeAll(async () => {
  darkroom = await openDarkroom();
});
afterAll(() => darkroom.close());

/** R11 is a promise of time, which a busy machine may miss. */
const SAMPLED = ROWS.filter(({ row }) => row !== 'R11');

/** Photos that went wrong before, and why. */
it.each([
  ['R08', 2, 24, 'the detector takes a thing for a short line'],
  ['R08', 5, 20, 'the detector takes the edges of things for lines'],
  ['R09', 6, 0, 'no word is long enough to tell how the page lies'],
])('%s, seed %d, rendering %d: also where %s', async (name, seed, index) => {
  const row = ROWS.find((one) => one.row === name)!;
  const { notes, ...figures } = await tryOnce(row, { seed, index, darkroom });
  expect(holds(row, figures), notes.join('\n')).toBe(true);
});

it.each([0, 1, 2])('R14, pair %d: each reason not to compare is told', async (index) => {
  const row = ROWS.find((one) => one.row === 'R14')!;
  const { notes, ...figures } = await tryOnce(row, { seed: 1, index, darkroom });
  expect(holds(row, figures), notes.join('\n')).toBe(true);
});

it.each(SAMPLED)('$row: $promise', async (row) => {
  const { notes, ...figures } = await tryOnce(row, { seed: 1, index: 4, darkroom });
  expect(holds(row, figures), notes.join('\n')).toBe(true);
});
