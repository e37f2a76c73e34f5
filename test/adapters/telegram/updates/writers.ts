/** Who wrote it: people, groups, channels, bots, nobody. */
import type { Message, Update } from '@grammyjs/types';
import {
  anonymous,
  at,
  bot,
  type Case,
  channel,
  channelBot,
  DATE,
  inGroup,
  otherBot,
  said,
  supergroup,
  words,
} from './people.ts';

export const WRITERS: Case[] = [
  {
    says: 'an anonymous admin speaks as the group, and the group has a name',
    update: inGroup({ from: anonymous, sender_chat: supergroup, text: 'hi' } as Partial<Message>),
    becomes: [{ kind: 'message', title: 'Hiking club', member: { id: 'chat:-1005', name: 'Hiking club' } }],
  },
  {
    says: 'a channel in its discussion group speaks as itself',
    update: inGroup({ from: channelBot, sender_chat: channel, text: 'hi' } as Partial<Message>),
    becomes: [{ kind: 'message', member: { id: 'chat:-1007', name: 'News' } }],
  },
  {
    says: 'a post that Telegram forwards into a discussion is not said by anybody',
    update: inGroup({
      from: channelBot,
      sender_chat: channel,
      text: 'news',
      is_automatic_forward: true,
    } as Partial<Message>),
    becomes: 'a post forwarded by Telegram',
  },
  {
    says: 'a message without a sender is left alone',
    update: { update_id: 1, message: { ...at, chat: supergroup, text: 'hi' } } as Update,
    becomes: 'a message of nobody',
  },
  {
    says: 'another bot is not answered',
    update: inGroup({
      from: otherBot,
      text: '@parleybot hi',
      entities: [{ type: 'mention', offset: 0, length: 10 }],
    } as Partial<Message>),
    becomes: 'another bot',
  },
  {
    says: 'we do not answer ourselves',
    update: inGroup({ from: bot, text: 'hi' } as Partial<Message>),
    becomes: 'our own message',
  },
  {
    says: 'nor what somebody sent through us',
    update: inGroup({ text: 'hi', via_bot: bot }),
    becomes: 'our own message',
  },
  {
    says: 'what a person sent through another bot is theirs',
    update: said({ text: 'a cat', via_bot: otherBot }),
    becomes: words('a cat'),
  },
  {
    says: 'posts in channels are not for us',
    update: { update_id: 1, channel_post: { ...at, chat: channel, text: 'news' } },
    becomes: 'a post in a channel',
  },
  {
    says: 'nor their edits',
    update: { update_id: 1, edited_channel_post: { ...at, chat: channel, text: 'news', edit_date: DATE } },
    becomes: 'a post in a channel',
  },
];
