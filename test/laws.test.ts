import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAWS } from './laws.ts';

const root = join(import.meta.dirname, '..');
const held = LAWS.filter((law) => law.state === 'held');

it('There are ten laws, in order', () => {
  expect(LAWS.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

describe.each(held)('Law $number', ({ tests, switchOffs }) => {
  it('names tests that exist', () => {
    expect(tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('has protections that can be switched off, each noticed by a test of this law', () => {
    expect(switchOffs).not.toEqual([]);
    for (const { file, find, replace, test } of switchOffs) {
      expect(readFileSync(join(root, file), 'utf8').split(find), `${file} holds "${find}" once`).toHaveLength(2);
      expect(replace).not.toBe(find);
      expect(tests).toContain(test);
    }
  });
});
