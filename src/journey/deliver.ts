/**
 * Deliver: parts leave in order, one receipt each. A send the platform may or may not have taken is counted as unsure
 * and made again: nothing is lost, and where the platform knows our key nothing is seen twice (law 1).
 */
import type { Address, Channel } from '../../adapters/contract.ts';
import type { Claim, Store } from '../bus/store.ts';
import { call } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import { conversationOf, OUTBOX, type OutboxItem, readItem } from './items.ts';
import { type Lanes, workLanes } from './lane.ts';
import { sending } from './points.ts';

/** Lanes delivered at once, and parts taken from one lane at once. */
const CONCURRENCY = 64;
const PARTS = 16;
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 600_000;

export interface DeliveryOptions {
  store: Store;
  channel: (address: Address) => Channel | undefined;
  log: Log;
}

export function startDelivery({ store, channel, log }: DeliveryOptions): Lanes {
  return workLanes({
    store,
    topic: OUTBOX,
    concurrency: CONCURRENCY,
    maxItems: PARTS,
    work: deliver,
    emptiesOnStop: true,
    log,
  });

  async function deliver(claim: Claim, held: AbortSignal): Promise<void> {
    const { lane, epoch } = claim;
    for (const [index, { seq, payload }] of claim.items.entries()) {
      if (held.aborted) return;
      const item = readItem<OutboxItem>(lane, seq, payload);
      const to = channel(item.part.address);
      if (!to)
        throw new Error(`There is no channel ${item.part.address.channel} here any more, so its replies cannot leave.`);
      // A part that was on its way when we died, to a platform without keys, may have arrived.
      const unsure = index === 0 && claim.attempts > 0 && !to.capabilities.idempotentSend;
      const startMs = performance.now();
      const result = await sending.trace(() => to.send(item.part, item.key), { key: item.key });
      switch (result.status) {
        case 'sent': {
          const effects = item.last
            ? [
                call('delivered', {
                  conversation: conversationOf(lane),
                  key: item.reply,
                  ms: performance.now() - startMs,
                  unsure,
                }),
              ]
            : [];
          const isLast = index === claim.items.length - 1;
          // Recorded one by one: what is sent again after a crash is at most what was in flight.
          const kept = isLast
            ? await store.complete(lane, epoch, seq, [], effects)
            : await store.ack(lane, epoch, seq, effects);
          if (!kept) return;
          break;
        }
        case 'failed':
          if (result.error.retryable)
            return void (await store.fail(lane, epoch, {
              error: result.error.reason,
              backoffMs: result.error.retryAfterMs ?? Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** claim.attempts),
            }));
          log.warn({ lane, reason: result.error.reason }, 'a part was refused for good');
          return void (await store.fail(lane, epoch, {
            error: result.error.reason,
            dead: true,
            upto: seq,
            effects: [call('count', { name: `not delivered: ${result.error.reason}`, n: 1 })],
          }));
        case 'unknown':
          return void (await store.fail(lane, epoch, { error: result.why, backoffMs: RETRY_MS }));
        default:
          return result satisfies never;
      }
    }
  }
}
