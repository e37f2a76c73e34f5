/** What Messenger allows, as data. */
import type { Capabilities } from '../contract.ts';
import { QUICK_REPLIES } from '../meta/send-api.ts';

const MB = 1024 * 1024;
const HOUR_MS = 3_600_000;

export const MESSENGER = 'messenger';

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/attachment-upload-api: images 8 MB, all else 25 MB. */
export const IMAGE_BYTES = 8 * MB;
/** Reusable attachments are not said to run out; a month is what a picture is of use. */
export const UPLOAD_MS = 30 * 24 * HOUR_MS;

export const CAPABILITIES: Capabilities = {
  // "Must be UTF-8 and less than 2000 characters", counted in UTF-16, the strictest reading.
  text: { limit: 2_000, unit: 'utf16' },
  // Text and attachment exclude each other.
  caption: { limit: 0, unit: 'utf16' },
  streaming: 'none',
  // The indicator goes by itself after some 20 s: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions
  typingEveryMs: 15_000,
  buttons: QUICK_REPLIES.count,
  groups: false,
  parts: 8,
  // The standard messaging window: https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy
  replyWindowMs: 24 * HOUR_MS,
  media: { inBytes: 25 * MB, outBytes: 25 * MB },
  // 300 calls a second a page; one thread's pace is not told, so a calm one:
  // https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting
  rates: { perChatMs: 500, perGroupMs: 500, perAccountMs: 4 },
  // A repeated send is another message, but the key comes back in the echo of the first.
  idempotentSend: false,
  receiptsWithinMs: 10_000,
  access: 'open',
  consent: 'person',
  unsends: false,
};
