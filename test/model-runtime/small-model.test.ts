import { stat } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fingerprintOf } from '../../model-runtime/weights/cache.ts';
import { CATALOGUE } from '../../model-runtime/weights/catalogue.ts';
import { gotSmallModel, SMALL_MODEL_TIMEOUT_MS } from './small-model.ts';

test(
  'the real small model can be had on this machine, to the last bit, and is here at once the second time',
  async () => {
    const { file, sha256, entry } = await gotSmallModel();
    const known = CATALOGUE.find(({ id }) => id === entry.id)?.fingerprint;
    expect(sha256).toBe(known?.sha256);
    expect(await fingerprintOf(file, { signal: AbortSignal.timeout(60_000) })).toEqual(known);
    const { mtimeMs } = await stat(file);
    expect((await gotSmallModel()).file).toBe(file);
    expect((await stat(file)).mtimeMs).toBe(mtimeMs);
  },
  SMALL_MODEL_TIMEOUT_MS,
);
