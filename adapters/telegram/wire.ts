/**
 * What we read of the Bot API's updates, checked: only the fields we use, so that new ones never hurt. Names and shapes
 * are Telegram's own (https://core.telegram.org/bots/api#available-types); the test pins them to published types.
 */
import { z } from 'zod';

/** What may be absent: in a form we do not know it counts as absent, and costs nothing of what a person wrote. */
const forgiven = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined);

/** Identifiers have at most 52 significant bits. */
const id = z.number().int();

export const user = z.object({
  id,
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
  language_code: z.string().optional(),
});
export type User = z.infer<typeof user>;

export const chat = z.object({
  id,
  type: z.string(),
  title: z.string().optional(),
  username: z.string().optional(),
});
export type Chat = z.infer<typeof chat>;

export const entity = z.object({
  type: z.string(),
  /** In UTF-16 code units, as the length. */
  offset: z.number().int(),
  length: z.number().int(),
  url: z.string().optional(),
  language: z.string().optional(),
  user: user.optional(),
});
export type Entity = z.infer<typeof entity>;
/** Broken entities cost the formatting, never the words. */
const entities = z.array(entity).catch([]).optional();

const file = z.object({
  file_id: z.string(),
  file_unique_id: z.string(),
  file_size: z.number().optional(),
  mime_type: z.string().optional(),
  file_name: z.string().optional(),
});
export type TelegramFile = z.infer<typeof file>;
const photoSize = z.object({ ...file.shape, width: z.number(), height: z.number() });
export type PhotoSize = z.infer<typeof photoSize>;
const sticker = z.object({
  ...file.shape,
  is_animated: z.boolean(),
  is_video: z.boolean(),
  emoji: z.string().optional(),
  thumbnail: photoSize.optional(),
});
export type Sticker = z.infer<typeof sticker>;

/** What a message, or the message somebody answers to from elsewhere, may hold. */
const content = {
  photo: forgiven(z.array(photoSize)),
  live_photo: forgiven(z.object({ ...file.shape, photo: z.array(photoSize).optional() })),
  document: forgiven(file),
  animation: forgiven(file),
  video: forgiven(file),
  video_note: forgiven(file),
  audio: forgiven(file),
  voice: forgiven(file),
  sticker: forgiven(sticker),
  contact: forgiven(z.object({ phone_number: z.string(), first_name: z.string(), last_name: z.string().optional() })),
  dice: forgiven(z.object({ emoji: z.string(), value: z.number() })),
  location: forgiven(z.object({ latitude: z.number(), longitude: z.number(), live_period: z.number().optional() })),
  venue: forgiven(z.object({ title: z.string(), address: z.string() })),
  poll: forgiven(z.object({ question: z.string(), options: z.array(z.object({ text: z.string() })) })),
  checklist: forgiven(
    z.object({
      title: z.string(),
      tasks: z.array(z.object({ text: z.string(), completion_date: z.number().optional() })),
    }),
  ),
};
const contentShape = z.object(content);
export type Content = z.infer<typeof contentShape>;

const origin = z.object({
  type: z.string(),
  sender_user: user.optional(),
  sender_user_name: z.string().optional(),
  sender_chat: chat.optional(),
  chat: chat.optional(),
});
export type Origin = z.infer<typeof origin>;

const textShape = {
  text: z.string().optional(),
  entities,
  caption: z.string().optional(),
  caption_entities: entities,
};

const place = {
  message_id: id,
  date: z.number(),
  chat,
  message_thread_id: id.optional(),
  is_topic_message: forgiven(z.boolean()),
};
const sender = { from: user.optional(), sender_chat: chat.optional() };

const repliedMessage = z.object({
  ...place,
  ...sender,
  ...textShape,
  ...content,
  forum_topic_created: z.unknown().optional(),
});
export type RepliedMessage = z.infer<typeof repliedMessage>;

export const message = z.object({
  ...place,
  ...sender,
  ...textShape,
  ...content,
  business_connection_id: z.string().optional(),
  guest_query_id: z.string().optional(),
  media_group_id: forgiven(z.string()),
  is_automatic_forward: forgiven(z.boolean()),
  via_bot: forgiven(user),
  edit_date: forgiven(z.number()),
  // A reply to a message in a form we do not know is a message without a reply.
  reply_to_message: forgiven(repliedMessage),
  external_reply: forgiven(z.object({ origin, message_id: id.optional(), ...content })),
  quote: forgiven(z.object({ text: z.string(), entities })),
  new_chat_members: z.array(user).optional(),
  left_chat_member: user.optional(),
  migrate_to_chat_id: id.optional(),
  migrate_from_chat_id: id.optional(),
});
export type Message = z.infer<typeof message>;
export type ExternalReply = NonNullable<Message['external_reply']>;

const chatMember = z.object({ status: z.string(), user, is_member: z.boolean().optional() });
export type ChatMember = z.infer<typeof chatMember>;
export const memberUpdated = z.object({
  chat,
  from: user,
  date: z.number(),
  old_chat_member: chatMember,
  new_chat_member: chatMember,
});
export type MemberUpdated = z.infer<typeof memberUpdated>;

export const callbackQuery = z.object({
  id: z.string(),
  from: user,
  /** `date` is 0 where the message is gone or too old; then little else is there. */
  message: z.object({ ...place, date: z.number() }).optional(),
  inline_message_id: z.string().optional(),
  data: z.string().optional(),
});
export type CallbackQuery = z.infer<typeof callbackQuery>;

const reactionType = z.object({
  type: z.string(),
  emoji: z.string().optional(),
  custom_emoji_id: z.string().optional(),
});
export const reaction = z.object({
  chat,
  message_id: id,
  date: z.number(),
  user: user.optional(),
  actor_chat: chat.optional(),
  old_reaction: z.array(reactionType),
  new_reaction: z.array(reactionType),
});
export type Reaction = z.infer<typeof reaction>;

export const generationStopped = z.object({ chat, message_thread_id: id.optional(), draft_id: z.number() });
export type GenerationStopped = z.infer<typeof generationStopped>;

/** The frame of every update; what it holds is read by its kind. */
export const update = z.looseObject({ update_id: id });
