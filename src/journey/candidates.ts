/** What may be stored of an event: lane items with the gate each has to pass, and the entry that goes with it. Pure. */
import type { Admission, Inbound, MessageEvent, Reason, Recipe } from '../../adapters/contract.ts';
import { plainText } from '../../adapters/text/plain.ts';
import type { Call, Enqueue } from '../bus/store.ts';
import type { Limits } from '../conversation/limits.ts';
import { accountName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import type { GateArgs } from '../conversation/procedures.ts';
import { call } from '../conversation/record.ts';
import type { Newcomer } from './approach.ts';
import { laneItem } from './enter.ts';
import type { InboxItem } from './items.ts';
import { wordsOf } from './parts.ts';

/** Of a message so much is shown in the list of conversations. */
const LISTED_CHARACTERS = 80;
/** One event, as what may be stored of it: the first candidate whose gate lets it pass is, and no other. */
export interface Prepared {
  candidates: Enqueue[];
  /** Done once it is known what was stored. */
  afterwards?: (result: Admission, taken: number) => Promise<Admission>;
}

export interface CandidatesOptions {
  secret: Buffer;
  notice: () => Notice;
  limits: Limits;
}

export interface Pace {
  /** A question: has a slower pace besides. */
  question?: boolean;
  /** Never too fast. */
  stop?: boolean;
  /** Also taken while a person answers in the chat. */
  free?: boolean;
  leaving?: boolean;
  /** No other candidate of the event comes after it. Default true. */
  last?: boolean;
}

export type Candidates = ReturnType<typeof createCandidates>;

export function createCandidates({ secret, notice, limits }: CandidatesOptions) {
  return { quietly, enqueueOf, gateArgs, take };

  /** Ends what runs in the lane, without a word. */
  function quietly(event: Inbound, conversation: string, ends: number | 'all'): Enqueue {
    const { address, at } = event;
    const item: InboxItem = { address, member: '', language: 'en', at, kind: 'quiet', ends };
    return laneItem(secret, event, conversation, item);
  }

  function enqueueOf(event: Inbound, newcomer: Newcomer, item: InboxItem, pace: Pace): Enqueue {
    return {
      ...laneItem(secret, event, newcomer.conversation, item),
      gate: call('gate', gateArgs(newcomer, pace)),
    };
  }

  function gateArgs(newcomer: Newcomer, { question, stop, free, leaving, last }: Pace): GateArgs {
    return {
      chat: newcomer.chat,
      notice: notice().version,
      knock: newcomer.knock,
      group: newcomer.group,
      rate: stop ? null : limits.messages,
      questions: question && !newcomer.page ? limits.questions : null,
      leaving: leaving ?? false,
      evenPaused: Boolean(free || stop || leaving),
      last: last ?? true,
    };
  }

  function take(
    event: Inbound & { kind: 'message' | 'edit' },
    newcomer: Newcomer,
    parts: MessageEvent['parts'],
    aside: boolean,
    quoted: Recipe[] = [],
  ): Call {
    return call('take', {
      conversation: newcomer.conversation,
      chat: newcomer.chat,
      thread: event.address.thread ?? '',
      person: newcomer.by.person,
      account: accountName(event.address),
      key: event.messageId,
      ...('album' in event && event.album !== undefined ? { album: event.album } : {}),
      ...('disappearsMs' in event && event.disappearsMs !== undefined ? { goneAt: event.at + event.disappearsMs } : {}),
      ...(event.kind === 'edit' ? { again: true } : {}),
      ...(newcomer.heard && !newcomer.group ? { heard: newcomer.heard } : {}),
      parts,
      ...(quoted.length > 0 ? { quoted } : {}),
      at: event.at,
      // Only a page lists conversations; elsewhere the words stand in the entry alone.
      words: newcomer.page ? plainText(wordsOf(parts), LISTED_CHARACTERS) : '',
      aside,
    });
  }
}

export const refused = (reason: Reason, retryAfterMs?: number): Admission => ({
  status: 'refused',
  reason,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
