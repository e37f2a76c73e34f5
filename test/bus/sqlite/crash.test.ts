import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { BusEvent, BusOperation } from '../../../src/bus/trace.ts';
import { judge } from './crash/judge.ts';
import { inspect, temporaryFolder } from './store-under-test.ts';

const conversations = 6;
const messages = 500;
const root = temporaryFolder();

interface KillPoint {
  operation: BusOperation;
  phase: BusEvent['phase'];
  /** Which of these events, counted from the start of the process. */
  nth: number;
}

/** Runs the load until it ends by itself or is killed, and tells which. */
function run(folder: string, protection: 'on' | 'off', point?: KillPoint): Promise<'killed' | 'finished'> {
  const kill = new URL(
    `./crash/kill.ts?${new URLSearchParams({ ...point, nth: String(point?.nth) })}`,
    import.meta.url,
  );
  const load = new URL('./crash/load.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    [
      ...(point ? ['--import', kill.href] : []),
      load,
      folder,
      String(conversations),
      String(messages),
      `protection.${protection}`,
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.on('exit', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('finished');
      else reject(new Error(`The load ended with ${signal ?? code}.`));
    });
  });
}

test('killed inside any step, the store loses nothing it acknowledged, answers once and in order', async () => {
  const folder = mkdtempSync(join(root, 'protected-'));
  const points = (['enqueue', 'claim', 'ack', 'complete'] as const).flatMap((operation) =>
    (['written', 'committed'] as const).flatMap((phase) =>
      Array.from({ length: 3 }, (): KillPoint => ({ operation, phase, nth: randomInt(1, 60) })),
    ),
  );
  for (const point of points) expect(await run(folder, 'on', point), JSON.stringify(point)).toBe('killed');
  expect(await run(folder, 'on')).toBe('finished');

  const { rawDuplicates, ...verdict } = judge(folder);
  expect(verdict, `killed at ${JSON.stringify(points)}`).toEqual({
    acknowledged: conversations * messages,
    lost: 0,
    seenTwice: 0,
    outOfOrder: 0,
  });
  // One send of each worker can be under way when the process dies: 2 workers with 3 lanes each.
  expect(rawDuplicates).toBeLessThanOrEqual(points.length * 6);
  const integrity = inspect(join(folder, 'parley.db'), (db) => db.prepare('pragma integrity_check').get());
  expect(integrity).toEqual({ integrity_check: 'ok' });
}, 120_000);

test('the same judge finds losses when consuming and replying are not one transaction', async () => {
  const folder = mkdtempSync(join(root, 'unprotected-'));
  for (const nth of [3, 7]) {
    expect(await run(folder, 'off', { operation: 'complete', phase: 'written', nth })).toBe('killed');
  }
  expect(await run(folder, 'off')).toBe('finished');
  expect(judge(folder).lost).toBeGreaterThan(0);
}, 120_000);
