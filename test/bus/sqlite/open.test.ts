import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../../src/bus/sqlite/open.ts';
import { type Store, StoreUnavailable } from '../../../src/bus/store.ts';
import { describeStore } from '../../contract/store.ts';
import { contractModule, failOnFatal, inspect, storeOpener, temporaryFolder } from './store-under-test.ts';

const root = temporaryFolder();
const faultModule = new URL('./fault-module.ts', import.meta.url).href;

describeStore('SQLite', storeOpener(root));

const opened: Store[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

function newFile(): string {
  return join(mkdtempSync(join(root, 'place-')), 'data', 'parley.db');
}

async function open(file: string, modules = [faultModule], onFatal = failOnFatal): Promise<Store> {
  const store = await openSqliteStore({ file, modules, onFatal });
  opened.push(store);
  return store;
}

function put(store: Store, payload: string, lane = 'a') {
  return store.enqueue([{ topic: 'in', lane, payload }]);
}

function integrity(file: string): unknown {
  return inspect(file, (db) => db.prepare('pragma integrity_check').get()?.integrity_check);
}

describe('the file', () => {
  test('is for its owner alone, with its folder and its log', async () => {
    const file = newFile();
    await put(await open(file), 'private');
    const folder = join(file, '..');
    const modes = Object.fromEntries(
      readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]),
    );
    expect(modes).toEqual({ 'parley.db': 0o600, 'parley.db-wal': 0o600, 'parley.db-shm': 0o600 });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('is written so that a commit survives a power cut', async () => {
    const store = await open(newFile());
    const pragmas = { journal_mode: 'wal', synchronous: 2, fullfsync: 1, foreign_keys: 1, wal_autocheckpoint: 4000 };
    expect(await store.call('fault.pragmas', Object.keys(pragmas))).toEqual(Object.values(pragmas));
  });

  test('is left without a log by close', async () => {
    const file = newFile();
    const store = await open(file);
    await put(store, 'kept');
    await store.close();
    expect(readdirSync(join(file, '..'))).toEqual(['parley.db']);
  });

  test('that is no database is refused, and not touched', async () => {
    const file = join(mkdtempSync(join(root, 'place-')), 'parley.db');
    writeFileSync(file, 'a letter to the editor '.repeat(500));
    await expect(open(file)).rejects.toThrow(/not a database/);
    expect(readFileSync(file, 'utf8')).toMatch(/^a letter/);
  });

  test('that was damaged is found out after an unclean end, and the way back is named', async () => {
    const file = newFile();
    const ended = Promise.withResolvers<Error>();
    const store = await open(file, [faultModule], ended.resolve);
    for (let n = 0; n < 50; n++) await put(store, 'x'.repeat(4000), `lane ${n}`);
    await store.call('fault.pragmas', ['wal_checkpoint(truncate)']).catch(() => undefined);
    await store.close();
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 3, 4096 * 40);
    writeFileSync(file, bytes);
    // A log that was left behind is what tells an unclean end.
    writeFileSync(`${file}-wal`, 'left behind');
    await expect(open(file)).rejects.toThrow(/is damaged.*copies.*backup/);
  });
});

