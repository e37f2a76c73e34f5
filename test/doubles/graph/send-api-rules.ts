/**
 * What the Send API takes of pages and Instagram accounts:
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api
 */
import { z } from 'zod';

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies */
const quickReply = z.strictObject({
  content_type: z.literal('text'),
  title: z.string().min(1).max(20),
  payload: z.string().min(1).max(1000),
  image_url: z.url().optional(),
});

const attachment = z.strictObject({
  type: z.enum(['image', 'audio', 'video', 'file']),
  payload: z
    .strictObject({
      url: z.url().optional(),
      attachment_id: z.string().optional(),
      is_reusable: z.boolean().optional(),
    })
    .refine(({ url, attachment_id }) => (url === undefined) !== (attachment_id === undefined), 'url or attachment_id'),
});

/** "text and attachment are mutually exclusive." */
const message = z
  .strictObject({
    text: z
      .string()
      .refine((text) => text.trim() !== '', 'The parameter text is empty.')
      .optional(),
    attachment: attachment.optional(),
    quick_replies: z.array(quickReply).min(1).max(13).optional(),
    metadata: z.string().max(1000).optional(),
  })
  .refine((value) => (value.text === undefined) !== (value.attachment === undefined), 'text or attachment, not both');

const recipient = z.strictObject({ id: z.string().regex(/^\d{3,40}$/) });

const send = z.strictObject({
  recipient,
  messaging_type: z.enum(['RESPONSE', 'UPDATE', 'MESSAGE_TAG']).optional(),
  tag: z.enum(['HUMAN_AGENT']).optional(),
  reply_to: z.strictObject({ mid: z.string().min(1) }).optional(),
  message,
});

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/sender-actions: no message with it. */
const action = z.strictObject({
  recipient,
  messaging_type: z.literal('RESPONSE').optional(),
  sender_action: z.enum(['typing_on', 'typing_off', 'mark_seen']),
});

export type SendApiRequest =
  | { kind: 'action'; to: string; action: string }
  | { kind: 'message'; to: string; message: z.infer<typeof message>; replyTo: string | undefined };

/** @throws z.ZodError saying what is wrong. */
export function readSendApiRequest(
  body: { [name: string]: unknown },
  product: 'messenger' | 'instagram',
): SendApiRequest {
  if ('sender_action' in body) {
    const { recipient: to, sender_action } = action.parse(body);
    return { kind: 'action', to: to.id, action: sender_action };
  }
  const read = send.parse(body);
  // "Required. The messaging type of the message being sent."
  if (product === 'messenger' && read.messaging_type === undefined) z.never('messaging_type is required').parse(0);
  return { kind: 'message', to: read.recipient.id, message: read.message, replyTo: read.reply_to?.mid };
}

/** Messenger: "2000 characters". Instagram: "1000 bytes or less". */
export const fits = (text: string, product: 'messenger' | 'instagram'): boolean =>
  product === 'messenger' ? text.length <= 2000 : Buffer.byteLength(text) <= 1000;

const MB = 1024 * 1024;
/** https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/attachment-upload */
export const UPLOADS: { [product: string]: { [type: string]: { bytes: number; mime: RegExp } } } = {
  messenger: {
    image: { bytes: 8 * MB, mime: /^image\// },
    audio: { bytes: 25 * MB, mime: /^audio\// },
    video: { bytes: 25 * MB, mime: /^video\// },
    file: { bytes: 25 * MB, mime: /./ },
  },
  instagram: {
    image: { bytes: 8 * MB, mime: /^image\/(png|jpeg|gif)$/ },
    audio: { bytes: 25 * MB, mime: /^audio\// },
    video: { bytes: 25 * MB, mime: /^video\// },
    file: { bytes: 25 * MB, mime: /^application\/pdf$/ },
  },
};

/** Of the supported locales those that matter here: https://developers.facebook.com/docs/messenger-platform/messenger-profile/supported-locales */
const LOCALES =
  'default en_US en_GB es_ES es_LA pt_BR pt_PT hi_IN ar_AR id_ID fr_FR fr_CA bn_IN vi_VN tr_TR ru_RU de_DE it_IT ja_JP';
const locale = z.string().refine((name) => LOCALES.split(' ').includes(name), 'a supported locale');

/** "At least one with locale: default", and no locale twice. */
const byLocale = <Entry extends z.ZodType<{ locale: string }>>(entry: Entry) =>
  z.array(entry).refine((entries) => {
    const locales = entries.map((one) => one.locale);
    return locales.includes('default') && new Set(locales).size === locales.length;
  }, 'each locale once, default among them');

/** https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/messenger-profile-api */
export const profile = z.strictObject({
  platform: z.literal('instagram').optional(),
  get_started: z.strictObject({ payload: z.string().min(1).max(1000) }).optional(),
  greeting: byLocale(z.strictObject({ locale, text: z.string().min(1).max(160) })).optional(),
  persistent_menu: byLocale(
    z.strictObject({
      locale,
      composer_input_disabled: z.boolean(),
      call_to_actions: z
        .array(
          z.strictObject({
            type: z.literal('postback'),
            title: z.string().min(1).max(30),
            payload: z.string().min(1).max(1000),
          }),
        )
        .max(20),
    }),
  ).optional(),
  ice_breakers: byLocale(
    z.strictObject({
      locale,
      call_to_actions: z
        .array(z.strictObject({ question: z.string().min(1).max(80), payload: z.string().min(1).max(1000) }))
        .min(1)
        .max(4),
    }),
  ).optional(),
});
