import { describe, expect, it } from 'vitest';
import { createUploads } from '../../../adapters/meta/uploads.ts';
import { createScriptedHost } from '../../contract/channel.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const HOUR_MS = 3_600_000;

describe('an upload', () => {
  const world = () => {
    let ms = 0;
    let made = 0;
    const { state } = createScriptedHost();
    const open = () => createUploads(state, 10 * HOUR_MS, () => ms);
    return {
      open,
      make: async () => `id-${++made}`,
      pass: (hours: number) => {
        ms += hours * HOUR_MS;
      },
    };
  };

  it('is made once for the same file, also after a restart', async () => {
    const { open, make } = world();
    expect(await open().idOf(bytes('a'), 'image', make)).toBe('id-1');
    expect(await open().idOf(bytes('a'), 'image', make)).toBe('id-1');
    expect(await open().idOf(bytes('b'), 'image', make)).toBe('id-2');
  });

  it('is another for another use of the same file', async () => {
    const { open, make } = world();
    const uploads = open();
    expect(await uploads.idOf(bytes('a'), 'image', make)).not.toBe(await uploads.idOf(bytes('a'), 'file', make));
  });

  it('is one when two sends want it at the same time', async () => {
    const { open, make } = world();
    const uploads = open();
    const ids = await Promise.all(['a', 'b', 'a', 'a'].map((text) => uploads.idOf(bytes(text), 'image', make)));
    expect(new Set([ids[0], ids[2], ids[3]]).size).toBe(1);
    expect(ids[1]).not.toBe(ids[0]);
    // Both are remembered, though they ended together.
    expect(await open().idOf(bytes('b'), 'image', make)).toBe(ids[1]);
    expect(await open().idOf(bytes('a'), 'image', make)).toBe(ids[0]);
  });

  it('is made anew once the platform keeps it no longer, or does not know it', async () => {
    const { open, make, pass } = world();
    const uploads = open();
    expect(await uploads.idOf(bytes('a'), 'image', make)).toBe('id-1');
    pass(11);
    expect(await uploads.idOf(bytes('a'), 'image', make)).toBe('id-2');
    await uploads.forget('id-2');
    expect(await uploads.idOf(bytes('a'), 'image', make)).toBe('id-3');
  });

  it('that failed is tried again, and nothing of it is remembered', async () => {
    const { open, make } = world();
    const uploads = open();
    await expect(uploads.idOf(bytes('a'), 'image', () => Promise.reject(new Error('refused')))).rejects.toThrow(
      'refused',
    );
    expect(await uploads.idOf(bytes('a'), 'image', make)).toBe('id-1');
  });

  it('is forgotten when so many came after it', async () => {
    const { open, make } = world();
    const uploads = open();
    for (let n = 0; n <= 200; n++) await uploads.idOf(bytes(`file ${n}`), 'image', make);
    expect(await uploads.idOf(bytes('file 200'), 'image', make)).toBe('id-201');
    expect(await uploads.idOf(bytes('file 0'), 'image', make)).toBe('id-202');
  });
});
