/** What tests do to a store from within its thread. */
import { subscribe } from 'node:diagnostics_channel';
import type { StoreModule } from '../../../src/bus/sqlite/module.ts';
import { toColumn } from '../../../src/bus/sqlite/text.ts';
import { type BusEvent, busChannelName, busOperations } from '../../../src/bus/trace.ts';

export interface SeenEvent {
  operation: string;
  phase: BusEvent['phase'];
  inTransaction: boolean;
}

export default {
  name: 'fault',
  migrations: [],
  procedures(db) {
    const seen: SeenEvent[] = [];
    const pragma = (name: string) => Object.values(db.prepare(`pragma ${name}`).get() ?? {})[0];
    return {
      pragmas: (names: string[]) => names.map(pragma),
      /** As a disk with room for so many more pages. */
      leavePages: (pages: number) => void pragma(`max_page_count = ${Number(pragma('page_count')) + pages}`),
      endThread: () => process.exit(3),
      failAs(errcode: number) {
        throw Object.assign(new Error(`SQLite says ${errcode}`), { errcode });
      },
      watch() {
        for (const operation of busOperations) {
          subscribe(busChannelName(operation), (event) => {
            seen.push({ operation, phase: (event as BusEvent).phase, inTransaction: db.isTransaction });
          });
        }
      },
      seen: () => seen,
      insertOrphan: () =>
        void db.prepare('insert into item (lane, seq, payload, at) values (99, 1, ?, 0)').run(toColumn('')),
    };
  },
} satisfies StoreModule;
