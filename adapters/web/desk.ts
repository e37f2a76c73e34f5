/**
 * What the owner's page asks about beyond its own messages: the state of the service, the list of conversations, a
 * message's journey. The service hands this to the channel when it makes it; the channel does not know where it comes from.
 */
import type { ChatSummary, Journey, LinkedChat, PauseView, ServiceState } from './protocol.ts';

export interface Desk {
  /** `language`: BCP 47 tag of the browser's own; the notice begins in it. */
  service(language?: string): Promise<ServiceState>;
  chats(): Promise<ChatSummary[]>;
  /** False when there is no such conversation. */
  rename(chat: string, title: string): Promise<boolean>;
  /** Erases a conversation; what runs there ends. */
  remove(chat: string): Promise<void>;
  journey(chat: string, entry: number): Promise<Journey | null>;
  /** Keeps a photo as long as photos are kept, without what it tells of place and camera. */
  keepPhoto(chat: string, bytes: Uint8Array): Promise<KeptPhoto>;
  /**
   * `small`: as it stands in a conversation.
   * @throws Error when it is gone, or was never in this chat.
   */
  photo(chat: string, name: string, size?: 'whole' | 'small'): Promise<Uint8Array>;
  retryModel(): void;
  /** Absent where no account answers from the owner's own words. */
  questions?: Questions;
  /** Absent where nobody else answers. */
  pauses?: Pauses;
  /** Absent where no number can be linked. */
  connections?: Connections;
  /** Calls `listener` whenever `service()` would answer differently. */
  onService(listener: () => void): void;
}

export type KeptPhoto =
  /** Its name in this chat. */
  | { status: 'kept'; name: string }
  /** It cannot be opened. */
  | { status: 'refused' }
  /** The notice was not accepted, and nothing was kept. */
  | { status: 'no consent' };

/** Questions of people that are for the owner; `id` is one of `ServiceState.questions`. */
export interface Questions {
  /** `gone`: erased or answered meanwhile, or the chat is off. `too late`: the platform lets nobody write there any more. */
  answer(id: number, text: string): Promise<'sent' | 'gone' | 'too late'>;
  /** It needs no answer from here. False: there is no such question. */
  close(id: number): Promise<boolean>;
}

/** Chats in which a person answers themselves. */
export interface Pauses {
  all(): Promise<PauseView[]>;
  /** Parley answers there again. False: it did already. */
  resume(id: string): Promise<boolean>;
}

/** Linking numbers of one's own. Each resolves to false when there is no such account. */
export interface Connections {
  /** `phone`: by a code to type there, digits only; otherwise by a QR code. */
  connect(account: string, phone?: string): Promise<boolean>;
  unlink(account: string): Promise<boolean>;
  /** Null when there is no such account. */
  chats(account: string): Promise<LinkedChat[] | null>;
  switchOn(account: string, chat: string): Promise<boolean>;
}
