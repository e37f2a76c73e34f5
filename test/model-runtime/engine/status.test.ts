import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ModelCard } from '../../../model-runtime/contract.ts';
import { type Change, change, NOWHERE, nextOf, statusOf } from '../../../model-runtime/engine/status.ts';

const card = (id: string): ModelCard => ({
  id,
  family: 'llama',
  size: '',
  licence: '',
  takes: ['text'],
  languages: [],
  contextTokens: 1,
});
const trouble = { message: 'no', tried: [], remedy: 'try' };

const event: fc.Arbitrary<Change> = fc.oneof(
  fc.constant<Change>({ kind: 'getting' }),
  fc.constant<Change>({ kind: 'progress', progress: { step: 'downloading', model: 'a', doneBytes: 1 } }),
  fc.constantFrom<Change>(
    { kind: 'serving', card: card('small'), loadMs: 1 },
    { kind: 'serving', card: card('large'), loadMs: 1 },
  ),
  fc.constant<Change>({ kind: 'counts', running: 1, waiting: 2 }),
  fc.constant<Change>({ kind: 'got' }),
  fc.constant<Change>({ kind: 'lost' }),
  fc.constantFrom<Change>({ kind: 'gave up', on: 'getting', trouble }, { kind: 'gave up', on: 'restarting', trouble }),
);

describe('the status', () => {
  test('is ready exactly from serving until lost, whatever happens in between', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        let known = NOWHERE;
        let serving: string | undefined;
        for (const each of events) {
          known = change(known, each);
          if (each.kind === 'serving') serving = each.card.id;
          if (each.kind === 'lost') serving = undefined;
          const status = statusOf(known);
          expect(status.state === 'ready' ? status.card.id : undefined).toBe(serving);
        }
      }),
    );
  });

  test('is failed only when something went wrong and nothing is on its way', () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const known = events.reduce(change, NOWHERE);
        if (statusOf(known).state !== 'failed') return;
        expect(events.some(({ kind }) => kind === 'gave up')).toBe(true);
        expect(known.getting || known.restarting || known.serving !== undefined).toBe(false);
      }),
    );
  });

  test('is stopped for good once closed', () => {
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (before, after) => {
        const known = [...before, { kind: 'closed' } satisfies Change, ...after].reduce(change, NOWHERE);
        expect(statusOf(known)).toEqual({ state: 'stopped' });
        expect(nextOf(known)).toBeUndefined();
      }),
    );
  });

  test('counts requests only while ready, and from nothing with every new model', () => {
    const serving: Change = { kind: 'serving', card: card('small'), loadMs: 5 };
    const counts: Change = { kind: 'counts', running: 1, waiting: 2 };
    expect(statusOf([counts].reduce(change, NOWHERE)).state).toBe('getting');
    expect(statusOf([serving, counts].reduce(change, NOWHERE))).toMatchObject({ running: 1, waiting: 2, loadMs: 5 });
    expect(statusOf([serving, counts, serving].reduce(change, NOWHERE))).toMatchObject({ running: 0, waiting: 0 });
  });

  test('of a better model on its way is told beside the one that serves', () => {
    const progress = { step: 'downloading', model: 'large', share: 0.5 } as const;
    const events: Change[] = [
      { kind: 'getting' },
      { kind: 'serving', card: card('small'), loadMs: 1 },
      { kind: 'progress', progress },
    ];
    const known = events.reduce(change, NOWHERE);
    expect(statusOf(known)).toMatchObject({ state: 'ready', card: { id: 'small' } });
    expect(nextOf(known)).toEqual(progress);
    expect(nextOf(change(known, { kind: 'got' }))).toBeUndefined();
  });

  test('after a crash says that the model is being loaded again, and which', () => {
    const events: Change[] = [{ kind: 'serving', card: card('small'), loadMs: 1 }, { kind: 'got' }, { kind: 'lost' }];
    expect(statusOf(events.reduce(change, NOWHERE))).toEqual({
      state: 'getting',
      progress: { step: 'loading', model: 'small' },
      card: card('small'),
    });
  });
});
