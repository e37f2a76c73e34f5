/** Everything the page shows, in one place, and every way it can change. */
import type { ChatSummary, ServiceState } from '../../protocol.ts';
import type { Unsent } from '../link/outbox.ts';
import { type Conversation, EMPTY_CONVERSATION, receive, type StreamEvent } from './conversation.ts';

export type Connection =
  | { state: 'open' }
  /** On the way, or closed on purpose while the tab is hidden. */
  | { state: 'connecting' }
  | { state: 'lost'; retryAt: number };

/** Something that went wrong, in words for the person. */
export interface Problem {
  message: string;
  action?: string;
}

export interface AttachedPhoto {
  chat: string;
  photo: Blob;
}

/** So many go into one message. */
export const MOST_PHOTOS = 4;

export interface PageState {
  /** The open chat; a new one has no record yet. */
  chat: string;
  screen: 'chat' | 'status' | 'connect';
  conversations: ReadonlyMap<string, Conversation>;
  service: ServiceState | null;
  /** Null until the service said so for the first time. */
  chats: readonly ChatSummary[] | null;
  connection: Connection;
  unsent: readonly Unsent[];
  /** What stands in the composer. */
  draft: string;
  /** Photos in the composer, of every chat. */
  attached: readonly AttachedPhoto[];
  problem: Problem | null;
  /** The newest words for the status region. */
  said: string;
}

export type Change =
  | { kind: 'opened'; chat: string; draft: string }
  | { kind: 'screen'; screen: PageState['screen'] }
  | { kind: 'received'; chat: string; event: StreamEvent; now: number }
  | { kind: 'connection'; connection: Connection }
  | { kind: 'unsent'; unsent: readonly Unsent[] }
  | { kind: 'draft'; draft: string }
  | { kind: 'attached'; attached: readonly AttachedPhoto[] }
  | { kind: 'problem'; problem: Problem | null }
  | { kind: 'said'; said: string };

export function initialState(chat: string, draft: string): PageState {
  return {
    chat,
    screen: 'chat',
    conversations: new Map(),
    service: null,
    chats: null,
    connection: { state: 'connecting' },
    unsent: [],
    draft,
    attached: [],
    problem: null,
    said: '',
  };
}

export function conversationOf(state: PageState, chat = state.chat): Conversation {
  return state.conversations.get(chat) ?? EMPTY_CONVERSATION;
}

export function apply(state: PageState, change: Change): PageState {
  switch (change.kind) {
    case 'opened':
      return { ...state, screen: 'chat', chat: change.chat, draft: change.draft, problem: null, said: '' };
    case 'screen':
      return { ...state, screen: change.screen };
    case 'received':
      return received(state, change.chat, change.event, change.now);
    case 'connection':
      return { ...state, connection: change.connection };
    case 'unsent':
      return { ...state, unsent: change.unsent };
    case 'draft':
      return { ...state, draft: change.draft };
    case 'attached':
      return { ...state, attached: change.attached };
    case 'problem':
      return { ...state, problem: change.problem };
    case 'said':
      return { ...state, said: change.said };
    default:
      change satisfies never;
      return state;
  }
}

function received(state: PageState, chat: string, event: StreamEvent, now: number): PageState {
  if (event.name === 'service') return { ...state, service: event.data };
  if (event.name === 'chats') {
    const known = new Set(event.data.map(({ id }) => id)).add(state.chat);
    const conversations = new Map([...state.conversations].filter(([id]) => known.has(id)));
    return { ...state, chats: event.data, conversations };
  }
  const conversation = receive(conversationOf(state, chat), event, now);
  return { ...state, conversations: new Map(state.conversations).set(chat, conversation) };
}
