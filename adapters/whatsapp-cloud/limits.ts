/** What WhatsApp's Cloud API allows, as data. */
import type { Capabilities } from '../contract.ts';
import { DAY_MS, MB, META } from '../meta/limits.ts';

export const WHATSAPP_CLOUD = 'whatsapp-cloud';

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages and …/interactive-reply-buttons-messages, …/interactive-list-messages */
export const LIMITS = {
  text: 4096,
  caption: 1024,
  /** Text above buttons or a list. */
  body: 1024,
  replyButtons: { count: 3, title: 20 },
  list: { rows: 10, title: 24, opener: 20 },
  fileName: 240,
} as const;

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media */
export const IMAGES: { types: readonly string[]; bytes: number } = {
  types: ['image/jpeg', 'image/png'],
  bytes: 5 * MB,
};
/** Uploaded files are kept for 30 days; a day less, so that none runs out on the way. */
export const UPLOAD_MS = 29 * DAY_MS;

export const CAPABILITIES: Capabilities = {
  ...META,
  // "4096 characters": counted in UTF-16, the strictest reading.
  text: { limit: LIMITS.text, unit: 'utf16' },
  caption: { limit: LIMITS.caption, unit: 'utf16' },
  // Dismissed after 25 s: https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators
  typingEveryMs: 20_000,
  buttons: LIMITS.list.rows,
  // Few messages rather than many: one in 6 s to one person is the steady pace.
  parts: 6,
  media: { inBytes: 100 * MB, outBytes: 100 * MB },
  // Bursts beyond one in 6 s are lent from the future, up to 45, and 131056 says when to stop; 80 messages a second a number:
  // https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput
  rates: { perChatMs: 1_200, perGroupMs: 6_000, perAccountMs: 13 },
  // Only numbers that are also used in the Business app are told of deleted messages.
  unsends: false,
};
