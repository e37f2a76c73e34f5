/**
 * Deliver: parts leave in order, one receipt each. A send the platform may or may not have taken is counted as unsure
 * and made again, unless its receipt comes first: nothing is lost, and where the platform knows our key nothing is seen
 * twice (law 1).
 */
import type { Address, Channel, Inbound, SendFailure, SendResult } from '../../adapters/contract.ts';
import type { Call, Claim, Store } from '../bus/store.ts';
import { conversationName } from '../conversation/names.ts';
import { type Ask, call } from '../conversation/record.ts';
import type { Log } from '../log.ts';
import { conversationOf, OUTBOX, type OutboxItem, outboxLane, readItem } from './items.ts';
import { type Lanes, workLanes } from './lane.ts';
import type { Pace } from './pace.ts';
import { sending } from './points.ts';
import { createSettled } from './settled.ts';
import { isOpen } from './window.ts';

/** Lanes delivered at once, and parts taken from one lane at once. */
const CONCURRENCY = 64;
const PARTS = 16;
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 600_000;

/** Kept in the record and among the dead letters; whoever writes again can ask for it. */
const TOO_LATE: SendFailure = { retryable: false, reason: 'the time for answering is over' };

export type Receipt = Inbound & { kind: 'receipt' };

export interface DeliveryOptions {
  store: Store;
  ask: Ask;
  secret: Buffer;
  channel: (address: Address) => Channel | undefined;
  pace: Pace;
  log: Log;
}

export interface Delivery extends Lanes {
  /** Takes in what a platform says of a send. Resolves once that is durable. */
  settle(receipt: Receipt): Promise<void>;
}

export function startDelivery({ store, ask, secret, channel, pace, log }: DeliveryOptions): Delivery {
  const settled = createSettled(ask);
  /** By lane, the item whose last try certainly did not arrive: it is tried again without doubt. */
  const certain = new Map<string, number>();
  /** By lane, the doubtful item that has had its time for a receipt. */
  const waited = new Map<string, number>();
  const lanes = workLanes({
    store,
    topic: OUTBOX,
    concurrency: CONCURRENCY,
    maxItems: PARTS,
    work: deliver,
    emptiesOnStop: true,
    log,
  });
  return { stop: (graceMs) => lanes.stop(graceMs), settle };

  async function deliver(claim: Claim, held: AbortSignal): Promise<void> {
    const { lane, epoch } = claim;
    for (const [index, { seq, payload }] of claim.items.entries()) {
      if (held.aborted) return;
      const item = readItem<OutboxItem>(lane, seq, payload);
      const { part, key } = item;
      const to = channel(part.address);
      if (!to)
        throw new Error(`There is no channel ${part.address.channel} here any more, so its replies cannot leave.`);
      // A part that was on its way when we died, to a platform without keys, may have arrived.
      const doubtful =
        index === 0 && claim.attempts > 0 && !to.capabilities.idempotentSend && certain.get(lane) !== seq;
      const receiptsMs = to.capabilities.receiptsWithinMs;
      const toldId = doubtful && receiptsMs !== undefined ? await settled.take(part.address, key) : null;
      if (doubtful && toldId === null && receiptsMs !== undefined && waited.get(lane) !== seq) {
        waited.set(lane, seq);
        return void (await store.fail(lane, epoch, { error: 'waits for its receipt', backoffMs: receiptsMs }));
      }
      certain.delete(lane);
      const startMs = performance.now();
      const result =
        toldId === null ? await send(to, lane, item) : ({ status: 'sent', id: toldId } satisfies SendResult);
      switch (result.status) {
        case 'sent': {
          waited.delete(lane);
          const unsure = doubtful && toldId === null;
          const effects = sentEffects(lane, item, { unsure, ms: performance.now() - startMs });
          const isLast = index === claim.items.length - 1;
          // Recorded one by one: what is sent again after a crash is at most what was in flight.
          const kept = isLast
            ? await store.complete(lane, epoch, seq, [], effects)
            : await store.ack(lane, epoch, seq, effects);
          if (!kept) return;
          break;
        }
        case 'failed':
          if (result.error.retryable) {
            // What was in doubt before stays so: this try says nothing about the one before.
            if (!doubtful) certain.set(lane, seq);
            return void (await store.fail(lane, epoch, {
              error: result.error.reason,
              backoffMs: result.error.retryAfterMs ?? Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** claim.attempts),
            }));
          }
          waited.delete(lane);
          log.warn({ lane, reason: result.error.reason }, 'a part was refused for good');
          return void (await store.fail(lane, epoch, {
            error: result.error.reason,
            dead: true,
            upto: seq,
            effects: [call('count', { name: `not delivered: ${result.error.reason}`, n: 1 })],
          }));
        case 'unknown':
          if (receiptsMs !== undefined) waited.set(lane, seq);
          return void (await store.fail(lane, epoch, { error: result.why, backoffMs: receiptsMs ?? RETRY_MS }));
        default:
          return result satisfies never;
      }
    }
  }

  /** The time for answering is asked about when a part's turn has come: it may have waited long, and across a restart. */
  async function send(to: Channel, lane: string, { part, key, heardAt }: OutboxItem): Promise<SendResult> {
    if (!(await isOpen(ask, to, conversationOf(lane), heardAt))) return { status: 'failed', error: TOO_LATE };
    return pace.send(to, part.address, () => sending.trace(() => to.send(part, key), { key }));
  }

  async function settle({ address, partId, partKey, status, reason }: Receipt): Promise<void> {
    if (status === 'failed') {
      log.warn({ channel: address.channel, reason }, 'the platform could not deliver a part it had taken');
      return ask('count', { name: `not delivered: ${reason ?? 'no reason given'}`, n: 1 });
    }
    if (partKey === undefined) return;
    // Only what is still in its lane is unsettled; most receipts are for what was recorded long ago.
    const lane = outboxLane(conversationName(secret, address));
    const [head] = await store.peek(lane);
    if (head && readItem<OutboxItem>(lane, head.seq, head.payload).key === partKey)
      await settled.put(address, partKey, partId);
  }
}

function sentEffects(lane: string, item: OutboxItem, { unsure, ms }: { unsure: boolean; ms: number }): Call[] {
  if (item.last) return [call('delivered', { conversation: conversationOf(lane), key: item.reply, ms, unsure })];
  return unsure ? [call('count', { name: 'sends unsure', n: 1 })] : [];
}
