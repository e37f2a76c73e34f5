/** What the service and the process with the browser say to each other. One process is one try at being connected. */
import type { Both } from './ids.ts';
import type { RawMessage, RawReaction } from './raw.ts';
import type { SendFacts } from './verdict.ts';

export interface LinkOrder {
  account: string;
  /** Folder with the profiles of all accounts. */
  profiles: string;
  browser: { path: string; flags: string[]; sandbox: boolean; userAgent: string | false };
  /** A saved page instead of the live one. */
  page?: { url: string; version: string };
  /** Mend the page for the library. */
  shim: boolean;
  /** Link by this phone number, digits only, instead of by a QR code. */
  phoneNumber?: string;
  patience: { injectMs: number; pairingCodeMs: number; sendMs: number; ackMs: number; callMs: number; fetchMs: number };
}

/** Why a try could not even begin. */
export type Obstacle = 'profile in use' | 'profile not writable' | 'browser does not start' | 'saved page missing';

/** What ended without a word of the library. */
export type Break = 'browser' | 'page' | 'loading' | 'library';

/** What the page shim found: which field carries an id. */
export type ShimReport = { state: 'plain' } | { state: 'mended'; field: string } | { state: 'lost'; words: string };

export type FromChild =
  | { kind: 'browser'; pid: number | undefined }
  | { kind: 'obstacle'; obstacle: Obstacle; words: string }
  | { kind: 'qr'; text: string }
  | { kind: 'code'; text: string }
  /** The library is in the page; WhatsApp's own state there. */
  | { kind: 'injected'; socket: string }
  | { kind: 'progress' }
  | { kind: 'synced' }
  | { kind: 'ready'; me: Both & { name?: string } }
  | { kind: 'shim'; report: ShimReport }
  | { kind: 'socket'; state: string }
  | { kind: 'disconnected'; reason: string }
  /** The browser or its page is gone; the library does not tell. */
  | { kind: 'broken'; what: Break; words: string }
  /** `missed`: it came while nobody listened. */
  | {
      kind: 'message';
      message: RawMessage;
      chat: Both;
      author: Both;
      names: Record<string, string>;
      missed?: true;
    }
  | { kind: 'edit'; message: RawMessage; chat: Both; author: Both }
  | { kind: 'gone'; message: RawMessage; chat: Both }
  | { kind: 'reaction'; reaction: RawReaction; chat: Both; author: Both }
  | { kind: 'ack'; id: string; ack: number }
  | { kind: 'unreadable'; id: string; words: string }
  | { kind: 'renamed'; from: string; to: string; id: string; t: number }
  | { kind: 'answer'; call: number; value: unknown }
  | { kind: 'failure'; call: number; words: string }
  | { kind: 'memory'; bytes: number };

/** Calls by name: what they take, and what comes back. */
export interface Calls {
  /** `typingMs`: how long "typing…" shows before. */
  send: { take: { chat: string; what: Outgoing; quotes?: string; typingMs: number }; give: SendFacts };
  edit: { take: { id: string; text: string }; give: boolean };
  /** A send that may have happened before this process: our own message in that chat with these words. */
  find: { take: { chat: string; id?: string; text: string; sinceS: number }; give: { id: string; ack: number } | null };
  seen: { take: { chat: string }; give: boolean };
  typing: { take: { chat: string }; give: null };
  fetch: {
    take: { id: string; maxBytes: number };
    give: { bytes: Uint8Array } | { missing: 'gone' | 'not yet' | 'too large' };
  };
  /** `heard` of `added`: how many new messages the page counted, and how many of them reached this process. */
  probe: { take: null; give: { socket: string; added: number; heard: number } };
  /** Tells the library what it overlooked: that the page has synced. */
  nudge: { take: null; give: null };
  admins: { take: { chat: string }; give: string[] };
  chats: { take: null; give: { id: string; title: string; at: number }[] };
  /** Messages that came while nobody listened, oldest first; they arrive as `message`. */
  catchUp: { take: { sinceS: number }; give: number };
  logout: { take: null; give: null };
}

export type Call = <Name extends keyof Calls>(name: Name, take: Calls[Name]['take']) => Promise<Calls[Name]['give']>;

export type Outgoing =
  | { kind: 'text'; text: string }
  | { kind: 'file'; name: string; mime: string; bytes: Uint8Array; document: boolean; caption?: string };

export type ToChild =
  | { kind: 'link'; order: LinkOrder }
  | { [Name in keyof Calls]: { kind: 'call'; call: number; name: Name; take: Calls[Name]['take'] } }[keyof Calls];
