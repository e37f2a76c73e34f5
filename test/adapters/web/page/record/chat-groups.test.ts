import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findChats, groupChats, startOfDay } from '../../../../../adapters/web/page/record/chat-groups.ts';
import type { ChatSummary } from '../../../../../adapters/web/protocol.ts';

function chat(id: string, at: number, title = id, last = ''): ChatSummary {
  return { id, at, title, last, working: false };
}

const noon = new Date(2025, 10, 21, 12).getTime();
const at = (month: number, day: number, hour = 9) => new Date(2025, month, day, hour).getTime();

describe('the list of conversations', () => {
  test('is grouped by today, yesterday and months, newest first', () => {
    const chats = [
      chat('september', at(8, 3)),
      chat('yesterday, late', at(10, 20, 23)),
      chat('today, early', at(10, 21, 0)),
      chat('this month', at(10, 2)),
      chat('today', at(10, 21, 11)),
    ];
    expect(groupChats(chats, noon).map(({ when, chats }) => [when.kind, chats.map(({ id }) => id)])).toEqual([
      ['today', ['today', 'today, early']],
      ['yesterday', ['yesterday, late']],
      ['month', ['this month']],
      ['month', ['september']],
    ]);
  });

  test('a clock that ran ahead puts nothing out of sight', () => {
    expect(groupChats([chat('ahead', noon + 3 * 86_400_000)], noon)).toHaveLength(1);
  });

  test('holds every conversation exactly once, in descending order', () => {
    const times = fc.array(fc.integer({ min: 0, max: noon + 86_400_000 }));
    fc.assert(
      fc.property(times, (times) => {
        const chats = times.map((time, index) => chat(String(index), time));
        const listed = groupChats(chats, noon).flatMap((group) => group.chats.map(({ at }) => at));
        expect(listed).toEqual(times.toSorted((a, b) => b - a));
      }),
    );
  });

  test('days begin at midnight also where a clock was put back or forward', () => {
    for (let days = -400; days < 0; days++) {
      expect(new Date(startOfDay(noon, days)).getHours()).toBe(0);
      expect(startOfDay(startOfDay(noon, days), 1)).toBe(startOfDay(noon, days + 1));
    }
  });
});

describe('finding a conversation', () => {
  const chats = [
    chat('a', 1, 'Lease 2026', 'three months'),
    chat('b', 2, 'كم البروتين؟', 'إدامامي'),
    chat('c', 3, 'Dogs'),
  ];

  test('looks for every word, in title and last words, whatever the case', () => {
    expect(findChats(chats, 'MONTHS lease').map(({ id }) => id)).toEqual(['a']);
    expect(findChats(chats, 'إدام').map(({ id }) => id)).toEqual(['b']);
    expect(findChats(chats, 'lease dogs')).toEqual([]);
  });

  test('finds all for nothing but spaces', () => {
    expect(findChats(chats, '  ')).toHaveLength(3);
  });
});
