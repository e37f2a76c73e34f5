/** What a screen reader is told: that an answer has begun, and the finished text, once. */
import type { Conversation } from './conversation.ts';
import { plainText } from './plain-text.ts';

export type Announcement = { kind: 'answering' } | { kind: 'answer'; text: string };

/** Undefined when there is nothing new to say. The replay of an older record says nothing. */
export function announcement(before: Conversation, after: Conversation): Announcement | undefined {
  if (!before.replayed) return undefined;
  const newest = after.entries.at(-1);
  if (newest?.by === 'parley' && newest.id > before.lastId) return { kind: 'answer', text: plainText(newest.blocks) };
  if (after.running && !before.running) return { kind: 'answering' };
  return undefined;
}
