/**
 * How fast one may send (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this): in one chat
 * about a message a second with short bursts, in a group 20 a minute, in all about 30 a second. On a clock that may run
 * faster than ours.
 */
import { Refusal } from './refusal.ts';

const CHAT = { within: 3, most: 4 };
const GROUP = { within: 60, most: 20 };
const ALL = { within: 1, most: 30 };

export interface Rates {
  /** @throws Refusal with 429 where it is too fast. */
  sent(chat: number, group: boolean): void;
  /** How often it said 429. */
  readonly refused: number;
}

/** `speed`: so many of its seconds pass in one of ours. */
export function createRates(speed: number, now: () => number = () => performance.now()): Rates {
  const sends = new Map<number, number[]>();
  const all: number[] = [];
  let refused = 0;
  const waitFor = (times: number[], { within, most }: { within: number; most: number }, at: number): number => {
    while (times.length > 0 && times[0]! <= at - within) times.shift();
    return times.length < most ? 0 : times[times.length - most]! + within - at;
  };
  return {
    sent(chat, group) {
      const at = (now() * speed) / 1000;
      const times = sends.get(chat) ?? [];
      const seconds = Math.max(waitFor(times, group ? GROUP : CHAT, at), waitFor(all, ALL, at));
      if (seconds > 0) {
        refused += 1;
        const after = Math.ceil(seconds);
        throw new Refusal(429, `Too Many Requests: retry after ${after}`, { retry_after: after });
      }
      sends.set(chat, [...times, at]);
      all.push(at);
    },
    get refused() {
      return refused;
    },
  };
}
