/** Opens the session and shows the page, or the door in its place. */
import { h, render } from 'preact';
import { openOutboxStorage } from './link/outbox-storage.ts';
import { createRequests } from './link/requests.ts';
import { openSession, takeKey } from './link/session.ts';
import { createParley, type Parley } from './parley.ts';
import { App } from './view/app.ts';
import { ClosedDoor, NobodyThere } from './view/doors.ts';
import { direction, languageTag, words } from './words/words.ts';

document.documentElement.lang = languageTag;
document.documentElement.dir = direction;

const page = document.getElementById('page')!;
const requests = createRequests(words.unknownFault);
const storage = openOutboxStorage();
let parley: Parley | undefined;

async function enter(key: string | undefined): Promise<void> {
  const session = await openSession(requests, key);
  switch (session.state) {
    case 'open':
      parley ??= createParley({
        requests,
        storage: await storage,
        onSignedOut: () => render(h(ClosedDoor, null), page),
      });
      parley.arrive();
      render(h(App, parley), page);
      break;
    case 'closed':
      render(h(ClosedDoor, null), page);
      break;
    case 'unreachable':
      render(h(NobodyThere, { onTryAgain: () => void enter(session.key) }), page);
      break;
    default:
      session satisfies never;
  }
}

// Also when a link is pasted into the address of a page that is open already: then only its fragment changes.
addEventListener('hashchange', () => {
  const key = takeKey();
  if (key !== undefined) void enter(key);
  else parley?.arrive();
});
void enter(takeKey());
