import { expect, it } from 'vitest';
import type { Law } from '../laws.ts';
import { add, judge, lastLine, lawTable } from './tally.ts';

const file = (name: string, counts: Partial<Record<'passed' | 'failed' | 'skipped' | 'broken', number>> = {}) => ({
  file: name,
  ...{ passed: 0, failed: 0, skipped: 0, broken: 0 },
  ...counts,
});
const law = (number: number, ...tests: [string, ...string[]]): Law => ({
  number,
  sentence: `Law ${number}.`,
  state: 'held',
  tests,
  switchOffs: [],
});

const laws: Law[] = [
  law(1, 'good.test.ts'),
  law(2, 'good.test.ts', 'bad.test.ts'),
  law(3, 'absent.test.ts'),
  law(4, 'lazy.test.ts'),
  law(5, 'empty.test.ts'),
  { number: 6, sentence: 'Law 6.', state: 'waits', for: 'pictures' },
];
const suite = {
  files: [
    file('good.test.ts', { passed: 3 }),
    file('bad.test.ts', { passed: 1, failed: 2 }),
    file('lazy.test.ts', { passed: 1, skipped: 1 }),
    file('empty.test.ts', { broken: 1 }),
  ],
  unhandled: 1,
};

it('A law holds only when every test file of it ran, passed something, failed nothing and skipped nothing', () => {
  expect(judge(laws, suite).map(({ verdict }) => verdict)).toEqual(['holds', 'failed', 'not run', 'skipped', 'failed']);
});

it('The sum counts a failed check, a broken file, an error nobody caught, and a law whose tests did not all run, once each', () => {
  const statics = [
    { name: 'types', passed: true },
    { name: 'lint', passed: false },
  ] as const;
  const tally = add(suite, statics, judge(laws, suite));
  expect(tally).toEqual({ passed: 5 + 1, failed: 2 + 1 + 1 + 1 + 2, skipped: 1 });
  expect(lastLine(tally)).toBe('Tests: 6 passed, 7 failed, 1 skipped');
});

it('The table names each law that applies with its tests, and the others with what they wait for', () => {
  const table = lawTable(laws, judge(laws, suite));
  expect(table).toContain('1  ✓ Law 1.\n        good.test.ts\n');
  expect(table).toContain('3  ✗ not run: Law 3.\n        absent.test.ts\n');
  expect(table).toContain('6 (pictures)');
});