describe('a full disk', () => {
  test('refuses what finds no room, keeps what was acknowledged, and goes on by itself when there is room', async () => {
    const file = newFile();
    const store = await open(file);
    await store.call('fault.leavePages', 60);
    const large = 'x'.repeat(20_000);
    let stored = 0;
    const refused: unknown[] = [];
    while (refused.length < 3) {
      await put(store, large).then(
        () => stored++,
        (error) => refused.push(error),
      );
    }
    for (const error of refused) {
      expect(error).toBeInstanceOf(StoreUnavailable);
      expect(error).toMatchObject({
        message: expect.stringMatching(/full.*try again later/),
        cause: expect.any(Error),
      });
    }
    expect(await store.stats()).toMatchObject({ items: stored });

    const [claim] = await store.claim('in', 'me', 1, 1000, 2);
    expect(await store.complete('a', claim!.epoch, 2, [])).toBe(true);
    await put(store, large);
    expect(await store.stats()).toMatchObject({ items: stored - 1 });
    expect((await store.peek('a')).map(({ seq }) => seq)).toEqual(Array.from({ length: stored - 1 }, (_, n) => n + 3));
    await store.close();
    expect(integrity(file)).toBe('ok');
  });

  test('refuses only what finds no room, not what is asked for at the same moment', async () => {
    const store = await open(newFile());
    await store.call('fault.leavePages', 20);
    const results = await Promise.allSettled([
      put(store, 'small', 'a'),
      put(store, 'x'.repeat(500_000), 'b'),
      put(store, 'small', 'c'),
      store.stats(),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await store.stats()).toMatchObject({ items: 2, readyLanes: 2 });
  });

  test('that fails real writes is survived: the log is written back, and nothing acknowledged is missing', async () => {
    const file = newFile();
    const program = new URL('./full-disk.ts', import.meta.url).pathname;
    // No file of this process may pass 1 MB (2048 blocks of 512 bytes); the log reaches that first.
    const child = spawn('sh', ['-c', 'ulimit -f 2048; exec "$0" "$@"', process.execPath, program, file], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output = (await child.stdout.setEncoding('utf8').toArray()).join('');
    const { refused, storedAfterRefusal, missing } = JSON.parse(output);
    expect(refused).toEqual(['StoreUnavailable']);
    expect(storedAfterRefusal).toBeGreaterThan(0);
    expect(missing).toBe(0);
    expect(integrity(file)).toBe('ok');
  });
});

describe('the end of the store by itself', () => {
  test('is told once, and every promise is rejected', async () => {
    const fatal: Error[] = [];
    const store = await open(newFile(), [faultModule], (error) => fatal.push(error));
    const results = await Promise.allSettled([store.call('fault.endThread', null), put(store, 'behind it')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(put(store, 'later')).rejects.toThrow(/ended with code 3/);
    await store.close();
    expect(fatal).toEqual([expect.objectContaining({ message: expect.stringMatching(/ended with code 3/) })]);
  });

  test.each([11, 26, 11 | (1 << 8)])(
    'follows from damage that shows while it runs (SQLite code %i)',
    async (errcode) => {
      const fatal = Promise.withResolvers<Error>();
      const store = await open(newFile(), [faultModule], fatal.resolve);
      await expect(store.call('fault.failAs', errcode)).rejects.toThrow(/SQLite says/);
      expect(await fatal.promise).toMatchObject({ message: `SQLite says ${errcode}` });
    },
  );

  test('does not follow from a disk that fails: the caller may try again', async () => {
    const store = await open(newFile());
    const [busy, readOnly, ioError, ioErrorOnSync, full, cannotOpen] = [5, 8, 10, 10 | (4 << 8), 13, 14];
    for (const errcode of [busy, readOnly, ioError, ioErrorOnSync, full, cannotOpen]) {
      await expect(store.call('fault.failAs', errcode)).rejects.toBeInstanceOf(StoreUnavailable);
      await put(store, 'works again');
    }
  });

  test('does not follow from a row that refers to nothing: it is refused', async () => {
    const store = await open(newFile());
    await expect(store.call('fault.insertOrphan', null)).rejects.toThrow(/FOREIGN KEY/);
  });
});

describe('modules', () => {
  const modules = new URL('./modules/', import.meta.url);

  test('must be modules', async () => {
    const url = new URL('no-module.ts', modules).href;
    await expect(open(newFile(), [url])).rejects.toThrow(
      /no-module\.ts is no store module.*name, migrations, procedures/,
    );
    await expect(open(newFile(), [new URL('missing.ts', modules).href])).rejects.toThrow(/missing\.ts/);
  });

  test('must have names of their own', async () => {
    await expect(open(newFile(), [contractModule, faultModule, `${contractModule}?again`])).rejects.toThrow(
      /Two store modules are called "contract"/,
    );
    await expect(open(newFile(), [new URL('called-bus.ts', modules).href])).rejects.toThrow(/called "bus"/);
  });
});
