import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../adapters/contract.ts';
import type { Said } from '../../src/conversation/entries.ts';
import { erasureTables } from '../../src/conversation/erasure.tables.ts';
import {
  type EndArgs,
  historyByMemberSchema,
  historySchema,
  historyTables,
} from '../../src/conversation/history.tables.ts';
import { tallyTables } from '../../src/conversation/tally.tables.ts';

const open = () => {
  const db = new DatabaseSync(':memory:');
  db.exec(historySchema);
  db.exec(historyByMemberSchema);
  const { count, tally } = tallyTables(db);
  const history = { ...historyTables(db, count), ...erasureTables(db, count), tally };
  const say = (conversation: string, item: number, text: string, aside = false, at = 1) =>
    history.take(
      {
        conversation,
        chat: 'chat',
        thread: conversation,
        key: `k${item}`,
        parts: [{ kind: 'text', text }],
        at,
        words: text,
        aside,
        account: '["web","page"]',
        person: 'ana',
      },
      null,
      item,
    );
  const end = (conversation: string, items: number[], markdown: string, over: Partial<EndArgs> = {}) =>
    history.end(
      {
        conversation,
        chat: 'chat',
        thread: conversation,
        items,
        state: 'answered',
        reply: reply(markdown),
        aside: false,
        words: markdown,
        timing: { steps: [] },
        ...over,
      },
      2,
    );
  return { db, history, say, end };
};
const reply = (markdown: string): Reply => ({ key: `r-${markdown}`, kind: 'answer', markdown });
const texts = (said: Said[]) =>
  said.map(({ parts: [part], markdown }) => markdown || (part?.kind === 'text' ? part.text : ''));

