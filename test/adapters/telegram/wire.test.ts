/** The shapes we read and write, against what others published: most of this test is done by the type checker. */

import type * as Published from '@grammyjs/types';
import type { Message, Update } from '@grammyjs/types';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { AROUND_CONTENT, CONTENT, HEARD_UPDATES, SERVICE, UNHEARD_UPDATES } from '../../../adapters/telegram/kinds.ts';
import type * as Wire from '../../../adapters/telegram/wire.ts';
import type { MessageEntity } from '../../../adapters/text/telegram.ts';

/** Content that is named to the person and not read. */
const UNREADABLE: ReadonlySet<string> = new Set([
  ...['rich_message', 'paid_media', 'story', 'game', 'invoice', 'giveaway', 'giveaway_winners', 'web_app_data'],
]);

/** Every kind of update there is. */
const UPDATES = {
  ...{ message: 1, edited_message: 1, channel_post: 1, edited_channel_post: 1, business_connection: 1 },
  ...{ business_message: 1, edited_business_message: 1, deleted_business_messages: 1, guest_message: 1 },
  ...{ stopped_message_generation: 1, message_reaction: 1, message_reaction_count: 1, inline_query: 1 },
  ...{ chosen_inline_result: 1, callback_query: 1, shipping_query: 1, pre_checkout_query: 1 },
  ...{ purchased_paid_media: 1, poll: 1, poll_answer: 1, my_chat_member: 1, chat_member: 1, chat_join_request: 1 },
  ...{ chat_boost: 1, removed_chat_boost: 1, managed_bot: 1, subscription: 1 },
} satisfies Record<Exclude<keyof Update, 'update_id'>, 1>;

/** Every field of a message there is. */
const FIELDS = {
  ...{ message_id: 1, message_thread_id: 1, from: 1, sender_chat: 1, date: 1, chat: 1, is_topic_message: 1 },
  ...{ guest_query_id: 1, business_connection_id: 1, direct_messages_topic: 1, sender_tag: 1, receiver_user: 1 },
  ...{ ephemeral_message_id: 1, sender_boost_count: 1, sender_business_bot: 1, forward_origin: 1 },
  ...{ is_automatic_forward: 1, reply_to_message: 1, reply_to_checklist_task_id: 1, reply_to_poll_option_id: 1 },
  ...{ is_paid_post: 1, external_reply: 1, quote: 1, reply_to_story: 1, via_bot: 1, guest_bot_caller_user: 1 },
  ...{ guest_bot_caller_chat: 1, edit_date: 1, has_protected_content: 1, show_caption_above_media: 1 },
  ...{ is_from_offline: 1, author_signature: 1, link_preview_options: 1, effect_id: 1, paid_star_count: 1 },
  ...{ reply_markup: 1, caption: 1, caption_entities: 1, media_group_id: 1, has_media_spoiler: 1, text: 1 },
  ...{ entities: 1, rich_message: 1, animation: 1, audio: 1, document: 1, live_photo: 1, paid_media: 1, photo: 1 },
  ...{ sticker: 1, story: 1, video: 1, video_note: 1, voice: 1, contact: 1, dice: 1, game: 1, poll: 1, venue: 1 },
  ...{ location: 1, checklist: 1, checklist_tasks_done: 1, checklist_tasks_added: 1, community_chat_added: 1 },
  ...{ community_chat_removed: 1, suggested_post_info: 1, suggested_post_approved: 1 },
  ...{ suggested_post_approval_failed: 1, suggested_post_declined: 1, suggested_post_paid: 1 },
  ...{ suggested_post_refunded: 1, chat_owner_left: 1, chat_owner_changed: 1, new_chat_members: 1 },
  ...{ community_chat_joined: 1, left_chat_member: 1, new_chat_title: 1, new_chat_photo: 1, delete_chat_photo: 1 },
  ...{ group_chat_created: 1, supergroup_chat_created: 1, channel_chat_created: 1, managed_bot_created: 1 },
  ...{ poll_option_added: 1, poll_option_deleted: 1, message_auto_delete_timer_changed: 1 },
  ...{ migrate_to_chat_id: 1, migrate_from_chat_id: 1, pinned_message: 1, invoice: 1, successful_payment: 1 },
  ...{ refunded_payment: 1, users_shared: 1, chat_shared: 1, connected_website: 1, write_access_allowed: 1 },
  ...{ passport_data: 1, proximity_alert_triggered: 1, boost_added: 1, chat_background_set: 1 },
  ...{ forum_topic_created: 1, forum_topic_edited: 1, forum_topic_closed: 1, forum_topic_reopened: 1 },
  ...{ general_forum_topic_hidden: 1, general_forum_topic_unhidden: 1, giveaway_created: 1, giveaway: 1 },
  ...{ giveaway_winners: 1, giveaway_completed: 1, gift: 1, gift_upgrade_sent: 1, unique_gift: 1 },
  ...{ paid_message_price_changed: 1, direct_message_price_changed: 1, video_chat_scheduled: 1 },
  ...{ video_chat_started: 1, video_chat_ended: 1, video_chat_participants_invited: 1, web_app_data: 1 },
} satisfies Record<keyof Message, 1>;

describe('what we know of Telegram', () => {
  it('is every kind of update, each heard or left alone for a reason', () => {
    expect([...HEARD_UPDATES, ...Object.keys(UNHEARD_UPDATES)].sort()).toEqual(Object.keys(UPDATES).sort());
  });

  it('is every field of a message, each of one sort', () => {
    const sorts = [AROUND_CONTENT, CONTENT, UNREADABLE, SERVICE].flatMap((sort) => [...sort]);
    expect(sorts.sort()).toEqual(Object.keys(FIELDS).sort());
  });

  it('is shaped as published', () => {
    // What Telegram sends can be read as ours; what we send is what Telegram takes.
    expectTypeOf<Published.User>().toExtend<Wire.User>();
    expectTypeOf<Published.PhotoSize>().toExtend<Wire.PhotoSize>();
    expectTypeOf<Published.Sticker>().toExtend<Wire.Sticker>();
    expectTypeOf<Published.MessageReactionUpdated>().toExtend<Wire.Reaction>();
    expectTypeOf<Published.MessageGenerationStopped>().toExtend<Wire.GenerationStopped>();
    expectTypeOf<Published.CallbackQuery>().toExtend<Wire.CallbackQuery>();
    expectTypeOf<Published.ChatMemberUpdated>().toExtend<Wire.MemberUpdated>();
    expectTypeOf<Message>().toExtend<Wire.Message>();
    expectTypeOf<MessageEntity>().toExtend<Published.MessageEntity>();
  });
});
