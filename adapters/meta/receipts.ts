/** Receipts arrive out of order and more than once; only those that say more than the last are passed on. */
import type { Inbound } from '../contract.ts';
import { Recent } from './recent.ts';

type Receipt = Extract<Inbound, { kind: 'receipt' }>;

/** A message that failed was never read, and one that was read has not failed. */
const RANK: { [Status in Receipt['status']]: number } = { sent: 1, delivered: 2, read: 3, failed: 4 };
const MOST = 20_000;

export function createReceipts(): { isNews(receipt: Receipt): boolean; note(receipt: Receipt): void } {
  const told = new Recent<number>(MOST);
  return {
    isNews: ({ partId, status }) => RANK[status] > (told.get(partId) ?? 0),
    note: ({ partId, status }) => told.set(partId, RANK[status]),
  };
}
