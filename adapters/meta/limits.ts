/** What Meta allows in all three channels, and what Messenger and Instagram share by the Send API, as data. */
import type { Capabilities } from '../contract.ts';

export const MB = 1024 * 1024;
export const DAY_MS = 24 * 3_600_000;

export const META = {
  streaming: 'none',
  // Messenger and Instagram have no groups for bots; WhatsApp's are open to official business accounts only.
  groups: false,
  // https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages (customer service window) and
  // https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy (standard messaging window).
  replyWindowMs: DAY_MS,
  // A repeated send is another message, but the key comes back: in the echo of the first, or in its statuses.
  idempotentSend: false,
  receiptsWithinMs: 10_000,
  // A page or a business number is a shop window (product decision: open by default).
  access: 'open',
  consent: 'person',
} as const satisfies Partial<Capabilities>;

/** Both: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies */
export const QUICK_REPLIES = { count: 13, title: 20 };

export const SEND_API = {
  ...META,
  // The indicator goes by itself after some 20 s: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions
  typingEveryMs: 15_000,
  buttons: QUICK_REPLIES.count,
  // 300 calls a second a page or account; one thread's pace is not told, so a calm one:
  // https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview/rate-limiting and
  // https://developers.facebook.com/documentation/business-messaging/instagram-messaging/overview
  rates: { perChatMs: 500, perGroupMs: 500, perAccountMs: 4 },
} as const satisfies Partial<Capabilities>;

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/attachment-upload-api and …/instagram-messaging/features/attachment-upload: images 8 MB, all else 25 MB. */
export const SEND_API_FILES = {
  imageBytes: 8 * MB,
  bytes: 25 * MB,
  /** Reusable attachments are not said to run out; a month is what a picture is of use. */
  keptMs: 30 * DAY_MS,
};
