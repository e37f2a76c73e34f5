import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeysValues } from '../../../model-runtime/engine/keys-values.ts';
import { Prefixes, type Sequence } from '../../../model-runtime/engine/prefixes.ts';
import { sharedLength } from '../../../model-runtime/engine/prompt.ts';

const SHAPE = { layers: 1, width: 1 };
const ROW = KeysValues.rowBytes(SHAPE);
const SYSTEM = [1, 2, 3];

/** Reads tokens as a graph would: their rows are the tokens themselves. */
const read = (sequence: Sequence, tokens: readonly number[]): void => {
  sequence.past.append(Float32Array.from([...tokens, ...tokens]), tokens.length);
  sequence.ids.push(...tokens);
};

const rowsOf = ({ past }: Sequence): number[] => [...past.view(0, past.length)];

const create = (budgetRows = 1e6): Prefixes => {
  const prefixes = new Prefixes({ newPast: () => new KeysValues(SHAPE), rowBytes: ROW, budgetBytes: budgetRows * ROW });
  const system: Sequence = { ids: [], past: new KeysValues(SHAPE) };
  read(system, SYSTEM);
  prefixes.setSystem(system);
  return prefixes;
};

/** One request: the prompt read, `answer` written (its last token not read), and ended. */
const answer = (prefixes: Prefixes, key: string, prompt: number[], written: number[] = []): number => {
  const sequence = prefixes.begin(key, prompt, prompt.length + written.length);
  const known = sequence.past.length;
  read(sequence, prompt.slice(known));
  read(sequence, written.slice(0, -1));
  sequence.ids.push(...written.slice(-1));
  prefixes.end(sequence);
  return known;
};

describe('what was read before', () => {
  test('of the system text is there for a new conversation, except the last token, which has to be read', () => {
    const prefixes = create();
    expect(answer(prefixes, 'a', [1, 2, 3, 4])).toBe(3);
    expect(answer(prefixes, 'b', [1, 2, 3])).toBe(2);
    expect(answer(prefixes, 'c', [1, 9])).toBe(1);
    expect(answer(prefixes, 'd', [9])).toBe(0);
  });

  test('of a conversation, its answers too, is there for its next turn', () => {
    const prefixes = create();
    answer(prefixes, 'a', [1, 2, 3, 4, 5], [6, 7]);
    expect(answer(prefixes, 'a', [1, 2, 3, 4, 5, 6, 7, 8])).toBe(6);
  });

  test('is the conversation’s own: rows are those of its tokens, and no other conversation’s are reached', () => {
    const token = fc.integer({ min: 1, max: 4 });
    const turn = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      prompt: fc.array(token, { minLength: 1, maxLength: 12 }),
      written: fc.array(token, { maxLength: 5 }),
      how: fc.constantFrom('end', 'abandon', 'forget', 'leave running'),
    });
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 25 }), fc.integer({ min: 1, max: 80 }), (turns, budgetRows) => {
        const prefixes = create(budgetRows);
        const said = new Map<string, number[][]>();
        for (const { key, prompt, written, how } of turns) {
          const sequence = prefixes.begin(key, prompt, prompt.length + written.length);
          const known = sequence.past.length;
          expect(known).toBeLessThan(prompt.length);
          expect(sequence.ids).toEqual(prompt.slice(0, known));
          expect(rowsOf(sequence)).toEqual(prompt.slice(0, known));
          const own = said.get(key) ?? [];
          const most = Math.max(...[SYSTEM, ...own].map((ids) => sharedLength(ids, prompt)));
          expect(known).toBeLessThanOrEqual(most);
          read(sequence, prompt.slice(known));
          read(sequence, written);
          expect(rowsOf(sequence)).toEqual([...prompt, ...written]);
          said.set(key, how === 'forget' ? [] : [...own, [...prompt, ...written]]);
          if (how === 'end') prefixes.end(sequence);
          if (how === 'abandon') prefixes.abandon(sequence);
          if (how === 'forget') prefixes.forget(key);
        }
      }),
    );
  });

  test('is lent to a second request of the same conversation while the first still runs', () => {
    const prefixes = create();
    const first = prefixes.begin('a', [1, 2, 3, 4, 5, 6], 10);
    read(first, [4, 5]);
    const second = prefixes.begin('a', [1, 2, 3, 4, 5, 7], 10);
    expect(rowsOf(second)).toEqual([1, 2, 3, 4, 5]);
    read(first, [6]);
    read(second, [7]);
    expect(rowsOf(first)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(rowsOf(second)).toEqual([1, 2, 3, 4, 5, 7]);
  });

  test('leaves when memory is short, the longest unused first', () => {
    const prefixes = create(20);
    answer(prefixes, 'a', [1, 2, 3, 4, 5, 6]);
    answer(prefixes, 'b', [1, 2, 3, 4, 5, 6]);
    answer(prefixes, 'a', [1, 2, 3, 4, 5, 6, 7]);
    expect(prefixes.makeRoom(6 * ROW, 'c')).toBe(true);
    expect(prefixes.latest('b')).toBeUndefined();
    expect(prefixes.latest('a')).toBeDefined();
    expect(prefixes.makeRoom(100 * ROW, 'a')).toBe(false);
    expect(prefixes.latest('a')).toBeDefined();
    expect(prefixes.makeRoom(100 * ROW, 'c')).toBe(false);
    expect(prefixes.latest('a')).toBeUndefined();
  });

  test('counts with what running requests may still take', () => {
    const prefixes = create(20);
    prefixes.begin('a', [1, 2, 3, 4], 15);
    expect(prefixes.bytes).toBe((3 + 15) * ROW);
    expect(prefixes.makeRoom(3 * ROW, 'b')).toBe(false);
    expect(prefixes.makeRoom(2 * ROW, 'b')).toBe(true);
  });

  test('is gone when the conversation is forgotten, also what a running answer leaves', () => {
    const prefixes = create();
    const running = prefixes.begin('a', [1, 2, 3, 4, 5], 10);
    read(running, [4, 5]);
    prefixes.forget('a');
    prefixes.end(running);
    expect(prefixes.latest('a')).toBeUndefined();
    expect(answer(prefixes, 'a', [1, 2, 3, 4, 5])).toBe(3);
  });
});
