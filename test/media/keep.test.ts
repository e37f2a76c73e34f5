import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKeep } from '../../src/media/keep.ts';

const ONE = 'conversation-one-abcde';
const OTHER = 'conversation-two-abcde';
const SECRET = Buffer.alloc(32, 7);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-keep-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what a conversation keeps', () => {
  test('is given back byte by byte, for its owner alone', async () => {
    const keep = openKeep(folder, SECRET);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const name = await keep.put(ONE, bytes);
        expect(new Uint8Array(await keep.get(ONE, name))).toEqual(bytes);
        expect(statSync(keep.path(ONE, name)).mode & 0o777).toBe(0o600);
      }),
      { numRuns: 25 },
    );
    expect(statSync(join(folder, ONE)).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(folder, ONE)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('has the same name each time, and another in another conversation (law 3)', async () => {
    const keep = openKeep(folder, SECRET);
    const bytes = Buffer.from('the same photo');
    const name = await keep.put(ONE, bytes);
    expect(await keep.put(ONE, bytes)).toBe(name);
    expect(await keep.put(OTHER, bytes)).not.toBe(name);
    expect(await openKeep(folder, Buffer.alloc(32, 8)).put(ONE, bytes)).not.toBe(name);
    await expect(keep.get(OTHER, name)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is gone when it was erased, one by one or all together, and the others are not', async () => {
    const keep = openKeep(folder, SECRET);
    const [first, second] = [await keep.put(ONE, Buffer.from('1')), await keep.put(ONE, Buffer.from('2'))];
    const other = await keep.put(OTHER, Buffer.from('1'));
    await keep.remove(ONE, first);
    expect([existsSync(keep.path(ONE, first)), existsSync(keep.path(ONE, second))]).toEqual([false, true]);
    await keep.erase(ONE);
    await keep.erase(ONE);
    expect(readdirSync(folder)).toEqual([OTHER]);
    expect(String(await keep.get(OTHER, other))).toBe('1');
  });

  test('is never looked for outside of its folder', () => {
    const keep = openKeep(folder, SECRET);
    for (const name of ['..', '../../etc/passwd-abcdef', '', 'a/b', `${ONE}/..`])
      expect(() => keep.path(ONE, name)).toThrow('not the name');
  });
});
