/**
 * One turn, from the messages of a lane to the words of an answer: read the record, ask the runtime, show what comes, and
 * stop or start over when the lane says so. What comes of it is returned; nothing durable happens here.
 */
import type { Address, Channel, Timing } from '../../adapters/contract.ts';
import { type Delta, type Runtime, RuntimeError } from '../../model-runtime/contract.ts';
import type { Book } from '../assistant/business/book.ts';
import { consult } from '../assistant/business/consult.ts';
import { createAnswer } from '../assistant/reply.ts';
import { buildTurn, EARLIER_ENTRIES } from '../assistant/turn.ts';
import type { Item, Store } from '../bus/store.ts';
import type { Said as HistorySaid } from '../conversation/entries.ts';
import type { TextId, Values } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import type { Files } from '../media/files.ts';
import type { Intake } from './intake.ts';
import { type Interruption, watchLane } from './interrupt.ts';
import { conversationOf, type InboxItem, readItem } from './items.ts';
import { look } from './look.ts';
import type { Pace } from './pace.ts';
import type { PhotoAnswer } from './photo-turn.ts';
import { createPreviews, type Previews } from './preview.ts';
import { createStopwatch, type Stopwatch, type Times } from './times.ts';
import { bringsFile, type Certain, type Deciding, meaningOf, withoutModel } from './without-model.ts';

export interface TurnOf {
  lane: string;
  address: Address;
  member: string;
  /** Its lane items: consecutive messages of one person. */
  first: number;
  last: number;
  chat: string;
  /** Which language to answer in. */
  language: string;
  /** Told when newer messages joined, with the last of them. */
  onJoin: (last: number) => void;
}

export type Outcome =
  /** `notice` stands before the answer: the message was longer than what was read. `photo`: what photos answered. */
  | {
      kind: 'answered';
      last: number;
      markdown: string;
      ended?: 'stopped' | 'limit';
      notice?: Said;
      photo?: Omit<PhotoAnswer, 'markdown'>;
      /** The model that looked at a picture for it: what it says of it is unchecked. */
      seenBy?: string;
      /** Which message it answers, where that does not go without saying. */
      quotes?: string;
      timing: Timing;
    }
  /** The model had no words, or was stopped before the first. */
  | { kind: 'wordless'; last: number; notice: Said; timing: Timing }
  | { kind: 'refused'; last: number; reason: string; notice: Said; timing: Timing }
  /** Nobody waits for it any more: erased, taken back, reworded, or a person took over. */
  | { kind: 'gone'; last: number }
  /** The lane is no longer ours; whoever has it does it again. */
  | { kind: 'released' };

export interface Said {
  id: TextId;
  values: Values;
}

export interface Answering extends Deciding {
  store: Store;
  ask: Ask;
  runtime: Runtime;
  intake: Intake;
  files: Files;
  /** Where a channel answers from the operator's own words alone, those. */
  book: (address: Address) => Book | undefined;
  times: Times;
  pace: Pace;
  log: Log;
}

/** A model process that dies is restarted and asked once more. */
const TRIES = 2;

export async function answerTurn(deps: Answering, turn: TurnOf, channel: Channel, held: AbortSignal): Promise<Outcome> {
  const watch = createStopwatch(deps.times, turn);
  const previews = createPreviews(deps.pace, channel, turn.address, `${turn.lane} ${turn.first}`);
  let { last } = turn;
  try {
    for (let tries = 1; ; ) {
      const now = { ...turn, last };
      const result = await attempt(deps, now, previews, watch, held).catch((error: unknown) => {
        if (!(error instanceof RuntimeError)) throw error;
        return error;
      });
      if (result instanceof RuntimeError) {
        deps.log.warn({ err: result, lane: turn.lane, tries }, 'the runtime failed in a turn');
        if (result.kind === 'crashed' && tries++ < TRIES && !held.aborted) continue;
        return refusal(result, last, watch);
      }
      if (result.kind !== 'joined') return result;
      last = result.last;
      turn.onJoin(last);
      watch.joined(last);
    }
  } finally {
    previews.end();
  }
}

