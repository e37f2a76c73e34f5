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
  /** Several people read there. Says nothing about which chat it is: a chat always is one or always is not. */
  group?: true;
}

/** A person in a chat, by the platform's own identifier. Names are shown, never used as keys. */
export interface Member {
  id: string;
  name?: string;
  /** BCP 47 tag the platform reports for the person's app, where it does. */
  language?: string;
  /** The account's own human, writing from their own phone or page inbox: whose number or page it is. */
  owner?: true;
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
  /** What hung on it, where the platform hands that over too: pictures are read for this turn, and removed after it. */
  parts?: Part[];
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
  /** What the platform calls the group; shown, never stored. */
  title?: string;
}

export interface MessageEvent extends Event {
  kind: 'message';
  member: Member;
  messageId: string;
  /** A command for us carries no bot name (`/help@parleybot` arrives as `/help`); mentions of us are gone from the edges. */
  parts: Part[];
  replyTo?: Quoted;
  /** Private chat, mention, reply to us, or a command to us: whether the bot was spoken to. */
  addressed: boolean;
  /** Parts of one album arrive one by one and share this name; nobody says how many there will be. */
  album?: string;
  /** The chat's own timer: the platform shows it for so many ms, and our copy goes no later. */
  disappearsMs?: number;
}

export type Inbound =
  | MessageEvent
  | (Event & { kind: 'edit'; member: Member; messageId: string; parts: Part[] })
  | (Event & { kind: 'delete'; messageId: string })
  | (Event & { kind: 'reaction'; member: Member; messageId: string; emoji: string[] })
  /** A pressed button or a numbered reply; `choice` is the value we put on the button. */
  | (Event & { kind: 'choice'; member: Member; choice: string; messageId?: string })
  /** `added`, `removed`: we ourselves in a group. `blocked`: the person wants nothing from us any more. */
  | (Event & {
      kind: 'membership';
      member: Member;
      change: 'joined' | 'left' | 'blocked' | 'unblocked' | 'added' | 'removed';
    })
  /**
   * What the platform says became of a part we sent: `partId` is the id it gave us, `partKey` our own key where it
   * hands that back, which settles a send we were unsure of.
   */
  | (Event & {
      kind: 'receipt';
      partId: string;
      partKey?: string;
      status: 'sent' | 'delivered' | 'read' | 'failed';
      reason?: string;
    })
  /** The chat goes on under another address: a group became a supergroup, a person's id changed. */
  | (Event & { kind: 'moved'; to: Address })
  /** The owner answered from their own phone, or a colleague from the page's inbox: the bot is to be quiet here. */
  | (Event & { kind: 'takeover'; member: Member });

/** Why something was not taken in. A closed list: each is counted under its name. */
export type Reason =
  | 'no consent'
  | 'not addressed'
  | 'too many messages'
  | 'too long'
  | 'empty'
  | 'not understood'
  /** Not among those who may talk to this account. */
  | 'not let in'
  /** A person answers in this chat themselves for a while. */
  | 'taken over'
  | 'overloaded'
  | 'store unavailable'
  | 'stopping'
  /** A fault of ours. With `retryAfterMs` it is tried again; without, it was tried often enough, is lost, and counted. */
  | 'broken';

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

/** A file that goes with a reply. Its bytes stay with the service until they are sent: `Host.file`. */
export interface ReplyFile {
  id: string;
  kind: 'image' | 'document';
  name: string;
  mime: string;
  bytes: number;
  /** What it shows, in words: a picture never says more than its text. */
  alt?: string;
}

/** What the assistant says: durable, and the same for every channel until the channel encodes it. */
export interface Reply {
  /** Unique for ever; sends are made idempotent by it wherever the platform allows. */
  key: string;
  /** An answer comes from a turn; a notice is a fixed, localised text of the service. */
  kind: 'answer' | 'notice';
  markdown: string;
  buttons?: Button[];
  /** Leave after the text, in order. */
  files?: ReplyFile[];
  /** The platform's id of the message it answers, for platforms that can quote it. */
  quotes?: string;
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
  /** The message it answers, as in the reply it becomes: where an edit ends it, nothing can be added later. */
  quotes?: string;
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
  /** A reply of more parts than this is cut there, and the rest leaves as a file. */
  parts: number;
  /** After the person's last message we may write for this long, in ms; Infinity: always. */
  replyWindowMs: number;
  /** Greatest attachment in bytes we may fetch and send. */
  media: { inBytes: number; outBytes: number };
  /** Least distance between sends; `none` bypasses pacing altogether. */
  rates: { perChatMs: number; perGroupMs: number; perAccountMs: number } | 'none';
  /** Least distance between two previews in one place, in ms, where showing one costs a request. Absent: none. */
  previewEveryMs?: { chat: number; group: number };
  /** The platform (or our own page) recognises a repeated send by its key: nothing can be seen twice. */
  idempotentSend: boolean;
  /**
   * The platform hands our key of a send back, as a receipt or an echo, within this time, in ms: a send we are unsure of
   * waits so long for it before it is made again. Absent: it never does.
   */
  receiptsWithinMs?: number;
  /** Who may talk to a new account of this kind (product.md Q12); the owner's settings win. */
  access: Access;
  /**
   * Who switches a private chat on: the person; on a number that is the owner's own, the owner first and then the person;
   * or `page`: the owner alone, under a notice that the channel shows by itself before anything can be written.
   */
  consent: 'person' | 'owner and person' | 'page';
  /** The platform tells when a person takes a message back. */
  unsends: boolean;
}

