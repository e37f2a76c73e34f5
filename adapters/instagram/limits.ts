/** What Instagram allows, as data. */
import type { Capabilities } from '../contract.ts';
import { QUICK_REPLIES } from '../meta/send-api.ts';

const MB = 1024 * 1024;
const HOUR_MS = 3_600_000;

export const INSTAGRAM = 'instagram';

/** https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload */
export const IMAGES: { types: readonly string[]; bytes: number } = {
  types: ['image/png', 'image/jpeg', 'image/gif'],
  bytes: 8 * MB,
};
export const UPLOAD_MS = 30 * 24 * HOUR_MS;

export const CAPABILITIES: Capabilities = {
  // "Must be UTF-8 and be a 1000 bytes or less": https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message
  text: { limit: 1_000, unit: 'byte' },
  caption: { limit: 0, unit: 'byte' },
  streaming: 'none',
  typingEveryMs: 15_000,
  buttons: QUICK_REPLIES.count,
  groups: false,
  // There is no file that text could leave as; the longest answer of a model has some twenty parts.
  parts: Number.POSITIVE_INFINITY,
  replyWindowMs: 24 * HOUR_MS,
  media: { inBytes: 25 * MB, outBytes: 8 * MB },
  // 300 calls a second an account: https://developers.facebook.com/documentation/business-messaging/instagram-messaging/overview
  rates: { perChatMs: 500, perGroupMs: 500, perAccountMs: 4 },
  // A repeated send is another message, but the key comes back in the echo of the first.
  idempotentSend: false,
  receiptsWithinMs: 10_000,
  access: 'open',
  consent: 'person',
  unsends: true,
};
