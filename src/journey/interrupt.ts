/**
 * While a turn runs its lane is watched: a stop meant for it ends it; so does, without a word, a message taken back or
 * reworded, a person who takes over, and an owner who keeps its person out; and a newer message of the same person joins
 * it as long as nothing of the answer was visible. Everything else waits its turn.
 */
import type { Item, Store } from '../bus/store.ts';
import { type InboxItem, readItem } from './items.ts';
import type { Arrivals } from './lane.ts';

/** What messages answer to, by their lane item: the words, and whether there is a picture to be read first. */
export interface Quotes {
  quoted: ReadonlyMap<number, string>;
  pictured: ReadonlySet<number>;
}

/** `waits`: what joins is media without words, and more of it may be on its way. `language`: what to answer in now. */
export type Interruption =
  | { kind: 'stop' }
  | { kind: 'drop' }
  | ({ kind: 'join'; last: number; waits: boolean; language: string } & Quotes);

export interface Watched {
  lane: string;
  /** What comes in behind the claim. */
  arrivals: Arrivals;
  /** The claim itself holds more than the turn. */
  more: boolean;
  member: string;
  /** The lane items of the turn. */
  first: number;
  last: number;
  visible: () => boolean;
  /** Aborted when the owner keeps its person out. */
  keptOut: AbortSignal;
}

type Judged = Omit<Watched, 'arrivals' | 'more' | 'keptOut'>;

/** Calls `interrupt` at most once. Returns a function that ends the watch. */
export function watchLane(
  store: Store,
  watched: Watched,
  interrupt: (interruption: Interruption) => void,
  failed: (error: unknown) => void,
): () => void {
  let over = false;
  let looking = false;
  let again = false;

  const look = async () => {
    again = true;
    if (looking) return;
    looking = true;
    try {
      while (again && !over) {
        again = false;
        const interruption = judge(await store.peek(watched.lane, watched.last), watched);
        if (interruption === null || over) continue;
        over = true;
        interrupt(interruption);
      }
    } catch (error) {
      failed(error);
    } finally {
      looking = false;
    }
  };
  const drop = () => {
    if (over) return;
    over = true;
    interrupt({ kind: 'drop' });
  };
  watched.keptOut.addEventListener('abort', drop);
  if (watched.keptOut.aborted) drop();
  const unsubscribe = watched.arrivals.listen(() => void look());
  // Something may have come before anybody listened.
  if (watched.more || watched.arrivals.any) void look();
  return () => {
    over = true;
    watched.keptOut.removeEventListener('abort', drop);
    unsubscribe();
  };
}

/** What the items behind a turn mean for it. Pure. */
export function judge(items: Item[], { lane, member, first, last, visible }: Judged): Interruption | null {
  const later = items.map(({ seq, payload }) => ({ seq, item: readItem<InboxItem>(lane, seq, payload) }));
  const stopsIt = ({ item }: { item: InboxItem }) =>
    (item.kind === 'stop' || item.kind === 'command') &&
    item.stops !== undefined &&
    item.stops >= first &&
    item.stops <= last;
  if (later.some(({ item }) => dropsIt(item, first, last))) return { kind: 'drop' };
  if (later.some(stopsIt)) return { kind: 'stop' };
  if (visible()) return null;
  const joining = later.findIndex(({ item }) => item.kind !== 'message' || item.member !== member);
  const run = joining === -1 ? later : later.slice(0, joining);
  const newest = run.at(-1);
  if (!newest) return null;
  const waits = newest.item.kind === 'message' && newest.item.waits === true;
  return { kind: 'join', last: newest.seq, waits, language: newest.item.language, ...quotesOf(run) };
}

/** What these answer to. */
export function quotesOf(items: readonly { seq: number; item: InboxItem }[]): Quotes {
  const messages = items.flatMap(({ seq, item }) => (item.kind === 'message' ? [{ seq, ...item }] : []));
  return {
    quoted: new Map(messages.flatMap(({ seq, quoted }) => (quoted === undefined ? [] : [[seq, quoted] as const]))),
    pictured: new Set(messages.flatMap(({ seq, pictured }) => (pictured ? [seq] : []))),
  };
}

/** Whether an item behind a turn says that nobody waits for it any more, or that nothing is to be said here now. */
function dropsIt(item: InboxItem, first: number, last: number): boolean {
  const within = (seq: number | undefined) => seq !== undefined && seq >= first && seq <= last;
  switch (item.kind) {
    case 'quiet':
      return item.ends === 'all' || within(item.ends);
    case 'message':
      return within(item.instead);
    case 'choice':
      return item.choice === 'forget:all' || item.choice === 'forget:one';
    case 'command':
      return item.command.name === 'off';
    default:
      return false;
  }
}
