import { spawn } from 'node:child_process';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DataFolderError, openDataFolder, peekDataFolder } from '../src/data-folder.ts';

const place = () => join(mkdtempSync(join(tmpdir(), 'parley-data-')), 'data');
const permissions = (path: string) => statSync(path).mode & 0o777;

describe('the data folder', () => {
  it('is for its owner alone', () => {
    const path = place();
    const folder = openDataFolder(path);
    folder.announce({ pid: 1, url: 'http://here' });
    expect(
      [path, join(path, 'secret.key'), join(path, 'instance.json'), join(path, 'instance.lock')].map(permissions),
    ).toEqual([0o700, 0o600, 0o600, 0o600]);
    folder.release();
  });

  it('keeps its secret over restarts', () => {
    const path = place();
    const first = openDataFolder(path);
    first.release();
    const second = openDataFolder(path);
    expect(second.secret).toEqual(first.secret);
    expect(second.id).toBe(first.id);
    second.release();
  });

  it('belongs to one instance, and says to whom', async () => {
    const path = place();
    const module = new URL('../src/data-folder.ts', import.meta.url).href;
    const other = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { openDataFolder } from ${JSON.stringify(module)}; openDataFolder(${JSON.stringify(path)}).announce({ pid: process.pid, url: 'http://first' }); console.log('has it'); setInterval(() => {}, 1000);`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise((done) => other.stdout.once('data', done));
    expect(() => openDataFolder(path)).toThrow(/already running.*http:\/\/first/);
    expect(peekDataFolder(path)?.instance.url).toBe('http://first');
    // Killed, not stopped: the lock goes with the process.
    other.kill('SIGKILL');
    await new Promise((done) => other.once('exit', done));
    openDataFolder(path).release();
  });

  it('that cannot be used says what to do', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'parley-data-')), 'file');
    writeFileSync(file, '');
    expect(() => openDataFolder(join(file, 'data'))).toThrow(DataFolderError);
    expect(() => openDataFolder(join(file, 'data'))).toThrow(/PARLEY_DATA/);
  });

  it('with a damaged secret is not silently begun anew', () => {
    const path = place();
    openDataFolder(path).release();
    writeFileSync(join(path, 'secret.key'), 'short');
    expect(() => openDataFolder(path)).toThrow(/damaged/);
  });
});
