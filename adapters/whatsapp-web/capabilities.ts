/** What WhatsApp can do on a number of one's own, as data. Times in ms. */
import type { Capabilities } from '../contract.ts';

export const WHATSAPP_WEB = 'whatsapp-web';

const MINUTE_MS = 60_000;

export function capabilities(live: boolean): Capabilities {
  return {
    // The platform takes 65,536 characters (whatsapp.com, FAQ); a message is read on a phone, so ours are shorter.
    text: { limit: 4096, unit: 'utf16' },
    caption: { limit: 1024, unit: 'utf16' },
    streaming: live ? 'edit' : 'none',
    typingEveryMs: TYPING.repeatMs,
    buttons: 0,
    groups: true,
    parts: 3,
    replyWindowMs: Number.POSITIVE_INFINITY,
    // A file crosses the browser's pipe as base64, three copies at once: less than WhatsApp itself would take (2 GB).
    media: { inBytes: 64_000_000, outBytes: 16_000_000 },
    // A person does not write faster. What does is logged out (github.com/wwebjs/whatsapp-web.js, README).
    rates: { perChatMs: 1200, perGroupMs: 2400, perAccountMs: 600 },
    // The page keeps every send with its id, and shows it again when it is asked: `Outgoing` looks before it repeats.
    idempotentSend: true,
    access: 'open',
    consent: 'owner and person',
    unsends: true,
  };
}

/** "Typing…" stays for 25 s unless it is repeated. Before an answer leaves it shows for one to two seconds. */
export const TYPING = { repeatMs: 20_000, leastMs: 1_000, mostMs: 2_000, perCharacterMs: 4 } as const;

/** Editing one's own message is possible for 15 minutes; the last minute is left for the final text. */
export const LIVE = { everyMs: 3_000, forMs: 14 * MINUTE_MS } as const;

export const PATIENCE = {
  /** Until the page of WhatsApp is there at all: its scripts are some 10 MB. */
  injectMs: 90_000,
  /** From linked to ready; then the library is nudged once and again, then restarted (github.com/wwebjs/whatsapp-web.js, issue 201919). */
  readyMs: 20_000,
  nudges: 2,
  /** A new login that is to be refused is refused within this time. */
  holdMs: 30_000,
  /** Between two looks at whether the page is alive and has told us all it has heard. */
  probeMs: 60_000,
  /** Without a message in this time we no longer claim to hear. */
  provenMs: 12 * 60 * MINUTE_MS,
  backOffMs: { least: 5_000, most: 5 * MINUTE_MS },
  /** WhatsApp shows the first code for 60 s and each of the others for 20 s. */
  firstCodeMs: 60_000,
  codeMs: 20_000,
  codes: 6,
  pairingCodeMs: 180_000,
  /** A child that was asked to end, and its browser after it. */
  farewellMs: 10_000,
  call: { shortMs: 15_000, sendMs: 45_000, ackMs: 20_000, fetchMs: 60_000 },
} as const;

/** In widened form, so that a test may be less patient. */
export type Patience = Widened<typeof PATIENCE>;
type Widened<Value> = Value extends number ? number : { readonly [Name in keyof Value]: Widened<Value[Name]> };

/** A browser that grew beyond this is started anew, and so is every one at night. */
export const WEAR = { mostBytes: 1_500_000_000, hour: 4 } as const;

/** WhatsApp unlinks a device whose phone was not online for 14 days; two days before, the owner is told. */
export const PHONE_UNSEEN_MS = 12 * 24 * 60 * MINUTE_MS;
