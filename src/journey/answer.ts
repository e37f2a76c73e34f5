/**
 * One turn, from the messages of a lane to the words of an answer: read the record, ask the runtime, show what comes, and
 * stop or start over when the lane says so. What comes of it is returned; nothing durable happens here.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Address, Channel, Timing } from '../../adapters/contract.ts';
import { type Delta, type Runtime, RuntimeError } from '../../model-runtime/contract.ts';
import type { Book } from '../assistant/business/book.ts';
import { consult } from '../assistant/business/consult.ts';
import { picturesMeant } from '../assistant/looking.ts';
import { isUnread } from '../assistant/photos.ts';
import { createAnswer } from '../assistant/reply.ts';
import { buildTurn, earlierEntries } from '../assistant/turn.ts';
import { wholeSentences } from '../assistant/unchecked.ts';
import type { Store } from '../bus/store.ts';
import type { Said as HistorySaid } from '../conversation/entries.ts';
import { accountName } from '../conversation/names.ts';
import { type Notice, say, type TextId, type Values } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import type { Files } from '../media/files.ts';
import type { Intake } from './intake.ts';
import { type Interruption, type Quotes, watchLane } from './interrupt.ts';
import { conversationOf, TOGETHER_MS } from './items.ts';
import type { Arrivals } from './lane.ts';
import { look } from './look.ts';
import type { Pace } from './pace.ts';
import type { PhotoAnswer } from './photo-turn.ts';
import { createPreviews, type Previews } from './preview.ts';
import { createStopwatch, type Stopwatch, type Times } from './times.ts';
import { bringsFile, type Certain, type Deciding, meaningOf, withoutModel } from './without-model.ts';

export interface TurnOf extends Quotes {
  lane: string;
  address: Address;
  member: string;
  /** As the account knows them; absent where messages were held back. */
  person?: string;
  /** Aborted when the owner keeps them out. */
  keptOut: AbortSignal;
  /** Its lane items: consecutive messages of one person. */
  first: number;
  last: number;
  chat: string;
  /** What comes into the lane meanwhile. */
  arrivals: Arrivals;
  /** More is waiting in the lane than these. */
  more: boolean;
  /** So long what comes with them may still be on its way. */
  togetherMs: number;
  /** Which language to answer in. */
  language: string;
  /** What was held back is left behind, for this reason. */
  leavesBehind?: string;
  /** Told when newer messages joined, with the last of them, and in which language to answer now. */
  onJoin: (last: number, language: string) => void;
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
      /** It only says that a person will see to it. */
      handedOver?: true;
      /** The model that looked at a picture for it: what it says of it is unchecked. */
      seenBy?: string;
      /** It words what was read in a picture: unchecked, too. */
      ofPrint?: true;
      /** Which message it answers, where that does not go without saying. */
      quotes?: string;
      timing: Timing;
    }
  /** The model had no words, or was stopped before the first. */
  | { kind: 'wordless'; last: number; notice: Said; timing: Timing }
  | { kind: 'refused'; last: number; reason: string; notice: Said; timing: Timing }
  /** Nobody waits for it any more: erased, taken back, reworded, switched off, or a person took over. */
  | { kind: 'gone'; last: number; reason: string }
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
  notice: () => Notice;
  times: Times;
  pace: Pace;
  log: Log;
}

/** A model process that dies is restarted and asked once more. */
const TRIES = 2;

export async function answerTurn(deps: Answering, turn: TurnOf, channel: Channel, held: AbortSignal): Promise<Outcome> {
  const watch = createStopwatch(deps.times, turn);
  let { last, language, quoted, pictured } = turn;
  let previews: Previews | undefined;
  const shown: Shown = {
    begin() {
      previews ??= createPreviews(deps.pace, channel, turn.address, `${turn.lane} ${turn.first}`);
      return previews;
    },
    get visible() {
      return previews?.visible ?? false;
    },
  };
  try {
    if (turn.togetherMs > 0) await together(turn.arrivals, turn.togetherMs, held);
    for (let tries = 1; ; ) {
      const now = { ...turn, last, language, quoted, pictured };
      const result = await attempt(deps, now, shown, watch, held).catch((error: unknown) => {
        if (!(error instanceof RuntimeError)) throw error;
        return error;
      });
      if (result instanceof RuntimeError) {
        deps.log.warn({ err: result, lane: turn.lane, tries }, 'the runtime failed in a turn');
        if (result.kind === 'crashed' && tries++ < TRIES && !held.aborted) continue;
        return refusal(result, last, watch);
      }
      if (result.kind !== 'joined') return result;
      ({ last, language } = result);
      quoted = new Map([...quoted, ...result.quoted]);
      pictured = new Set([...pictured, ...result.pictured]);
      turn.onJoin(last, language);
      watch.joined(last);
      if (result.waits) await together(turn.arrivals, TOGETHER_MS, held);
    }
  } finally {
    previews?.end();
    // A picture of the message that was answered to serves this turn alone.
    if (pictured.size > 0) deps.runtime.forget(conversationOf(turn.lane));
  }
}

/** Until what comes with something is here, or will not come; what is here is looked at again in any case. */
async function together(arrivals: Arrivals, ms: number, held: AbortSignal): Promise<void> {
  const came = new AbortController();
  const forget = arrivals.listen(() => came.abort());
  const signal = AbortSignal.any([held, came.signal]);
  await pause(ms, undefined, { signal, ref: false }).catch(() => {});
  forget();
}

/**
 * What is shown of a turn, over all its attempts. It begins when it is known that somebody waits: where the chat is off by
 * now or a person answers, not even typing is shown.
 */
interface Shown {
  begin(): Previews;
  readonly visible: boolean;
}

