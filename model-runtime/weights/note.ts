/** Small JSON files beside the weights. One that is missing, broken or not an object is as good as none. */
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';

const MOST_BYTES = 65_536;

export async function readNote(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    if ((await stat(path)).size > MOST_BYTES) return undefined;
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, also when two processes write at once. */
export async function writeNote(path: string, note: object): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(note, undefined, 2)}\n`);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
