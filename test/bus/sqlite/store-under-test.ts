/** Opens SQLite stores for tests: in folders that are removed afterwards, on clocks that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll } from 'vitest';
import type { ClockCells } from '../../../src/bus/sqlite/clock.ts';
import { openSqliteStore } from '../../../src/bus/sqlite/open.ts';
import type { OpenStore, TestClock } from '../../contract/store/under-test.ts';

export const contractModule = new URL('./contract-module.ts', import.meta.url).href;

/** A folder of the running test file, removed when it is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-store-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Looks into a file that no store has open. */
export function inspect<Result>(file: string, look: (db: DatabaseSync) => Result): Result {
  const db = new DatabaseSync(file);
  try {
    return look(db);
  } finally {
    db.close();
  }
}

export interface SharedTestClock extends TestClock {
  cells: ClockCells;
}

export function testClock(): SharedTestClock {
  const start = Date.UTC(2025, 0, 1);
  const cells: ClockCells = new Float64Array(new SharedArrayBuffer(16));
  cells.fill(start);
  const move = (cell: 0 | 1, ms: number) => {
    cells[cell] = cells[cell]! + ms;
  };
  return {
    cells,
    wall: () => cells[0]!,
    advance(ms) {
      move(0, ms);
      move(1, ms);
    },
    setWall: (byMs) => move(0, byMs),
  };
}

/** Failures of the store by itself are failures of the test. */
export function failOnFatal(error: Error): void {
  throw error;
}

/** A place is a folder; opening it again starts the steady clock at the wall clock, as a new process does. */
export function storeOpener(folder: string): OpenStore {
  const clocks = new Map<string, SharedTestClock>();
  return async ({ place }) => {
    const clock = clocks.get(place) ?? testClock();
    clocks.set(place, clock);
    clock.cells[1] = clock.cells[0]!;
    const file = join(folder, place, 'parley.db');
    const store = await openSqliteStore({ file, modules: [contractModule], onFatal: failOnFatal, clock: clock.cells });
    return { store, clock };
  };
}
