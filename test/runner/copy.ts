/** A copy of the tree to do damage to. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** In bytes: far more than any tree of ours has names. */
const LONGEST_LIST = 64 * 2 ** 20;

/**
 * Copies what git knows or would take in, links node_modules, and hands the copy to `work`. It is removed afterwards.
 *
 * @param root a git work tree
 */
export async function withCopyOfTree(root: string, work: (copy: string) => Promise<void>): Promise<void> {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: LONGEST_LIST,
  });
  const copy = mkdtempSync(join(tmpdir(), 'parley-laws-'));
  try {
    for (const file of listed.split('\0')) {
      // A file removed but not yet staged is still listed.
      if (file !== '' && existsSync(join(root, file))) cpSync(join(root, file), join(copy, file));
    }
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    await work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
