/**
 * Admit: an event is asked for consent and pace and stored, in one transaction with its history entry; only then may
 * the platform be told "received" (laws 1, 2 and 4).
 */
import type { Address, Admission, Inbound, MessageEvent, Part, Reason } from '../../adapters/contract.ts';
import { plainText } from '../../adapters/text/plain.ts';
import { parseCommand } from '../assistant/commands.ts';
import { type Enqueue, type Enqueued, type Store, StoreUnavailable } from '../bus/store.ts';
import type { Rate } from '../conversation/gcra.ts';
import { chatName, conversationName, eventName, memberName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import { type Ask, call } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import { INBOX, type InboxItem, inboxLane } from './items.ts';
import type { Times } from './times.ts';

/** Longest text of one message that is stored at all. */
export const STORED_CHARACTERS = 200_000;

/** Of a message so much is shown in the list of conversations. */
const LISTED_CHARACTERS = 80;

/** Above this many waiting items the service asks the platforms to come back later; they keep what they hold. */
const MOST_ITEMS = 100_000;
const LATER_MS = 5_000;
/** How long a look at the store's depth is believed. */
const DEPTH_MS = 1_000;

export interface AdmissionOptions {
  store: Store;
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
  /** Null: no limit. */
  rate: Rate | null;
  times: Times;
  /** The lane item whose turn runs in this lane now. */
  running: (lane: string) => number | undefined;
  /** Told after a commit that touched the address. */
  changed: (address: Address) => void;
  /** Told when somebody switched a chat on or said no. */
  consentChanged: () => void;
  log: Log;
}

export interface Admissions {
  admit(events: Inbound[]): Promise<Admission[]>;
  /** From now on everything is refused, to be offered again later. */
  stop(): void;
}

export function createAdmissions(options: AdmissionOptions): Admissions {
  const { store, ask, secret, notice, rate, times, running, changed, consentChanged, log } = options;
  let stopping = false;
  let depth = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    admit,
    stop() {
      stopping = true;
    },
  };

  async function admit(events: Inbound[]): Promise<Admission[]> {
    const startMs = performance.now();
    if (stopping) return events.map(() => refused('stopping', LATER_MS));
    try {
      if (await overloaded()) return events.map(() => refused('overloaded', LATER_MS));
      return await storeAll(events, startMs);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      log.error({ err: error }, 'the store cannot write; events are refused until it can');
      return events.map(() => refused('store unavailable', LATER_MS));
    }
  }

  /** Everything that goes into lanes is one transaction; consents are few and go one by one. */
  async function storeAll(events: Inbound[], startMs: number): Promise<Admission[]> {
    const results: Admission[] = [];
    const batch: { index: number; event: Inbound; enqueue: Enqueue }[] = [];
    for (const [index, event] of events.entries()) {
      const prepared = await prepare(event);
      if ('status' in prepared) results[index] = prepared;
      else batch.push({ index, event, enqueue: prepared });
    }
    if (batch.length > 0) {
      const stored = await store.enqueue(batch.map(({ enqueue }) => enqueue));
      const storedMs = performance.now();
      for (const [position, { index, event, enqueue }] of batch.entries()) {
        const result = stored[position]!;
        results[index] = admission(result);
        if (result.status === 'stored')
          times.heard(enqueue.lane, result.seq, {
            arrivedMs: event.heard?.atMs ?? startMs,
            decodeMs: event.heard?.decodeMs ?? 0,
            admitStartMs: startMs,
            storedMs,
          });
      }
    }
    for (const [index, event] of events.entries()) if (results[index]!.status === 'admitted') changed(event.address);
    await countRefusals(results);
    return results;
  }

  async function prepare(event: Inbound): Promise<Enqueue | Admission> {
    switch (event.kind) {
      case 'message':
        return prepareMessage(event);
      case 'choice':
        return (await consentChoice(event)) ?? choice(event);
      case 'edit':
      case 'delete':
      case 'reaction':
      case 'membership':
      case 'receipt':
      case 'moved':
      case 'takeover':
        return refused('not understood');
      default:
        return event satisfies never;
    }
  }

  async function prepareMessage(event: MessageEvent): Promise<Enqueue | Admission> {
    if (!event.addressed) return refused('not addressed');
    const parts = event.parts.map(cleanPart);
    const words = parts
      .map((part) => (part.kind === 'text' ? part.text : 'caption' in part ? (part.caption ?? '') : ''))
      .join(' ');
    if (parts.every((part) => part.kind === 'text' && part.text.trim() === '')) return refused('empty');
    if (words.length > STORED_CHARACTERS) return refused('too long');
    const command = parts.length === 1 && parts[0]!.kind === 'text' ? parseCommand(parts[0]!.text) : null;
    const conversation = conversationName(secret, event.address);
    const base = { address: event.address, member: memberName(secret, event.address, event.member.id) };
    const item: InboxItem =
      command === null
        ? { ...base, kind: 'message' }
        : { ...base, kind: 'command', command, ...(command === 'stop' ? await stopTarget(conversation) : {}) };
    return {
      ...enqueueOf(event, item, conversation),
      effects: [
        call('take', {
          conversation,
          chat: chatName(secret, event.address),
          thread: event.address.thread ?? '',
          key: event.messageId,
          parts,
          at: event.at,
          words: plainText(words, LISTED_CHARACTERS),
          aside: command !== null,
        }),
      ],
    };
  }

  async function choice(event: Inbound & { kind: 'choice' }): Promise<Enqueue | Admission> {
    const conversation = conversationName(secret, event.address);
    const base = { address: event.address, member: memberName(secret, event.address, event.member.id) };
    if (event.choice === 'stop')
      return enqueueOf(event, { ...base, kind: 'stop', ...(await stopTarget(conversation)) }, conversation);
    return enqueueOf(event, { ...base, kind: 'choice', choice: event.choice }, conversation);
  }

  /** The buttons of the notice. They come before any consent and are what consent consists of. */
  async function consentChoice(event: Inbound & { kind: 'choice' }): Promise<Admission | null> {
    const { version, language } = notice();
    const chosen = consentOf(event.choice);
    if (!chosen) return null;
    if (chosen.version !== version) return refused('not understood');
    const chat = chatName(secret, event.address);
    const who = { chat, notice: version, language, member: memberName(secret, event.address, event.member.id) };
    await ask('act', { ...who, act: 'notice' });
    await ask('act', { ...who, act: chosen.act });
    consentChanged();
    return { status: 'admitted', id: 0 };
  }

  function enqueueOf(event: Inbound & { member: { id: string } }, item: InboxItem, conversation: string): Enqueue {
    return {
      topic: INBOX,
      lane: inboxLane(conversation),
      dedupeKey: eventName(secret, event.address, event.eventId),
      payload: JSON.stringify(item),
      gate: call('gate', {
        chat: chatName(secret, event.address),
        notice: notice().version,
        member: item.member,
        rate: item.kind === 'stop' ? null : rate,
      }),
    };
  }

  /** A stop is meant for what runs when it is pressed, and for nothing that comes later. */
  async function stopTarget(conversation: string): Promise<{ stops?: number }> {
    const lane = inboxLane(conversation);
    const target = running(lane) ?? (await store.peek(lane)).at(-1)?.seq;
    return target === undefined ? {} : { stops: target };
  }

  async function overloaded(): Promise<boolean> {
    const now = performance.now();
    if (now - lookedAt > DEPTH_MS) {
      lookedAt = now;
      depth = (await store.stats()).items;
    }
    return depth > MOST_ITEMS;
  }

  async function countRefusals(results: Admission[]): Promise<void> {
    for (const result of results)
      if (result.status === 'refused') await ask('count', { name: `not admitted: ${result.reason}`, n: 1 });
  }
}