/** Newer messages of the same person belong to the turn, which begins again with them. */
type Joined = { kind: 'joined' } & Omit<Extract<Interruption, { kind: 'join' }>, 'kind'>;

async function attempt(
  deps: Answering,
  turn: TurnOf,
  shown: Shown,
  watch: Stopwatch,
  held: AbortSignal,
): Promise<Outcome | Joined> {
  const { store, ask, runtime, intake, book, notice, log } = deps;
  const { lane, first, last, member, person, keptOut, chat, quoted, pictured, leavesBehind, arrivals, more } = turn;
  const conversation = conversationOf(lane);
  const abort = new AbortController();
  const release = () => abort.abort();
  held.addEventListener('abort', release);
  if (held.aborted) abort.abort();
  let interruption: Interruption | undefined;
  const unwatch = watchLane(
    store,
    { lane, arrivals, more, member, first, last, keptOut, visible: () => shown.visible },
    (found) => {
      interruption = found;
      abort.abort();
    },
    (error) => log.warn({ err: error, lane }, 'a running lane could not be looked at'),
  );

  const answer = createAnswer();
  let certain: Certain | null = null;
  let cut: { read: number; all: number } | undefined;
  let quoting: { quotes?: string };
  let seenBy: string | undefined;
  let ofPrint = false;
  let sayable = (markdown: string): string => markdown;
  let printed = (_: string): string => '';
  try {
    const begun = await ask('turn', {
      ...{ chat, notice: notice().version, conversation, first, last, limit: earlierEntries(runtime) },
      ...(leavesBehind === undefined ? {} : { leavesBehind }),
      ...(person === undefined ? {} : { asker: { account: accountName(turn.address), person } }),
    });
    if ('unwanted' in begun) return { kind: 'gone', last, reason: begun.unwanted };
    const { asked, region } = begun;
    const own = book(turn.address);
    if (own) return fromBook(own, asked, last, watch);
    quoting = quotingOf(turn.address, asked);
    const earlier = JSON.parse(begun.earlier) as HistorySaid[];
    const previews = shown.begin();
    previews.answering(
      asked.map(({ id }) => id),
      quoting.quotes,
    );
    const bringing = asked.filter((one) => bringsFile(one) || pictured.has(one.item)).map(({ id }) => id);
    const unread = picturesMeant(begun.pictures, meaningOf(asked, earlier)).filter(isUnread);
    await intake.again(unread);
    const awaited = [...new Set([...bringing, ...unread.map(({ entry }) => entry)])];
    await intake.settled(awaited, abort.signal);
    const records = awaited.length > 0 ? await ask('pictures', { conversation }) : begun.pictures;
    certain = abort.signal.aborted
      ? null
      : await withoutModel(deps, { ...turn, conversation, asked, earlier, region, records }, abort.signal);
    const looked =
      certain === null && !abort.signal.aborted
        ? await look(
            deps,
            { conversation, language: turn.language, meaning: meaningOf(asked, earlier), records },
            abort.signal,
            (delta) => showPhase(delta, previews),
          )
        : undefined;
    certain = looked?.instead ?? certain;
    if (looked && certain === null && !abort.signal.aborted) {
      const built = buildTurn(asked, earlier, conversation, { quoted, ...looked.besides });
      cut = built.cut;
      seenBy = looked.by;
      ofPrint = looked.ofPrint === true;
      sayable = looked.sayable ?? sayable;
      printed = looked.printed ?? printed;
      const shownOf = looked.sayable ? (markdown: string) => sayable(wholeSentences(markdown)) : sayable;
      watch.asked();
      for await (const delta of runtime.generate(built.request, { signal: abort.signal })) {
        watch.delta(delta);
        if (answer.take(delta)) previews.answer(() => shownOf(answer.markdown));
        else showPhase(delta, previews);
      }
    }
  } finally {
    unwatch();
    held.removeEventListener('abort', release);
  }

  if (interruption?.kind === 'drop') return { kind: 'gone', last, reason: 'not wanted any more' };
  if (interruption?.kind === 'join') return { ...interruption, kind: 'joined' };
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
  const [kept, read] = [sayable(answer.markdown), printed(answer.markdown)];
  const markdown = [kept, read].filter(Boolean).join('\n\n');
  if (kept === '') {
    // Nothing of it may be said: what was neither read nor seen is not known.
    const instead =
      read ||
      (seenBy === undefined
        ? say('skill.no-number', {}, turn.language)
        : say('photo.nothing', { name: seenBy }, turn.language));
    return { kind: 'answered', last, markdown: instead, ...quoting, timing };
  }
  const limited = answer.usage?.finish === 'max tokens' || answer.usage?.finish === 'max time';
  return {
    kind: 'answered',
    last,
    markdown,
    ...(seenBy === undefined ? {} : { seenBy }),
    ...(ofPrint && seenBy === undefined ? { ofPrint } : {}),
    ...quoting,
    ...(stopped ? { ended: 'stopped' as const } : limited ? { ended: 'limit' as const } : {}),
    ...(cut ? { notice: { id: 'answer.cut-input' as const, values: { ...cut } } } : {}),
    timing,
  };
}

function fromBook(book: Book, asked: HistorySaid[], last: number, watch: Stopwatch): Outcome {
  const { markdown, handedOver } = consult(book, asked);
  const timing = watch.timing(undefined, undefined);
  return { kind: 'answered', last, markdown, ...(handedOver ? { handedOver } : {}), timing };
}

/** Among several people, and where a photo is meant, the answer says which message it is to. */
function quotingOf({ group }: Address, asked: readonly HistorySaid[]): { quotes?: string } {
  const meant = asked.findLast(bringsFile) ?? (group ? asked.at(-1) : undefined);
  return meant?.key ? { quotes: meant.key } : {};
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
