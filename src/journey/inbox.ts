/**
 * What is done with the items of a lane, oldest first: messages become a turn, a command or a button its reply. Each step
 * ends in one `complete`, which consumes the items, records how they ended and puts the reply's parts into the outbox,
 * all or nothing. A step that dies before it leaves everything as it was.
 */
import { randomUUID } from 'node:crypto';
import type { Address, Button, Channel, Reply, Timing } from '../../adapters/contract.ts';
import { plainText } from '../../adapters/text/plain.ts';
import type { CommandReplies, CommandReply } from '../assistant/command-replies.ts';
import type { Call, Claim, Enqueue, Store } from '../bus/store.ts';
import type { EndArgs } from '../conversation/history.tables.ts';
import { chatName } from '../conversation/names.ts';
import { type Notice, say, type TextId, type Values } from '../conversation/notices.ts';
import { call } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import { type Answering, answerTurn, type Outcome } from './answer.ts';
import {
  conversationOf,
  INBOX,
  type InboxItem,
  inboxLane,
  OUTBOX,
  type OutboxItem,
  outboxLane,
  readItem,
} from './items.ts';
import { type Lanes, workLanes } from './lane.ts';
import { addStep } from './times.ts';

export interface InboxOptions extends Answering {
  channel: (address: Address) => Channel | undefined;
  replies: CommandReplies;
  notice: () => Notice;
  secret: Buffer;
  changed: (address: Address) => void;
  /** Told when a chat was forgotten, and with it its consent. */
  consentChanged: () => void;
}

export interface Inbox extends Lanes {
  /** The last lane item of the turn that runs in a lane. */
  running(lane: string): number | undefined;
  /** Ends whatever runs in the conversation and drops what waits there; what becomes of its record is the caller's. */
  letGo(conversation: string): Promise<void>;
}

/** Conversations attended to at once. They mostly wait: for the model, or for its turn. */
const CONCURRENCY = 512;
const ITEMS = 64;
/** Of a reply so much is shown in the list of conversations. */
const LISTED_CHARACTERS = 80;
/** A step that died this often in mid-work is ended with a notice instead of being tried again. */
const DEATHS = 8;

interface Step {
  claim: Claim;
  conversation: string;
  address: Address;
  channel: Channel;
}

/** How a step ends: what is consumed, recorded and said. */
interface Ending {
  upto: number;
  /** The messages ended by it; empty for a button. */
  items: number[];
  state: EndArgs['state'];
  reason?: string;
  say?: { kind: Reply['kind']; markdown: string; buttons?: Button[]; ended?: 'stopped' | 'limit'; trouble?: true };
  effects?: Call[];
  timing?: Timing;
}

interface Item {
  seq: number;
  item: InboxItem;
}