/** What the notice's buttons send. */
export const consentChoiceValue = (act: 'on' | 'declined', version: number): string => `notice:${act}:${version}`;

function consentOf(choice: string): { act: 'on' | 'declined'; version: number } | null {
  const [, act, version] = /^notice:(on|declined):(\d{1,9})$/.exec(choice) ?? [];
  return act === undefined ? null : { act: act as 'on' | 'declined', version: Number(version) };
}

function admission(result: Enqueued): Admission {
  switch (result.status) {
    case 'stored':
      return { status: 'admitted', id: typeof result.results[0] === 'number' ? result.results[0] : 0 };
    case 'duplicate':
      return { status: 'duplicate' };
    case 'refused':
      return refused(result.refusal.reason as Reason, result.refusal.retryAfterMs);
    default:
      return result satisfies never;
  }
}

const refused = (reason: Reason, retryAfterMs?: number): Admission => ({
  status: 'refused',
  reason,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

/** NUL and other control characters say nothing and break databases and platforms; half characters become U+FFFD; text is NFC. */
const clean = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g, '')
    .toWellFormed()
    .normalize('NFC');

function cleanPart(part: Part): Part {
  if (part.kind === 'text') return { ...part, text: clean(part.text) };
  if ('caption' in part && part.caption !== undefined) return { ...part, caption: clean(part.caption) };
  return part;
}
