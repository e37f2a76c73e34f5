/** Messenger's webhooks as events: a page's people, by the ids they have with this page only. Pure and total. */
import { type Decoded, decodeEach, ignored, join } from '../meta/decoded.ts';
import { type Fields, identifier, list, records } from '../meta/json.ts';
import { decodeMessaging } from '../meta/messaging.ts';
import { MESSENGER } from './limits.ts';

export interface DecodeContext {
  pageId: string;
  appId?: string | undefined;
  now: number;
}

export function decodeWebhook(payload: Fields, { pageId, appId, now }: DecodeContext): Decoded {
  const context = {
    channel: MESSENGER,
    account: pageId,
    ownIds: [pageId],
    now,
    appId,
  };
  return join(
    records(payload.entry).map((entry): Decoded => {
      if (identifier(entry.id) !== pageId) return { events: [], ignored: [ignored('another account', 'entry')] };
      return join([
        decodeEach(list(entry.messaging), 'event', (event) => decodeMessaging(event, context)),
        // Another app answers in this thread at the moment: https://developers.facebook.com/documentation/business-messaging/messenger-platform/handover-protocol
        decodeEach(list(entry.standby), 'standby', () => ignored('another app has the thread', 'standby')),
        decodeEach(list(entry.changes), 'change', () => ignored('not a message', 'change')),
      ]);
    }),
  );
}
