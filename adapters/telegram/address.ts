/** Where an update happened and who did it, in our words. Pure. */
import type { Address, Member } from '../contract.ts';
import type { Chat, Message, User } from './wire.ts';

export const TELEGRAM = 'telegram';

/** Us, as our platform knows us. */
export interface Bot {
  id: string;
  username: string;
}

/**
 * Telegram writes as these users where a group, a channel or its own service speaks:
 * https://core.telegram.org/bots/api#message, `from`.
 */
const STANDS_FOR_A_CHAT: ReadonlySet<number> = new Set([
  1087968824, // GroupAnonymousBot
  136817688, // Channel_Bot
  777000, // Telegram itself
]);

export function addressOf(bot: Bot, chat: Chat, thread?: number): Address {
  return {
    channel: TELEGRAM,
    account: bot.id,
    chat: String(chat.id),
    ...(thread === undefined ? {} : { thread: String(thread) }),
    ...(isGroup(chat) ? { group: true as const } : {}),
  };
}

export const isGroup = ({ type }: Chat): boolean => type === 'group' || type === 'supergroup';

/** What a group is called. */
export const titleOf = (chat: Chat): { title?: string } =>
  isGroup(chat) && chat.title !== undefined ? { title: chat.title } : {};

/** A thread number also stands on replies in a plain supergroup; only with `is_topic_message` is it a topic. */
export const threadOf = (message: Pick<Message, 'message_thread_id' | 'is_topic_message'>): number | undefined =>
  message.is_topic_message ? message.message_thread_id : undefined;

export function memberOf(user: User): Member {
  return {
    id: String(user.id),
    name: [user.first_name, user.last_name].filter(Boolean).join(' '),
    ...(user.language_code === undefined ? {} : { language: user.language_code }),
  };
}

/** A group that speaks as itself: its anonymous admins, or a channel in its discussion. */
export const memberOfChat = (chat: Chat): Member => ({
  id: `chat:${chat.id}`,
  ...(chat.title === undefined ? {} : { name: chat.title }),
});

type Sender = Pick<Message, 'from' | 'sender_chat'>;

/** Who wrote a message; null: nobody can be named. */
export function senderOf({ from, sender_chat: chat }: Sender): Member | null {
  if (chat) return memberOfChat(chat);
  return from ? memberOf(from) : null;
}

/** Whether another program wrote it. */
export const isOtherBot = ({ from, sender_chat: chat }: Sender): boolean =>
  from?.is_bot === true && !chat && !STANDS_FOR_A_CHAT.has(from.id);
