import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFiles, KEPT_MS, UPLOADED } from '../../src/media/files.ts';

const ANA = 'folder-of-ana-0000000000';
const BO = 'folder-of-bo-00000000000';
const what = { kind: 'document', name: 'export.zip', mime: 'application/zip' } as const;
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();
const open = () => {
  const root = join(mkdtempSync(join(tmpdir(), 'parley-files-')), 'files');
  return { root, files: createFiles(root) };
};
const written = (words: string) => async (out: NodeJS.WritableStream) => void out.write(words);

describe('files of replies', () => {
  it('are kept for their owner alone, and read by a name nobody can guess', async () => {
    const { root, files } = open();
    const file = await files.keep(ANA, what, written('words'));
    expect(file).toMatchObject({ ...what, bytes: 5 });
    expect(text(await files.read(file.id))).toBe('words');
    expect(file.id).not.toBe((await files.keep(ANA, what, written('words'))).id);
    const [name] = readdirSync(join(root, ANA));
    expect(statSync(join(root, ANA)).mode & 0o777).toBe(0o700);
    expect(statSync(join(root, ANA, name!)).mode & 0o777).toBe(0o600);
  });

  it('of one conversation go together, and those of others stay', async () => {
    const { files } = open();
    const [one, two] = [await files.keep(ANA, what, written('a')), await files.keep(ANA, what, written('b'))];
    const other = await files.keep(BO, what, written('c'));
    await files.erase(ANA);
    await expect(files.read(one.id)).rejects.toThrow('is gone');
    await expect(files.read(two.id)).rejects.toThrow('is gone');
    expect(text(await files.read(other.id))).toBe('c');
    await files.erase('folder-of-nobody-0000000');
  });

  it('go when their time is over', async () => {
    const { files } = open();
    const file = await files.keep(ANA, what, written('words'));
    expect(await files.sweep(Date.now())).toBe(0);
    expect(await files.sweep(Date.now() + KEPT_MS + 1000)).toBe(1);
    await expect(files.read(file.id)).rejects.toThrow('is gone');
    expect(await open().files.sweep(Date.now())).toBe(0);
  });

  it('that a person uploaded go when the time of photos is over, which may be sooner', async () => {
    const { files } = open();
    const file = await files.keep(ANA, what, written('words'));
    const upload = await files.put(ANA, `${UPLOADED}0123456789abcdef`, Buffer.from('photo'));
    expect(await files.sweep(Date.now() + 3_600_000, KEPT_MS, 1_800_000)).toBe(1);
    await expect(files.read(upload)).rejects.toThrow('is gone');
    expect(Buffer.from(await files.read(file.id)).toString()).toBe('words');
  });

  it('that could not be written leave nothing behind', async () => {
    const { root, files } = open();
    const broken = files.keep(ANA, what, async (out) => {
      out.write('half');
      throw new Error('no more');
    });
    await expect(broken).rejects.toThrow('no more');
    expect(readdirSync(join(root, ANA))).toEqual([]);
  });

  it('are found under no name that leads elsewhere', async () => {
    const { files } = open();
    await files.keep(ANA, what, written('words'));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.constantFrom('../../secret.key', `${ANA}/x`, `${ANA}.`)),
        async (id) => {
          await expect(files.read(id)).rejects.toThrow(/not the name of a file|is gone/);
        },
      ),
    );
  });
});
