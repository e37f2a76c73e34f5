/**
 * What the service asks of the conversation's record, by name, each with what it takes and gives. Both sides agree on this
 * list: record.ts asks, tables.ts answers in the store's own transaction.
 */
import type { Access, Address, Entry, Json, Part } from '../../adapters/contract.ts';
import type { Reading } from '../../model-runtime/contract.ts';
import type { Refusal } from '../bus/store.ts';
import type { NoPicture, PictureKey, PictureRecord, PictureWork } from '../media/picture.tables.ts';
import type { Code } from './access.tables.ts';
import type { Role } from './access.ts';
import type { ActArgs, ChatSettings, Pause } from './consent.tables.ts';
import type { Consent, Deed, LedgerRow, Saying, Standing } from './consent.ts';
import type { Said } from './entries.ts';
import type { Handover } from './handover.tables.ts';
import type { ConversationSummary, EndArgs, TakeArgs } from './history.tables.ts';
import type { Counts, Page } from './kept.tables.ts';
import type { Allowance } from './limits.ts';

/** Who asks to be let in, and by what rule. */
export interface Knock {
  account: string;
  person: string;
  policy: Access;
  /** Named in the settings. */
  listed: boolean;
}

/** A deed as admission knows it: whether the person may talk is looked up in the same transaction. */
export interface DeedArgs {
  chat: string;
  deed: Omit<Deed, 'access'>;
  knock: Knock;
}

export interface GateArgs {
  chat: string;
  notice: number;
  knock: Knock;
  /** A group was let in as a whole, with the admin who switched it on. */
  group: boolean;
  /** Null: as fast as they like. */
  rate: Allowance | null;
  /** What counts as a question has a slower pace besides. */
  questions: Allowance | null;
  /** What a person who leaves may ask for: also where the chat is off but was on once. */
  leaving: boolean;
  /** Also taken in where a person answers themselves. */
  evenPaused: boolean;
  /** The last candidate of its event: what it refuses stays refused. */
  last: boolean;
}

export interface TurnArgs {
  chat: string;
  notice: number;
  conversation: string;
  /** The lane items of its messages. */
  first: number;
  last: number;
  /** So many earlier entries at most. */
  limit: number;
  /** What was held back is left behind by whoever goes on, for this reason. */
  leavesBehind?: string;
  asker?: Asker;
}

/** Whose messages a turn answers, where they are one person's. */
export interface Asker {
  account: string;
  /** As the account knows them. */
  person: string;
}

export interface Begun {
  asked: (Said & { item: number })[];
  /** `Said[]` as JSON: a hundred small objects travel between threads three times as slowly as one text. */
  earlier: string;
  pictures: PictureRecord[];
  region: string | null;
}

