/** Updates, however they came, to the service: decoded, admitted, and told which of them have to come again. */
import { againInMs, isLost } from '../again.ts';
import type { Admission, Host, Inbound } from '../contract.ts';
import type { Bot } from './address.ts';
import type { Call } from './call.ts';
import { decode } from './decode.ts';

/** What could not be stored now and is to come again from this update on; null: all are safe. */
export type Again = { from: number; afterMs: number } | null;
export type Take = (updates: unknown[]) => Promise<Again>;

export interface Intake {
  take: Take;
  /** What a send was told, as an event of its own. */
  admitOwn(event: Inbound): Promise<void>;
  /** When something came in that was meant for the service, ms since 1970. */
  readonly lastInboundAt: number | undefined;
  /** How much was lost by a fault of ours since the start: Telegram was told that we have it, and we have not. */
  readonly lost: number;
}

const AGAIN_MS = 5_000;

interface Taken {
  updateId: number;
  events: Inbound[];
}

export function createIntake(host: Host, call: Call, bot: () => Bot | undefined): Intake {
  let lastInboundAt: number | undefined;
  let lost = 0;

  return {
    take,
    async admitOwn(event) {
      await host.admit([event]);
    },
    get lastInboundAt() {
      return lastInboundAt;
    },
    get lost() {
      return lost;
    },
  };

  async function take(updates: unknown[]): Promise<Again> {
    const us = bot();
    if (!us) return { from: idOf(updates[0]), afterMs: AGAIN_MS };
    const atMs = performance.now();
    const taken = updates.flatMap((update) => decodeOne(update, us));
    if (taken.length === 0) return null;
    const decodeMs = (performance.now() - atMs) / taken.length;
    for (const { events } of taken) for (const event of events) event.heard = { atMs, decodeMs };
    lastInboundAt = Date.now();
    return firstToComeAgain(taken, await host.admit(taken.flatMap(({ events }) => events)));
  }

  function decodeOne(update: unknown, us: Bot): Taken[] {
    const { updateId, events, ignored, callback } = decode(update, us, Date.now());
    // Whatever becomes of it: until then the button looks busy.
    if (callback !== undefined) call('answerCallbackQuery', { callback_query_id: callback }).catch(() => {});
    if (ignored !== undefined) host.log.info({ updateId, reason: ignored }, 'an update was ignored');
    return events.length > 0 && updateId !== null ? [{ updateId, events }] : [];
  }

  function firstToComeAgain(taken: Taken[], admissions: Admission[]): Again {
    let index = 0;
    for (const { updateId, events } of taken) {
      const own = admissions.slice(index, index + events.length);
      const afterMs = own.map(againInMs).find((ms) => ms !== undefined);
      if (afterMs !== undefined) return { from: updateId, afterMs };
      lost += own.filter(isLost).length;
      index += events.length;
    }
    return null;
  }
}

const idOf = (update: unknown): number => {
  const id = (update as { update_id?: unknown } | null)?.update_id;
  return typeof id === 'number' ? id : 0;
};
