/**
 * Admit: an event is asked for consent and pace and stored, in one transaction with its history entry; only then may
 * the platform be told "received" (laws 1, 2 and 4). What may be said before consent is in approach.ts.
 */
import type { Address, Admission, Channel, Inbound, MessageEvent, Reason } from '../../adapters/contract.ts';
import { isStopWord } from '../assistant/command-words.ts';
import { LEAVING, type ParsedCommand, parseCommand } from '../assistant/commands.ts';
import { type Enqueue, type Enqueued, type Store, StoreUnavailable } from '../bus/store.ts';
import { chatName, conversationName } from '../conversation/names.ts';
import type { Log } from '../log.ts';
import { type Approach, createApproach, type Newcomer } from './approach.ts';
import { createCandidates, type Prepared, refused } from './candidates.ts';
import { createChanges } from './changes.ts';
import { sparing } from './faulty.ts';
import { type InboxItem, inboxLane, TOGETHER_MS } from './items.ts';
import { cleanParts, isWordless, picturesOf, STORED_CHARACTERS, wordsOf } from './parts.ts';
import type { Times } from './times.ts';

/** Of what a message answers to, so much serves its turn. */
const QUOTED_CHARACTERS = 4_000;

/** Above this many waiting items the service asks the platforms to come back later; they keep what they hold. */
const MOST_ITEMS = 100_000;
const LATER_MS = 5_000;
/** How long a look at the store's depth is believed. */
const DEPTH_MS = 1_000;

/** What waited longer than this outside is not answered unasked. */
const LATE_MS = 10 * 60_000;
/** A number or a yes: in a group it matters who says it. */
const ONE_WORD = /^\s*\S{1,12}\s*$/;

export interface AdmissionOptions extends Approach {
  store: Store;
  channel: (address: Address) => Channel | undefined;
  times: Times;
  /** The lane item whose turn runs in this lane now. */
  running: (lane: string) => number | undefined;
  /** Told after a commit that touched the address. */
  changed: (address: Address) => void;
  /** Told when somebody switched a chat on or off or said no, or a person took over. */
  consentChanged: () => void;
  /** What a platform says of a part we sent is the delivery's to settle. */
  settle?: (receipt: Inbound & { kind: 'receipt' }) => Promise<void>;
  /** Told when something came in that may hang on a message. */
  brought?: () => void;
  /** Told when something of a conversation was erased that may still be on the disk, or in what the model remembers. */
  erased: (conversation: string) => void;
  log: Log;
}

export interface Admissions {
  admit(events: Inbound[]): Promise<Admission[]>;
  /** From now on everything is refused, to be offered again later. */
  stop(): void;
}

