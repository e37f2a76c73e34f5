import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Finding } from '../adapters/contract.ts';
import { openTelegramStandIn, type TelegramStandIn } from './doubles/telegram/stand-in.ts';

const DOCTOR = fileURLToPath(new URL('../src/doctor.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let standIn: TelegramStandIn | undefined;
afterEach(() => standIn?.close());

/** Runs it as `npm run doctor` does. */
function doctor(area: string, env: Record<string, string>): Promise<{ code: number; findings: Finding[] }> {
  return new Promise((done, fail) => {
    execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', DOCTOR, area, '--json'],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH ?? '',
          PARLEY_DATA: join(folder, 'data'),
          PARLEY_CACHE: join(folder, 'cache'),
          ...env,
        },
      },
      (error, output, complaints) => {
        if (output === '') return fail(new Error(complaints, { cause: error }));
        const report = JSON.parse(output) as Record<string, Finding[]>;
        done({ code: typeof error?.code === 'number' ? error.code : 0, findings: report[area]! });
      },
    );
  });
}

describe('npm run doctor', () => {
  it('says of Telegram that nobody has paired, where the service never ran, and what to do', async () => {
    standIn = await openTelegramStandIn();
    const { code, findings } = await doctor('telegram', {
      PARLEY_TELEGRAM_TOKEN: standIn.token,
      PARLEY_TELEGRAM_API: standIn.url,
    });
    expect(code).toBe(1);
    expect(findings.map(({ what, state }) => [what, state])).toEqual([
      ['Telegram: token', 'fine'],
      ['Telegram: webhook', 'fine'],
      ['Telegram: groups', 'note'],
      ['Telegram: pairing', 'bad'],
    ]);
    expect(findings.at(-1)!.remedy).toContain('open the link');
  });

  it.each(['telegram', 'meta'])('says how to begin with %s where it is not set up', async (area) => {
    const { code, findings } = await doctor(area, {});
    expect(code).toBe(0);
    expect(findings).toEqual([expect.objectContaining({ state: 'note', words: 'is not set up' })]);
  });

  it('says which model looks at photos, or what brings one', async () => {
    expect(await doctor('photos', {})).toMatchObject({
      code: 0,
      findings: [
        {
          state: 'note',
          words: expect.stringContaining('nothing in them is recognised'),
          remedy: 'npm run models -- pull smolvlm2-500m, then start Parley again.',
        },
      ],
    });
    expect(await doctor('photos', { PARLEY_EYES: 'off' })).toMatchObject({
      findings: [{ state: 'note', words: 'is switched off' }],
    });
    expect(await doctor('photos', { PARLEY_EYES: 'smolvlm2-500m' })).toMatchObject({
      findings: [{ words: expect.stringContaining('is fetched with the first question') }],
    });
  });

  it('finds the files named for it, and says which one is missing', async () => {
    const [file, projector] = [join(folder, 'eyes.gguf'), join(folder, 'mmproj.gguf')];
    const named = { PARLEY_EYES: 'eyes.gguf, mmproj.gguf' };
    writeFileSync(file, 'GGUF');
    expect(await doctor('photos', named)).toMatchObject({
      code: 1,
      findings: [{ state: 'bad', words: `${projector} is not there` }],
    });
    writeFileSync(projector, 'GGUF');
    expect(await doctor('photos', named)).toMatchObject({ code: 0, findings: [{ state: 'fine', words: file }] });
  });
});