async function attempt(
  deps: Answering,
  turn: TurnOf,
  previews: Previews,
  watch: Stopwatch,
  held: AbortSignal,
): Promise<Outcome | { kind: 'joined'; last: number }> {
  const { store, ask, runtime, intake, book, log } = deps;
  const { lane, first, last, member } = turn;
  const conversation = conversationOf(lane);
  const { asked, earlier } = await ask('context', { conversation, first, last, limit: EARLIER_ENTRIES });
  if (asked.length === 0) return { kind: 'gone', last };
  const own = book(turn.address);
  if (own) return fromBook(own, asked, last, watch, log);
  const quoting = quotingOf(turn.address, asked);
  const quoted = quotes(lane, await store.peek(lane, first - 1), last);
  previews.answering(asked.map(({ id }) => id));

  const abort = new AbortController();
  const release = () => abort.abort();
  held.addEventListener('abort', release);
  if (held.aborted) abort.abort();
  let interruption: Interruption | undefined;
  const unwatch = watchLane(
    store,
    { lane, member, first, last, visible: () => previews.visible },
    (found) => {
      interruption = found;
      abort.abort();
    },
    (error) => log.warn({ err: error, lane }, 'a running lane could not be looked at'),
  );

  const answer = createAnswer();
  let certain: Certain | null = null;
  let cut: { read: number; all: number } | undefined;
  let seenBy: string | undefined;
  try {
    await intake.settled(
      asked.filter(bringsFile).map(({ id }) => id),
      abort.signal,
    );
    certain = abort.signal.aborted
      ? null
      : await withoutModel(deps, { ...turn, conversation, asked, earlier, quoted }, abort.signal);
    const looked =
      certain === null && !abort.signal.aborted
        ? await look(
            deps,
            {
              conversation,
              language: turn.language,
              meaning: meaningOf(asked, earlier),
              records: await ask('pictures', { conversation }),
            },
            abort.signal,
            (delta) => showPhase(delta, previews),
          )
        : undefined;
    certain = looked?.instead ?? certain;
    if (looked && certain === null && !abort.signal.aborted) {
      const built = buildTurn(asked, earlier, conversation, { quoted, ...looked.besides });
      cut = built.cut;
      seenBy = looked.by;
      watch.asked();
      for await (const delta of runtime.generate(built.request, { signal: abort.signal })) {
        watch.delta(delta);
        if (answer.take(delta)) previews.answer(answer.markdown);
        else showPhase(delta, previews);
      }
    }
  } finally {
    unwatch();
    held.removeEventListener('abort', release);
  }

  if (interruption?.kind === 'drop') return { kind: 'gone', last };
  if (interruption?.kind === 'join') return { kind: 'joined', last: interruption.last };
  if (held.aborted) return { kind: 'released' };
  if (certain) {
    const { markdown, ...photo } = certain;
    watch.asked();
    return { kind: 'answered', last, markdown, photo, ...quoting, timing: watch.timing(undefined, undefined) };
  }
  const timing = watch.timing(answer.usage, modelName(runtime));
  const stopped = interruption?.kind === 'stop';
  if (answer.markdown === '')
    return { kind: 'wordless', last, notice: { id: stopped ? 'answer.stopped' : 'answer.empty', values: {} }, timing };
  const limited = answer.usage?.finish === 'max tokens' || answer.usage?.finish === 'max time';
  return {
    kind: 'answered',
    last,
    markdown: answer.markdown,
    ...(seenBy === undefined ? {} : { seenBy }),
    ...quoting,
    ...(stopped ? { ended: 'stopped' as const } : limited ? { ended: 'limit' as const } : {}),
    ...(cut ? { notice: { id: 'answer.cut-input' as const, values: { ...cut } } } : {}),
    timing,
  };
}

function fromBook(book: Book, asked: HistorySaid[], last: number, watch: Stopwatch, log: Log): Outcome {
  const { markdown, handedOver } = consult(book, asked);
  if (handedOver) log.info('a question is for a person');
  return { kind: 'answered', last, markdown, timing: watch.timing(undefined, undefined) };
}

/** Among several people, and where a photo is meant, the answer says which message it is to. */
function quotingOf({ group }: Address, asked: readonly HistorySaid[]): { quotes?: string } {
  const meant = asked.findLast(bringsFile) ?? (group ? asked.at(-1) : undefined);
  return meant?.key ? { quotes: meant.key } : {};
}

/** What the messages of a turn answer to, by their lane item. */
function quotes(lane: string, items: Item[], last: number): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const { seq, payload } of items) {
    if (seq > last) break;
    const item = readItem<InboxItem>(lane, seq, payload);
    if (item.kind === 'message' && item.quoted !== undefined) found.set(seq, item.quoted);
  }
  return found;
}

function showPhase(delta: Delta, previews: Previews): void {
  if (delta.kind !== 'phase') return;
  switch (delta.phase) {
    case 'queued':
      previews.phase({ name: 'queued', ahead: delta.ahead });
      return;
    case 'loading':
    case 'reading':
    case 'answering':
      previews.phase({ name: delta.phase });
      return;
    default:
      delta satisfies never;
  }
}

function refusal(error: RuntimeError, last: number, watch: Stopwatch): Outcome {
  const timing = watch.timing(undefined, undefined);
  switch (error.kind) {
    case 'too long':
      return {
        kind: 'refused',
        last,
        reason: 'too long for the model',
        notice: { id: 'answer.too-long', values: {} },
        timing,
      };
    case 'unusable':
    case 'crashed':
      return { kind: 'refused', last, reason: 'the model failed', notice: { id: 'answer.failed', values: {} }, timing };
    default:
      return error.kind satisfies never;
  }
}

const modelName = ({ status }: Runtime): string | undefined => (status.state === 'ready' ? status.card.id : undefined);
