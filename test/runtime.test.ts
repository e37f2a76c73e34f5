import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Eyes } from '../model-runtime/contract.ts';
import { entryFile, noteChecked } from '../model-runtime/weights/cache.ts';
import { seeingEntries } from '../model-runtime/weights/eyes.ts';
import { loadConfig } from '../src/config.ts';
import { chooseRuntime } from '../src/runtime.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-runtime-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What would look at pictures; nothing is started. */
async function eyesWith(env: Record<string, string>, cache = 'empty'): Promise<Eyes | undefined> {
  const { config } = loadConfig(folder, { PARLEY_CACHE: join(folder, cache), ...env });
  const runtime = await chooseRuntime(config, pino({ level: 'silent' }));
  await runtime.close();
  return runtime.eyes;
}

describe('what looks at pictures', () => {
  test('nothing by itself, until both files of a model that sees are here', async () => {
    expect(await eyesWith({})).toBeUndefined();
    const [{ entry, projector } = { entry: undefined, projector: undefined }] = seeingEntries();
    for (const [one, expected] of [
      [entry!, undefined],
      [projector!, 'smolvlm2-500m'],
    ] as const) {
      const file = entryFile(join(folder, 'full'), one);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, 'GGUF');
      await noteChecked(file, { ...one.fingerprint, bytes: 4 }, 'brought by this test');
      expect((await eyesWith({}, 'full'))?.kind).toBe(expected && 'own model');
    }
    expect(await eyesWith({ PARLEY_EYES: 'off' }, 'full')).toBeUndefined();
    expect(await eyesWith({ PARLEY_RUNTIME: 'echo' }, 'full')).toMatchObject({ name: 'smolvlm2-500m' });
  });

  test('the one that is named, got with the first question; or two files, called by the first', async () => {
    expect(await eyesWith({ PARLEY_EYES: 'smolvlm2-500m' })).toMatchObject({
      kind: 'own model',
      name: 'smolvlm2-500m',
      status: { state: 'stopped' },
    });
    expect(await eyesWith({ PARLEY_EYES: 'a/Seer.gguf, a/mmproj.gguf' })).toMatchObject({ name: 'Seer' });
  });

  test('the model for text itself, where that sees', async () => {
    const itself = { kind: 'text model' };
    expect(await eyesWith({ PARLEY_MODEL: 'smolvlm2-500m' })).toEqual(itself);
    expect(await eyesWith({ PARLEY_MODEL_FILE: 'seer.gguf', PARLEY_EYES: 'seer.gguf,mmproj.gguf' })).toEqual(itself);
    expect(await eyesWith({ PARLEY_MODEL_FILE: 'other.gguf', PARLEY_EYES: 'seer.gguf,mmproj.gguf' })).toMatchObject({
      kind: 'own model',
    });
    expect(await eyesWith({ PARLEY_MODEL: 'smolvlm2-500m', PARLEY_EYES: 'off' })).toBeUndefined();
  });
});
