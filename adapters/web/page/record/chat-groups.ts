/** The list of chats as it is shown: filtered, and grouped by when something last happened. */
import type { ChatSummary } from '../../protocol.ts';

export type ChatGroup = { when: { kind: 'today' | 'yesterday' } | { kind: 'month'; at: number }; chats: ChatSummary[] };

/** Chats whose title or last words contain every word looked for, whatever the case. */
export function findChats(chats: readonly ChatSummary[], wanted: string): ChatSummary[] {
  const words = wanted.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return chats.filter(({ title, last }) => {
    const text = `${title} ${last}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Newest first; days and months are those of this browser's time zone. */
export function groupChats(chats: readonly ChatSummary[], now: number): ChatGroup[] {
  const today = startOfDay(now, 0);
  const yesterday = startOfDay(now, -1);
  const groups: ChatGroup[] = [];
  for (const chat of chats.toSorted((a, b) => b.at - a.at)) {
    const when: ChatGroup['when'] =
      chat.at >= today
        ? { kind: 'today' }
        : chat.at >= yesterday
          ? { kind: 'yesterday' }
          : { kind: 'month', at: startOfMonth(chat.at) };
    const last = groups.at(-1);
    if (last && sameGroup(last.when, when)) last.chats.push(chat);
    else groups.push({ when, chats: [chat] });
  }
  return groups;
}

function sameGroup(a: ChatGroup['when'], b: ChatGroup['when']): boolean {
  return a.kind === b.kind && (a.kind !== 'month' || b.kind !== 'month' || a.at === b.at);
}

/** Midnight, `days` from the day of `at`; safe across changes of daylight saving time. */
export function startOfDay(at: number, days: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

function startOfMonth(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}
