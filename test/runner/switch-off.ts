/** Takes one protection away in a copy of the tree and sees whether its test notices. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SwitchOff } from '../laws.ts';
import { runSuite } from './suite.ts';

export type Finding =
  /** The test is green with the protection and red without it. */
  { noticed: true } | { noticed: false; why: string };

/** @param copy a tree that may be damaged; it is whole again afterwards. */
export async function switchOff(copy: string, { file, find, replace, test, named }: SwitchOff): Promise<Finding> {
  const path = join(copy, file);
  const source = readFileSync(path, 'utf8');
  const places = source.split(find).length - 1;
  if (places !== 1) return { noticed: false, why: `what is to be replaced stands ${places} times in ${file}` };

  const run = () => runSuite({ root: copy, files: [test], named, silent: true });
  const whole = outcome(await run());
  if (whole !== 'green') return { noticed: false, why: `${test} is ${whole} even with the protection` };

  // As a function, because in a string "$&" and the like would mean something.
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  try {
    const without = outcome(await run());
    // A tree that does not even load proves nothing about the protection.
    return without === 'red' ? { noticed: true } : { noticed: false, why: `${test} is ${without} without it` };
  } finally {
    writeFileSync(path, source);
  }
}

function outcome({ files, unhandled }: Awaited<ReturnType<typeof runSuite>>): 'green' | 'red' | 'broken' | 'empty' {
  const over = (count: 'passed' | 'failed' | 'broken') => files.reduce((sum, file) => sum + file[count], 0);
  if (over('failed') > 0) return 'red';
  if (over('broken') + unhandled > 0) return 'broken';
  return over('passed') > 0 ? 'green' : 'empty';
}
