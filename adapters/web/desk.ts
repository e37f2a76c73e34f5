/**
 * What the owner's page asks about beyond its own messages: the state of the service, the list of conversations, a
 * message's journey. The service hands this to the channel when it makes it; the channel does not know where it comes from.
 */
import type { ChatSummary, Journey, ServiceState } from './protocol.ts';

export interface Desk {
  service(): Promise<ServiceState>;
  chats(): Promise<ChatSummary[]>;
  /** False when there is no such conversation. */
  rename(chat: string, title: string): Promise<boolean>;
  /** Erases a conversation; what runs there ends. */
  remove(chat: string): Promise<void>;
  journey(chat: string, entry: number): Promise<Journey | null>;
  retryModel(): void;
  /** Calls `listener` whenever `service()` would answer differently. */
  onService(listener: () => void): void;
}
