import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/bus/sqlite/open.ts';
import type { Enqueue } from '../../src/bus/store.ts';
import type { SeenEvent } from './sqlite/fault-module.ts';
import { contractModule, failOnFatal, temporaryFolder } from './sqlite/store-under-test.ts';

const folder = temporaryFolder();

test('an operation is seen inside its transaction, then once it is durable; one that is undone never as durable', async () => {
  const store = await openSqliteStore({
    file: join(folder, 'parley.db'),
    modules: [contractModule, new URL('./sqlite/fault-module.ts', import.meta.url).href],
    onFatal: failOnFatal,
  });
  await store.call('fault.watch', null);
  const entry: Enqueue = { topic: 'in', lane: 'a', payload: '1' };
  await store.enqueue([entry]);
  const broken = { ...entry, effects: [{ procedure: 'contract.noteAndThrow', args: 'broken' }] };
  await expect(store.enqueue([broken])).rejects.toThrow('broken');
  const [claim] = await store.claim('in', 'me', 1, 1000);
  await store.complete('a', claim!.epoch, 1, []);
  const seen = await store.call<SeenEvent[]>('fault.seen', null);
  await store.close();

  const [afterWatch, ...events] = seen.map(({ operation, phase, inTransaction }) => [operation, phase, inTransaction]);
  expect(afterWatch).toEqual(['call', 'written', true]);
  expect(events).toEqual([
    ['call', 'committed', false],
    ['enqueue', 'written', true],
    ['enqueue', 'committed', false],
    ['claim', 'written', true],
    ['claim', 'committed', false],
    ['complete', 'written', true],
    ['complete', 'committed', false],
  ]);
});
