/** `npm run laws` on a small house of its own, where it is known which tests notice and which do not. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Law, SwitchOff } from './laws.ts';

const repository = join(import.meta.dirname, '..');
let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'parley-house-'));
  symlinkSync(join(repository, 'node_modules'), join(house, 'node_modules'), 'junction');
  for (const name of [
    'package.json',
    'vitest.config.ts',
    'test/setup.ts',
    'test/temporary-folder.ts',
    'test/runner/rerun.ts',
  ]) {
    cpSync(join(repository, name), join(house, name));
  }
  execFileSync('git', ['init', '--quiet'], { cwd: house });
  put('.gitignore', 'node_modules\n');
  put(
    'src/door.ts',
    `export function enter(key: string): string {\n  if (key !== '$&') throw new Error('locked');\n  return 'in';\n}\n`,
  );
  const imports = `import { expect, it } from 'vitest';\nimport { enter } from '../src/door.ts';\n`;
  put(
    'test/attentive.test.ts',
    `${imports}it('keeps strangers out', () => expect(() => enter('x')).toThrow('locked'));`,
  );
  put('test/asleep.test.ts', `${imports}it('lets the owner in', () => expect(enter('$&')).toBe('in'));`);
});

afterEach(() => rmSync(house, { recursive: true, force: true }));

function put(name: string, text: string): void {
  mkdirSync(dirname(join(house, name)), { recursive: true });
  writeFileSync(join(house, name), text);
}

async function laws(...switchOffs: Partial<SwitchOff>[]): Promise<{ code: number; out: string }> {
  const lock = { protection: 'the lock', file: 'src/door.ts', find: `if (key !== '$&') `, replace: 'if (false) ' };
  const law: Law = {
    number: 1,
    sentence: 'The door is locked.',
    state: 'held',
    tests: ['test/attentive.test.ts'],
    switchOffs: switchOffs.map((change) => ({ ...lock, test: 'test/attentive.test.ts', ...change })),
  };
  put('test/laws.ts', `export const LAWS = ${JSON.stringify([law])};`);
  const outside = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV)/.test(name)),
  );
  const child = spawn(process.execPath, [join(repository, 'test/laws-run.ts'), '--root', house], {
    cwd: house,
    env: outside,
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      out += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, out };
}

it('is content when the test goes red without the protection, and leaves the tree as it was', async () => {
  const before = readFileSync(join(house, 'src/door.ts'), 'utf8');
  const { code, out } = await laws(
    {},
    { protection: 'the whole door', find: `'in'`, replace: `'$&'`, test: 'test/asleep.test.ts' },
  );
  expect(out).toContain('With the lock switched off: ✓ test/attentive.test.ts notices');
  expect(out).toContain('Protections: 2 noticed when off, 0 not');
  expect(code).toBe(0);
  expect(readFileSync(join(house, 'src/door.ts'), 'utf8')).toBe(before);
});

it('fails for a test that sleeps, a change that only breaks the file, a change that no longer fits, and a test that is red anyway', async () => {
  put('test/angry.test.ts', `import { it } from 'vitest';\nit('is never content', () => { throw new Error('no'); });`);
  const { code, out } = await laws(
    { test: 'test/asleep.test.ts' },
    { replace: 'if ((( ' },
    { find: 'if (stranger) ' },
    { test: 'test/angry.test.ts' },
  );
  expect(out).toContain('✗ test/asleep.test.ts is green without it');
  expect(out).toContain('✗ test/attentive.test.ts is broken without it');
  expect(out).toContain('✗ what is to be replaced stands 0 times in src/door.ts');
  expect(out).toContain('✗ test/angry.test.ts is red even with the protection');
  expect(out).toContain('Protections: 0 noticed when off, 4 not');
  expect(code).toBe(1);
});
