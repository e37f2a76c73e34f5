import { describe, expect, test } from 'vitest';
import { announcement } from '../../../../../adapters/web/page/record/announcement.ts';
import {
  type Conversation,
  type ConversationEvent,
  EMPTY_CONVERSATION,
  receive,
} from '../../../../../adapters/web/page/record/conversation.ts';

const answer = (id: number, text: string): ConversationEvent => ({
  name: 'entry',
  data: {
    id,
    at: 0,
    by: 'parley',
    kind: 'answer',
    key: 'k',
    blocks: [{ t: 'p', c: [text] }],
    source: text,
    answers: [],
  },
});
const replayed: ConversationEvent = { name: 'waiting', data: [] };
const preview = (from: number): ConversationEvent => ({
  name: 'preview',
  data: { turn: 't', phase: { name: 'answering' }, seconds: 0, answers: [], from, blocks: [] },
});

/** Everything said while these events come in. */
function spoken(events: readonly ConversationEvent[]): string[] {
  let conversation: Conversation = EMPTY_CONVERSATION;
  return events.flatMap((event) => {
    const before = conversation;
    conversation = receive(before, event, 0);
    const news = announcement(before, conversation);
    return news ? [news.kind === 'answer' ? news.text : news.kind] : [];
  });
}

describe('a screen reader', () => {
  test('hears that an answer begins, and the finished text, each once', () => {
    expect(
      spoken([replayed, preview(0), preview(0), preview(0), answer(2, 'Canberra'), answer(2, 'Canberra')]),
    ).toEqual(['answering', 'Canberra']);
  });

  test('hears nothing of what was there before', () => {
    expect(spoken([answer(1, 'old'), answer(2, 'older'), replayed])).toEqual([]);
  });
});
