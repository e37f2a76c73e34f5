/** What a reply to a command is made from, and what it may consist of. */
import type { Address, Button, Channel, Member, ReplyFile } from '../../adapters/contract.ts';
import type { Facts, Values } from '../conversation/notices.ts';
import type { Call } from '../conversation/record.ts';
import type { Place } from './commands.ts';

export interface CommandReply {
  /** Null: nothing is said. */
  markdown: string | null;
  buttons?: Button[];
  /** What 1, 2, 3… typed next stand for, where that is not the buttons. */
  offers?: string[];
  files?: ReplyFile[];
  /** Where it is not the language of the context. */
  language?: string;
  /** It is for this person alone and leaves there; `told` is what the chat hears of it. */
  privately?: { address: Address; told: string; buttons?: Button[] };
  /** Done in the transaction that consumes the command, before the reply is recorded. */
  effects?: Call[];
  /** The chat is off with it: whatever runs there ends. */
  switchesOff?: true;
  /** The end of a pause: the owner's page lists it no more. */
  resumes?: true;
  /** Whom the account keeps out with it: whatever runs for them ends. */
  keepsOut?: string;
  /** What it erases: besides the record, whatever else is kept of it goes, and only then is `markdown` said. */
  erases?: Erasure;
  /** Messages that were held back are answered now. */
  answers?: { entries: number[] };
}

export interface Erasure {
  /** Conversations that are gone: whatever waits there to be answered or sent goes too. */
  conversations: string[];
  /** Conversations that go on: what the model remembers of them goes. */
  remembered: string[];
  /** Where files lie that go. */
  folders: string[];
  /** Only files whose names begin so; absent: all in those folders. */
  beginning?: string;
  /** All of the chat, its consent too. */
  whole: boolean;
}

export interface CommandContext {
  conversation: string;
  chat: string;
  address: Address;
  channel: Channel;
  group: boolean;
  /** The owner's own page. */
  page: boolean;
  by: { member: Member; person: string; admin: boolean; about?: { person: string; name?: string } };
  /** The person is the account's owner. */
  owner: boolean;
  /** The account lets in one by one. */
  guarded: boolean;
  /** What the notice is made of, as this chat reads it. */
  facts: Facts;
  language: string;
  /** The lane item that asks; its entry, if it has one, is part of no erasure of its own. */
  item: number;
}

export const nothing: CommandReply = { markdown: null };
export const only = (markdown: string): CommandReply => ({ markdown });

export function placeOf({ group, page, by, owner, guarded, channel }: CommandContext): Place {
  return {
    group,
    page,
    admin: by.admin,
    owner: owner || page,
    guarded,
    takenOver: channel.capabilities.consent === 'owner and person',
    files: page || channel.capabilities.media.outBytes > 0,
  };
}

/** How a chat that is off is taken up again: under the notice that the page shows then, by a command, by whose number it is. */
const WAYS = {
  page: 'below',
  person: 'command',
  'owner and person': 'owner',
} as const satisfies Record<Channel['capabilities']['consent'], string>;

/** What texts about the way back are filled with. */
export const wayBack = ({ channel }: CommandContext): Values => ({ way: WAYS[channel.capabilities.consent] });

/** "a, b and c", as the language puts it. */
export const ordered = (items: string[], language: string): string =>
  new Intl.ListFormat(language, { type: 'conjunction' }).format(items);
