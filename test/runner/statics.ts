/** What can be said of the tree without running it: do the types fit, and is it written in the house's style. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface StaticOutcome {
  name: 'types' | 'lint';
  passed: boolean;
}

/** Checks every type. Shows what does not fit. */
export function checkTypes(root: string): Promise<StaticOutcome> {
  return check(root, 'types', ['node_modules/typescript/bin/tsc', '-p', '.', '--pretty']);
}

/** Checks formatting and lint rules. Shows what breaks them; with `write` it repairs what can be repaired. */
export function checkLint(root: string, write = false): Promise<StaticOutcome> {
  const flags = write ? ['--write'] : [];
  return check(root, 'lint', ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...flags, '.']);
}

async function check(
  root: string,
  name: StaticOutcome['name'],
  [program, ...args]: [string, ...string[]],
): Promise<StaticOutcome> {
  const child = spawn(process.execPath, [join(root, program), ...args], { cwd: root, stdio: 'inherit' });
  const [code] = await once(child, 'close');
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
  return { name, passed: code === 0 };
}