describe('history', () => {
  it('records who said what, in order, with numbers that are never used twice', () => {
    const { history, say, end } = open();
    say('c', 1, 'question');
    end('c', [1], 'answer');
    const [question, answer] = history.replay('c', 0, 10);
    expect(question!.content).toMatchObject({ by: 'person', state: 'answered' });
    expect(answer!.content).toMatchObject({ by: 'parley', answers: [question!.id] });
    history.erase('c', true, 3);
    expect(say('c', 2, 'again')).toBeGreaterThan(answer!.id + 1);
  });

  it('ends the last message of a turn as answered and those before it as merged, and counts both', () => {
    const { history, say, end } = open();
    say('c', 1, 'one');
    say('c', 2, 'two');
    end('c', [1, 2], 'both');
    expect(
      history.replay('c', 0, 10).map(({ content }) => (content.by === 'person' ? content.state : content.by)),
    ).toEqual(['merged', 'answered', 'parley']);
    expect(history.tally()).toEqual({ admitted: 2, answered: 1, merged: 1 });
  });

  it('does not end a message twice', () => {
    const { history, say, end } = open();
    say('c', 1, 'one');
    end('c', [1], 'first');
    end('c', [1], 'second');
    expect(history.tally()).toEqual({ admitted: 1, answered: 1 });
    expect(history.replay('c', 0, 10)).toHaveLength(2);
  });

  it('knows what waits', () => {
    const { history, say, end } = open();
    const first = say('c', 1, 'one');
    const second = say('c', 2, 'two');
    expect(history.waiting('c')).toEqual([first, second]);
    end('c', [1], 'answer');
    expect(history.waiting('c')).toEqual([second]);
  });

  it('gives a turn its messages and what was said before, and leaves commands out', () => {
    const { history, say, end } = open();
    say('c', 1, 'hello');
    end('c', [1], 'hi');
    say('c', 2, '/help', true);
    end('c', [2], 'these are the commands', { aside: true });
    say('c', 3, 'and now?');
    const { asked, earlier } = history.context('c', 3, 3, 100);
    expect(texts(asked)).toEqual(['and now?']);
    expect(texts(earlier)).toEqual(['hello', 'hi']);
  });

  it('gives a long conversation’s newest part, and moves its beginning in steps', () => {
    const { history, say } = open();
    const beginnings: unknown[] = [];
    for (let item = 1; item <= 60; item++) {
      say('c', item, `m${item}`);
      const { earlier } = history.context('c', item, item, 20);
      expect(earlier.length).toBeLessThanOrEqual(20);
      expect(texts(earlier).at(-1)).toBe(item > 1 ? `m${item - 1}` : undefined);
      beginnings.push(texts(earlier)[0]);
    }
    expect(new Set(beginnings.slice(1)).size).toBe(5);
  });

  it('reads no more of the record in a long conversation than in a short one', () => {
    const { db, history, say } = open();
    for (let item = 1; item <= 60; item++) {
      say('c', item, `m${item}`);
      history.context('c', item, item, 20);
    }
    // Whoever read these would fall over them.
    db.exec("UPDATE entry SET body = 'unreadable' WHERE id <= 40");
    say('c', 61, 'm61');
    expect(texts(history.context('c', 61, 61, 20).earlier).at(-1)).toBe('m60');
  });

  it('starts afresh when asked, without losing what is shown', () => {
    const { history, say, end } = open();
    say('c', 1, 'hello');
    end('c', [1], 'hi');
    history.fresh('c');
    say('c', 2, 'who am I?');
    expect(history.context('c', 2, 2, 100).earlier).toEqual([]);
    expect(history.replay('c', 0, 100)).toHaveLength(3);
  });

  it('reads only its own conversation (law 3)', () => {
    const { history, say, end } = open();
    say('a', 1, 'canary of a');
    end('a', [1], 'canary answer of a');
    say('b', 1, 'question of b');
    expect(
      JSON.stringify([history.context('b', 1, 1, 100), history.replay('b', 0, 100), history.waiting('b')]),
    ).not.toContain('canary');
  });

  it('erases a conversation whole, and leaves one empty entry to tell of it', () => {
    const { db, history, say, end } = open();
    say('c', 1, 'canary question');
    end('c', [1], 'canary answer');
    say('c', 2, 'canary waiting');
    expect(history.erase('c', true, 5)).toBe(3);
    expect(history.replay('c', 0, 10).map(({ content }) => content.by)).toEqual(['erasure']);
    expect(history.list('chat', 10)).toEqual([]);
    expect(
      JSON.stringify(
        ['entry', 'conversation', 'message_tally'].map((table) => db.prepare(`SELECT * FROM ${table}`).all()),
      ),
    ).not.toContain('canary');
    expect(history.tally()).toEqual({ admitted: 2, answered: 1, 'ignored: erased': 1 });
  });

  it('does not bring back what was erased while it was answered', () => {
    const { history, say, end } = open();
    say('c', 1, 'question');
    history.erase('c', true, 5);
    end('c', [1], 'late answer');
    expect(history.replay('c', 0, 10).map(({ content }) => content.by)).toEqual(['erasure']);
  });

  it('lists conversations with their first words as title until somebody renames them', () => {
    const { history, say, end } = open();
    say('c', 1, 'first words', false, 1);
    end('c', [1], 'an answer');
    say('d', 1, 'newer', false, 9);
    expect(history.list('chat', 10).map(({ thread, title, last, waiting }) => [thread, title, last, waiting])).toEqual([
      ['d', 'newer', 'newer', true],
      ['c', 'first words', 'an answer', false],
    ]);
    expect(history.rename('c', 'my title')).toBe(true);
    say('c', 2, 'more');
    expect(history.list('chat', 10).find(({ thread }) => thread === 'c')!.title).toBe('my title');
    expect(history.rename('nobody', 'x')).toBe(false);
  });

  it('deletes what is too old, in slices, but not what still waits for an answer', () => {
    const { history, say, end } = open();
    for (let item = 1; item <= 5; item++) say('c', item, `m${item}`, false, item);
    end('c', [1, 2, 3, 4], 'answer');
    expect(history.expire(100, 3)).toHaveLength(3);
    expect(history.expire(100, 3)).toHaveLength(2);
    expect(history.replay('c', 0, 10).map(({ content }) => content.by === 'person' && content.state)).toEqual([
      'waiting',
    ]);
  });

  it('adds the delivery to the journey of the answer', () => {
    const { history, say, end } = open();
    say('c', 1, 'q');
    end('c', [1], 'a', { timing: { steps: [{ step: 'encode', startMs: 10, ms: 2 }] } });
    history.delivered('c', 'r-a', 1.239);
    expect(history.replay('c', 1, 10)[0]!.content).toMatchObject({
      timing: { steps: [{ step: 'encode' }, { step: 'deliver', startMs: 12, ms: 1.24 }] },
    });
  });
});
