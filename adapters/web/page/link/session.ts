/** Who holds the page: the key of the link is traded for a cookie once, and leaves the address at once. */
import type { Requests } from './requests.ts';

export type Session =
  | { state: 'open' }
  /** `key`: the link's key that could not be traded yet, to be tried again. */
  | { state: 'unreachable'; key?: string }
  | { state: 'closed' };

const KEY_IN_FRAGMENT = /^#k=(.+)$/;

/** The key in the address, or undefined; the fragment is wiped so that it stays in no history and no bookmark. */
export function takeKey(): string | undefined {
  const key = KEY_IN_FRAGMENT.exec(location.hash)?.[1];
  if (key !== undefined) history.replaceState(null, '', location.pathname);
  return key;
}

/** A used or old key is no harm while an earlier cookie still holds. */
export async function openSession(requests: Requests, key: string | undefined): Promise<Session> {
  if (key !== undefined) {
    const traded = await requests.signIn(key);
    if (traded.kind === 'done') return { state: 'open' };
    if (traded.kind === 'unreachable' || traded.kind === 'later') return { state: 'unreachable', key };
  }
  const asked = await requests.session();
  switch (asked.kind) {
    // Whatever else the service may object to, it knows this browser.
    case 'done':
    case 'refused':
      return { state: 'open' };
    case 'unreachable':
    case 'later':
      return { state: 'unreachable' };
    case 'signed out':
      return { state: 'closed' };
    default:
      asked satisfies never;
      return { state: 'closed' };
  }
}