export function startInbox(options: InboxOptions): Inbox {
  const { store, runtime, channel, replies, notice, secret, changed, consentChanged, log } = options;
  const turns = new Map<string, { last: number; end: () => void }>();
  const lanes = workLanes({
    store,
    topic: INBOX,
    concurrency: CONCURRENCY,
    maxItems: ITEMS,
    work: step,
    emptiesOnStop: false,
    log,
  });

  return {
    stop: (graceMs) => lanes.stop(graceMs),
    running: (lane) => turns.get(lane)?.last,
    letGo,
  };

  async function letGo(conversation: string): Promise<void> {
    turns.get(inboxLane(conversation))?.end();
    await store.cancel(inboxLane(conversation), { drop: true });
    await store.cancel(outboxLane(conversation), { drop: true });
    runtime.forget(conversation);
  }

  async function step(claim: Claim, held: AbortSignal): Promise<void> {
    const items = claim.items.map(({ seq, payload }) => ({ seq, item: readItem<InboxItem>(claim.lane, seq, payload) }));
    const { seq, item } = items[0]!;
    const to = channel(item.address);
    if (!to) throw new Error(`There is no channel ${item.address.channel} here any more.`);
    const at: Step = { claim, conversation: conversationOf(claim.lane), address: item.address, channel: to };
    switch (item.kind) {
      case 'message':
        return claim.attempts >= DEATHS ? giveUp(at, seq) : messages(at, leadingMessages(items), held);
      case 'command':
        return reply(at, seq, await replies.command(item.command, context(at), item.stops !== undefined), [seq]);
      case 'choice':
        return reply(at, seq, await replies.choice(item.choice, context(at)), []);
      case 'stop':
        // It was seen by the turn it was meant for, or came too late for it.
        return void (await finish(at, { upto: seq, items: [], state: 'answered' }));
      default:
        return item satisfies never;
    }
  }

  function context({ conversation, address }: Step) {
    const { version, language } = notice();
    return { conversation, chat: chatName(secret, address), notice: version, language };
  }

  async function messages(at: Step, run: Item[], held: AbortSignal): Promise<void> {
    const { lane } = at.claim;
    const [first, last] = [run[0]!.seq, run.at(-1)!.seq];
    const ours = new AbortController();
    const end = () => ours.abort();
    held.addEventListener('abort', end);
    const turn = { last, end };
    turns.set(lane, turn);
    let outcome: Outcome;
    try {
      outcome = await answerTurn(
        options,
        {
          lane,
          address: at.address,
          member: run[0]!.item.member,
          first,
          last,
          onJoin: (seq) => Object.assign(turn, { last: seq }),
        },
        at.channel,
        ours.signal,
      );
    } finally {
      turns.delete(lane);
      held.removeEventListener('abort', end);
    }
    const said = await conclude(at, first, outcome);
    // Where nothing durable takes its place, what was shown of the answer goes away.
    if (!said) at.channel.preview?.(at.address, null);
  }

  /** True when an answer is on its way to the person. */
  async function conclude(at: Step, first: number, outcome: Outcome): Promise<boolean> {
    if (outcome.kind === 'released') return false;
    const items = range(first, outcome.last);
    const base = { upto: outcome.last, items };
    switch (outcome.kind) {
      case 'gone':
        await finish(at, { ...base, state: 'ignored', reason: 'erased' });
        return false;
      case 'answered': {
        const { markdown, ended, notice: before, timing } = outcome;
        const whole = before ? `*${words(before.id, before.values)}*\n\n${markdown}` : markdown;
        return finish(at, {
          ...base,
          state: 'answered',
          say: { kind: 'answer', markdown: whole, ...(ended ? { ended } : {}) },
          timing,
        });
      }
      case 'wordless':
        return finish(at, {
          ...base,
          state: 'answered',
          say: { kind: 'notice', markdown: words(outcome.notice.id, outcome.notice.values) },
          timing: outcome.timing,
        });
      case 'refused':
        return finish(at, {
          ...base,
          state: 'refused',
          reason: outcome.reason,
          say: { kind: 'notice', markdown: words(outcome.notice.id, outcome.notice.values), trouble: true },
          timing: outcome.timing,
        });
      default:
        return outcome satisfies never;
    }
  }

  async function giveUp(at: Step, seq: number): Promise<void> {
    log.error({ lane: at.claim.lane, seq, attempts: at.claim.attempts }, 'a message failed too often and is refused');
    await finish(at, {
      upto: seq,
      items: [seq],
      state: 'refused',
      reason: 'failed too often',
      say: { kind: 'notice', markdown: words('answer.failed', {}), trouble: true },
    });
  }

  async function reply(
    at: Step,
    seq: number,
    { markdown, buttons, effects, erases }: CommandReply,
    items: number[],
  ): Promise<void> {
    const say =
      markdown === null ? {} : { say: { kind: 'notice' as const, markdown, ...(buttons ? { buttons } : {}) } };
    const gone = erases ? await erasedBy(erases, at) : [];
    const done = await finish(at, { upto: seq, items, state: 'answered', ...say, ...(effects ? { effects } : {}) });
    if (!done || !erases) return;
    for (const conversation of gone) await letGo(conversation);
    await scrub(store, log);
    if (erases === 'chat') consentChanged();
  }

  /** The conversations whose lanes are to be emptied; of the one we are in, what waits to be sent goes first. */
  async function erasedBy(erases: 'conversation' | 'chat', { conversation, address }: Step): Promise<string[]> {
    await store.cancel(outboxLane(conversation), { drop: true });
    runtime.forget(conversation);
    if (erases === 'conversation') return [];
    const all = await options.ask('list', { chat: chatName(secret, address), limit: Number.MAX_SAFE_INTEGER });
    return all.map(({ conversation }) => conversation);
  }

  /** False when the lane was no longer ours: then nothing of it happened. */
  async function finish(at: Step, ending: Ending): Promise<boolean> {
    const { claim, conversation, address } = at;
    const startMs = performance.now();
    const said: Reply | undefined = ending.say && { key: randomUUID(), ...ending.say, language: notice().language };
    const parts = said ? await at.channel.encode(said, address) : [];
    const timing = ending.timing ?? { steps: [] };
    if (said && ending.timing) addStep(timing, 'encode', performance.now() - startMs);
    const emits = parts.map((part, index): Enqueue => {
      const item: OutboxItem = {
        part,
        key: `${said!.key}:${index}`,
        reply: said!.key,
        last: index === parts.length - 1,
      };
      return { topic: OUTBOX, lane: outboxLane(conversation), payload: JSON.stringify(item) };
    });
    const end: EndArgs = {
      conversation,
      items: ending.items,
      state: ending.state,
      ...(ending.reason === undefined ? {} : { reason: ending.reason }),
      ...(said ? { reply: said } : {}),
      // What the service says of itself is not for the model to read.
      aside: said?.kind === 'notice',
      words: plainText(said?.markdown ?? '', LISTED_CHARACTERS),
      timing,
    };
    const done = await store.complete(claim.lane, claim.epoch, ending.upto, emits, [
      ...(ending.effects ?? []),
      call('end', end),
    ]);
    // A reply is announced by its delivery; without one the page has to be told that the waiting is over.
    if (done && !said) changed(address);
    return done;
  }

  function words(id: TextId, values: Values): string {
    return say(id, values, notice().language);
  }
}

/** The messages at the head that one person wrote in a row: one turn reads them together. */
function leadingMessages(items: Item[]): Item[] {
  const { member } = items[0]!.item;
  const end = items.findIndex(({ item }) => item.kind !== 'message' || item.member !== member);
  return end === -1 ? items : items.slice(0, end);
}

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** Takes what was erased off the disk. Where that fails the next erasure, or the next restart, does it. */
export async function scrub(store: Store, log: Log): Promise<void> {
  await store
    .scrub()
    .catch((error: unknown) => log.error({ err: error }, 'what was erased is still in the write-ahead log'));
}
