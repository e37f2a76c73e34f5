/** Whether an account has its owner, read beside a service that may be running. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { accessTables } from './conversation/access.tables.ts';

/** No running service is made to wait for longer than this. */
const BUSY_MS = 500;

/** `account` as `accountName` gives it. Undefined: it cannot be told now, because the file is locked or damaged. */
export function isPaired(dataFolder: string, account: string): boolean | undefined {
  const file = join(dataFolder, 'parley.db');
  if (!existsSync(file)) return false;
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
    return accessTables(db).hasOwner(account);
  } catch (error) {
    // A file from before anybody could pair.
    return /no such table/.test((error as Error).message) ? false : undefined;
  } finally {
    db?.close();
  }
}
