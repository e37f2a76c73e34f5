/** What lies in a lane. The words of a message are not here but in its entry, so that erasing the entry erases them. */
import type { Address, OutPart } from '../../adapters/contract.ts';
import type { Command } from '../assistant/commands.ts';

export const INBOX = 'in';
export const OUTBOX = 'out';

export const inboxLane = (conversation: string): string => `${INBOX}:${conversation}`;
export const outboxLane = (conversation: string): string => `${OUTBOX}:${conversation}`;
export const conversationOf = (lane: string): string => lane.slice(lane.indexOf(':') + 1);

export type InboxItem = { address: Address; member: string } & (
  | { kind: 'message' }
  /** `stops`: the lane item whose turn a `/stop` was meant for; absent when nothing ran. */
  | { kind: 'command'; command: Command; stops?: number }
  /** The stop button: no entry of its own. */
  | { kind: 'stop'; stops?: number }
  | { kind: 'choice'; choice: string }
);

export interface OutboxItem {
  part: OutPart;
  /** Unique for this part, the same for every try. */
  key: string;
  /** The reply it belongs to, and whether it is its last part. */
  reply: string;
  last: boolean;
}

/** A payload nobody here wrote: it goes to the dead letters. */
export class ItemError extends Error {
  constructor(lane: string, seq: number, options?: ErrorOptions) {
    super(`Item ${seq} of lane ${lane} is not readable.`, options);
    this.name = 'ItemError';
  }
}

export function readItem<Kind>(lane: string, seq: number, payload: string): Kind {
  try {
    return JSON.parse(payload) as Kind;
  } catch (error) {
    throw new ItemError(lane, seq, { cause: error });
  }
}
