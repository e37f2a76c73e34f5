import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Conversation,
  type ConversationEvent,
  EMPTY_CONVERSATION,
  receive,
} from '../../../../../adapters/web/page/record/conversation.ts';
import type { PageEntry, PagePreview } from '../../../../../adapters/web/protocol.ts';
import type { Block } from '../../../../../adapters/web/tree.ts';

const NOW = 1_700_000_000_000;

function person(id: number): PageEntry {
  return { id, at: NOW + id, by: 'person', key: `k${id}`, text: `message ${id}`, state: 'waiting' };
}

function parley(id: number, kind: 'answer' | 'notice' = 'answer'): PageEntry {
  return { id, at: NOW + id, by: 'parley', kind, key: `k${id}`, blocks: [], source: '', answers: [] };
}

function entryEvent(data: PageEntry): ConversationEvent {
  return { name: 'entry', data };
}

function preview(more: Partial<PagePreview> = {}): ConversationEvent {
  return {
    name: 'preview',
    data: { turn: 't', phase: { name: 'answering' }, seconds: 3, answers: [], from: 0, blocks: [], ...more },
  };
}

const paragraph = (text: string): Block => ({ t: 'p', c: [text] });

function received(events: readonly ConversationEvent[], from: Conversation = EMPTY_CONVERSATION): Conversation {
  return events.reduce((conversation, event) => receive(conversation, event, NOW), from);
}

/** A record as the service keeps it: ascending ids, all kinds of entries. */
const records = fc.array(fc.constantFrom('person', 'answer', 'notice', 'erasure'), { maxLength: 25 }).map((kinds) =>
  kinds.map((kind, index): PageEntry => {
    const id = index + 1;
    if (kind === 'person') return person(id);
    return kind === 'erasure' ? { id, at: NOW, by: 'erasure' } : parley(id, kind);
  }),
);

/** The record's events in any order, some of them several times, with others in between. */
const deliveries = records.chain((record) =>
  fc
    .tuple(
      fc.shuffledSubarray([...record, ...record], { minLength: record.length }),
      fc.array(
        fc.oneof(
          fc
            .array(fc.integer({ min: 1, max: 25 }))
            .map((ids): ConversationEvent => ({ name: 'waiting', data: ids.toSorted((a, b) => a - b) })),
          fc.nat(4).map((from) => preview({ from, blocks: [paragraph('x')] })),
          fc.constant<ConversationEvent>({ name: 'preview', data: null }),
        ),
        { maxLength: 10 },
      ),
    )
    // Whatever the shuffle left out comes at the end: a stream replays until nothing is missing.
    .chain(([some, others]) => {
      const events: ConversationEvent[] = [...[...some, ...record].map(entryEvent), ...others];
      return fc.record({
        record: fc.constant(record),
        events: fc.shuffledSubarray(events, { minLength: events.length }),
      });
    }),
);

describe('a conversation put together from the stream', () => {
  test('whatever the order and however often they come, entries are unique, ascending and none is missing', () => {
    fc.assert(
      fc.property(deliveries, ({ record, events }) => {
        const { entries, lastId, waiting } = received(events);
        const erasedBefore = Math.max(0, ...record.filter(({ by }) => by === 'erasure').map(({ id }) => id));
        const left = record.filter(({ id, by }) => by !== 'erasure' && id >= erasedBefore);
        expect(entries).toEqual(left);
        expect(lastId).toBe(record.length);
        expect(waiting.every((id) => id >= erasedBefore)).toBe(true);
      }),
    );
  });

  test('a preview told in pieces is the text the service has, at every moment', () => {
    const texts = fc.array(fc.array(fc.string(), { maxLength: 5 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(texts, fc.infiniteStream(fc.boolean()), (states, snapshots) => {
        let conversation = EMPTY_CONVERSATION;
        let told: Block[] = [];
        for (const state of states) {
          const blocks = state.map(paragraph);
          const changed = blocks.findIndex((block, index) => JSON.stringify(block) !== JSON.stringify(told[index]));
          const from = snapshots.next().value ? 0 : changed === -1 ? blocks.length : changed;
          conversation = received([preview({ from, blocks: blocks.slice(from) })], conversation);
          expect(conversation.running?.blocks).toEqual(blocks);
          told = blocks;
        }
      }),
    );
  });

  test('a piece that does not join on changes nothing, and the next snapshot sets it right', () => {
    const kept = received([preview({ blocks: [paragraph('one')] }), preview({ from: 3, blocks: [paragraph('four')] })]);
    expect(kept.running?.blocks).toEqual([paragraph('one')]);
    expect(received([preview({ blocks: [paragraph('new')] })], kept).running?.blocks).toEqual([paragraph('new')]);
  });

  test('a turn that begins again under its name begins with nothing', () => {
    const again = received([preview({ blocks: [paragraph('lost')] }), preview({ phase: { name: 'reading' } })]);
    expect(again.running).toMatchObject({ blocks: [], phase: { name: 'reading' } });
  });

  test('another turn does not keep the words of the one before', () => {
    const other = received([preview({ blocks: [paragraph('first')] }), preview({ turn: 'u', from: 1, blocks: [] })]);
    expect(other.running?.blocks).toEqual([]);
  });

  test('the final takes the place of its preview at once', () => {
    expect(received([preview(), entryEvent(parley(7))]).running).toBeNull();
  });

  test('a notice leaves the running answer alone', () => {
    expect(received([preview(), entryEvent(parley(7, 'notice'))]).running).not.toBeNull();
  });

  test('the seconds of a turn count from its beginning, also when the page came later', () => {
    expect(received([preview({ seconds: 12 })]).running?.startedAt).toBe(NOW - 12_000);
  });

  test('the running answer stands below the newest message it answers, and a later one waits behind it', () => {
    const events: ConversationEvent[] = [
      entryEvent(person(1)),
      { name: 'waiting', data: [1] },
      preview({ phase: { name: 'reading' }, answers: [1] }),
      entryEvent(person(2)),
      { name: 'waiting', data: [1, 2] },
      preview({ phase: { name: 'reading' }, answers: [1, 2] }),
      entryEvent(person(3)),
      { name: 'waiting', data: [1, 2, 3] },
      preview({ blocks: [paragraph('word by word')], answers: [1, 2] }),
    ];
    expect(received(events).running?.below).toBe(2);
  });

  test('while it is not known what is answered nothing waits behind it', () => {
    expect(received([entryEvent(person(1)), preview()]).running?.below).toBeGreaterThan(1);
  });
});
