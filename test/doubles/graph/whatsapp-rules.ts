/**
 * What the Cloud API takes: https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
 * Anything else, be it one field too many, is refused.
 */
import { z } from 'zod';

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages: "Maximum 4096 characters" */
const characters = (least: number, most: number) =>
  z
    .string()
    .refine((text) => text.trim().length >= least && text.length <= most, `has to have ${least} to ${most} characters`);

const media = { id: z.string().optional(), link: z.url({ protocol: /^https$/ }).optional() };
const caption = characters(1, 1024).optional();
const oneSource = (value: { id?: string | undefined; link?: string | undefined }) =>
  (value.id === undefined) !== (value.link === undefined);

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages */
const replyButtons = z.strictObject({
  type: z.literal('button'),
  header: z.strictObject({ type: z.literal('text'), text: characters(1, 60) }).optional(),
  body: z.strictObject({ text: characters(1, 1024) }),
  footer: z.strictObject({ text: characters(1, 60) }).optional(),
  action: z.strictObject({
    buttons: z
      .array(
        z.strictObject({
          type: z.literal('reply'),
          reply: z.strictObject({ id: characters(1, 256), title: characters(1, 20) }),
        }),
      )
      .min(1)
      .max(3)
      .refine(
        (buttons) =>
          new Set(buttons.map(({ reply }) => reply.id)).size === buttons.length &&
          new Set(buttons.map(({ reply }) => reply.title)).size === buttons.length,
        'Duplicated ids or titles of buttons',
      ),
  }),
});

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages */
const listMessage = z.strictObject({
  type: z.literal('list'),
  header: z.strictObject({ type: z.literal('text'), text: characters(1, 60) }).optional(),
  body: z.strictObject({ text: characters(1, 4096) }),
  footer: z.strictObject({ text: characters(1, 60) }).optional(),
  action: z.strictObject({
    button: characters(1, 20),
    sections: z
      .array(
        z.strictObject({
          title: characters(1, 24).optional(),
          rows: z
            .array(
              z.strictObject({
                id: characters(1, 200),
                title: characters(1, 24),
                description: characters(1, 72).optional(),
              }),
            )
            .min(1),
        }),
      )
      .min(1)
      .max(10)
      .refine((sections) => sections.flatMap(({ rows }) => rows).length <= 10, 'Total row count exceeds 10'),
  }),
});

const ctaUrl = z.strictObject({
  type: z.literal('cta_url'),
  header: z.strictObject({ type: z.literal('text'), text: characters(1, 60) }).optional(),
  body: z.strictObject({ text: characters(1, 1024) }),
  action: z.strictObject({
    name: z.literal('cta_url'),
    parameters: z.strictObject({ display_text: characters(1, 20), url: z.url({ protocol: /^https?$/ }) }),
  }),
});

const content = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.strictObject({ body: characters(1, 4096), preview_url: z.boolean().optional() }),
  }),
  z.strictObject({ type: z.literal('image'), image: z.strictObject({ ...media, caption }).refine(oneSource) }),
  z.strictObject({ type: z.literal('video'), video: z.strictObject({ ...media, caption }).refine(oneSource) }),
  z.strictObject({
    type: z.literal('audio'),
    audio: z.strictObject({ ...media, voice: z.boolean().optional() }).refine(oneSource),
  }),
  z.strictObject({ type: z.literal('sticker'), sticker: z.strictObject(media).refine(oneSource) }),
  z.strictObject({
    type: z.literal('document'),
    document: z.strictObject({ ...media, caption, filename: characters(1, 240).optional() }).refine(oneSource),
  }),
  z.strictObject({
    type: z.literal('reaction'),
    reaction: z.strictObject({ message_id: z.string().min(1), emoji: z.string() }),
  }),
  z.strictObject({
    type: z.literal('interactive'),
    interactive: z.discriminatedUnion('type', [replyButtons, listMessage, ctaUrl]),
  }),
]);

