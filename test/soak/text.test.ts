import { expect, test } from 'vitest';
import { textSoak } from './text.ts';

test('the text soak goes through as many cases as asked for, and tells how far it is', async () => {
  const said: string[] = [];
  expect(await textSoak({ cases: 20, seed: 7, say: (line) => said.push(line) })).toEqual({
    cases: 20,
    failed: 0,
    seed: 7,
  });
  expect(said).toEqual(['20 of 20', '20 texts came in through every channel']);
});
