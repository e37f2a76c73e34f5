/**
 * Every kind of update and every field of a message, sorted by what we make of it. The test compares these lists with
 * published types, so that nothing Telegram sends is forgotten in silence.
 */

/** Updates that become events. These are asked for, and no others. */
export const HEARD_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'message_reaction',
  'stopped_message_generation',
] as const;

/** Updates we have no use for, with the reason. Telegram sends them only where somebody else asked for them before. */
export const UNHEARD_UPDATES: Readonly<Record<string, string>> = {
  channel_post: 'a post in a channel',
  edited_channel_post: 'a post in a channel',
  business_connection: "somebody else's business account",
  business_message: "somebody else's business account",
  edited_business_message: "somebody else's business account",
  deleted_business_messages: "somebody else's business account",
  guest_message: 'a chat we are no member of',
  message_reaction_count: 'a number of reactions',
  inline_query: 'an inline query',
  chosen_inline_result: 'an inline query',
  shipping_query: 'a payment',
  pre_checkout_query: 'a payment',
  purchased_paid_media: 'a payment',
  subscription: 'a payment',
  poll: 'a poll',
  poll_answer: 'a poll',
  chat_member: 'somebody else in a chat',
  chat_join_request: 'a request to join',
  chat_boost: 'a boost',
  removed_chat_boost: 'a boost',
  managed_bot: 'another bot',
};

/** Fields of a message that say where it is from and how it is shown; they are no content. */
export const AROUND_CONTENT: ReadonlySet<string> = new Set([
  ...['message_id', 'message_thread_id', 'from', 'sender_chat', 'date', 'chat', 'is_topic_message'],
  ...['guest_query_id', 'business_connection_id', 'direct_messages_topic', 'sender_tag', 'receiver_user'],
  ...['ephemeral_message_id', 'sender_boost_count', 'sender_business_bot', 'forward_origin', 'is_automatic_forward'],
  ...['reply_to_message', 'reply_to_checklist_task_id', 'reply_to_poll_option_id', 'is_paid_post', 'external_reply'],
  ...['quote', 'reply_to_story', 'via_bot', 'guest_bot_caller_user', 'guest_bot_caller_chat', 'edit_date'],
  ...['has_protected_content', 'show_caption_above_media', 'is_from_offline', 'author_signature'],
  ...['link_preview_options', 'effect_id', 'paid_star_count', 'reply_markup', 'media_group_id', 'has_media_spoiler'],
  ...['entities', 'caption', 'caption_entities'],
]);

/** Content that becomes parts. */
export const CONTENT: ReadonlySet<string> = new Set([
  ...['text', 'photo', 'live_photo', 'document', 'animation', 'video', 'video_note', 'audio', 'voice', 'sticker'],
  ...['contact', 'dice', 'location', 'venue', 'poll', 'checklist'],
]);

/** What happened in a chat, told as a message: nobody said anything. */
export const SERVICE: ReadonlySet<string> = new Set([
  ...['checklist_tasks_done', 'checklist_tasks_added', 'community_chat_added', 'community_chat_removed'],
  ...['suggested_post_info', 'suggested_post_approved', 'suggested_post_approval_failed', 'suggested_post_declined'],
  ...['suggested_post_paid', 'suggested_post_refunded', 'chat_owner_left', 'chat_owner_changed', 'new_chat_members'],
  ...['community_chat_joined', 'left_chat_member', 'new_chat_title', 'new_chat_photo', 'delete_chat_photo'],
  ...['group_chat_created', 'supergroup_chat_created', 'channel_chat_created', 'managed_bot_created'],
  ...['poll_option_added', 'poll_option_deleted', 'message_auto_delete_timer_changed', 'migrate_to_chat_id'],
  ...['migrate_from_chat_id', 'pinned_message', 'successful_payment', 'refunded_payment', 'users_shared'],
  ...['chat_shared', 'connected_website', 'write_access_allowed', 'passport_data', 'proximity_alert_triggered'],
  ...['boost_added', 'chat_background_set', 'forum_topic_created', 'forum_topic_edited', 'forum_topic_closed'],
  ...['forum_topic_reopened', 'general_forum_topic_hidden', 'general_forum_topic_unhidden', 'giveaway_created'],
  ...['giveaway_completed', 'gift', 'gift_upgrade_sent', 'unique_gift', 'paid_message_price_changed'],
  ...['direct_message_price_changed', 'video_chat_scheduled', 'video_chat_started', 'video_chat_ended'],
  ...['video_chat_participants_invited'],
]);
