import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NUMBERED } from './numbered.ts';

const HERE = import.meta.dirname;
const TEST = join(HERE, '..', '..');

/** A file of this folder, or of another one. */
function sourceOf(file: string): string {
  const path = [join(HERE, file), join(TEST, file)].find(existsSync);
  return path === undefined ? '' : readFileSync(path, 'utf8');
}

it('what a bot meets is numbered from 1 to 25', () => {
  expect(NUMBERED.map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
});

describe('shown by tests is', () => {
  it.each(NUMBERED)('case $number: $meets', ({ tests }) => {
    const missing = Object.entries(tests).flatMap(([file, names]) => {
      const source = sourceOf(file);
      return names.filter((name) => !source.includes(`'${name}'`)).map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
    expect(Object.values(tests).flat()).not.toEqual([]);
  });
});
