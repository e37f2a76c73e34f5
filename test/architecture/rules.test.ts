/** Each rule on a house of a few lines that breaks it, and on one that does not. */
import { describe, expect, it } from 'vitest';
import { houseOf } from './house.ts';
import { ROOMS } from './plan.ts';
import * as rules from './rules.ts';

const wrong = (rule: rules.Rule, ...house: Parameters<typeof houseOf>) =>
  rule(houseOf(...house)).map((sentence) => sentence.split(/[ :]/)[0]);

describe('An import against the plan is found', () => {
  const ways = [
    `import { x } from '../journey/lane.ts';`,
    `import type { X } from '../journey/lane.ts';`,
    `import { type X } from '../journey/lane.ts';`,
    `import '../journey/lane.ts';`,
    `export * from '../journey/lane.ts';`,
    `export { x } from '../journey/lane.ts';`,
    `export async function f() { return import('../journey/lane.ts'); }`,
    'export const f = () => import(`../journey/lane.ts`);',
    `export type X = import('../journey/lane.ts').X;`,
    `export const url = new URL('../journey/lane.ts', import.meta.url);`,
    `import { fork } from 'node:child_process'; fork('../journey/lane.ts');`,
    `import { Worker } from 'node:worker_threads'; new Worker(import.meta.resolve('../journey/lane.ts'));`,
    `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); require('../journey/lane.ts');`,
  ];
  it.each(ways)('%s', (source) => {
    const texts = { 'src/bus/store.ts': source, 'src/journey/lane.ts': 'export const x = 1; export type X = 1;' };
    expect(wrong(rules.followsPlan, texts)).toEqual(['src/bus/store.ts']);
  });

  it('but not in a comment, in a text, or of a file that is no source', () => {
    const source = `// import '../journey/lane.ts';\nexport const text = "import '../journey/lane.ts'"; export const style = './page.css';`;
    const texts = { 'src/bus/store.ts': source, 'src/journey/lane.ts': '' };
    expect(wrong(rules.followsPlan, texts, { files: ['src/bus/page.css'] })).toEqual([]);
  });

  it('also where only types may pass and something else does', () => {
    const log = { 'src/log.ts': 'export const log = 1; export type Log = 1;' };
    expect(
      wrong(rules.followsPlan, { ...log, 'src/journey/lane.ts': `import type { Log } from '../log.ts';` }),
    ).toEqual([]);
    const value = `import { log, type Log } from '../log.ts';`;
    expect(wrong(rules.followsPlan, { ...log, 'src/journey/lane.ts': value })).toEqual(['src/journey/lane.ts']);
  });

  it('also of a test', () => {
    const texts = { 'src/main.ts': `import '../test/double.ts';`, 'test/double.ts': `import '../src/main.ts';` };
    expect(wrong(rules.followsPlan, texts)).toEqual(['src/main.ts']);
  });
});

it('A source file in no room is found', () => {
  const texts = {
    'src/main.ts': '',
    'attic/box.ts': '',
    'vitest.config.ts': '',
    'test/a.test.ts': '',
    'bench/main.ts': '',
  };
  expect(wrong(rules.hasRoom, texts)).toEqual(['attic/box.ts']);
});

it('A cycle is found, be it for types only, and told as the shortest way round for every file in it', () => {
  const texts = {
    'src/a.ts': `import './b.ts';`,
    'src/b.ts': `import './c.ts'; import './d.ts';`,
    'src/c.ts': `import './d.ts';`,
    'src/d.ts': `import type { A } from './a.ts';`,
    'src/e.ts': `import './a.ts';`,
  };
  expect(rules.hasNoCycle(houseOf(texts))).toEqual([
    'src/a.ts → src/b.ts → src/d.ts → src/a.ts',
    'src/c.ts → src/d.ts → src/a.ts → src/b.ts → src/c.ts',
  ]);
  expect(rules.hasNoCycle(houseOf({ ...texts, 'src/d.ts': '' }))).toEqual([]);
});

it('An import of something computed is found', () => {
  expect(wrong(rules.hidesNothing, { 'src/main.ts': `export const f = (x: string) => import('./' + x);` })).toEqual([
    'src/main.ts',
  ]);
  expect(wrong(rules.hidesNothing, { 'src/main.ts': `export const f = () => import('./log.ts');` })).toEqual([]);
});

describe('A package', () => {
  const root = {
    dependencies: { express: '1', '@scope/a': '1' },
    devDependencies: { vitest: '1', '@types/mdast': '1' },
  };
  const bench = { dependencies: { peer: '1' } };
  const check = (path: string, source: string) => wrong(rules.declaresPackages, { [path]: source }, { root, bench });

  it.each([
    [
      'src/http.ts',
      `import express from 'express'; import a from '@scope/a/deep'; import 'node:fs'; import 'fs/promises';`,
    ],
    ['adapters/text/parse.ts', `import type { Root } from 'mdast';`],
    ['test/a.test.ts', `import { it } from 'vitest';`],
    ['vitest.config.ts', `import { it } from 'vitest/config';`],
    ['bench/main.ts', `import 'peer'; import 'express';`],
  ])('that is declared for %s is fine', (path, source) => {
    expect(check(path, source)).toEqual([]);
  });

  it.each([
    ['src/http.ts', `import left from 'left-pad';`, 'is not declared at all'],
    ['src/http.ts', `import { it } from 'vitest';`, 'is only there while developing'],
    ['adapters/text/parse.ts', `import { x } from 'mdast';`, 'has only types'],
    ['src/http.ts', `import 'peer';`, 'belongs to bench'],
    ['src/bus/store.ts', `import express from 'express';`, 'has no business in that room'],
    ['adapters/web/page/main.ts', `import 'node:fs';`, 'is not in a browser'],
  ])('in %s is found when it is %s', (path, source) => {
    expect(check(path, source)).toEqual([path]);
  });
});

