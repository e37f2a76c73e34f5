import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../src/bus/sqlite/open.ts';
import { asking, tablesModule } from '../src/conversation/record.ts';
import { isPaired } from '../src/paired.ts';

const ACCOUNT = '["telegram","4242"]';
const folder = () => mkdtempSync(join(tmpdir(), 'parley-paired-'));
const storeIn = (path: string) =>
  openSqliteStore({
    file: join(path, 'parley.db'),
    modules: [tablesModule],
    onFatal(error) {
      throw error;
    },
  });

describe('whether an account is paired', () => {
  it('is told beside a service that runs, and after it has stopped', async () => {
    const path = folder();
    const store = await storeIn(path);
    const ask = asking(store);
    expect(isPaired(path, ACCOUNT)).toBe(false);
    await ask('mint', { account: ACCOUNT, code: 'OWNERS-CODE', role: 'owner' });
    expect(isPaired(path, ACCOUNT)).toBe(false);
    await ask('redeem', { account: ACCOUNT, code: 'OWNERS-CODE', person: 'ana' });
    expect(isPaired(path, ACCOUNT)).toBe(true);
    expect(isPaired(path, '["telegram","1"]')).toBe(false);
    await store.close();
    expect(isPaired(path, ACCOUNT)).toBe(true);
  });

  it('is no where nothing ever ran, and makes no file by asking', () => {
    const path = folder();
    expect(isPaired(path, ACCOUNT)).toBe(false);
    new DatabaseSync(join(path, 'parley.db')).close();
    expect(isPaired(path, ACCOUNT)).toBe(false);
  });

  it('is not known where the file cannot be read', () => {
    const path = folder();
    writeFileSync(
      join(path, 'parley.db'),
      'no database at all, but long enough to be taken for the head of one'.repeat(9),
    );
    expect(isPaired(path, ACCOUNT)).toBeUndefined();
  });
});
