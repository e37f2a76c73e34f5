/** What every implementation of `Store` must do, whatever it keeps its lanes in. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe } from 'vitest';
import type { Store } from '../../src/bus/store.ts';
import { describeArriving } from './store/arriving.ts';
import { describeClaiming } from './store/claiming.ts';
import { describeFinishing } from './store/finishing.ts';
import { describeHolding } from './store/holding.ts';
import { describeLooking } from './store/looking.ts';
import { describeProcedures } from './store/procedures.ts';
import type { OpenStore, Start } from './store/under-test.ts';

export function describeStore(name: string, open: OpenStore): void {
  describe(`${name} as a store`, () => {
    const opened: Store[] = [];

    const start: Start = async () => {
      const place = randomUUID();
      const { store, clock } = await open({ place });
      opened.push(store);
      return {
        store,
        clock,
        async reopen() {
          await store.close();
          const { store: again } = await open({ place });
          opened.push(again);
          return again;
        },
      };
    };

    afterEach(async () => {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    });

    describeArriving(start);
    describeProcedures(start);
    describeClaiming(start);
    describeHolding(start);
    describeFinishing(start);
    describeLooking(start);
  });
}
