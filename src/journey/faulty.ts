/**
 * An event that breaks the admission is our fault, and must cost nobody else theirs: of a batch that broke, each event
 * is offered alone. The one that breaks is to come again, with what follows it in its chat; after some tries it is let
 * go, and counted for good.
 */
import type { Address, Admission, Inbound } from '../../adapters/contract.ts';
import type { Log } from '../log.ts';
import { refused } from './candidates.ts';

export type Admit = (events: Inbound[]) => Promise<Admission[]>;

/** After so many tries it is let go: a platform that keeps order would bring nobody else's any more. */
const BREAKS = 5;
const AGAIN_MS = 5_000;
/** Of events that broke and never came again, no more than these are remembered. */
const MOST_KNOWN = 1_000;

/** @param letGo told of each event that is lost, once; where it rejects, the event is not let go. @returns an `Admit` that never rejects */
export function sparing(admit: Admit, { letGo, log }: { letGo: (event: Inbound) => Promise<void>; log: Log }): Admit {
  const breaks = new Map<string, number>();
  return async (events) => {
    try {
      return await admit(events);
    } catch (error) {
      return events.length === 1 ? [await broken(events[0]!, error)] : oneByOne(events);
    }
  };

  async function oneByOne(events: Inbound[]): Promise<Admission[]> {
    const results: Admission[] = [];
    const waiting = new Set<string>();
    for (const event of events) {
      const chat = chatOf(event.address);
      const result = waiting.has(chat) ? again() : await alone(event);
      if (result.status === 'refused' && result.reason === 'broken' && result.retryAfterMs !== undefined)
        waiting.add(chat);
      results.push(result);
    }
    return results;
  }

  async function alone(event: Inbound): Promise<Admission> {
    try {
      return (await admit([event]))[0]!;
    } catch (error) {
      return broken(event, error);
    }
  }

  async function broken(event: Inbound, error: unknown): Promise<Admission> {
    const { address, eventId, kind } = event;
    const name = JSON.stringify([address.channel, address.account, eventId]);
    const times = (breaks.get(name) ?? 0) + 1;
    log.error({ err: error, channel: address.channel, kind, times }, 'an event could not be admitted');
    if (times === BREAKS && !(await counted(event))) return again();
    if (breaks.size >= MOST_KNOWN) breaks.clear();
    breaks.set(name, times);
    return times < BREAKS ? again() : refused('broken');
  }

  async function counted(event: Inbound): Promise<boolean> {
    try {
      await letGo(event);
      return true;
    } catch (error) {
      log.error({ err: error }, 'an event that was to be let go could not be counted');
      return false;
    }
  }
}

const again = (): Admission => refused('broken', AGAIN_MS);

const chatOf = ({ channel, account, chat }: Address): string => JSON.stringify([channel, account, chat]);
