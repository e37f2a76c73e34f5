import { describe, expect, it } from 'vitest';
import { type CrashSoak, crashSoak } from './crash.ts';

const SHORT: CrashSoak = {
  messages: 240,
  conversations: 40,
  kills: { complete: 2, send: 2, all: 6 },
  seed: 20261121,
  patienceMs: 20_000,
};
const TIMEOUT_MS = 180_000;

describe('the service, killed again and again', { timeout: TIMEOUT_MS }, () => {
  it('loses nothing it said it received, shows nothing twice, keeps the order, and counts every end (laws 1 and 4)', async () => {
    const verdict = await crashSoak(SHORT);
    expect(verdict).toMatchObject({ messages: 240, lost: 0, seen_twice: 0, out_of_order: 0, uncounted: 0 });
    expect(verdict.kills).toBeGreaterThanOrEqual(6);
  });

  it('would lose messages if what is consumed and what it led to were not one transaction', async () => {
    const verdict = await crashSoak({
      ...SHORT,
      points: ['ack committed'],
      sabotage: 'complete in two',
      patienceMs: 4_000,
    });
    expect(verdict.lost).toBeGreaterThan(0);
  });

  it('would lose messages if it said "received" before they are durable', async () => {
    const verdict = await crashSoak({
      ...SHORT,
      points: ['enqueue written'],
      sabotage: 'acknowledge first',
      patienceMs: 4_000,
    });
    expect(verdict.lost).toBeGreaterThan(0);
  });
});
