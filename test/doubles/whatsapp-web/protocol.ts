/** What the stand-in's server and its page say to each other: commands down an event stream, news up in POSTs. */

/** A message as the server hands it to the page. Names are WhatsApp's own. */
export interface WireMessage {
  /** Whole name: chat, direction, stanza and, in groups, participant. */
  fromMe: boolean;
  chat: string;
  stanza: string;
  participant?: string;
  type: string;
  subtype?: string;
  body?: string;
  caption?: string;
  /** s since 1970 */
  t: number;
  notifyName?: string;
  ack?: number;
  mentionedJidList?: string[];
  quoted?: { stanza: string; participant: string; type: string; body: string };
  /** A file: its bytes in base64. */
  file?: { base64: string; mimetype: string; filename?: string; size?: number };
  isViewOnce?: boolean;
  ephemeralDuration?: number;
  lat?: number;
  lng?: number;
  loc?: string;
  vcardList?: { vcard: string }[];
  recipients?: string[];
  expectedImageCount?: number;
  /** Other fields as they are. */
  more?: Record<string, unknown>;
}

/** How a send goes wrong. */
export type SendFailure =
  | 'throws'
  | 'nobody'
  | 'fails after'
  | 'second promise rejects'
  | 'no tick'
  | 'hangs before'
  | 'hangs after'
  | 'chat not found';

export interface Knobs {
  sends?: SendFailure | null;
  media?: 'REUPLOADING' | 'ERROR' | null;
  /** Every message is added twice. */
  twice?: boolean;
  /** What the page hears no longer reaches the library. */
  deaf?: boolean;
  /** The body of a message becomes the time at which the page hears it, in ms since 1970. */
  stamps?: boolean;
}

export type ToPage =
  | { do: 'link'; me: { phone: string; lid: string; name: string }; syncAfterMs: number; knows: Knows }
  | { do: 'ref'; ref: string }
  | { do: 'code'; code: string }
  | { do: 'state'; state: string }
  | { do: 'receive'; message: WireMessage }
  | { do: 'clear'; message: WireMessage }
  | { do: 'edit'; id: string; body: string; at: number }
  | { do: 'revoke'; id: string }
  | { do: 'remove'; id: string }
  | { do: 'react'; id: string; on: string; from: string; emoji: string; t: number }
  | { do: 'ack'; id: string; ack: number }
  | { do: 'knobs'; knobs: Knobs }
  | { do: 'log out' }
  | { do: 'reload' }
  | { do: 'blank' };

/** What the page has in store when it starts. */
export interface Knows {
  messages: WireMessage[];
  unread: Record<string, number>;
  /** Phone numbers by hidden id. */
  lids: Record<string, string>;
  names: Record<string, string>;
  groups: Record<string, { id: string; isAdmin: boolean }[]>;
}

export type FromPage =
  | { told: 'sent'; message: WireMessage; quotes?: string; atMs: number }
  | { told: 'seen'; chat: string }
  | { told: 'typing' | 'paused'; chat: string }
  | { told: 'edited'; id: string; body: string }
  | { told: 'reacted'; id: string; emoji: string }
  | { told: 'asks for a code'; phone: string }
  | { told: 'preview'; link: string }
  | { told: 'logged out' }
  | { told: 'turned' };

/** Set into the page before its scripts. */
export interface PageSettings {
  /** Which field of an id carries its text. */
  field: string;
  /** The text is not in it as it is, but turned around. */
  scrambled: boolean;
  version: string;
  server: string;
}
