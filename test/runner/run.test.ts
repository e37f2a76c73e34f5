/** `npm test` on small trees of its own, in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '../..');
let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'parley-run-'));
  symlinkSync(join(repository, 'node_modules'), join(tree, 'node_modules'), 'junction');
  for (const file of [
    'package.json',
    'vitest.config.ts',
    'test/setup.ts',
    'test/temporary-folder.ts',
    'test/runner/rerun.ts',
  ]) {
    cpSync(join(repository, file), join(tree, file));
  }
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function file(name: string, source: string): void {
  mkdirSync(dirname(join(tree, name)), { recursive: true });
  writeFileSync(
    join(tree, name),
    `import { beforeAll, describe, expect, it } from 'vitest'; import fc from 'fast-check';\n${source}`,
  );
}

async function npmTest(...args: string[]): Promise<{ code: number; out: string; lastLine: string | undefined }> {
  const outside = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV|FORCE_COLOR)/.test(name)),
  );
  const child = spawn(process.execPath, [join(repository, 'test/run.ts'), '--root', tree, ...args], {
    cwd: tree,
    env: { ...outside, NO_COLOR: '1' },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out: out + err, lastLine: out.trimEnd().split('\n').at(-1) };
}

it('ends with the sum as the last line, and well when nothing failed', async () => {
  file('test/good.test.ts', `it('adds', () => expect(1 + 1).toBe(2)); it('sees', () => {});`);
  const { code, lastLine } = await npmTest('test/good');
  expect(lastLine).toBe('Tests: 2 passed, 0 failed, 0 skipped');
  expect(code).toBe(0);
});

it('counts whatever can go wrong as failed: tests, files that do not load, hooks, errors nobody caught', async () => {
  file(
    'test/a.test.ts',
    `it('is wrong', () => expect(1).toBe(2)); it('is right', () => {}); it.skip('is left out', () => {});`,
  );
  file('test/b.test.ts', `throw new Error('does not load');`);
  file(
    'test/c.test.ts',
    `describe('with a hook', () => { beforeAll(() => { throw new Error('hook') }); it('is not reached', () => {}); });`,
  );
  file('test/d.test.ts', `it('looks well', () => { void Promise.reject(new Error('nobody cares')); });`);
  const { code, lastLine } = await npmTest('test/');
  expect(lastLine).toBe('Tests: 2 passed, 4 failed, 2 skipped');
  expect(code).toBe(1);
});

it('fails when there is nothing to run', async () => {
  const { code, out, lastLine } = await npmTest('test/nothing-of-the-kind');
  expect(out).toContain('No test file');
  expect(lastLine).toBe('Tests: 0 passed, 1 failed, 0 skipped');
  expect(code).toBe(1);
});

it('prints one line to paste for a failing property, which shows the same counterexample again', async () => {
  file(
    'test/p.test.ts',
    `describe("numbers, it's said (all $of them)", () => {
       it('are small > or so', () => fc.assert(fc.property(fc.integer(), (n) => n < 1000), { endOnFailure: true }));
       it('is another test', () => expect(1).toBe(2));
     });`,
  );
  const first = await npmTest('test/p');
  const line = /^\s+npm test -- (.*)$/m.exec(first.out)?.[1];
  expect(line).toMatch(
    /^test\/p\.test\.ts --test='numbers, it'\\''s said \(all \$of them\) > are small > or so' --seed=-?\d+$/,
  );

  const shell = spawn('sh', ['-c', `printf '%s\\n' ${line}`]);
  let words = '';
  shell.stdout.on('data', (chunk) => {
    words += chunk;
  });
  await once(shell, 'close');
  const again = await npmTest(...words.trimEnd().split('\n'));
  const counterexample = (out: string) => /Counterexample: .*/.exec(out)?.[0];
  expect(counterexample(again.out)).toBe(counterexample(first.out));
  expect(again.lastLine).toBe('Tests: 0 passed, 1 failed, 1 skipped');
});
