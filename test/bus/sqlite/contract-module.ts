/** The procedures that test/contract/store/under-test.ts asks for, on SQLite. */
import type { StoreModule } from '../../../src/bus/sqlite/module.ts';
import { fromColumn, type TextColumn, toColumn } from '../../../src/bus/sqlite/text.ts';
import type { Refusal } from '../../../src/bus/store.ts';
import type { Note } from '../../contract/store/under-test.ts';

export default {
  name: 'contract',
  migrations: [
    'create table note (id integer primary key, text any not null, now integer not null, lane any, seq integer) strict',
  ],
  procedures(db) {
    const insert = db.prepare('insert into note (text, now, lane, seq) values (?, ?, ?, ?)');
    const select = db.prepare('select text, now, lane, seq from note order by id');

    const note = (text: string, { now, lane, seq }: { now: number; lane?: string; seq?: number }): Note => {
      insert.run(toColumn(text), now, lane === undefined ? null : toColumn(lane), seq ?? null);
      return { text, now, lane: lane ?? null, seq: seq ?? null };
    };
    return {
      note,
      notes: (): Note[] =>
        select.all().map((row) => ({
          text: fromColumn(row.text as TextColumn),
          now: Number(row.now),
          lane: row.lane === null ? null : fromColumn(row.lane as TextColumn),
          seq: row.seq === null ? null : Number(row.seq),
        })),
      noteAndThrow(text: string, context) {
        note(text, context);
        throw new Error(text);
      },
      gate({ text, refusal }: { text: string; refusal: Refusal | null }, context) {
        note(text, context);
        return refusal;
      },
      returnPromise: () => Promise.resolve('too late'),
      returnFunction: () => ({ call: () => 'not passable' }),
    };
  },
} satisfies StoreModule;
