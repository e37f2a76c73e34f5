/** Telegram's limits, as data. Where no source is named, it is https://core.telegram.org/bots/api. */
import type { Capabilities } from '../contract.ts';

const MB = 1024 * 1024;

export const CAPABILITIES = {
  // sendMessage: "1-4096 characters after entities parsing"; entities count in UTF-16 code units.
  text: { limit: 4096, unit: 'utf16' },
  // sendPhoto: "0-1024 characters after entities parsing".
  caption: { limit: 1024, unit: 'utf16' },
  // sendMessageDraft, in private chats; in groups a message is edited.
  streaming: 'draft',
  // sendChatAction: "The status is set for 5 seconds or less".
  typingEveryMs: 4_500,
  // Rows of an inline keyboard; Telegram names no limit, phones show about so many without scrolling.
  buttons: 8,
  groups: true,
  parts: 8,
  replyWindowMs: Number.POSITIVE_INFINITY,
  // getFile: "bots can download files of up to 20MB in size"; sendDocument: "up to 50 MB".
  media: { inBytes: 20 * MB, outBytes: 50 * MB },
  // https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: one message a second in a chat,
  // 20 a minute in a group, about 30 a second in all.
  rates: { perChatMs: 1_000, perGroupMs: 3_100, perAccountMs: 34 },
  // Unpublished: what other bots found to hold.
  previewEveryMs: { chat: 450, group: 4_000 },
  idempotentSend: false,
  access: 'pairing',
  consent: 'person',
  unsends: false,
} as const satisfies Capabilities;

/**
 * The same with time running `factor` times as slow between sends; 0: no pace at all. For stand-ins of the platform.
 */
export const capabilitiesAt = (factor: number, open: boolean): Capabilities => ({
  ...CAPABILITIES,
  access: open ? 'open' : CAPABILITIES.access,
  previewEveryMs: {
    chat: CAPABILITIES.previewEveryMs.chat * factor,
    group: CAPABILITIES.previewEveryMs.group * factor,
  },
  rates:
    factor === 0
      ? 'none'
      : {
          perChatMs: CAPABILITIES.rates.perChatMs * factor,
          perGroupMs: CAPABILITIES.rates.perGroupMs * factor,
          perAccountMs: CAPABILITIES.rates.perAccountMs * factor,
        },
});

/** Photos: sendPhoto, "at most 10 MB"; what is larger leaves as a document. */
export const PHOTO_BYTES = 10 * MB;
/** InlineKeyboardButton.callback_data: "1-64 bytes". */
export const CALLBACK_BYTES = 64;
