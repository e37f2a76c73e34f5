/** What Messenger allows, as data. */
import type { Capabilities } from '../contract.ts';
import { SEND_API, SEND_API_FILES } from '../meta/limits.ts';

export const MESSENGER = 'messenger';

export const CAPABILITIES: Capabilities = {
  ...SEND_API,
  // "Must be UTF-8 and less than 2000 characters", counted in UTF-16, the strictest reading.
  text: { limit: 2_000, unit: 'utf16' },
  // Text and attachment exclude each other.
  caption: { limit: 0, unit: 'utf16' },
  parts: 8,
  media: { inBytes: SEND_API_FILES.bytes, outBytes: SEND_API_FILES.bytes },
  unsends: false,
};
