import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { getModel } from '../../../model-runtime/weights/get.ts';
import type { GetOptions } from '../../../model-runtime/weights/options.ts';
import { SMALL_MODEL_TIMEOUT_MS, smallModel } from '../small-model.ts';
import { call, emptyFolder, entryOf, filesIn, fingerprint, weights } from './world.ts';

const content = weights(50_000);
const other = weights(40_000, 2);
const known = entryOf('known', [], content);
const catalogue = [known, entryOf('absent', [], weights(10))];

const using = (file: string, choice = 'auto', given: Partial<GetOptions> = {}) =>
  getModel(choice, call({ cacheFolder: emptyFolder(), catalogue, file, ...given }));

const whyNot = (file: string, choice?: string): Promise<string> =>
  using(file, choice).then(
    () => expect.unreachable('it should have failed'),
    (error) => error.tried[0].why,
  );

/** A folder with these files, and the path of the first. */
function folderWith(files: Record<string, Buffer | string>): { folder: string; first: string } {
  const folder = emptyFolder();
  for (const [name, what] of Object.entries(files)) writeFileSync(join(folder, name), what);
  return { folder, first: join(folder, Object.keys(files)[0] ?? '') };
}

describe('a weights file that the person names', () => {
  test('is used where it lies, and known by its hash whatever its name', async () => {
    const { first } = folderWith({ 'renamed.gguf': content });
    expect(await using(first)).toMatchObject({ file: first, entry: known, source: 'the file you named' });
  });

  test(
    'that is not in the catalogue is used with what it says of itself, unless it is damaged',
    async () => {
      const real = await smallModel();
      const { entry, file } = await using(real);
      expect(file).toBe(real);
      expect(entry).toMatchObject({
        id: basename(real, '.gguf'),
        family: 'llama',
        licence: 'apache-2.0',
        size: '135 M parameters, 98.4 MB',
        contextTokens: 8_192,
        caveat: expect.stringContaining('A model of your own'),
      });
      const whole = await readFile(real);
      const { first } = folderWith({ 'cut.gguf': whole.subarray(0, whole.length - 1_000_000) });
      expect(await whyNot(first)).toMatch(/The model file cannot be used\. tensor /);
    },
    SMALL_MODEL_TIMEOUT_MS,
  );

  test('is read through once; after that size and time tell whether it is the same', async () => {
    const { first } = folderWith({ 'a.gguf': content });
    const cacheFolder = emptyFolder();
    const steps = async () => {
      const options = call({ cacheFolder, catalogue, file: first });
      await getModel('auto', options);
      return options.told.map(({ step }) => step);
    };
    expect(await steps()).toContain('checking');
    expect(await steps()).toEqual([]);
    await utimes(first, 1, 1);
    expect(await steps()).toContain('checking');
  });

  test('works where the cache cannot be written to', async () => {
    const { first } = folderWith({ 'a.gguf': content });
    const { first: inTheWay } = folderWith({ file: 'x' });
    expect((await using(first, 'auto', { cacheFolder: inTheWay })).entry).toEqual(known);
  });

  test('that has the name of a model and not its content is refused with want and got', async () => {
    const { first } = folderWith({ 'known.gguf': other });
    const why = await whyNot(first);
    expect(why).toContain(`it is not known, or damaged: wanted sha256 ${fingerprint(content).sha256} (50,000 bytes)`);
    expect(why).toContain(`got ${fingerprint(other).sha256} (40,000 bytes)`);
  });

  test('that is not the model asked for is refused too', async () => {
    const { first } = folderWith({ 'some.gguf': other });
    expect(await whyNot(first, 'known')).toContain('it is not known, or damaged');
  });

  test('that differs from the sum beside it is refused', async () => {
    const { first } = folderWith({ 'open.gguf': other, 'open.gguf.sha256': `${'0'.repeat(64)}  open.gguf\n` });
    expect(await whyNot(first)).toContain('not what the .sha256 file beside it says');
    const good = folderWith({ 'open.gguf': other, 'open.gguf.sha256': `${fingerprint(other).sha256}  open.gguf\n` });
    expect(await whyNot(good.first)).toContain('The model file cannot be used');
  });

  test.each<[string, Record<string, Buffer | string>, string]>([
    ['an empty file', { 'a.gguf': '' }, 'the file is empty'],
    ['something else', { 'a.gguf': 'PK\u0003\u0004 a zip file' }, 'the file is not a GGUF file'],
    [
      'a head that is cut off',
      { 'a.gguf': 'GGUF\u0003\u0000\u0000\u0000' },
      'The model file cannot be used. number of tensors',
    ],
  ])('%s is called what it is', async (_, files, why) => {
    expect(await whyNot(folderWith(files).first)).toContain(why);
  });

  test('what is wrong with it is told, and the other sources are tried', async () => {
    const { first } = folderWith({ 'a.gguf': '' });
    const cacheFolder = emptyFolder();
    await using(folderWith({ 'known.gguf': content }).first, 'auto', { cacheFolder });
    mkdirSync(join(cacheFolder, 'weights', 'known'), { recursive: true });
    writeFileSync(join(cacheFolder, 'weights', 'known', 'known.gguf'), content);
    const got = await using(first, 'auto', { cacheFolder });
    expect(got.entry).toEqual(known);
    expect(got.tried).toEqual([{ source: 'the file you named', why: 'the file is empty' }]);
  });
});

describe('a folder that the person names', () => {
  test('gives the file of the model that is wanted, or the only one there is', async () => {
    const several = folderWith({ 'known.gguf': content, 'own.gguf': other, 'notes.txt': 'x' });
    expect((await using(several.folder)).entry).toEqual(known);
    const only = folderWith({ 'renamed.gguf': content });
    expect((await using(only.folder)).file).toBe(only.first);
  });

  test('that leaves a doubt says what it holds', async () => {
    const several = folderWith({ 'b.gguf': content, 'a.gguf': other });
    expect(await whyNot(several.folder)).toBe(
      'the folder holds no file called known.gguf or absent.gguf, and several: a.gguf, b.gguf',
    );
    expect(await whyNot(emptyFolder())).toContain('no .gguf file at all');
  });

  test('nothing is written beside the files of a person', async () => {
    const { folder } = folderWith({ 'known.gguf': content });
    await using(folder);
    expect(filesIn(folder)).toEqual(['known.gguf']);
  });
});
