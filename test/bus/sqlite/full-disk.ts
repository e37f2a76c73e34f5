/**
 * Fills a store whose writes fail at some point, empties it again and again, and prints what became of it:
 *
 *     node full-disk.ts <file>
 */
import { openSqliteStore } from '../../../src/bus/sqlite/open.ts';

const [file = ''] = process.argv.slice(2);
const store = await openSqliteStore({
  file,
  onFatal(error) {
    throw error;
  },
});

const refused = new Set<string>();
let stored = 0;
let consumed = 0;
let storedAfterRefusal = 0;
for (let round = 0; round < 400; round++) {
  try {
    await store.enqueue([{ topic: 'in', lane: 'a', payload: 'x'.repeat(5000) }]);
    stored++;
    if (refused.size > 0) storedAfterRefusal++;
    const [claim] = round % 10 === 9 ? await store.claim('in', 'me', 1, 60_000, 5) : [];
    const last = claim?.items.at(-1)?.seq;
    if (claim && last && (await store.complete('a', claim.epoch, last, []))) consumed = last;
  } catch (error) {
    refused.add(error instanceof Error ? error.name : String(error));
  }
}
const { items } = await store.stats();
await store.close();
process.stdout.write(JSON.stringify({ refused: [...refused], storedAfterRefusal, missing: stored - consumed - items }));
