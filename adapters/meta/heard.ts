/** Each person's newest message, as far as we heard of it since the start: "typing" is shown under it. */
import type { Inbound } from '../contract.ts';
import { Recent } from './recent.ts';

const MOST_CHATS = 50_000;

export interface Heard {
  note(events: Inbound[]): void;
  lastMessage(chat: string): string | undefined;
}

export function createHeard(): Heard {
  const chats = new Recent<{ at: number; messageId: string }>(MOST_CHATS);
  return {
    note(events) {
      for (const event of events) {
        if (event.kind !== 'message' && event.kind !== 'choice') continue;
        const { chat } = event.address;
        const before = chats.get(chat);
        // Redeliveries come late and out of order.
        if (event.messageId === undefined || (before && before.at > event.at)) continue;
        chats.set(chat, { at: event.at, messageId: event.messageId });
      }
    },
    lastMessage: (chat) => chats.get(chat)?.messageId,
  };
}
