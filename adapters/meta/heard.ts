/**
 * When each person last wrote, and with which message: the platform's reply window counts from it, and "typing" and "read"
 * are said about it. Kept in memory only; after a restart the platform itself refuses what is too late.
 */
import type { Inbound } from '../contract.ts';
import { Recent } from './recent.ts';

const MOST_CHATS = 50_000;

export interface Heard {
  note(events: Inbound[]): void;
  /** The person's newest message here, if they wrote since we started. */
  lastMessage(chat: string): string | undefined;
  /** False when the window is known to have closed. */
  open(chat: string): boolean;
}

export function createHeard(windowMs: number, now: () => number = Date.now): Heard {
  const chats = new Recent<{ at: number; messageId: string | undefined }>(MOST_CHATS);
  return {
    note(events) {
      for (const event of events) {
        // Only what a person does opens the window; our own receipts do not.
        if (event.kind !== 'message' && event.kind !== 'choice') continue;
        const { chat } = event.address;
        const before = chats.get(chat);
        // Redeliveries come late and out of order.
        if (before && before.at > event.at) continue;
        chats.set(chat, { at: event.at, messageId: event.messageId ?? before?.messageId });
      }
    },
    lastMessage: (chat) => chats.get(chat)?.messageId,
    open(chat) {
      const last = chats.get(chat);
      return last === undefined || now() - last.at < windowMs;
    },
  };
}
