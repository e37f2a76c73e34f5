/** What a webhook's body comes to: events in our words, and what was left aside, each with its reason. */
import type { Inbound } from '../contract.ts';
import { type Fields, fields } from './json.ts';

/** Why something in a webhook is no event for us. A closed list: each is counted under its name. */
export type IgnoredWhy =
  | 'another account'
  | 'a group'
  | 'another app has the thread'
  | 'not a message'
  | 'no sender'
  | 'ours'
  | 'not readable';

export interface Ignored {
  why: IgnoredWhy;
  /** The platform's name of the thing, never its content. */
  what: string;
}

export interface Decoded {
  events: Inbound[];
  ignored: Ignored[];
}

export const ignored = (why: IgnoredWhy, what: string): Ignored => ({ why, what });

/** Decodes each element for itself: one that cannot be read harms no other. */
export function decodeEach(
  elements: unknown[],
  what: string,
  decode: (element: Fields) => Inbound[] | Ignored,
): Decoded {
  const decoded: Decoded = { events: [], ignored: [] };
  for (const element of elements) {
    const result = attempt(element, what, decode);
    if (Array.isArray(result)) decoded.events.push(...result);
    else decoded.ignored.push(result);
  }
  return decoded;
}

function attempt(
  element: unknown,
  what: string,
  decode: (element: Fields) => Inbound[] | Ignored,
): Inbound[] | Ignored {
  const known = fields(element);
  if (!known) return ignored('not readable', what);
  try {
    return decode(known);
  } catch {
    return ignored('not readable', what);
  }
}

export function join(parts: Decoded[]): Decoded {
  return { events: parts.flatMap(({ events }) => events), ignored: parts.flatMap((part) => part.ignored) };
}