export function createAdmissions(options: AdmissionOptions): Admissions {
  const { store, ask, secret, times, running, changed, consentChanged, settle, log } = options;
  const approach = createApproach(options);
  const candidates = createCandidates(options);
  const { enqueueOf, take } = candidates;
  const changes = createChanges(options, approach, candidates);
  let stopping = false;
  let depth = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;

  return {
    admit: sparing(offer, {
      letGo: () => ask('count', { name: 'not admitted: broken', n: 1 }),
      log,
    }),
    stop() {
      stopping = true;
    },
  };

  async function offer(events: Inbound[]): Promise<Admission[]> {
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

  /** Everything that goes into lanes is one transaction. */
  async function storeAll(events: Inbound[], startMs: number): Promise<Admission[]> {
    const prepared = await Promise.all(events.map(prepare));
    const batch = prepared.flatMap((one) => ('candidates' in one ? one.candidates : []));
    const stored = batch.length > 0 ? await store.enqueue(batch) : [];
    const storedMs = performance.now();
    let position = 0;
    const results: Admission[] = [];
    for (const [index, event] of events.entries()) {
      const one = prepared[index]!;
      if (!('candidates' in one)) {
        results.push(one);
        continue;
      }
      const outcomes = stored.slice(position, position + one.candidates.length);
      position += one.candidates.length;
      const taken = outcomes.findIndex(({ status }) => status === 'stored');
      const outcome = outcomes[taken] ?? outcomes.at(-1)!;
      if (outcome.status === 'stored')
        times.heard(one.candidates[taken]!.lane, outcome.seq, {
          arrivedMs: event.heard?.atMs ?? startMs,
          decodeMs: event.heard?.decodeMs ?? 0,
          admitStartMs: startMs,
          storedMs,
        });
      results.push(await (one.afterwards ?? asIs)(admission(outcome), taken));
    }
    for (const [index, event] of events.entries()) if (results[index]!.status === 'admitted') changed(event.address);
    if (events.some((event) => event.kind === 'message' && bringsPicture(event))) options.brought?.();
    await countRefusals(results);
    return results;
  }

  async function prepare(event: Inbound): Promise<Prepared | Admission> {
    const channel = options.channel(event.address);
    if (!channel) return refused('not understood');
    switch (event.kind) {
      case 'message':
        return prepareMessage(event, channel);
      case 'choice':
        return prepareChoice(event, channel);
      case 'edit':
        return changes.edit(event, channel);
      case 'delete':
        return changes.unsend(event);
      case 'membership':
        return changes.membership(event, channel);
      case 'moved':
        return approach.moved(event);
      case 'takeover':
        return changes.takeover(event, channel);
      case 'receipt':
        await (settle?.(event) ?? ask('count', { name: `receipt: ${event.status}`, n: 1 }));
        return { status: 'admitted', id: 0 };
      case 'reaction':
        return refused('not understood');
      default:
        return event satisfies never;
    }
  }

  // ------------------------------------------------------------------------------------------- messages

  async function prepareMessage(event: MessageEvent, channel: Channel): Promise<Prepared | Admission> {
    const parts = cleanParts(event.parts);
    const words = wordsOf(parts);
    const only = parts.length === 1 ? parts[0]! : undefined;
    const command = only?.kind === 'text' ? (parseCommand(only.text) ?? (await stopWord(event, only.text))) : null;
    // The owner's own words in a chat of theirs are not for us, their commands are.
    if (event.member.owner && command === null && !event.address.group) return refused('not addressed');
    if (!event.addressed && !(await belongsToAlbum(event))) return refused('not addressed');
    if (parts.every((part) => part.kind === 'text' && part.text.trim() === '')) return refused('empty');
    if (words.length > STORED_CHARACTERS) return refused('too long');

    const newcomer = await approach.newcomer(event, channel, words, command !== null || ONE_WORD.test(words));
    if (command !== null) return prepareCommand(event, newcomer, command, words);
    const offered = await approach.offered(newcomer, words);
    if (offered?.kind === 'choice') return { candidates: choiceCandidates(event, newcomer, offered.choice) };
    const asked = offered ? [{ kind: 'text' as const, text: offered.text }] : parts;

    const late = channel.capabilities.consent !== 'page' && Date.now() - event.at > LATE_MS;
    const quoted = event.replyTo?.text.slice(0, QUOTED_CHARACTERS).toWellFormed().trim();
    const pictures = late ? [] : picturesOf(event.replyTo);
    const waits = late || event.album !== undefined || isWordless(parts);
    const item: InboxItem = late
      ? { ...newcomer.base, kind: 'late' }
      : {
          ...newcomer.base,
          kind: 'message',
          person: newcomer.by.person,
          ...(quoted ? { quoted } : {}),
          ...(pictures.length > 0 ? { pictured: true } : {}),
          ...(waits ? { waits } : {}),
        };
    const instead = approach.sayings(event, newcomer, words);
    return {
      candidates: [
        ...instead.map(({ enqueue }) => enqueue),
        {
          ...enqueueOf(event, newcomer, item, { question: true }),
          ...(waits ? { delayMs: TOGETHER_MS } : {}),
          effects: [take(event, newcomer, asked, false, pictures)],
        },
      ],
      async afterwards(result, taken) {
        const reason = instead[taken]?.reason;
        return reason === undefined ? seen(event, channel, result) : refused(reason);
      },
    };
  }

  async function prepareCommand(
    event: MessageEvent,
    newcomer: Newcomer,
    command: ParsedCommand,
    words: string,
  ): Promise<Prepared | Admission> {
    const early = await approach.command(event, newcomer, command);
    if (early) return early;
    const keptOut = await approach.keptOut(newcomer, command);
    const stops = command.name === 'stop' ? await stopTarget(newcomer.conversation) : {};
    const item = (entry: boolean): InboxItem => ({
      ...newcomer.base,
      kind: 'command',
      command,
      by: newcomer.by,
      entry,
      ...stops,
    });
    const leaving = LEAVING.includes(command.name);
    const withEntry: Enqueue = {
      ...enqueueOf(event, newcomer, item(true), {
        stop: command.name === 'stop',
        free: leaving || command.name === 'off' || command.name === 'resume',
        last: !leaving,
      }),
      effects: [take(event, newcomer, [{ kind: 'text', text: words }], true)],
    };
    return {
      candidates: [
        ...approach.entrance(event, newcomer, command.name),
        withEntry,
        // Whoever leaves may ask for what is theirs, and nothing of the asking is kept.
        ...(leaving ? [enqueueOf(event, newcomer, item(false), { leaving: true })] : []),
      ],
      afterwards(result) {
        // In a lane of theirs the command itself has to wait for what runs there.
        if (keptOut !== null && result.status === 'admitted') options.keepOut(keptOut);
        return seen(event, newcomer.channel, result);
      },
    };
  }

  async function prepareChoice(event: Inbound & { kind: 'choice' }, channel: Channel): Promise<Prepared | Admission> {
    const newcomer = await approach.newcomer(event, channel, '', true);
    const candidates = approach.pressed(event, newcomer);
    if (candidates)
      return {
        candidates,
        afterwards: async (result) => {
          if (result.status !== 'admitted') return result.status === 'duplicate' ? result : refused('not understood');
          consentChanged();
          return result;
        },
      };
    if (event.choice === 'stop') {
      const item: InboxItem = { ...newcomer.base, kind: 'stop', ...(await stopTarget(newcomer.conversation)) };
      return { candidates: [enqueueOf(event, newcomer, item, { stop: true })] };
    }
    return { candidates: choiceCandidates(event, newcomer, event.choice) };
  }

  function choiceCandidates(event: Inbound, newcomer: Newcomer, choice: string): Enqueue[] {
    const item: InboxItem = { ...newcomer.base, kind: 'choice', choice, by: newcomer.by };
    return [enqueueOf(event, newcomer, item, { leaving: /^(forget|export)\b/.test(choice) })];
  }

  /** "Stop" alone, in any language, is the command while something runs, and a word like others otherwise. */
  async function stopWord({ address }: MessageEvent, text: string): Promise<ParsedCommand | null> {
    if (!isStopWord(text)) return null;
    const { stops } = await stopTarget(conversationName(secret, address));
    return stops === undefined ? null : { name: 'stop', argument: '' };
  }

  /** A stop is meant for what runs when it is pressed, and for nothing that comes later. */
  async function stopTarget(conversation: string): Promise<{ stops?: number }> {
    const lane = inboxLane(conversation);
    const target = running(lane) ?? (await store.peek(lane)).at(-1)?.seq;
    return target === undefined ? {} : { stops: target };
  }

  /** In a group one part of an album carries the words to us; those behind it belong to it. */
  async function belongsToAlbum({ address, album, member }: MessageEvent): Promise<boolean> {
    if (album === undefined) return false;
    const chat = chatName(secret, address);
    const person = approach.personOf(address, member);
    return ask('inAlbum', { chat, conversation: conversationName(secret, address), album, person });
  }

  /** Read only where it is answered; a mark that fails is not worth a word to anybody. */
  async function seen(event: MessageEvent, channel: Channel, result: Admission): Promise<Admission> {
    if (result.status === 'admitted' && result.id !== 0)
      void channel
        .seen?.(event.address, event.messageId)
        .catch((error: unknown) =>
          log.warn({ err: error, channel: channel.id }, 'a message could not be marked as read'),
        );
    return result;
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

const bringsPicture = ({ parts, replyTo }: MessageEvent): boolean =>
  parts.some((part) => 'attachment' in part) || picturesOf(replyTo).length > 0;

const asIs = async (result: Admission): Promise<Admission> => result;

function admission(result: Enqueued): Admission {
  switch (result.status) {
    case 'stored': {
      const id = result.results.findLast((value) => typeof value === 'number');
      return { status: 'admitted', id: typeof id === 'number' ? id : 0 };
    }
    case 'duplicate':
      return { status: 'duplicate' };
    case 'refused':
      return refused(result.refusal.reason as Reason, result.refusal.retryAfterMs);
    default:
      return result satisfies never;
  }
}
