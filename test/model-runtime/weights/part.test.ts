import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roomIn } from '../../../model-runtime/weights/disk.ts';
import { LIMITS } from '../../../model-runtime/weights/options.ts';
import { openPart, WrongContent } from '../../../model-runtime/weights/part.ts';
import { emptyFolder, filesIn, fingerprint, QUICK, roomy, weights } from './world.ts';

const { signal } = new AbortController();

function opener(folder: string, want: { sha256: string; bytes: number }, keep?: (bytes: number) => number) {
  const disk = roomy();
  const room = roomIn(folder, { disk, limits: { ...LIMITS, ...QUICK }, signal, onPause: () => undefined });
  return () => openPart(join(folder, 'm.gguf'), want, { disk, room, signal, ...(keep ? { keep } : {}) });
}

describe('a part of a weights file', () => {
  test('however it is interrupted, resumed and begun anew, what gets the name is the wanted file', async () => {
    const content = weights(5_000);
    const act = fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 1, max: 1_500 }) },
      { weight: 2, arbitrary: fc.constant('reopen' as const) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
        const folder = emptyFolder();
        const open = opener(folder, fingerprint(content));
        let part = await open();
        await part.comesFrom({ url: 'http://x/' });
        for (const one of acts) {
          if (one === 'restart') await part.restart();
          else if (one === 'reopen') {
            const before = part.bytes;
            await part.close();
            part = await open();
            expect(part.bytes).toBe(before);
          } else await part.append(content.subarray(part.bytes, Math.min(part.bytes + one, content.length)));
        }
        await part.append(content.subarray(part.bytes));
        await part.finish();
        expect((await readFile(join(folder, 'm.gguf'))).equals(content)).toBe(true);
        expect(filesIn(folder)).toEqual(['m.gguf']);
      }),
      { numRuns: 40 },
    );
  });

  test('wrong content is deleted and said with want, got and size', async () => {
    const folder = emptyFolder();
    const want = fingerprint(weights(100));
    const part = await opener(folder, want)();
    await part.comesFrom({ url: 'http://x/' });
    await part.append(weights(100, 2));
    await writeFile(join(folder, 'neighbour.gguf'), 'stays');
    const trouble = await part.finish().catch((error) => error);
    expect(trouble).toBeInstanceOf(WrongContent);
    expect(trouble.message).toContain(`wanted sha256 ${want.sha256} (100 bytes)`);
    expect(trouble.message).toContain(`got ${fingerprint(weights(100, 2)).sha256} (100 bytes)`);
    expect(filesIn(folder)).toEqual(['neighbour.gguf']);
  });

  test('a file that came empty is called empty', async () => {
    const part = await opener(emptyFolder(), fingerprint(weights(100)))();
    await expect(part.finish()).rejects.toThrow('the file is empty');
  });

  test('more bytes than the file has are not taken', async () => {
    const part = await opener(emptyFolder(), fingerprint(weights(100)))();
    await expect(part.append(weights(101))).rejects.toThrow('more than');
    expect(part.bytes).toBe(0);
    await part.close();
  });

  test('the part of another file, one that is too long, and one without its note are begun anew', async () => {
    const content = weights(1_000);
    const want = fingerprint(content);
    const note = ({ sha256, bytes }: typeof want) => JSON.stringify({ url: 'http://x/', size: bytes, sha256 });
    for (const [left, noted] of [
      [weights(500, 7), note(fingerprint(weights(1_000, 7)))],
      [weights(1_001), note(want)],
      [weights(500), undefined],
      [weights(500), '{"sha256":'],
      [weights(500), '[]'],
    ] as const) {
      const folder = emptyFolder();
      await writeFile(join(folder, 'm.gguf.part'), left);
      if (noted !== undefined) await writeFile(join(folder, 'm.gguf.part.json'), noted);
      const part = await opener(folder, want)();
      expect(part.bytes, noted).toBe(0);
      await part.append(content);
      await part.finish();
    }
  });

  test('a source that can only go on at certain places gets a part cut back to one', async () => {
    const content = weights(1_000);
    const folder = emptyFolder();
    const open = opener(folder, fingerprint(content), (bytes) => bytes - (bytes % 300));
    const part = await open();
    await part.comesFrom({ url: 'wheel:a' });
    await part.append(content.subarray(0, 700));
    await part.close();
    const again = await open();
    expect(again.bytes).toBe(600);
    await again.append(content.subarray(600));
    await again.finish();
  });
});
