/** Pictures as files, for what reads files; they go with the test. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Picture } from '../../model-runtime/contract.ts';
import type { Degraded } from './render.ts';

/** @returns what makes a file of a picture; call it where tests are described */
export function pictureFiles(): (picture: Pick<Degraded, 'bytes' | 'width' | 'height'>) => Promise<Picture> {
  const folder = mkdtemp(join(tmpdir(), 'parley-pictures-'));
  let count = 0;
  afterAll(async () => rm(await folder, { recursive: true, force: true }));
  return async ({ bytes, width, height }) => {
    const file = join(await folder, `${++count}`);
    await writeFile(file, bytes);
    return { file, width, height };
  };
}
