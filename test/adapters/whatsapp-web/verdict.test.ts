import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SendFacts, verdict } from '../../../adapters/whatsapp-web/verdict.ts';

test.each<[string, SendFacts, object]>([
  ['a tick is the truth, whatever the library says', { id: 'i', ack: 1, error: 'r: r' }, { status: 'sent', id: 'i' }],
  [
    'a negative tick is a failure, even where the library said yes',
    { id: 'i', ack: -1 },
    { status: 'failed', error: { retryable: true } },
  ],
  ['in the page without a tick: nobody knows', { id: 'i', ack: 0 }, { status: 'unknown' }],
  [
    'in the page, and the library failed: nobody knows',
    { id: 'i', ack: 0, error: 'ERROR_UNKNOWN' },
    { status: 'unknown' },
  ],
  ['never in the page, and no word of the library: nobody knows', { late: true }, { status: 'unknown' }],
  [
    'never in the page, and an error: it can be tried again',
    { error: 't: t' },
    { status: 'failed', error: { retryable: true } },
  ],
  ['nobody there', { error: 'Error: No LID for user' }, { status: 'failed', error: { retryable: false } }],
  ['no such chat', {}, { status: 'failed', error: { retryable: false, reason: 'chat not found' } }],
])('%s', (_, facts, result) => {
  expect(verdict(facts)).toMatchObject(result);
});

test('nothing is called sent without a tick, and nothing that may have left is called failed', () => {
  const facts = fc.record(
    { id: fc.constant('i'), ack: fc.integer({ min: -7, max: 5 }), error: fc.string(), late: fc.constant(true) },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(facts, (seen) => {
      // A tick is always that of a message.
      fc.pre(seen.ack === undefined || seen.id !== undefined);
      const { status } = verdict(seen);
      if (status === 'sent') expect(seen.ack).toBeGreaterThanOrEqual(1);
      if (status === 'failed') expect(seen.ack === undefined || seen.ack < 1).toBe(true);
      if (seen.id !== undefined && seen.ack === 0 && seen.error === undefined) expect(status).toBe('unknown');
    }),
  );
});
