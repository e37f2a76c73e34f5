import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { getModel } from '../../../model-runtime/weights/get.ts';
import type { GetOptions } from '../../../model-runtime/weights/options.ts';
import type { NoSource } from '../../../model-runtime/weights/trouble.ts';
import { type Fault, type Hub, startHub, untouched } from '../../doubles/hub.ts';
import { call, emptyFolder, entryOf, filesIn, fingerprint, onHub, QUICK, roomy, weights } from './world.ts';

/** Large against what a socket holds back: a broken connection takes that much with it. */
const content = weights(1_500_000);
const truth = fingerprint(content);
const entry = entryOf('tiny', [onHub('tiny')], content);
const FILE = join('weights', 'tiny', 'tiny.gguf');

let hub: Hub;
beforeAll(async () => {
  hub = await startHub([{ repository: 'Acme/Tiny', file: 'tiny.gguf', content }]);
});
beforeEach(() => {
  Object.assign(hub, untouched());
});
afterEach(() => expect(hub.violations).toEqual([]));
afterAll(() => hub.close());

const get = (cacheFolder: string, given: Partial<GetOptions> = {}) =>
  getModel('tiny', call({ cacheFolder, hub: hub.base, catalogue: [entry], ...given }));

const failure = async (cacheFolder: string, given: Partial<GetOptions> = {}): Promise<NoSource> =>
  get(cacheFolder, given).then(
    () => expect.unreachable('it should have failed'),
    (error) => error,
  );

/** The file is there, it is the right one, and nothing but its record lies beside it. */
async function expectWhole(cache: string) {
  expect((await readFile(join(cache, FILE))).equals(content)).toBe(true);
  expect(filesIn(cache).filter((file) => !file.endsWith('.json'))).toEqual([FILE]);
}