/** Everything around the content. At least one of `to` and `recipient`: https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids */
const envelope = z
  .strictObject({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual').optional(),
    to: z
      .string()
      .regex(/^\+?\d{5,20}$/, 'is not a phone number')
      .optional(),
    recipient: z
      .string()
      .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/, 'is not a business-scoped user id')
      .optional(),
    context: z.strictObject({ message_id: z.string().min(1) }).optional(),
    biz_opaque_callback_data: z.string().min(1).max(512).optional(),
  })
  .refine(({ to, recipient }) => to !== undefined || recipient !== undefined, 'The parameter to is required.');

const ENVELOPE = ['messaging_product', 'recipient_type', 'to', 'recipient', 'context', 'biz_opaque_callback_data'];

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators */
const mark = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
});

export type WhatsAppContent = z.infer<typeof content>;
export type WhatsAppRequest =
  | { kind: 'mark'; messageId: string; typing: boolean }
  | { kind: 'message'; to: string; key: string | undefined; context: string | undefined; content: WhatsAppContent };

/** @throws z.ZodError saying what is wrong. */
export function readWhatsAppRequest(body: { [name: string]: unknown }): WhatsAppRequest {
  if ('status' in body) {
    const { message_id, typing_indicator } = mark.parse(body);
    return { kind: 'mark', messageId: message_id, typing: typing_indicator !== undefined };
  }
  const split = (inside: boolean) =>
    Object.fromEntries(Object.entries(body).filter(([name]) => ENVELOPE.includes(name) === inside));
  const { to, recipient, biz_opaque_callback_data, context } = envelope.parse(split(true));
  // Some clients leave the type out where it is a text.
  const inner = split(false);
  return {
    kind: 'message',
    to: recipient ?? to!.replace(/^\+/, ''),
    key: biz_opaque_callback_data,
    context: context?.message_id,
    content: content.parse('text' in inner ? { type: 'text', ...inner } : inner),
  };
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/media#supported-media-types */
const MB = 1024 * 1024;
export const MEDIA_TYPES: { [mime: string]: { kind: string; bytes: number } } = {
  'image/jpeg': { kind: 'image', bytes: 5 * MB },
  'image/png': { kind: 'image', bytes: 5 * MB },
  'image/webp': { kind: 'sticker', bytes: 500 * 1024 },
  'audio/aac': { kind: 'audio', bytes: 16 * MB },
  'audio/mp4': { kind: 'audio', bytes: 16 * MB },
  'audio/mpeg': { kind: 'audio', bytes: 16 * MB },
  'audio/ogg': { kind: 'audio', bytes: 16 * MB },
  'video/mp4': { kind: 'video', bytes: 16 * MB },
  'text/plain': { kind: 'document', bytes: 100 * MB },
  'application/pdf': { kind: 'document', bytes: 100 * MB },
  'application/msword': { kind: 'document', bytes: 100 * MB },
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': { kind: 'document', bytes: 100 * MB },
};

/** What a person reads of it. */
export const wordsOf = (content: WhatsAppContent): string => {
  switch (content.type) {
    case 'text':
      return content.text.body;
    case 'interactive':
      return content.interactive.body.text;
    case 'image':
      return content.image.caption ?? '[image]';
    case 'document':
      return content.document.caption ?? `[${content.document.filename ?? 'document'}]`;
    default:
      return `[${content.type}]`;
  }
};

/** The values of its buttons. */
export const choicesOf = (content: WhatsAppContent): string[] => buttonsOf(content).map(({ id }) => id);

/** What stands on them. */
export const labelsOf = (content: WhatsAppContent): string[] => buttonsOf(content).map(({ title }) => title);

function buttonsOf(content: WhatsAppContent): { id: string; title: string }[] {
  if (content.type !== 'interactive') return [];
  const { interactive } = content;
  if (interactive.type === 'button') return interactive.action.buttons.map(({ reply }) => reply);
  if (interactive.type === 'list') return interactive.action.sections.flatMap(({ rows }) => rows);
  return [];
}