/** `open`: anybody. `pairing`: whoever opens the pairing link is the owner, who lets others in. `allowlist`: whom the settings name. */
export type Access = 'open' | 'pairing' | 'allowlist' | 'owner only';

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

/** One thing looked at by `npm run doctor`. `remedy`: what to do about it, in words. */
export interface Finding {
  what: string;
  state: 'fine' | 'note' | 'bad';
  words: string;
  remedy?: string;
}

/** Something of a channel's to be looked at; its name is the finding's `what`. Nothing is changed by looking. */
export interface Check {
  name: string;
  run(): Promise<Omit<Finding, 'what'>>;
}

export interface ChannelLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A platform's own request to us, with the bytes as they came: signatures are made over them. */
export interface HookRequest {
  method: 'GET' | 'POST';
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}
export interface HookResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export type RouteHandler = (
  request: IncomingMessage & { params: Record<string, unknown>; body: unknown },
  response: ServerResponse,
) => void | Promise<void>;

/** What the service offers a channel. */
export interface Host {
  /** Resolves once every event is durably stored or refused; only then may the platform hear "received". Never rejects. */
  admit(events: Inbound[]): Promise<Admission[]>;
  /** A route for the owner's browser. */
  route(method: 'get' | 'post' | 'patch' | 'delete', path: string, handler: RouteHandler): void;
  /** A route for a platform: no session, any Host; GET and POST, bodies of at most `maxBytes`. The channel checks who is asking. */
  hook(path: string, options: { maxBytes: number }, handler: (request: HookRequest) => Promise<HookResponse>): void;
  /** The bytes of a reply's file. @throws Error when it is gone: it was erased, or its time is over. */
  file(id: string): Promise<Uint8Array>;
  /** A few durable values of this account's own: a position, an upload known by its hash; null: none. Never what people wrote. */
  state: { get(name: string): Promise<Json>; set(name: string, value: Json): Promise<void> };
  /** The durable record after entry `after`, oldest first, at most `limit` entries; and which entries of all wait for an answer. */
  replay(address: Address, after: number, limit: number): Promise<{ entries: Entry[]; waiting: number[] }>;
  log: ChannelLog;
  /** Aborted when the service stops. */
  signal: AbortSignal;
}

export interface Channel {
  readonly id: string;
  /** The bot identity on the platform that this one speaks for. */
  readonly account: string;
  /** The platform hands over only those messages of a group that speak to it by its own rule; absent: all, or not known yet. */
  readonly onlySpokenTo?: true;
  /** How people mention it there, e.g. `@parleybot`; absent: the platform has no mentions, or it is not known yet. */
  readonly mention?: string;
  readonly capabilities: Capabilities;
  start(host: Host): Promise<void>;
  stop(): Promise<void>;
  /** Pure: the same reply gives the same parts, each within the platform's limits. A promise, so that long texts are parsed in slices. */
  encode(reply: Reply, address: Address): Promise<OutPart[]>;
  /** `key` is the same for every try of one part. */
  send(part: OutPart, key: string): Promise<SendResult>;
  /**
   * Null: nothing is running there any more. Where showing costs a request, the promise says what came of it, and no
   * other preview is offered for this address before it has settled.
   */
  preview?(address: Address, preview: Preview | null): Promise<SendResult> | void;
  /** The record of this address changed: something was admitted, ended or erased. For channels that show the record. */
  changed?(address: Address): void;
  /** Nobody waits for it; a promise says what came of it, so that a platform's "too fast" is heeded. Never rejects. */
  typing?(address: Address): Promise<SendResult> | void;
  /** Marks a person's message as read, where the platform shows that. */
  seen?(address: Address, messageId: string): Promise<void>;
  /** Whether a member of a group may decide for it. */
  isAdmin?(address: Address, member: Member): Promise<boolean>;
  /** Where this member can be written to alone; null: nowhere. Pure. */
  privately?(address: Address, member: Member): Address | null;
  /** The link that opens a chat with this account and hands it `code`; null: the platform has none. */
  invitation?(code: string): string | null;
  fetch(recipe: Recipe, options: { maxBytes: number; signal: AbortSignal }): Promise<Uint8Array>;
  health(): ChannelHealth;
}
