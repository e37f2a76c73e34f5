import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListedEntry, Running } from '../../../../../adapters/web/page/record/conversation.ts';
import { aroundRunning, type Turn, turnsOf } from '../../../../../adapters/web/page/record/turns.ts';

function asked(id: number): ListedEntry {
  return { id, at: id, by: 'person', key: `k${id}`, text: '', state: 'answered' };
}

function said(id: number, answers: number[] = []): ListedEntry {
  return { id, at: id, by: 'parley', kind: 'answer', key: `k${id}`, blocks: [], source: '', answers };
}

function runningBelow(below: number): Running {
  return { turn: 't', phase: { name: 'answering' }, startedAt: 0, blocks: [], below };
}

const ids = (turns: readonly Turn[]) =>
  turns.map((turn) => [turn.asked.map(({ id }) => id), turn.said.map(({ id }) => id)]);

const anyEntries = fc
  .array(fc.option(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 })), { maxLength: 30 })
  .map((list) => list.map((answers, index) => (answers === null ? asked(index + 1) : said(index + 1, answers))));

describe('turns', () => {
  test('an answer stands below the last message it answers, before what waited meanwhile', () => {
    expect(ids(turnsOf([asked(1), asked(2), asked(3), said(4, [1, 2]), said(5, [3])]))).toEqual([
      [[1, 2], [4]],
      [[3], [5]],
    ]);
  });

  test('a notice that answers nothing stands where it came', () => {
    expect(ids(turnsOf([said(1), asked(2), said(3, [2]), said(4)]))).toEqual([
      [[], [1]],
      [[2], [3, 4]],
    ]);
  });

  test('an answer to a message that was erased stands where it came', () => {
    expect(ids(turnsOf([asked(8), said(9, [3])]))).toEqual([[[8], [9]]]);
  });

  test('every entry stands in exactly one turn, whatever it claims to answer', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const shown = turnsOf(entries).flatMap((turn) => [...turn.asked, ...turn.said].map(({ id }) => id));
        expect(shown.toSorted((a, b) => a - b)).toEqual(entries.map(({ id }) => id));
      }),
    );
  });

  test('no entry is lost where the turns are cut for the running answer', () => {
    fc.assert(
      fc.property(anyEntries, fc.nat(31), (entries, below) => {
        const shown = aroundRunning(turnsOf(entries), runningBelow(below))
          .flat()
          .flatMap((turn) => [...turn.asked, ...turn.said].map(({ id }) => id));
        expect(shown.toSorted((a, b) => a - b)).toEqual(entries.map(({ id }) => id));
      }),
    );
  });

  test('the running answer stands between what it answers and what waits behind it', () => {
    const [before, behind] = aroundRunning(turnsOf([asked(1), asked(2), asked(3)]), runningBelow(2));
    expect(ids(before)).toEqual([[[1, 2], []]]);
    expect(ids(behind)).toEqual([[[3], []]]);
  });
});