describe('a model from the hub', () => {
  test('is found, and downloaded from the address of the commit', async () => {
    const cache = emptyFolder();
    const got = await get(cache);
    expect(got).toMatchObject({ sha256: truth.sha256, tried: [], entry });
    await expectWhole(cache);
    expect(hub.seen).toEqual([
      'HEAD /Acme/Tiny/resolve/main/tiny.gguf',
      `GET /Acme/Tiny/resolve/${hub.commit}/tiny.gguf`,
    ]);
  });

  test('that is here already is not asked for again, nor read again', async () => {
    const cache = emptyFolder();
    await get(cache);
    hub.seen = [];
    const options = call({ cacheFolder: cache, hub: hub.base, catalogue: [entry] });
    await getModel('tiny', options);
    expect(hub.seen).toEqual([]);
    expect(options.told).toEqual([]);
  });

  test('is fetched anew when the file in the cache has changed', async () => {
    const cache = emptyFolder();
    await get(cache);
    await writeFile(join(cache, FILE), weights(1_500_000, 9));
    await get(cache);
    await expectWhole(cache);
  });

  test('that was copied into the cache by hand is recognised by its hash, and a part of it dropped', async () => {
    const cache = emptyFolder();
    await get(cache);
    await rm(join(cache, `${FILE}.json`));
    await writeFile(join(cache, `${FILE}.part`), weights(1_000));
    hub.seen = [];
    expect((await get(cache)).source).toBe('found in the folder for models');
    expect(hub.seen).toEqual([]);
    await expectWhole(cache);
  });

  test('goes on where the connection broke, with If-Range when the store names a strong etag', async () => {
    const cache = emptyFolder();
    hub.store = [
      { kind: 'cut', after: 700_000 },
      { kind: 'cut', after: 300_000 },
    ];
    await get(cache);
    await expectWhole(cache);
    expect(hub.asked[0]).toBe('all');
    expect(hub.asked.slice(1).every((range) => /^bytes=\d+-$/.test(range))).toBe(true);
    expect(hub.asked.length).toBe(3);
  });

  test.each(['weak', 'none'] as const)('goes on as well where the store gives %s etag', async (etag) => {
    const cache = emptyFolder();
    hub.storeEtag = etag;
    hub.store = [{ kind: 'cut', after: 700_000 }];
    await get(cache);
    await expectWhole(cache);
    expect(hub.asked[1]).toMatch(/^bytes=/);
  });

  test.each<[string, Fault[]]>([
    ['a connection that falls silent', [{ kind: 'stall', after: 700_000 }]],
    ['200 instead of 206', [{ kind: 'cut', after: 700_000 }, { kind: 'whole' }]],
    [
      '200 instead of 206, broken off, twice',
      [
        { kind: 'cut', after: 900_000 },
        { kind: 'whole, cut', after: 600_000 },
        { kind: 'whole, cut', after: 990_000 },
      ],
    ],
    ['a range that begins elsewhere', [{ kind: 'cut', after: 700_000 }, { kind: 'wrong range' }]],
    [
      'ranges smaller than asked for',
      [
        { kind: 'cut', after: 700_000 },
        { kind: 'small range', bytes: 400_000 },
      ],
    ],
    [
      'a length that is larger than what comes',
      [
        { kind: 'cut', after: 700_000 },
        { kind: 'length too large', by: 0 },
        { kind: 'cut', after: 10_000 },
      ],
    ],
    [
      'a busy store',
      [
        { kind: 'status', status: 503, retryAfter: '0' },
        { kind: 'status', status: 429 },
      ],
    ],
    ['content that is wrong once', [{ kind: 'corrupt' }]],
    ['content that is wrong after a resume', [{ kind: 'cut', after: 700_000 }, { kind: 'corrupt' }]],
  ])('comes whole in spite of %s', async (_, faults) => {
    const cache = emptyFolder();
    hub.store = faults;
    await get(cache);
    await expectWhole(cache);
  });

  test('a part that was damaged on the disk is thrown away and fetched once more', async () => {
    const cache = emptyFolder();
    hub.store = Array.from({ length: 9 }, () => ({ kind: 'cut', after: 0 }) as const);
    hub.store[0] = { kind: 'cut', after: 900_000 };
    await failure(cache);
    const part = join(cache, `${FILE}.part`);
    const damaged = await readFile(part);
    damaged[1_000]! ^= 4;
    await writeFile(part, damaged);
    Object.assign(hub, { store: [], asked: [] });
    await get(cache);
    await expectWhole(cache);
    expect(hub.asked[0]).toMatch(/^bytes=/);
    expect(hub.asked[1]).toBe('all');
  });

  test('content that is wrong twice is told with want, got and size, and leaves nothing behind', async () => {
    const cache = emptyFolder();
    hub.store = [{ kind: 'corrupt' }, { kind: 'corrupt' }];
    const { tried } = await failure(cache);
    expect(tried).toHaveLength(1);
    expect(tried[0]?.source).toMatch(/^the public model hub 127\.0\.0\.1:\d+ \(tiny\)$/);
    expect(tried[0]?.why).toContain(`wanted sha256 ${truth.sha256} (1,500,000 bytes), got `);
    expect(hub.asked).toEqual(['all', 'all']);
    expect(filesIn(cache)).toEqual([]);
  });

  test('a source that keeps breaking is left after five retries without progress; the part stays for the next time', async () => {
    const cache = emptyFolder();
    hub.store = [
      { kind: 'cut', after: 700_000 },
      ...Array.from({ length: 9 }, () => ({ kind: 'cut', after: 0 }) as const),
    ];
    const { tried } = await failure(cache);
    expect(tried[0]?.why).toMatch(/the connection .*; tried 6 times in a row/);
    Object.assign(hub, { store: [], asked: [] });
    await get(cache);
    await expectWhole(cache);
    expect(hub.asked).toHaveLength(1);
    expect(Number(/\d+/.exec(hub.asked[0] ?? '')?.[0])).toBeGreaterThan(0);
  });

  test.each<[number, string]>([
    [401, 'it does not give the file without a sign-in (401)'],
    [404, 'it does not have the file (404)'],
    [410, 'it does not have the file (410)'],
  ])('status %i is not tried again', async (status, why) => {
    hub.hub = [{ kind: 'status', status }];
    const { tried } = await failure(emptyFolder());
    expect(tried.map((one) => one.why)).toEqual([why]);
    expect(hub.seen).toHaveLength(1);
  });

  test('a hub that asks to come back much later is left for the next source', async () => {
    hub.hub = [{ kind: 'status', status: 429, retryAfter: '86400' }];
    const { tried } = await failure(emptyFolder());
    expect(tried[0]?.why).toBe('it has too many requests (429) and asks to come back in 24 h');
  });

  test('a copy of the hub that does not say what its files are serves as well', async () => {
    hub.silent = true;
    const cache = emptyFolder();
    await get(cache);
    await expectWhole(cache);
    hub.store = [{ kind: 'corrupt' }, { kind: 'corrupt' }];
    expect((await failure(emptyFolder())).tried[0]?.why).toContain(`wanted sha256 ${truth.sha256}`);
  });

  test('a hub whose file is not the one of the catalogue is refused before the first byte', async () => {
    const another = entryOf('tiny', [onHub('tiny')], weights(10));
    const { tried } = await failure(emptyFolder(), { catalogue: [another] });
    expect(tried[0]?.why).toContain('is not the one known here');
    expect(hub.asked).toEqual([]);
  });

  test('nobody is asked twice where nobody is', async () => {
    const catalogue = [entryOf('one', [onHub('one')], content), entryOf('two', [onHub('two')], content)];
    const error = await getModel(
      'standard',
      call({ cacheFolder: emptyFolder(), hub: 'http://127.0.0.1:9', catalogue }),
    ).catch((thrown) => thrown);
    expect(error.tried).toEqual([
      { source: 'the public model hub 127.0.0.1:9 (one)', why: 'it refuses connections' },
      { source: 'the public model hub 127.0.0.1:9 (two)', why: 'it refuses connections (asked a moment ago)' },
    ]);
  });

  test('the end of the call ends the download at once and keeps the part', async () => {
    const cache = emptyFolder();
    const controller = new AbortController();
    hub.store = [{ kind: 'slow', bytesPerSecond: 500_000 }];
    const options = {
      signal: controller.signal,
      onProgress: ({ doneBytes = 0 }) => doneBytes > 0 && controller.abort(),
    };
    await expect(get(cache, options)).rejects.toThrow(/abort/i);
    expect(filesIn(cache)).toContain(`${FILE}.part`);
  });

  test('whatever faults come in whatever order, the outcome is the right file or a trouble told, never a wrong file', async () => {
    const after = fc.integer({ min: 0, max: 1_500_000 });
    const fault: fc.Arbitrary<Fault> = fc.oneof(
      fc.record({ kind: fc.constantFrom('cut' as const, 'whole, cut' as const), after }),
      fc.record({
        kind: fc.constantFrom('whole' as const, 'corrupt' as const, 'wrong range' as const, 'packed' as const),
      }),
      fc.record({ kind: fc.constant('small range' as const), bytes: fc.integer({ min: 1, max: 900_000 }) }),
      fc.record({
        kind: fc.constantFrom('length too large' as const, 'length too small' as const),
        by: fc.integer({ min: 0, max: 1_000 }),
      }),
      fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(403, 404, 416, 429, 500, 503) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 8 }), async (faults) => {
        const cache = emptyFolder();
        hub.store = [...faults];
        try {
          await get(cache);
          await expectWhole(cache);
        } catch (error) {
          expect(error).toMatchObject({ name: 'NoSource' });
          expect(filesIn(cache)).not.toContain(FILE);
          // What is left must not stand in the way of the next start.
          hub.store = [];
          await get(cache);
          await expectWhole(cache);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a model from a mirror', () => {
  test('comes before the hub', async () => {
    const cache = emptyFolder();
    const got = await get(cache, { mirror: `${hub.mirror}/` });
    expect(got.source).toMatch(/^your mirror 127/);
    await expectWhole(cache);
    expect(hub.seen.every((line) => line.includes('/mirror/'))).toBe(true);
  });

  test('its login goes to it and appears in no file and no message', async () => {
    const cache = emptyFolder();
    const mirror = hub.mirror.replace('://', '://ana:secret@');
    hub.store = [
      { kind: 'status', status: 200 },
      { kind: 'cut', after: 10_000 },
      ...Array.from({ length: 9 }, () => ({ kind: 'status', status: 403 }) as const),
    ];
    const { tried } = await failure(cache, { mirror, catalogue: [entryOf('tiny', [], content)] });
    expect(JSON.stringify(tried)).not.toContain('secret');
    for (const file of filesIn(cache)) expect(await readFile(join(cache, file), 'latin1')).not.toContain('secret');
  });
});

describe('room on the disk', () => {
  test('too little is told before the first byte, with both sizes and the setting', async () => {
    const { tried } = await failure(emptyFolder(), { disk: roomy(1_000_000_000) });
    expect(tried[0]?.why).toBe(
      'the disk is too full: 1.0 GB is needed and 1.0 GB is free where models are kept; make room, or set PARLEY_CACHE to a folder on a larger disk',
    );
    expect(hub.asked).toEqual([]);
  });

  test('a disk that fills up in the middle pauses the download, keeps the part, and lets it go on by itself', async () => {
    const cache = emptyFolder();
    const disk = fillingUp(700_000, 4);
    const options = call({
      cacheFolder: cache,
      hub: hub.base,
      catalogue: [entry],
      disk,
      limits: { ...QUICK, roomPollMs: 200 },
    });
    await getModel('tiny', options);
    await expectWhole(cache);
    expect(disk.refused).toBe(4);
    expect(options.told.some(({ paused }) => paused?.startsWith('Paused: the disk is too full'))).toBe(true);
    expect(options.told.at(-1)?.paused).toBeUndefined();
  });

  test('waiting for room ends with the call', async () => {
    const controller = new AbortController();
    const onProgress: GetOptions['onProgress'] = ({ paused }) => paused && controller.abort();
    const waiting = get(emptyFolder(), { disk: fillingUp(700_000, 1e9), signal: controller.signal, onProgress });
    await expect(waiting).rejects.toThrow(/abort/i);
  });
});

/** The real disk, on which writes beyond a point fail as on a full one, a number of times. */
function fillingUp(limit: number, times: number) {
  const real = roomy();
  const disk = {
    refused: 0,
    freeBytes: real.freeBytes,
    async open(path: string, flags: string) {
      const handle = await real.open(path, flags);
      const write = handle.write.bind(handle);
      Object.assign(handle, {
        write: (buffer: Uint8Array, offset: number, length: number, position: number) => {
          if (position + length > limit && disk.refused < times) {
            disk.refused += 1;
            throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          }
          return write(buffer, offset, length, position);
        },
      });
      return handle;
    },
  };
  return disk;
}
