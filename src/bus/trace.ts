/**
 * Where the bus can be watched: one `node:diagnostics_channel` per operation, published in the thread that writes.
 * Tracing and crash tests subscribe there (a preloaded module reaches that thread too); nothing here knows them,
 * and without a subscriber an event costs one look at a flag.
 */
import { type Channel, channel } from 'node:diagnostics_channel';

export const busOperations = [
  'enqueue',
  'claim',
  'renew',
  'ack',
  'complete',
  'fail',
  'cancel',
  'peek',
  'reap',
  'listDead',
  'replayDead',
  'call',
  'stats',
] as const;

export type BusOperation = (typeof busOperations)[number];

/**
 * `written`: inside the transaction, all statements of the operation have run, nothing is durable yet.
 * `committed`: durable, and nobody has been told. A `written` without `committed` was rolled back; it may be tried again.
 */
export interface BusEvent {
  phase: 'written' | 'committed';
  /** The operation's arguments, in the order of the `Store` method. Not to be changed. */
  args: readonly unknown[];
}

export function busChannelName(operation: BusOperation): string {
  return `parley:bus:${operation}`;
}

const channels: ReadonlyMap<BusOperation, Channel> = new Map(
  busOperations.map((operation) => [operation, channel(busChannelName(operation))]),
);

export function publish(operation: BusOperation, phase: BusEvent['phase'], args: readonly unknown[]): void {
  const target = channels.get(operation);
  if (target?.hasSubscribers) target.publish({ phase, args } satisfies BusEvent);
}
