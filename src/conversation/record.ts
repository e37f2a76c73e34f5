/** The conversation's record as the service asks for it: the procedures of tables.ts, typed, over the store. */
import type { Call, Store } from '../bus/store.ts';
import type { Procedures } from './procedures.ts';

/** Work on the record, to be done in a transaction that does more. */
export type { Call };

/** Where the store finds the procedures. */
export const tablesModule = new URL('./tables.ts', import.meta.url).href;

/** The store calls a module's procedures by the module's name. */
const MODULE = 'conversation.';

export type Ask = <Name extends keyof Procedures>(
  procedure: Name,
  args: Procedures[Name][0],
) => Promise<Procedures[Name][1]>;

/** Asks one procedure in a transaction of its own. */
export const asking =
  (store: Store): Ask =>
  (procedure, args) =>
    store.call(MODULE + procedure, args);

/** The same as work for a transaction that does more: a gate or an effect. */
export const call = <Name extends keyof Procedures>(procedure: Name, args: Procedures[Name][0]): Call => ({
  procedure: MODULE + procedure,
  args,
});
