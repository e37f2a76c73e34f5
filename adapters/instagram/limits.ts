/** What Instagram allows, as data. */
import type { Capabilities } from '../contract.ts';
import { SEND_API, SEND_API_FILES } from '../meta/limits.ts';

export const INSTAGRAM = 'instagram';

/** https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload */
export const IMAGE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif'];

export const CAPABILITIES: Capabilities = {
  ...SEND_API,
  // "Must be UTF-8 and be a 1000 bytes or less": https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/send-message
  text: { limit: 1_000, unit: 'byte' },
  caption: { limit: 0, unit: 'byte' },
  // There is no file that text could leave as; the longest answer of a model has some twenty parts.
  parts: Number.POSITIVE_INFINITY,
  media: { inBytes: SEND_API_FILES.bytes, outBytes: SEND_API_FILES.imageBytes },
  unsends: true,
};
