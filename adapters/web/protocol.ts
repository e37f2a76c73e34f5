/**
 * What the page and the web channel say to each other. JSON over POST, PATCH and DELETE; one event stream a tab.
 *
 *   GET    /api/stream?chat=ID&after=N           the stream below; `Last-Event-ID` wins over `after`
 *   POST   /api/chats/:chat/messages             {key, text, photos?}  202 {id} · 200 {duplicate: true} · 4xx, 503 {error}
 *   POST   /api/chats/:chat/photos               its bytes      201 {photo}: the name that a message sends it by
 *   GET    /api/chats/:chat/photos/:photo        the photo; 404 once it is gone
 *   POST   /api/chats/:chat/choices              {key, choice}  likewise
 *   PATCH  /api/chats/:chat                      {title}
 *   DELETE /api/chats/:chat
 *   GET    /api/chats/:chat/entries/:id/journey  Journey
 *   GET    /api/files/:id                        a file of a reply; 404 once it is gone
 *   POST   /api/model/retry
 *   POST   /api/connections/:account             {phone?}       shows a code to link this account by; 204
 *   DELETE /api/connections/:account             unlinks it; 204
 *   GET    /api/connections/:account/chats       {chats: LinkedChat[]}
 *   POST   /api/connections/:account/chats       {chat}         as if the owner had typed /on there; 204
 *   POST   /api/questions/:id                    {text}         answers a question that is for the owner; 204, 404, 409
 *   DELETE /api/questions/:id                    it needs no answer from here; 204
 *   GET    /api/pauses                           {pauses: PauseView[]}
 *   DELETE /api/pauses/:id                       Parley answers there again; 204, 404
 *   GET    /api/session                                         204 with a cookie, 401 without one
 *   POST   /api/session                          {key}          trades the key of the link for a cookie (src/http.ts)
 *
 * `Accept-Language` names the browser's language, in which a conversation begins. Every write carries the header
 * `x-parley: 1`. `chat` is a UUID made by the page. `key` is a UUID made by the page for each message, and makes sending
 * again harmless.
 */
import type { JourneyStep } from '../contract.ts';
import type { Block } from './tree.ts';

// ------------------------------------------------------------------------------------------------ the event stream

/** `event:` names and their data. Only `entry` carries an `id:`; it is the entry's number, durable and ascending. */
export interface StreamEvents {
  /** The whole state of the service: at the start of every stream and on every change. */
  service: ServiceState;
  /** The whole list, newest first: likewise. */
  chats: ChatSummary[];
  /** One entry of this chat's record. After an `erasure`, everything with a smaller id is gone. */
  entry: PageEntry;
  /** The entries of this chat that still wait for an answer: after the replayed entries and on every change. */
  waiting: number[];
  /** The running answer of this chat; null when none runs. A snapshot at the start of every stream. */
  preview: PagePreview | null;
}

export interface ServiceState {
  version: string;
  /** Whose computer it is; absent where the owner gave no name. */
  ownerName?: string;
  /** Null once the person pressed Start for the newest version. While it stands nothing can be sent. */
  notice: NoticeView | null;
  model: ModelState;
  photos: PhotosState;
  /** Channels this installation has configured, besides this page. */
  channels: { name: string; state: 'on' | 'unproven' | 'connecting' | 'off' | 'trouble'; words: string }[];
  /** Numbers of one's own that are linked here, or can be; absent where that is not possible. */
  connections?: ConnectionView[];
  /** What people asked that is for the owner, the newest first. */
  questions?: QuestionView[];
  /** Where a person answers themselves for a while, the newest first. */
  pauses?: PauseView[];
  /** True once shutting down: nothing is taken in any more. */
  stopping: boolean;
}

/** What somebody asked that the owner's own answers do not say. */
export interface QuestionView {
  id: number;
  /** Where it was asked, as a name for people. */
  channel: string;
  /** Who asked, by their address there. */
  chat: string;
  /** ms since 1970 */
  at: number;
  text: string;
  /** Photos, voice notes and other files came with it; they are to be seen in the app itself. */
  files: number;
}

/** A chat in which a person wrote from the app itself, so that Parley is quiet there. */
export interface PauseView {
  id: string;
  /** The app, as a name for people, and the chat by its address there. */
  channel: string;
  chat: string;
  /** ms since 1970 */
  until: number;
}

/** One number of WhatsApp, on its way to being connected. */
export interface ConnectionView {
  account: string;
  step:
    | { name: 'off' }
    /** A browser starts, or the page of WhatsApp loads. */
    | { name: 'starting' }
    | { name: 'code'; code: CodeView }
    /** `watching`: a new login, watched for `holdMs` that it stays. */
    | { name: 'linked'; watching: boolean }
    | { name: 'connected' };
  /** ms since 1970 */
  since: number;
  lastInboundAt?: number;
  holdMs: number;
  /** What is wrong and what to do; without `remedy` it comes back by itself. */
  trouble?: { what: string; remedy?: string };
}

