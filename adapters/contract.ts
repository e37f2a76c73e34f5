/**
 * The vocabulary every channel speaks. A channel turns what its platform sends into `Inbound` events,
 * and a `Reply` into parts its platform can show. Nothing here knows a platform, a store or a model.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Anything that survives JSON: what is stored, sent between processes or kept for a retry. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

// ---------------------------------------------------------------------------------------------- who and where

/** One conversation's place: channel (kind of platform), account (one bot identity there), chat, and an optional thread in it. */
export interface Address {
  channel: string;
  account: string;
  chat: string;
  thread?: string;
}

/** A person in a chat, by the platform's own identifier. Names are shown, never used as keys. */
export interface Member {
  id: string;
  name?: string;
  /** BCP 47 tag the platform reports for the person's app, where it does. */
  language?: string;
}

// ---------------------------------------------------------------------------------------------- what comes in

/** How to fetch an attachment again. Serialisable, and meaningful only to the channel that made it. */
export type Recipe = Json;

export interface Attachment {
  recipe: Recipe;
  /** What the platform claims; the content decides (src/media). */
  mime?: string;
  name?: string;
  bytes?: number;
}

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'image' | 'audio' | 'video' | 'document' | 'sticker'; attachment: Attachment; caption?: string }
  | { kind: 'location'; latitude: number; longitude: number; label?: string }
  | { kind: 'contact'; name: string; phones: string[] }
  /** Something the platform sent that we have no word for; `what` is its name there. */
  | { kind: 'unsupported'; what: string };

/** The earlier message a person answers to, with its words, because the platform's history is not ours to read. */
export interface Quoted {
  messageId: string;
  text: string;
  author?: Member;
  /** True when the quoted message is one of ours. */
  ours: boolean;
}

interface Event {
  address: Address;
  /** The platform's own id of this event: the key by which a redelivery is recognised. */
  eventId: string;
  /** When it happened by the platform's clock, in ms since 1970. */
  at: number;
  /** When its bytes arrived here (`performance.now()`) and how long decoding took, for the journey's times. Not stored. */
  heard?: { atMs: number; decodeMs: number };
}

export interface MessageEvent extends Event {
  kind: 'message';
  member: Member;
  messageId: string;
  parts: Part[];
  replyTo?: Quoted;
  /** Private chat, mention, reply to us, or a command to us: whether the bot was spoken to. */
  addressed: boolean;
}

export type Inbound =
  | MessageEvent
  | (Event & { kind: 'edit'; member: Member; messageId: string; parts: Part[] })
  | (Event & { kind: 'delete'; messageId: string })
  | (Event & { kind: 'reaction'; member: Member; messageId: string; emoji: string[] })
  /** A pressed button or a numbered reply; `choice` is the value we put on the button. */
  | (Event & { kind: 'choice'; member: Member; choice: string; messageId?: string })
  | (Event & { kind: 'membership'; member: Member; change: 'joined' | 'left' | 'blocked' | 'unblocked' | 'added' })
  /** What the platform says became of a part we sent; `partId` is the id it gave us. */
  | (Event & { kind: 'receipt'; partId: string; status: 'sent' | 'delivered' | 'read' | 'failed'; reason?: string })
  /** The owner answered from their own phone: the bot is to be quiet here. */
  | (Event & { kind: 'takeover'; member: Member });

/** Why something was not taken in. A closed list: each is counted under its name. */
export type Reason =
  | 'no consent'
  | 'not addressed'
  | 'too many messages'
  | 'too long'
  | 'empty'
  | 'not understood'
  | 'overloaded'
  | 'store unavailable'
  | 'stopping';

/** What became of one event offered to the service. */
export type Admission =
  /** Durably stored. The platform may be told "received" now, and not before. `id` is the entry's number in the conversation. */
  | { status: 'admitted'; id: number }
  /** Known already by its event id; nothing was done. */
  | { status: 'duplicate' }
  /** Nothing of it was stored. `retryAfterMs` says when offering it again makes sense; absent: never. */
  | { status: 'refused'; reason: Reason; retryAfterMs?: number };

// ---------------------------------------------------------------------------------------------- what goes out

/** A choice under a reply. Where a platform has no buttons the same choices are numbered. */
export interface Button {
  label: string;
  /** Comes back as `choice`; at most 64 bytes of UTF-8, the smallest limit among our platforms (Telegram). */
  value: string;
}

/** What the assistant says: durable, and the same for every channel until the channel encodes it. */
export interface Reply {
  /** Unique for ever; sends are made idempotent by it wherever the platform allows. */
  key: string;
  /** An answer comes from a turn; a notice is a fixed, localised text of the service. */
  kind: 'answer' | 'notice';
  markdown: string;
  buttons?: Button[];
  /** BCP 47 tag of the text, for direction and for screen readers. */
  language?: string;
  /** A notice that something went wrong. */
  trouble?: true;
  /** Where the answer was cut: the person pressed stop, or a limit was reached. */
  ended?: 'stopped' | 'limit';
}

/** One piece a platform can show, already within its limits. `body` is the platform's own shape. */
export interface OutPart {
  kind: 'message' | 'edit';
  address: Address;
  body: Json;
}

/** What came of one send. `unknown` means the platform may or may not have taken it (a timeout, a cut connection). */
export type SendResult =
  | { status: 'sent'; id: string }
  | { status: 'failed'; error: SendFailure }
  | { status: 'unknown'; why: string };

