/** Gates for the emits of the program under test: one leaves the transaction whole, the other cuts it in two. */
import type { StoreModule } from '../../../../src/bus/sqlite/module.ts';

export default {
  name: 'protection',
  migrations: [],
  procedures: (db) => ({
    on: () => null,
    /** Makes durable that the input is consumed before its reply is written. */
    off() {
      db.exec('commit; begin immediate');
      return null;
    },
  }),
} satisfies StoreModule;
