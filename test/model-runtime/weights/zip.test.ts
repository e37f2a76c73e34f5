import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BadZip, readDirectory, readMember } from '../../../model-runtime/weights/zip.ts';
import { makeZip } from '../../doubles/wheel.ts';
import { emptyFolder, weights } from './world.ts';

/** All members with their content. */
async function unzip(path: string, content: Buffer): Promise<{ name: string; content: Buffer }[]> {
  await writeFile(path, content);
  const file = await open(path, 'r');
  try {
    const found: { name: string; content: Buffer }[] = [];
    for (const member of await readDirectory(file)) {
      const chunks: Buffer[] = [];
      for await (const chunk of readMember(file, member)) chunks.push(chunk);
      found.push({ name: member.name, content: Buffer.concat(chunks) });
    }
    return found;
  } finally {
    await file.close();
  }
}

describe('the zip reader', () => {
  test('reads back what a zip file holds, in all the forms wheels come in', async () => {
    const path = join(emptyFolder(), 'a.zip');
    const member = fc.record({
      name: fc.string({ minLength: 1, maxLength: 20 }),
      content: fc.uint8Array({ maxLength: 5_000 }).map((bytes) => Buffer.from(bytes)),
      method: fc.constantFrom('stored' as const, 'deflated' as const),
    });
    const options = fc.record({ zip64: fc.boolean(), comment: fc.string({ maxLength: 50 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 4 }), options, async (members, how) => {
        const read = await unzip(path, makeZip(members, how));
        expect(read).toEqual(
          members.map(({ name, content }) => ({ name: Buffer.from(name).toString('utf8'), content })),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('a member of several megabytes comes in pieces and whole', async () => {
    const content = weights(3_000_000);
    expect(
      (await unzip(join(emptyFolder(), 'a.zip'), makeZip([{ name: 'w', content }])))[0]?.content.equals(content),
    ).toBe(true);
  });

  test('a damaged or hostile file gives the true content or is called damaged, never anything else', async () => {
    const path = join(emptyFolder(), 'a.zip');
    const members = [
      { name: 'a/one.bin', content: weights(700, 3) },
      { name: '../../etc/two', content: weights(900, 4), method: 'stored' as const },
    ];
    const truth = new Set(members.map(({ content }) => content.toString('hex')));
    const sound = fc.boolean().map((zip64) => makeZip(members, { zip64 }));
    const harm = fc.oneof(
      fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
      fc.record({
        kind: fc.constant('number' as const),
        at: fc.nat(),
        value: fc.constantFrom(0, 0xffff, 0x7fffffff, 0xfffffffe, 0xffffffff),
      }),
    );
    await fc.assert(
      fc.asyncProperty(sound, fc.array(harm, { minLength: 1, maxLength: 3 }), async (zip, harms) => {
        let broken = Buffer.from(zip);
        for (const one of harms) {
          if (broken.length < 8) break;
          if (one.kind === 'cut') broken = broken.subarray(0, one.at % broken.length);
          else if (one.kind === 'flip') broken[one.at % broken.length]! ^= one.bits;
          else broken.writeUInt32LE(one.value, one.at % (broken.length - 4));
        }
        try {
          for (const { content } of await unzip(path, broken)) expect(truth).toContain(content.toString('hex'));
        } catch (error) {
          expect(error).toBeInstanceOf(BadZip);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a member that unpacks to more than it says is stopped', async () => {
    const path = join(emptyFolder(), 'a.zip');
    const zip = makeZip([{ name: 'bomb', content: Buffer.alloc(50_000_000) }]);
    const directory = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    zip.writeUInt32LE(1_000, directory + 24);
    await expect(unzip(path, zip)).rejects.toThrow('larger than it says');
  });

  test.each([
    ['an encrypted member', 8, 1, 'encrypted'],
    ['a member packed in another way', 10, 14, 'packed in a way'],
    ['a member that lies elsewhere', 42, 3, 'not where it should be'],
  ])('%s is refused', async (_, field, value, words) => {
    const zip = makeZip([{ name: 'w', content: weights(500) }]);
    zip.writeUInt16LE(value, zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02])) + field);
    await expect(unzip(join(emptyFolder(), 'a.zip'), zip)).rejects.toThrow(words);
  });

  test('what is not a zip file at all is called so', async () => {
    for (const content of [Buffer.alloc(0), Buffer.from('hello'), weights(100_000)])
      await expect(unzip(join(emptyFolder(), 'a.zip'), content)).rejects.toThrow(BadZip);
  });
});
