/**
 * What the page knows of one chat: its record, what waits, and the answer in the making.
 *
 * Events may come twice or late (a resumed stream, a second tab), never wrongly: whatever the order, the entries
 * come out unique and ascending, and nothing older than an erasure is left.
 */
import type { PageEntry, PagePreview, StreamEvents } from '../../protocol.ts';
import type { Block } from '../../tree.ts';

export type PersonEntry = Extract<PageEntry, { by: 'person' }>;
export type ParleyEntry = Extract<PageEntry, { by: 'parley' }>;
/** Erasures are applied, not listed. */
export type ListedEntry = PersonEntry | ParleyEntry;

/** One event of the stream, named as in the protocol. */
export type StreamEvent = {
  [Name in keyof StreamEvents]: { name: Name; data: StreamEvents[Name] };
}[keyof StreamEvents];
export type ConversationEvent = Extract<StreamEvent, { name: 'entry' | 'waiting' | 'preview' }>;

/** The answer in the making. */
export interface Running {
  turn: string;
  phase: PagePreview['phase'];
  /** When the turn began by this browser's clock, ms since 1970. */
  startedAt: number;
  blocks: readonly Block[];
  /** The newest entry it answers: it stands below this one, and what waits for a turn of its own stands behind. */
  below: number;
}

export interface Conversation {
  entries: readonly ListedEntry[];
  /** The greatest id seen: a stream goes on after it. */
  lastId: number;
  /** Everything with a smaller id is gone. */
  erasedBefore: number;
  waiting: readonly number[];
  running: Running | null;
  /** True once the record has been replayed: what comes from now on is new to the person. */
  replayed: boolean;
}

export const EMPTY_CONVERSATION: Conversation = {
  entries: [],
  lastId: 0,
  erasedBefore: 0,
  waiting: [],
  running: null,
  replayed: false,
};

/** `now`: this browser's clock, ms since 1970. */
export function receive(conversation: Conversation, event: ConversationEvent, now: number): Conversation {
  switch (event.name) {
    case 'entry':
      return withEntry(conversation, event.data);
    case 'waiting':
      return {
        ...conversation,
        waiting: event.data.filter((id) => id >= conversation.erasedBefore),
        replayed: true,
      };
    case 'preview':
      return { ...conversation, running: event.data && withPreview(conversation, event.data, now) };
    default:
      event satisfies never;
      return conversation;
  }
}

function withEntry(conversation: Conversation, entry: PageEntry): Conversation {
  const lastId = Math.max(conversation.lastId, entry.id);
  if (entry.by === 'erasure') {
    const erasedBefore = Math.max(conversation.erasedBefore, entry.id);
    return {
      ...conversation,
      lastId,
      erasedBefore,
      entries: conversation.entries.filter(({ id }) => id >= erasedBefore),
      waiting: conversation.waiting.filter((id) => id >= erasedBefore),
    };
  }
  if (entry.id < conversation.erasedBefore) return { ...conversation, lastId };
  return {
    ...conversation,
    lastId,
    entries: insert(conversation.entries, entry),
    // The final takes the place of its preview at once, so that the answer is never seen twice.
    running: entry.by === 'parley' && entry.kind === 'answer' ? null : conversation.running,
  };
}

/** Nearly every entry belongs at the end, so the place is looked for from there. */
function insert(entries: readonly ListedEntry[], entry: ListedEntry): ListedEntry[] {
  let at = entries.length;
  while (at > 0 && entries[at - 1]!.id >= entry.id) at--;
  const known = entries[at]?.id === entry.id;
  return entries.toSpliced(at, known ? 1 : 0, entry);
}

function withPreview(conversation: Conversation, preview: PagePreview, now: number): Running {
  const before = conversation.running?.turn === preview.turn ? conversation.running : null;
  const kept = before?.blocks ?? [];
  // A piece that does not join on is left out: the final brings the whole text anyway.
  const joins = preview.from <= kept.length;
  return {
    turn: preview.turn,
    phase: preview.phase,
    startedAt: before?.startedAt ?? now - preview.seconds * 1000,
    blocks: joins ? [...kept.slice(0, preview.from), ...preview.blocks] : kept,
    // Before it is known what is answered, everything stands above.
    below: preview.answers.length > 0 ? Math.max(...preview.answers) : Number.POSITIVE_INFINITY,
  };
}
