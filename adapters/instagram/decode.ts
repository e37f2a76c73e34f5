/** Instagram's webhooks as events, in both flavours: by Instagram login and by a page's. Pure and total. */
import type { Part } from '../contract.ts';
import { file } from '../meta/attachments.ts';
import { type Decoded, decodeEach, type Ignored, ignored, join } from '../meta/decoded.ts';
import { type Fields, fields, identifier, list, records, text } from '../meta/json.ts';
import { decodeMessaging, type MessagingContext } from '../meta/messaging.ts';
import { INSTAGRAM } from './limits.ts';

export interface DecodeContext {
  /** The account has an id for each flavour, and webhooks may bear either; chats are filed under the first. */
  accountIds: readonly [string, ...string[]];
  appId?: string | undefined;
  now: number;
}

export function decodeWebhook(payload: Fields, { accountIds, appId, now }: DecodeContext): Decoded {
  const context: MessagingContext = {
    channel: INSTAGRAM,
    account: accountIds[0],
    ownIds: accountIds,
    now,
    attachment,
    appId,
  };
  return join(
    records(payload.entry).map((entry): Decoded => {
      const id = identifier(entry.id);
      if (id === undefined || !accountIds.includes(id))
        return { events: [], ignored: [ignored('another account', 'entry')] };
      return join([
        decodeEach(list(entry.messaging), 'event', (event) => decodeEvent(event, context)),
        decodeEach(list(entry.standby), 'standby', () => ignored('another app has the thread', 'standby')),
        decodeEach(list(entry.changes), 'change', (change) => decodeChange(change, context)),
      ]);
    }),
  );
}

/** Fields of messages come as a change in one flavour; comments and mentions are public and none of ours. */
function decodeChange({ field, value }: Fields, context: MessagingContext) {
  const name = text(field) ?? 'change';
  const event = fields(value);
  if (!/^messag/.test(name) || !event) return ignored('not a message', name);
  return decodeEvent(event, context);
}

function decodeEvent(event: Fields, context: MessagingContext): ReturnType<typeof decodeMessaging> | Ignored {
  // Somebody's note to themselves in an account that is ours.
  if (fields(event.message)?.is_self === true) return ignored('ours', 'message');
  return decodeMessaging(event, context);
}

/** The heart is an attachment without a file; stories, posts and shares are pictures to look at. */
function attachment(type: string, payload: Fields): Part[] | undefined {
  if (type === 'like_heart') return [{ kind: 'text', text: '❤️' }];
  const url = text(payload.url);
  if (['story_mention', 'share', 'ig_post', 'post', 'ig_story'].includes(type) && url !== undefined)
    return [file('image', url, 'view')];
  return undefined;
}
