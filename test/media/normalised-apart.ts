/** Files made safe in a process of their own, so that what that takes of memory can be told. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface Apart {
  /** By how many bytes the process grew at most. */
  grown: number;
  /** Of each file: `safe`, or why it was refused. */
  outcomes: string[];
}

/** @param files the first goes ahead, so that what the libraries take by themselves is counted for none */
export async function normalisedApart(files: readonly string[]): Promise<Apart> {
  const child = join(import.meta.dirname, 'normalise-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child, ...files]);
  return JSON.parse(stdout) as Apart;
}