export interface CodeView {
  /** The how manieth it is, and after how many it is over. */
  number: number;
  of: number;
  /** How long it is valid from now on, and in all; ms. */
  leftMs: number;
  validMs: number;
  /** `path`: the dark fields of a QR code in a square of `size` fields, as an SVG path. `letters`: to type on the phone. */
  shows: { kind: 'qr'; size: number; path: string } | { kind: 'letters'; letters: string };
}

/** A chat of a linked number that can be switched on. */
export interface LinkedChat {
  chat: string;
  title: string;
  group: boolean;
  /** ms since 1970 */
  at: number;
}

export interface NoticeView {
  version: number;
  /** BCP 47 tag: of /language, of what was written last, or of the tab's browser. */
  language: string;
  title: string;
  /** One paragraph, then short lines; plain text with `code` in backticks and **bold** where the mock has them. */
  lead: string;
  lines: string[];
  /** The long form behind "Read more". */
  more: string[];
  footer: string;
  /** What its buttons say. `more` and `less`: open and fold the long form. */
  labels: { start: string; no: string; more: string; less: string };
  /** What stands in place of all this after a no. */
  silent: { title: string; why: string };
  /** Values to send as `choice`. */
  accept: string;
  decline: string;
  /** The person has said no to this version: the page shows the "silent" state with a way back. */
  declined: boolean;
  /** Everything was erased just now: what the person is told of it, as Markdown, in the language it was asked in. */
  receipt?: { text: string; language: string };
}

/** How far a model is that is being fetched. */
export interface ModelProgress {
  name: string;
  step: 'finding' | 'downloading' | 'checking' | 'importing' | 'loading';
  source?: string;
  doneBytes?: number;
  totalBytes?: number;
  bytesPerSecond?: number;
  /** Share done of a step without bytes, 0 to 1. */
  share?: number;
  /** Why nothing moves at the moment, in words. It goes on by itself. */
  paused?: string;
}

export type ModelState =
  | ({ state: 'getting' } & ModelProgress)
  /** `where`: "here", or the host name of a remote server. `next`: a better model that is on its way meanwhile. */
  | { state: 'ready'; name: string; caveat?: string; where: string; next?: ModelProgress }
  | { state: 'failed'; message: string; tried: { source: string; why: string }[]; remedy: string };

/** What can be done with photos here. */
export interface PhotosState {
  /** Their print and their codes are read. */
  read: boolean;
  /**
   * What looks at them: the model for text itself, one beside it, which is loaded with the first photo somebody asks about,
   * or nothing. `command`: what gets one. `trouble`: why it cannot look now.
   */
  eyes:
    | { kind: 'text model' }
    | { kind: 'own model'; name: string; trouble?: { message: string; remedy: string } }
    | { kind: 'none'; command: string };
}

export interface ChatSummary {
  id: string;
  title: string;
  /** ms since 1970 of its last entry. */
  at: number;
  /** First words of the last entry, plain. */
  last: string;
  /** An answer is being made. */
  working: boolean;
}

export type PageEntry =
  | {
      id: number;
      at: number;
      by: 'person';
      key: string;
      text: string;
      /** Where each photo is to be had; null: it is gone. */
      photos?: (string | null)[];
      state: 'waiting' | 'answered' | 'merged' | 'superseded' | 'refused' | 'ignored';
    }
  | {
      id: number;
      at: number;
      by: 'parley';
      kind: 'answer' | 'notice';
      key: string;
      blocks: Block[] /** The answer as Markdown, for the copy button. */;
      source: string;
      /** A notice that something went wrong. */
      trouble?: true;
      /** A model wrote it; absent: it was reckoned, or read from a photo. */
      fromModel?: true;
      buttons?: { label: string; value: string }[];
      /** To be fetched at /api/files/:id; `alt` says what a picture shows. */
      files?: { id: string; name: string; bytes: number; picture?: { alt: string } }[];
      answers: number[];
      language?: string;
      ended?: 'stopped' | 'limit' /** "admit 0.4 ms · lane 0 · first word 612 ms · 14 tok/s" is made from this. */;
      strip?: Strip;
    }
  | { id: number; at: number; by: 'erasure' };

/** Times in ms. */
export interface Strip {
  admit?: number;
  lane?: number;
  firstWord?: number;
  tokensPerSecond?: number;
}

export interface PagePreview {
  turn: string;
  phase:
    | { name: 'queued'; ahead: number }
    | { name: 'loading' }
    | { name: 'reading' }
    | { name: 'thinking' }
    | { name: 'answering' };
  /** Seconds since the turn began. */
  seconds: number;
  /** The entries it answers: newer ones wait for a turn of their own. */
  answers: number[];
  /** Replace the blocks from index `from` on with these; 0 is a snapshot. */
  from: number;
  blocks: Block[];
}

// ------------------------------------------------------------------------------------------------ answers to requests

/** A refusal in words for a person: what happened, and what to do. No codes, stacks or paths. */
export interface ApiError {
  error: { message: string; action?: string };
}

/** The waterfall of one message: the README's "journey of one message", measured. */
export interface Journey {
  steps: {
    step: JourneyStep;
    /** From the message's arrival, and how long, in ms. */
    startMs: number;
    ms: number;
  }[];
  model?: string;
  promptTokens?: number;
  cachedTokens?: number;
  answerTokens?: number;
  tokensPerSecond?: number;
}
