/** The one line to paste after a failure. */
import { relative } from 'node:path';

export interface Failed {
  /** Absolute path of the test file. */
  file: string | undefined;
  /** With the names of its suites, as vitest joins them. */
  test: string | undefined;
  seed: number;
}

/** @returns a command that runs just this test with just this seed, from the root of the repository. */
export function rerunCommand({ file, test, seed }: Failed): string {
  return [
    'npm test --',
    ...(file ? [relative(process.cwd(), file)] : []),
    ...(test ? [`--test=${quoted(test)}`] : []),
    `--seed=${seed}`,
  ].join(' ');
}

/** For a POSIX shell, in which nothing but the quote itself means anything between single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
