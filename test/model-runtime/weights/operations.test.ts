import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getModel } from '../../../model-runtime/weights/get.ts';
import { importWeights } from '../../../model-runtime/weights/import.ts';
import { explainChoice, listModels, verifyModels } from '../../../model-runtime/weights/operations.ts';
import { type Hub, startHub } from '../../doubles/hub.ts';
import { call, emptyFolder, entryOf, filesIn, fingerprint, onHub, roomy, weights } from './world.ts';

const content = weights(200_000);
const tiny = entryOf('tiny', [onHub('tiny')], content);
const little = entryOf('little', [onHub('little')], weights(9_000, 4), 'small');
const catalogue = [tiny, little];
const { signal } = new AbortController();

let hub: Hub;
beforeAll(async () => {
  hub = await startHub([{ repository: 'Acme/Tiny', file: 'tiny.gguf', content }]);
});
afterAll(() => hub.close());

const inCache = (cache: string, id: string) => join(cache, 'weights', id, `${id}.gguf`);

function put(file: string, what: Buffer | string): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, what);
  return file;
}

describe('the list of models', () => {
  test('tells for each where it stands: here, begun, not checked, absent', async () => {
    const cacheFolder = emptyFolder();
    const states = async () => (await listModels({ cacheFolder, catalogue })).map(({ state }) => state);
    expect(await states()).toEqual([{ kind: 'absent' }, { kind: 'absent' }]);
    put(`${inCache(cacheFolder, 'little')}.part`, weights(3_000));
    expect((await states())[1]).toEqual({ kind: 'begun', bytes: 3_000, of: 9_000 });
    put(inCache(cacheFolder, 'little'), weights(9_000));
    expect((await states())[1]).toMatchObject({ kind: 'unchecked', bytes: 9_000 });
    await getModel('tiny', call({ cacheFolder, catalogue, hub: hub.base }));
    expect((await states())[0]).toMatchObject({ kind: 'ready', checked: fingerprint(content) });
  });
});

describe('the explanation of a choice', () => {
  const explain = (cacheFolder: string, given = {}) =>
    explainChoice('auto', { ...call({ cacheFolder, catalogue, hub: hub.base }), ...given });

  test('names the models in order, each source with how it does now, and what a start would do', async () => {
    const explained = await explain(emptyFolder());
    expect(explained.why).toContain('8.0 GB of memory is free');
    const host = new URL(hub.base).host;
    expect(explained.models.map(({ entry, sources }) => [entry.id, sources])).toEqual([
      ['tiny', [{ source: `the public model hub ${host}`, works: true, detail: 'has it, 200.0 kB' }]],
      ['little', [{ source: `the public model hub ${host}`, works: false, detail: 'it does not have the file (404)' }]],
    ]);
    expect(explained.outcome).toBe(`tiny is fetched from the public model hub ${host}.`);
  });

  test('sees what is here, what a person named, and when there is no way at all', async () => {
    const cacheFolder = emptyFolder();
    await getModel('tiny', call({ cacheFolder, catalogue, hub: hub.base }));
    expect((await explain(cacheFolder)).outcome).toBe('tiny is used; it is on this machine.');
    expect((await explain(emptyFolder(), { file: '/a/model.gguf' })).outcome).toContain('The file you named');
    expect((await explain(emptyFolder(), { hub: 'http://127.0.0.1:9' })).outcome).toContain('No model can be had');
  });

  test('changes nothing in the cache', async () => {
    const cacheFolder = emptyFolder();
    await explain(cacheFolder);
    expect(filesIn(cacheFolder)).toEqual([]);
  });
});

describe('verifying', () => {
  test('reads every file, finds the wrong one, and the next start fetches it anew', async () => {
    const cacheFolder = emptyFolder();
    const options = () => call({ cacheFolder, catalogue, hub: hub.base });
    await getModel('tiny', options());
    const file = inCache(cacheFolder, 'tiny');
    const [right] = await verifyModels({ cacheFolder, catalogue }, { signal });
    expect(right).toMatchObject({ id: 'tiny', right: true, got: fingerprint(content) });

    // Same size and same time: only reading it shows the difference.
    const { mtimeMs } = await stat(file);
    const damaged = Buffer.from(content);
    damaged[150_000]! ^= 1;
    put(file, damaged);
    const record = JSON.parse(await readFile(`${file}.json`, 'utf8'));
    put(`${file}.json`, JSON.stringify({ ...record, mtimeMs: (await stat(file)).mtimeMs }));
    expect(mtimeMs).toBe(record.mtimeMs);
    expect((await getModel('tiny', options())).sha256).toBe(fingerprint(content).sha256);
    const [wrong] = await verifyModels({ cacheFolder, catalogue }, { signal });
    expect(wrong).toMatchObject({ right: false, want: fingerprint(content), got: fingerprint(damaged) });
    await getModel('tiny', options());
    expect((await readFile(file)).equals(content)).toBe(true);
  });
});

describe('importing', () => {
  const bring = (path: string, cacheFolder: string) =>
    importWeights(path, call({ cacheFolder, catalogue, disk: roomy() }));

  test('takes known files of a folder by their hash and refuses the others with a reason', async () => {
    const folder = emptyFolder();
    const cacheFolder = emptyFolder();
    put(join(folder, 'whatever.gguf'), weights(9_000, 4));
    put(join(folder, 'strange.gguf'), weights(77));
    put(join(folder, 'void.gguf'), '');
    const imported = await bring(folder, cacheFolder);
    expect(imported).toEqual([
      { file: join(folder, 'strange.gguf'), refused: expect.stringContaining('name it in PARLEY_MODEL_FILE') },
      { file: join(folder, 'void.gguf'), refused: 'the file is empty' },
      {
        file: join(folder, 'whatever.gguf'),
        id: 'little',
        sha256: fingerprint(weights(9_000, 4)).sha256,
      },
    ]);
    const options = call({ cacheFolder, catalogue, hub: 'http://127.0.0.1:9' });
    expect((await getModel('little', options)).source).toBe('imported');
    expect(filesIn(folder)).toHaveLength(3);
  });

  test('refuses a damaged file by want and got, and one that differs from the sum beside it', async () => {
    const folder = emptyFolder();
    put(join(folder, 'little.gguf'), weights(9_000, 5));
    put(join(folder, 'tiny.gguf'), content);
    put(join(folder, 'tiny.gguf.sha256'), `${'a'.repeat(64)}  tiny.gguf\n`);
    const [damaged, differing] = await bring(folder, emptyFolder());
    expect(damaged).toMatchObject({ refused: expect.stringContaining(`wanted sha256 ${little.fingerprint.sha256}`) });
    expect(differing).toMatchObject({ refused: expect.stringContaining('.sha256 file beside it') });
  });

  test('says when there is nothing to import', async () => {
    await expect(bring(join(emptyFolder(), 'nowhere'), emptyFolder())).rejects.toThrow('There is nothing at');
    await expect(bring(emptyFolder(), emptyFolder())).rejects.toThrow('There is no .gguf file in');
  });
});
