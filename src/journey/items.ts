/** What lies in a lane. The words of a message are not here but in its entry, so that erasing the entry erases them. */
import type { Address, Member, OutPart, Reply } from '../../adapters/contract.ts';
import type { ParsedCommand } from '../assistant/commands.ts';
import type { Erasure } from '../assistant/reply-context.ts';
import type { Enqueue } from '../bus/store.ts';
import type { Saying } from '../conversation/consent.ts';

export const INBOX = 'in';
export const OUTBOX = 'out';

/** Albums, and media without words, wait so long for what comes with them. */
export const TOGETHER_MS = 1_500;

export const inboxLane = (conversation: string): string => `${INBOX}:${conversation}`;
export const outboxLane = (conversation: string): string => `${OUTBOX}:${conversation}`;
export const conversationOf = (lane: string): string => lane.slice(lane.indexOf(':') + 1);

/** Who gave a command or pressed a button, and what they may. */
export interface By {
  member: Member;
  /** As the account knows them. */
  person: string;
  admin: boolean;
  /** Whose command or message it answers to, for `/allow` and `/block`. */
  about?: { person: string; name?: string };
}

export type InboxItem = {
  address: Address;
  /** As this chat knows the person: consecutive messages of one are read together. */
  member: string;
  /** Which language to answer in. */
  language: string;
  /** When the person did this, by the platform's clock: the time for answering counts from here. */
  at: number;
} /**
 * `person`: who wrote it, as the account knows them; absent where several messages were held back. `quoted`: the words it
 * answers to, for this turn and no longer; `pictured`: there are pictures among them. `instead`: the lane item of an earlier
 * wording. `waits`: what comes with it may still be on its way.
 */ & (
  | { kind: 'message'; person?: string; quoted?: string; pictured?: true; instead?: number; waits?: true }
  /** It waited too long outside: its person is asked first. */
  | { kind: 'late' }
  /** `stops`: the lane item whose turn a `/stop` was meant for; absent when nothing ran. `entry`: it stands in the record. */
  | { kind: 'command'; command: ParsedCommand; by: By; entry: boolean; stops?: number }
  /** The stop button: no entry of its own. */
  | { kind: 'stop'; stops?: number }
  | { kind: 'choice'; choice: string; by: By }
  /** One of the closed list that may leave before consent. */
  | { kind: 'say'; saying: Saying; by: By; title?: string }
  /** The one line that says "too many questions". */
  | { kind: 'warning' }
  /** The turn of that lane item, or whatever runs, ends without a word: it was taken back, or a person took over. */
  | { kind: 'quiet'; ends: number | 'all' }
  /** The record is erased already; what is kept elsewhere goes now, and then the person is told. */
  | { kind: 'erased'; erasure: Erasure; words: string | null }
);

export interface OutboxItem {
  part: OutPart;
  /** Unique for this part, the same for every try. */
  key: string;
  /** The reply it belongs to, and whether it is its last part. */
  reply: string;
  last: boolean;
  /** When the person did what it answers, by the platform's clock. */
  heardAt: number;
}

/** The parts of a reply as they wait to be sent. */
export const outgoing = (reply: Reply, parts: OutPart[], conversation: string, heardAt: number): Enqueue[] =>
  parts.map((part, index) => {
    const last = index === parts.length - 1;
    const item: OutboxItem = { part, key: `${reply.key}:${index}`, reply: reply.key, last, heardAt };
    return { topic: OUTBOX, lane: outboxLane(conversation), payload: JSON.stringify(item) };
  });

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