/** Every procedure with what it takes and gives. */
export interface Procedures {
  notice: [{ facts: string }, number];
  consent: [{ chat: string; notice: number }, Standing];
  consentOf: [{ chat: string }, Consent];
  act: [ActArgs, void];
  /** The gate of a saying before consent: only what `decide` gives may leave. */
  maySay: [DeedArgs & { saying: Saying; rate: Allowance | null }, Refusal | null];
  /** The gate of admission: consent first, then who may talk, then the person's pace. */
  gate: [GateArgs, Refusal | null];
  /** The gate of the one line that says "too many questions". */
  mayWarn: [{ chat: string; notice: number; knock: Knock; group: boolean; questions: Allowance }, Refusal | null];
  take: [TakeArgs, number];
  /** The gate of an edit that is answered again. */
  mayAskAgain: [GateArgs & { conversation: string; key: string; before: number }, Refusal | null];
  supersede: [{ conversation: string; key: string }, void];
  amend: [{ chat: string; notice: number; conversation: string; key: string; person: string; parts: Part[] }, boolean];
  /** The lane item that carries a message; null: the message is not ours, or no longer waits. */
  itemOf: [{ conversation: string; key: string }, { item: number | null } | null];
  unsend: [{ conversation: string; key: string }, void];
  inAlbum: [{ chat: string; conversation: string; album: string; person: string }, boolean];
  /** What a turn begins with, or why nobody waits for it. */
  turn: [TurnArgs, Begun | { unwanted: string }];
  /** The fence of a turn: @throws Unwanted when nobody waits for it any more. */
  wanted: [{ chat: string; notice: number; conversation: string; items: number[]; asker?: Asker }, void];
  /** When a person last wrote in a conversation, as far as it is kept; null: nothing is. ms since 1970. */
  wroteAt: [{ conversation: string }, number | null];
  isWaiting: [{ conversation: string; item: number }, boolean];
  end: [EndArgs, void];
  /** The gate of a turn in a chat where two bots may answer each other; ms to wait, 0: go on. */
  turnIn: [{ chat: string; rate: Allowance }, number];
  hold: [{ conversation: string; first: number; last: number }, void];
  held: [{ conversation: string }, number[]];
  carry: [{ entry: number }, void];
  /** The same for a message that came along from another address. */
  carryMoved: [{ conversation: string; item: number }, void];
  drop: [{ conversation: string; reason: string }, number];
  offers: [{ conversation: string }, string[]];
  delivered: [{ conversation: string; key: string; ms: number; unsure: boolean }, void];
  count: [{ name: string; n: number }, void];
  tally: [Record<string, never>, Record<string, number>];
  replay: [{ conversation: string; after: number; limit: number }, { entries: Entry[]; waiting: number[] }];
  entry: [{ conversation: string; id: number }, Entry | null];
  fresh: [{ conversation: string }, void];
  list: [{ chat: string; limit: number }, ConversationSummary[]];
  threads: [{ chat: string }, { conversation: string; thread: string }[]];
  rename: [{ conversation: string; title: string }, boolean];
  /** What is kept of a chat; of one member's part where `person` is given. */
  counts: [{ chat: string; person?: string }, Counts];
  pages: [{ chat: string; conversation: string; person?: string; after: number; limit: number }, Page];
  ledger: [{ chat: string }, (LedgerRow & { language: string })[]];
  /** A code under the chat's own key, for what is kept outside the store; null: the chat is not known. */
  code: [{ chat: string; what: string; text: string }, string | null];
  /** Erases one conversation; returns how many entries are gone. */
  erase: [{ conversation: string; mark: boolean }, number];
  /** Erases what one member asked and was answered, but for the item that asks for it. */
  eraseMember: [
    { chat: string; person: string; conversation: string; item: number },
    { questions: number; answers: number },
  ];
  /** Erases all of a chat and its key, and with it who the ledger speaks of. */
  forget: [Omit<ActArgs, 'act'> & { mark: boolean }, { conversations: string[]; entries: number }];
  settings: [{ chat: string }, ChatSettings];
  /** What is known of a chat that somebody comes to: whether it is on, and which languages it speaks. */
  arrival: [{ chat: string; notice: number }, Pick<ChatSettings, 'language' | 'heard'> & { on: boolean }];
  set: [{ chat: string } & SettingValue, void];
  /** 0: the pause is over. `takenOver`: where, if a person took over. */
  pause: [{ chat: string; forMs: number; takenOver?: Address }, void];
  /** Of chats that are on. */
  pauses: [{ notice: number; limit: number }, Pause[]];
  isPaused: [{ chat: string }, boolean];
  role: [{ account: string; person: string }, Role | null];
  setRole: [{ account: string; person: string; role: 'allowed' | 'blocked' }, boolean];
  hasOwner: [{ account: string }, boolean];
  mint: [Code & { role: 'owner' | 'allowed' }, void];
  /** `name`: what they are called; an owner's first name is kept for the notice. */
  redeem: [Code & { person: string; name?: string }, Role | null];
  /** Null: nobody has paired, or they have no name there. */
  ownerName: [{ account: string }, string | null];
  guest: [Code, string | null];
  /** The chat, its conversations and its person go on under other names. */
  move: [
    {
      chat: { from: string; to: string };
      conversations: { from: string; to: string }[];
      person: { account: string; from: string; to: string } | null;
      /** Where what waits for a person is to be answered from now on. */
      address: Address;
    },
    void,
  ];
  /** The service lives; returns when it last said so. `started`: it did not until now, which is kept as "off since". */
  alive: [{ started: boolean }, number | null];
  /** The last of these messages is for a person, who answers there. */
  handOver: [{ conversation: string; items: number[]; address: Address }, void];
  /** Questions that wait for a person, the newest first. */
  handedOver: [{ limit: number }, Handover[]];
  /** False when there is no such question. */
  closeHandover: [{ entry: number }, boolean];
  /** A person answered there, so nothing there waits for one. */
  answeredByHand: [{ conversation: string }, void];
  momentOf: [{ name: 'alive' | 'off since' }, number | null];
  /** Returns the conversation of each entry that is gone. */
  expire: [{ before: number; limit: number }, string[]];
  expireIn: [{ conversation: string; before: number; limit: number }, string[]];
  expireGone: [{ limit: number }, string[]];
  /** `conversation`: of this one alone. */
  expireMedia: [{ before: number; limit: number; conversation?: string }, number];
  /** Conversations that keep things for a shorter time than the notice says; null: as it says. */
  shorter: [
    Record<string, never>,
    { chat: string; conversation: string; keepDays: number | null; keepPhotoHours: number | null }[],
  ];
  lapse: [{ from: string; notice: number; limit: number }, string | null];
  /** Pictures that are still to be fetched or read. */
  picturesWaiting: [{ limit: number }, PictureWork[]];
  /** False when it was erased meanwhile. */
  pictureKept: [PictureKey & { file: string; width: number; height: number }, boolean];
  pictureRefused: [PictureKey & { why: NoPicture }, void];
  pictureLater: [PictureKey & { inMs: number }, void];
  pictureRead: [PictureKey & { reading: Reading; seen: Json }, void];
  /** What was read in a file before, when another message of the conversation brought it. */
  readingIn: [{ conversation: string; file: string }, Reading | null];
  /** Reading it failed: nobody waits for it until it is to be tried again. */
  pictureUnread: [PictureKey, void];
  picturesAgain: [{ pictures: PictureKey[] }, void];
  /** What the last reply of a skill was about; the assistant knows the shape. */
  focus: [{ conversation: string }, Json];
  setFocus: [{ conversation: string; focus: Json }, void];
  pictures: [{ conversation: string }, PictureRecord[]];
  /** Which of these messages have pictures that are still to be fetched or read. */
  picturesOpen: [{ entries: number[]; read: boolean }, number[]];
  /** Returns the conversation of each picture that is gone. */
  expirePictures: [{ before: number; limit: number; conversation?: string }, string[]];
  /** Files that nothing needs any more: to be removed, and then said so. */
  lostFiles: [{ limit: number }, string[]];
  filesRemoved: [{ files: string[] }, void];
  /** A channel's own durable values; null: none under this name. */
  recall: [{ account: string; name: string }, Json];
  keep: [{ account: string; name: string; value: Json }, void];
}

type SettingValue =
  | { name: 'language'; value: string | null }
  | { name: 'region'; value: string | null }
  | { name: 'keepDays' | 'keepPhotoHours'; value: number | null };
