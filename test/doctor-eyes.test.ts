import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '../adapters/contract.ts';

const DOCTOR = join(import.meta.dirname, '..', 'src', 'doctor.ts');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function photos(eyes: Record<string, string>): Finding & { code: number | null } {
  const { stdout, status } = spawnSync(process.execPath, [DOCTOR, 'photos', '--json'], {
    cwd: folder,
    env: { ...process.env, PARLEY_CACHE: join(folder, 'cache'), ...eyes },
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout) as { photos: [Finding] };
  return { ...report.photos[0], code: status };
}

test('the doctor says which model looks at photos, or what brings one', () => {
  expect(photos({})).toMatchObject({
    state: 'note',
    words: expect.stringContaining('nothing in them is recognised'),
    remedy: 'npm run models -- pull smolvlm2-500m, then start Parley again.',
    code: 0,
  });
  expect(photos({ PARLEY_EYES: 'off' })).toMatchObject({ state: 'note', words: 'is switched off' });
  expect(photos({ PARLEY_EYES: 'smolvlm2-500m' }).words).toContain('is fetched with the first question');
});

test('the doctor finds named files, and says which one is missing', () => {
  const [file, projector] = [join(folder, 'eyes.gguf'), join(folder, 'mmproj.gguf')];
  writeFileSync(file, 'GGUF');
  expect(photos({ PARLEY_EYES: 'eyes.gguf, mmproj.gguf' })).toMatchObject({
    state: 'bad',
    words: `${projector} is not there`,
    code: 1,
  });
  writeFileSync(projector, 'GGUF');
  expect(photos({ PARLEY_EYES: 'eyes.gguf, mmproj.gguf' })).toMatchObject({ state: 'fine', words: file, code: 0 });
});
