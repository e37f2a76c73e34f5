/** Instagram's direct messages: one professional account, by Instagram login or by the page it is linked to. */
import type { Channel } from '../contract.ts';
import { createMetaChannel, firstMessageId, type MetaOptions } from '../meta/channel.ts';
import { SEND_API_FILES } from '../meta/limits.ts';
import { introduce, type Profile } from '../meta/profile.ts';
import { fetchAttachment, type SendApi, senderAction, sendMessage } from '../meta/send-api.ts';
import { decodeWebhook } from './decode.ts';
import { encodeReply } from './encode.ts';
import { CAPABILITIES, INSTAGRAM } from './limits.ts';

export interface InstagramOptions extends MetaOptions {
  /** The account's ids, the one its messages are sent by first. */
  accountIds: readonly [string, ...string[]];
  /** Set: the account is reached by this page's token and API. Absent: by Instagram login. */
  pageId?: string | undefined;
  profile: Profile;
}

export function createInstagramChannel(options: InstagramOptions): Channel {
  const { accountIds, pageId, appId, profile } = options;
  const api: SendApi = pageId === undefined ? { node: accountIds[0] } : { node: pageId, platform: 'instagram' };
  return createMetaChannel(
    {
      id: INSTAGRAM,
      account: accountIds[0],
      capabilities: CAPABILITIES,
      object: 'instagram',
      uploadMs: SEND_API_FILES.keptMs,
      callbacks: true,
      decode: (payload, now) => decodeWebhook(payload, { accountIds, now, appId }),
      encode: (reply, address) => encodeReply(reply, address, pageId !== undefined),
      send: (sender, part, key) => sendMessage(api, sender, part, key),
      idOf: firstMessageId,
      typing: (graph, address) => senderAction(api, graph, address, 'typing_on'),
      seen: (graph, address) => senderAction(api, graph, address, 'mark_seen'),
      fetch: fetchAttachment,
      introduce: (graph, state) => introduce(graph, state, api.node, profile, 'instagram'),
    },
    options,
  );
}