export interface SendFailure {
  retryable: boolean;
  retryAfterMs?: number;
  /** For logs and counters, in our words. */
  reason: string;
  /** What the person may be told, where there is something they can do. */
  userMessage?: string;
}

/** Where an answer in the making stands. Shown, never stored. */
export type Phase =
  | { name: 'queued'; ahead: number }
  | { name: 'loading' }
  | { name: 'reading' }
  | { name: 'thinking' }
  | { name: 'answering' };

/** Streamed state of a running turn. Snapshots: losing one costs nothing, the next holds it all. */
export interface Preview {
  /** The turn; a retried turn starts from nothing under the same name. */
  turn: string;
  /** The entries it answers. */
  answers: number[];
  phase: Phase;
  /** Seconds since the turn began. */
  seconds: number;
  /** The answer so far, possibly with unfinished Markdown. */
  markdown: string;
}

// ---------------------------------------------------------------------------------------------- limits as data

export interface Capabilities {
  text: { limit: number; unit: 'utf16' | 'codepoint' | 'byte' | 'none' };
  caption: { limit: number; unit: 'utf16' | 'codepoint' | 'byte' | 'none' };
  /** How an unfinished answer can be shown: as a draft, by edits, over an open socket, or not at all. */
  streaming: 'draft' | 'edit' | 'socket' | 'none';
  /** How often "typing" has to be repeated while working, in ms; 0: the platform has none. */
  typingEveryMs: number;
  buttons: number;
  groups: boolean;
  /** After the person's last message we may write for this long, in ms; Infinity: always. */
  replyWindowMs: number;
  /** Greatest attachment in bytes we may fetch and send. */
  media: { inBytes: number; outBytes: number };
  /** Least distance between sends; `none` bypasses pacing altogether. */
  rates: { perChatMs: number; perAccountMs: number } | 'none';
  /** The platform (or our own page) recognises a repeated send by its key: nothing can be seen twice. */
  idempotentSend: boolean;
}

// ---------------------------------------------------------------------------------------------- the channel

/** An entry of a conversation's durable record, as a channel that shows history replays it. */
export interface Entry {
  /** Counts up within the conversation; never reused. */
  id: number;
  at: number;
  content:
    | { by: 'person'; key: string; parts: Part[]; state: EntryState }
    | { by: 'parley'; reply: Reply; answers: number[]; timing?: Timing }
    /** Everything before this entry was erased. */
    | { by: 'erasure' };
}

/** How a person's message ended; `waiting` until it did. */
export type EntryState = 'waiting' | 'answered' | 'merged' | 'superseded' | 'refused' | 'ignored';

/** The steps of a message's journey, in order. */
export type JourneyStep =
  | 'connect'
  | 'decode'
  | 'admit'
  | 'lane'
  | 'turn'
  | 'load'
  | 'queue'
  | 'prefill'
  | 'generate'
  | 'reply'
  | 'encode'
  | 'deliver';

/** One message's journey as measured, in ms; steps that did not happen are absent. */
export interface Timing {
  /** `startMs` counts from the message's arrival in this process. */
  steps: { step: JourneyStep; startMs: number; ms: number }[];
  /** From the start of the turn to the first word. */
  firstWordMs?: number;
  tokensPerSecond?: number;
  promptTokens?: number;
  cachedTokens?: number;
  answerTokens?: number;
  /** Which model answered. */
  model?: string;
}

export interface ChannelHealth {
  state: 'off' | 'connecting' | 'unproven' | 'ok' | 'trouble';
  /** The last time a person's event came in: the only proof that we are not deaf. */
  lastInboundAt?: number;
  reason?: string;
  /** What the owner can do about it. */
  remedy?: string;
}

export interface ChannelLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export type RouteHandler = (
  request: IncomingMessage & { params: Record<string, unknown>; body: unknown },
  response: ServerResponse,
) => void | Promise<void>;

/** What the service offers a channel. */
export interface Host {
  /** Resolves once every event is durably stored or refused; only then may the platform hear "received". */
  admit(events: Inbound[]): Promise<Admission[]>;
  route(method: 'get' | 'post' | 'patch' | 'delete', path: string, handler: RouteHandler): void;
  /** The durable record after entry `after`, oldest first, at most `limit` entries; and which entries of all wait for an answer. */
  replay(address: Address, after: number, limit: number): Promise<{ entries: Entry[]; waiting: number[] }>;
  log: ChannelLog;
  /** Aborted when the service stops. */
  signal: AbortSignal;
}

export interface Channel {
  readonly id: string;
  readonly capabilities: Capabilities;
  start(host: Host): Promise<void>;
  stop(): Promise<void>;
  /** Pure: the same reply gives the same parts, each within the platform's limits. A promise, so that long texts are parsed in slices. */
  encode(reply: Reply, address: Address): Promise<OutPart[]>;
  /** `key` is the same for every try of one part. */
  send(part: OutPart, key: string): Promise<SendResult>;
  /** Null: nothing is running there any more. */
  preview?(address: Address, preview: Preview | null): void;
  /** The record of this address changed: something was admitted, ended or erased. For channels that show the record. */
  changed?(address: Address): void;
  typing?(address: Address): void;
  fetch(recipe: Recipe, options: { maxBytes: number; signal: AbortSignal }): Promise<Uint8Array>;
  health(): ChannelHealth;
}
