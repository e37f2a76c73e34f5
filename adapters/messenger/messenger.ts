/** Messenger: one page. */
import type { Channel } from '../contract.ts';
import { createMetaChannel, firstMessageId, type MetaOptions } from '../meta/channel.ts';
import { SEND_API_FILES } from '../meta/limits.ts';
import { introduce, type Profile } from '../meta/profile.ts';
import { fetchAttachment, type SendApi, senderAction, sendMessage } from '../meta/send-api.ts';
import { decodeWebhook } from './decode.ts';
import { encodeReply } from './encode.ts';
import { CAPABILITIES, MESSENGER } from './limits.ts';

export interface MessengerOptions extends MetaOptions {
  pageId: string;
  profile: Profile;
}

export function createMessengerChannel(options: MessengerOptions): Channel {
  const { pageId, appId, profile } = options;
  const api: SendApi = { node: pageId, messagingType: 'RESPONSE' };
  return createMetaChannel(
    {
      id: MESSENGER,
      account: pageId,
      capabilities: CAPABILITIES,
      object: 'page',
      uploadMs: SEND_API_FILES.keptMs,
      callbacks: true,
      decode: (payload, now) => decodeWebhook(payload, { pageId, now, appId }),
      encode: encodeReply,
      send: (sender, part, key) => sendMessage(api, sender, part, key),
      idOf: firstMessageId,
      typing: (graph, address) => senderAction(api, graph, address, 'typing_on'),
      seen: (graph, address) => senderAction(api, graph, address, 'mark_seen'),
      fetch: fetchAttachment,
      // https://developers.facebook.com/documentation/business-messaging/messenger-platform/discovery/m-me-links
      invitation: (code) => `https://m.me/${pageId}?ref=${encodeURIComponent(code)}`,
      introduce: (graph, state) => introduce(graph, state, pageId, profile, 'messenger'),
    },
    options,
  );
}