it('A package that one file is to know is found in a second one', () => {
  const root = { dependencies: { 'onnxruntime-node': '1' } };
  const one = {
    'model-runtime/engine/onnx.ts': `import { x } from 'onnxruntime-node';`,
    'test/a.test.ts': `import 'onnxruntime-node';`,
  };
  expect(rules.keepsToOneFile(houseOf(one, { root }))).toEqual([]);
  const two = { ...one, 'model-runtime/vision/see.ts': `export const f = () => import('onnxruntime-node');` };
  expect(rules.keepsToOneFile(houseOf(two, { root }))).toHaveLength(1);
});

it.each([
  'export const home = process.env.HOME;',
  `export const home = process['env'].HOME;`,
  'export const { env } = process;',
  `import { env } from 'node:process';`,
  `import process from 'process';`,
])('The environment read outside of the settings is found: %s', (source) => {
  const texts = { 'src/log.ts': source, 'src/config.ts': source, 'scripts/launch.mjs': source, 'test/a.ts': source };
  expect(wrong(rules.readsEnvironmentOnce, texts)).toEqual(['src/log.ts']);
});

it('Names that say nothing are found, as files and as folders, alone and within', () => {
  const files = [
    'src/utils/a.css',
    'src/text-helpers.ts',
    'src/Common.md',
    'src/utility.ts',
    'src/services.ts',
    'src/commonplace.ts',
  ];
  expect(wrong(rules.namesThings, {}, { files })).toEqual(['src/Common.md', 'src/text-helpers.ts', 'src/utils/a.css']);
});

it.each([
  'export let x: any;',
  'export const f = (x: number) => x as unknown as string;',
  'export const f = (x: number) => (x as unknown) as string;',
  '// @ts-ignore\nexport const x = 1;',
  '// @ts-expect-error because\nexport const x = 1;',
])('An argument with the types is found: %s', (source) => {
  expect(wrong(rules.trustsTypes, { 'src/log.ts': source })).toEqual(['src/log.ts']);
});

it('What only looks like an argument with the types is not', () => {
  const source = `/** any of them */ export const any = (x: unknown) => x as string; export const text = 'as unknown as';`;
  expect(wrong(rules.trustsTypes, { 'src/log.ts': source })).toEqual([]);
});

it.each([
  'it.skip',
  'describe.only',
  'it.only.each([1])',
  'test.todo',
  'it.each([1]).skip',
  'describe.skipIf(true)',
  'it.concurrent.only',
])('A test left out is found: %s', (start) => {
  expect(wrong(rules.leavesNoTestOut, { 'test/a.test.ts': `${start}('x', () => {});` })).toEqual(['test/a.test.ts']);
});

it('A test that is run is not one left out, nor is something else that skips', () => {
  const source = `it('x', () => reader.skip(3)); it.each([1])('y', () => {}); describe('only', () => {});`;
  expect(wrong(rules.leavesNoTestOut, { 'test/a.test.ts': source })).toEqual([]);
});

it('A promise for later is found, a word with those letters in it is not', () => {
  expect(wrong(rules.promisesNothing, { 'src/a.ts': '// TODO later', 'src/b.ts': '// mastodon hacks' })).toEqual([
    'src/a.ts',
  ]);
});

it('What the oldest Node cannot read is found', () => {
  expect(
    wrong(rules.speaksToOldestNode, { 'src/a.ts': 'export function f(x: Disposable) { using y = x; return y; }' }),
  ).toEqual(['src/a.ts']);
  expect(
    wrong(rules.speaksToOldestNode, { 'src/a.ts': 'export function f(using: number) { const y = using; return y; }' }),
  ).toEqual([]);
});

it('What the compiler understands and Node does not is found', () => {
  expect(wrong(rules.isReadByNode, { 'src/a.ts': 'for (const of of [1, 2]) void of;' })).toEqual(['src/a.ts']);
  expect(wrong(rules.isReadByNode, { 'src/a.ts': 'for (const one of [1, 2] as const) void one;' })).toEqual([]);
});

it('The plan itself goes round in no circle and names each room once', () => {
  const names = ROOMS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const texts = Object.fromEntries(
    ROOMS.filter(({ floor }) => floor > 0).map(({ name, mayImport }) => {
      const file = (place: string) => (place.endsWith('.ts') ? place : `${place}/room.ts`);
      const up = '../'.repeat(file(name).split('/').length - 1);
      const doors = mayImport.filter((door): door is string => typeof door === 'string' && door !== name);
      return [file(name), doors.map((door) => `import '${up}${file(door)}';`).join('\n')];
    }),
  );
  expect(rules.hasNoCycle(houseOf(texts))).toEqual([]);
});
