import { expect, test } from 'vitest';
import { readersAreSafe } from '../../../src/bus/sqlite/database-file.ts';

test.each([
  ['3.50.4', false],
  ['3.51.2', false],
  ['3.51.3', true],
  ['3.52.0', true],
  ['4.0.0', true],
])('with SQLite %s other readers are let in: %s', (version, safe) => {
  expect(readersAreSafe(version)).toBe(safe);
});
