/** What a message answers, and the topic that it stands in. */
import type { Message } from '@grammyjs/types';
import { ana, at, bo, bot, type Case, DATE, forum, inGroup, privately, said, size, supergroup } from './people.ts';

export const REPLIES: Case[] = [
  {
    says: 'a reply to us speaks to us, with our words',
    update: inGroup({
      text: 'and 15?',
      reply_to_message: { ...at, message_id: 9, chat: supergroup, from: bot, text: '12 mi = 19 km' },
    } as Partial<Message>),
    becomes: [
      {
        kind: 'message',
        addressed: true,
        replyTo: { messageId: '9', text: '12 mi = 19 km', author: { id: '4242', name: 'Parley' }, ours: true },
      },
    ],
  },
  {
    says: 'a reply to somebody else does not, and brings their picture along',
    update: inGroup({
      text: 'nice',
      reply_to_message: {
        ...at,
        message_id: 9,
        chat: supergroup,
        from: ana,
        photo: [size('P', 90, 1000)],
        caption: 'look',
      },
    } as Partial<Message>),
    becomes: [
      {
        kind: 'message',
        addressed: false,
        replyTo: {
          messageId: '9',
          text: 'look',
          parts: [
            { kind: 'image', attachment: { recipe: { file: 'P', unique: 'Pu' }, mime: 'image/jpeg', bytes: 1000 } },
          ],
          author: { id: '7', name: 'Ana Silva', language: 'pt' },
          ours: false,
        },
      },
    ],
  },
  {
    says: 'a quoted fragment is what counts of the message',
    update: said({
      text: 'why?',
      reply_to_message: { ...at, message_id: 9, chat: privately, from: bot, text: 'one two three' },
      quote: { text: 'two', position: 4 },
    } as Partial<Message>),
    becomes: [
      { kind: 'message', replyTo: { messageId: '9', text: 'two', author: { id: '4242', name: 'Parley' }, ours: true } },
    ],
  },
  {
    says: 'a reply to a message from elsewhere says whose it is',
    update: said({
      text: 'true?',
      external_reply: { origin: { type: 'user', date: DATE, sender_user: bo }, message_id: 3 },
      quote: { text: 'the moon is made of cheese', position: 0 },
    }),
    becomes: [
      {
        kind: 'message',
        replyTo: { messageId: '3', text: 'the moon is made of cheese', author: { id: '8', name: 'Bo' }, ours: false },
      },
    ],
  },
  {
    says: 'a hidden author has a name and no number',
    update: said({
      text: 'true?',
      external_reply: { origin: { type: 'hidden_user', date: DATE, sender_user_name: 'Cy' } },
    }),
    becomes: [{ kind: 'message', replyTo: { messageId: '', text: '', author: { id: '', name: 'Cy' }, ours: false } }],
  },
  {
    says: 'in a topic everything answers its opening, and that means nothing',
    update: inGroup(
      {
        ...{ text: 'hi', message_thread_id: 4, is_topic_message: true },
        reply_to_message: {
          ...{ ...at, message_id: 4, chat: forum, from: bot },
          forum_topic_created: { name: 'Food', icon_color: 7322096 },
        },
      } as Partial<Message>,
      forum,
    ),
    becomes: [
      {
        kind: 'message',
        address: { channel: 'telegram', account: '4242', chat: '-1006', thread: '4', group: true },
        addressed: false,
      },
    ],
  },
  {
    says: 'a chain of replies in a plain supergroup is no topic',
    update: inGroup({ text: 'hi', message_thread_id: 100 }),
    becomes: [{ kind: 'message', address: { channel: 'telegram', account: '4242', chat: '-1005', group: true } }],
  },
  {
    says: 'the general topic is the chat itself',
    update: inGroup({ text: 'hi' }, forum),
    becomes: [{ kind: 'message', address: { channel: 'telegram', account: '4242', chat: '-1006', group: true } }],
  },
  {
    says: 'a private chat may have topics',
    update: said({ text: 'hi', message_thread_id: 3, is_topic_message: true }),
    becomes: [{ kind: 'message', address: { channel: 'telegram', account: '4242', chat: '7', thread: '3' } }],
  },
];
