/** Updates, however they came, to the service: decoded, admitted, and told which of them have to come again. */
import { againInMs } from '../again.ts';
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
  /** How many updates were given up since the start: Telegram was told that we have them, and we have not. */
  readonly givenUp: number;
}

const AGAIN_MS = 5_000;
/** An update that breaks the admission this often is let go, or nobody else would be heard any more. */
const BREAKS = 5;

interface Taken {
  updateId: number;
  events: Inbound[];
}

export function createIntake(host: Host, call: Call, bot: () => Bot | undefined): Intake {
  const breaks = new Map<number, number>();
  let lastInboundAt: number | undefined;
  let givenUp = 0;

  return {
    take,
    async admitOwn(event) {
      await host
        .admit([event])
        .catch((error: unknown) => host.log.error({ err: error }, 'what a send was told could not be admitted'));
    },
    get lastInboundAt() {
      return lastInboundAt;
    },
    get givenUp() {
      return givenUp;
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
    try {
      return firstToComeAgain(taken, await host.admit(taken.flatMap(({ events }) => events)));
    } catch (error) {
      return taken.length === 1 ? broken(taken[0]!, error) : oneByOne(taken);
    }
  }

  function decodeOne(update: unknown, us: Bot): Taken[] {
    const { updateId, events, ignored, callback } = decode(update, us, Date.now());
    // Whatever becomes of it: until then the button looks busy.
    if (callback !== undefined) call('answerCallbackQuery', { callback_query_id: callback }).catch(() => {});
    if (ignored !== undefined) host.log.info({ updateId, reason: ignored }, 'an update was ignored');
    return events.length > 0 && updateId !== null ? [{ updateId, events }] : [];
  }

  /** One that breaks the admission must not stop the others. */
  async function oneByOne(taken: Taken[]): Promise<Again> {
    for (const one of taken) {
      const again = await host.admit(one.events).then(
        (admissions) => firstToComeAgain([one], admissions),
        (error: unknown) => broken(one, error),
      );
      if (again) return again;
    }
    return null;
  }

  function broken({ updateId }: Taken, error: unknown): Again {
    const times = (breaks.get(updateId) ?? 0) + 1;
    host.log.error({ err: error, updateId, times }, 'an update could not be admitted');
    if (times < BREAKS) {
      breaks.set(updateId, times);
      return { from: updateId, afterMs: AGAIN_MS };
    }
    breaks.delete(updateId);
    givenUp++;
    return null;
  }
}

function firstToComeAgain(taken: Taken[], admissions: Admission[]): Again {
  let index = 0;
  for (const { updateId, events } of taken) {
    const afterMs = admissions
      .slice(index, index + events.length)
      .map(againInMs)
      .find((ms) => ms !== undefined);
    if (afterMs !== undefined) return { from: updateId, afterMs };
    index += events.length;
  }
  return null;
}

const idOf = (update: unknown): number => {
  const id = (update as { update_id?: unknown } | null)?.update_id;
  return typeof id === 'number' ? id : 0;
};
