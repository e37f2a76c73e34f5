import type { StoreModule } from '../../../../src/bus/sqlite/module.ts';

export default { name: 'bus', migrations: [], procedures: () => ({}) } satisfies StoreModule;
