/**
 * Updates as Telegram sends them, made by hand after its documentation and pinned to published types, each with what
 * becomes of it: the events, as far as they matter here, or the reason why there are none.
 */
import type { Chat, Message, Update, User } from '@grammyjs/types';
import type { Inbound } from '../../../adapters/contract.ts';

export const BOT = { id: '4242', username: 'parleybot' };
const bot: User = { id: 4242, is_bot: true, first_name: 'Parley', username: 'parleybot' };
const ana: User = { id: 7, is_bot: false, first_name: 'Ana', last_name: 'Silva', username: 'ana', language_code: 'pt' };
const bo: User = { id: 8, is_bot: false, first_name: 'Bo' };
const otherBot: User = { id: 99, is_bot: true, first_name: 'Beep', username: 'beepbot' };
const anonymous: User = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
const channelBot: User = { id: 136817688, is_bot: true, first_name: 'Channel', username: 'Channel_Bot' };

const privately: Chat.PrivateChat = { id: 7, type: 'private', first_name: 'Ana' };
const group: Chat.GroupChat = { id: -5, type: 'group', title: 'Hiking club' };
const supergroup: Chat.SupergroupChat = { id: -1005, type: 'supergroup', title: 'Hiking club' };
const forum: Chat.SupergroupChat = { id: -1006, type: 'supergroup', title: 'Forum', is_forum: true };
const channel: Chat.ChannelChat = { id: -1007, type: 'channel', title: 'News' };

const DATE = 1_790_000_000;
const at = { message_id: 11, date: DATE } as const;
const file = { file_id: 'F', file_unique_id: 'U', file_size: 1000 };
const attachment = { recipe: { file: 'F', unique: 'U' }, bytes: 1000 };
const size = (name: string, side: number, bytes: number) => ({
  file_id: name,
  file_unique_id: `${name}u`,
  width: side,
  height: side,
  file_size: bytes,
});

export interface Case {
  says: string;
  update: Update;
  becomes: Partial<Inbound>[] | string;
}

/** In the private chat with Ana. */
const said = (content: Partial<Message>): Update =>
  ({ update_id: 1, message: { ...at, chat: privately, from: ana, ...content } }) as Update;
/** In a group, by Bo. */
const inGroup = (content: Partial<Message>, chat: Chat = supergroup): Update =>
  ({ update_id: 1, message: { ...at, chat, from: bo, ...content } }) as Update;
const text = (words: string, entities: Message['entities'] = []): Partial<Message> => ({ text: words, entities });
const parts = (...all: object[]): Partial<Inbound>[] => [{ kind: 'message', parts: all } as Partial<Inbound>];
const words = (markdown: string): Partial<Inbound>[] => parts({ kind: 'text', text: markdown });
const addressed = (markdown: string, yes: boolean): Partial<Inbound>[] =>
  [{ kind: 'message', parts: [{ kind: 'text', text: markdown }], addressed: yes }] as Partial<Inbound>[];

export const CASES: Case[] = [
  // ---------------------------------------------------------------------------------- text, captions, entities
  {
    says: 'a text comes with who, where, when and the number it is known by',
    update: said(text('hello')),
    becomes: [
      {
        kind: 'message',
        address: { channel: 'telegram', account: '4242', chat: '7' },
        eventId: '1',
        at: DATE * 1000,
        member: { id: '7', name: 'Ana Silva', language: 'pt' },
        messageId: '11',
        parts: [{ kind: 'text', text: 'hello' }],
        addressed: true,
      },
    ],
  },
  {
    says: 'a caption stands with its picture, with its own entities',
    update: said({
      photo: [size('P', 90, 1000)],
      caption: 'so nice',
      caption_entities: [{ type: 'bold', offset: 3, length: 4 }],
    }),
    becomes: parts({
      kind: 'image',
      attachment: { recipe: { file: 'P', unique: 'Pu' }, mime: 'image/jpeg', bytes: 1000 },
      caption: 'so **nice**',
    }),
  },
  {
    says: 'entities count in UTF-16 units, so an emoji before them counts two',
    update: said(text('👍 bold', [{ type: 'bold', offset: 3, length: 4 }])),
    becomes: words('👍 **bold**'),
  },
  {
    says: 'nested entities nest in Markdown',
    update: said(
      text('hello world', [
        { type: 'bold', offset: 0, length: 11 },
        { type: 'italic', offset: 6, length: 5 },
      ]),
    ),
    becomes: words('**hello *world***'),
  },
  {
    says: 'overlapping entities are cut where one ends',
    update: said(
      text('one two three', [
        { type: 'bold', offset: 0, length: 7 },
        { type: 'italic', offset: 4, length: 9 },
      ]),
    ),
    becomes: words('**one *two*** *three*'),
  },
  {
    says: 'two entities over the same words are both there',
    update: said(
      text('hello', [
        { type: 'bold', offset: 0, length: 5 },
        { type: 'italic', offset: 0, length: 5 },
      ]),
    ),
    becomes: words('***hello***'),
  },
  {
    says: 'underline, spoiler and strikethrough are kept',
    update: said(
      text('under hidden gone', [
        { type: 'underline', offset: 0, length: 5 },
        { type: 'spoiler', offset: 6, length: 6 },
        { type: 'strikethrough', offset: 13, length: 4 },
      ]),
    ),
    becomes: words('<u>under</u> ||hidden|| ~~gone~~'),
  },
  {
    says: 'a quote is a quote, an expandable one too, with what is marked inside',
    update: said(
      text('she said\nyes, now\nand left', [
        { type: 'blockquote', offset: 9, length: 8 },
        { type: 'bold', offset: 14, length: 3 },
      ]),
    ),
    becomes: words('she said\n> yes, **now**\n\nand left'),
  },
  {
    says: 'a custom emoji and a mention of somebody without a name keep their words',
    update: said(
      text('🙂 hi Bo', [
        { type: 'custom_emoji', offset: 0, length: 2, custom_emoji_id: '1' },
        { type: 'text_mention', offset: 6, length: 2, user: bo },
      ]),
    ),
    becomes: words('🙂 hi Bo'),
  },
  {
    says: 'a text without marks stays as it was typed, whatever it looks like',
    update: said(text('2 * 3 * 4 and snake_case_name [x](y) `a`')),
    becomes: words('2 * 3 * 4 and snake_case_name [x](y) `a`'),
  },
  {
    says: 'beside marks, what only looks like Markdown is escaped',
    update: said(text('bold 2*3*4', [{ type: 'bold', offset: 0, length: 4 }])),
    becomes: words('**bold** 2\\*3\\*4'),
  },
  {
    says: 'code with backticks gets a longer fence',
    update: said(text('a `b` c', [{ type: 'code', offset: 0, length: 7 }])),
    becomes: words('``a `b` c``'),
  },
  {
    says: 'a block of code keeps its language and its fence',
    update: said(text('see\nx = 1\ny = 2', [{ type: 'pre', offset: 4, length: 11, language: 'python' }])),
    becomes: words('see\n```python\nx = 1\ny = 2\n```'),
  },
  {
    says: 'an entity that ends in a space closes before it',
    update: said(text('bold text', [{ type: 'bold', offset: 0, length: 5 }])),
    becomes: words('**bold** text'),
  },
  {
    says: 'a link keeps its address, even one with parentheses',
    update: said(text('see this', [{ type: 'text_link', offset: 4, length: 4, url: 'https://a.example/(x)' }])),
    becomes: words('see [this](https://a.example/%28x%29)'),
  },
  {
    says: 'entities outside of the text are left out, and no character is cut',
    update: said(
      text('👍 ok', [
        { type: 'bold', offset: 1, length: 1 },
        { type: 'italic', offset: -5, length: 3 },
        { type: 'bold', offset: 50, length: 5 },
        { type: 'italic', offset: 3, length: 500 },
      ]),
    ),
    becomes: words('**👍** ok'),
  },
  // ---------------------------------------------------------------------------------- being spoken to
  {
    says: 'a mention in a group speaks to us, and goes from the edge',
    update: inGroup(text('@parleybot rain?', [{ type: 'mention', offset: 0, length: 10 }])),
    becomes: addressed('rain?', true),
  },
  {
    says: 'a mention is the same in other letters, and at the end',
    update: inGroup(text('rain, @ParleyBot', [{ type: 'mention', offset: 6, length: 10 }])),
    becomes: addressed('rain,', true),
  },
  {
    says: 'a mention in the middle stays where it is',
    update: inGroup(text('ask @parleybot now', [{ type: 'mention', offset: 4, length: 10 }])),
    becomes: addressed('ask @parleybot now', true),
  },
  {
    says: 'a mention by number speaks to us',
    update: inGroup(text('Parley, rain?', [{ type: 'text_mention', offset: 0, length: 6, user: bot }])),
    becomes: addressed('rain?', true),
  },
  {
    says: 'a name that begins like ours is somebody else',
    update: inGroup(text('@parleybot_dev hi', [{ type: 'mention', offset: 0, length: 14 }])),
    becomes: addressed('@parleybot_dev hi', false),
  },
  {
    says: 'an address with our name in it is no mention',
    update: inGroup(text('jane@parleybot.com', [{ type: 'email', offset: 0, length: 18 }])),
    becomes: addressed('jane@parleybot.com', false),
  },
  {
    says: 'what people say among themselves is not for us',
    update: inGroup(text('rain tomorrow?')),
    becomes: addressed('rain tomorrow?', false),
  },
  {
    says: 'a command for us loses our name',
    update: inGroup(text('/help@parleybot  now', [{ type: 'bot_command', offset: 0, length: 15 }])),
    becomes: addressed('/help  now', true),
  },
  {
    says: 'a command for nobody in particular is for us too',
    update: inGroup(text('/help', [{ type: 'bot_command', offset: 0, length: 5 }])),
    becomes: addressed('/help', true),
  },
  {
    says: 'a command for another bot is none of our business',
    update: inGroup(text('/help@beepbot', [{ type: 'bot_command', offset: 0, length: 13 }])),
    becomes: 'a command for another bot',
  },
  {
    says: 'something like a command in the middle of a text is no command',
    update: inGroup(text('try /help@parleybot', [{ type: 'bot_command', offset: 4, length: 15 }])),
    becomes: addressed('try /help@parleybot', false),
  },
  {
    says: 'a command may stand in a caption',
    update: said({
      photo: [size('P', 90, 1000)],
      caption: '/why@parleybot',
      caption_entities: [{ type: 'bot_command', offset: 0, length: 14 }],
    }),
    becomes: parts({
      kind: 'image',
      attachment: { recipe: { file: 'P', unique: 'Pu' }, mime: 'image/jpeg', bytes: 1000 },
      caption: '/why',
    }),
  },
  {
    says: 'a pairing link arrives as a command with its code',
    update: said(text('/start abc_-9', [{ type: 'bot_command', offset: 0, length: 6 }])),
    becomes: words('/start abc_-9'),
  },
  // ---------------------------------------------------------------------------------- media
  {
    says: 'a part of an album says which album',
    update: said({ media_group_id: 'G', photo: [size('P', 90, 1000)] }),
    becomes: [{ kind: 'message', album: 'G' }],
  },
  {
    says: 'of a photo the largest we may fetch is taken',
    update: said({ photo: [size('S', 90, 900), size('M', 800, 80_000), size('X', 9000, 21 * 1024 * 1024)] }),
    becomes: parts({
      kind: 'image',
      attachment: { recipe: { file: 'M', unique: 'Mu' }, mime: 'image/jpeg', bytes: 80_000 },
    }),
  },
  {
    says: 'a video, a round one and an animation are videos, and an animation is one thing',
    update: said({
      animation: { ...file, width: 1, height: 1, duration: 1, mime_type: 'video/mp4', file_name: 'a.mp4' },
      document: { ...file, mime_type: 'video/mp4', file_name: 'a.mp4' },
    }),
    becomes: parts({ kind: 'video', attachment: { ...attachment, mime: 'video/mp4', name: 'a.mp4' } }),
  },
  {
    says: 'a round video is a video',
    update: said({ video_note: { ...file, length: 1, duration: 1 } }),
    becomes: parts({ kind: 'video', attachment: { ...attachment, mime: 'video/mp4' } }),
  },
  {
    says: 'music and a voice message are audio',
    update: said({ voice: { ...file, duration: 3, mime_type: 'audio/ogg' } }),
    becomes: parts({ kind: 'audio', attachment: { ...attachment, mime: 'audio/ogg' } }),
  },
  {
    says: 'an audio file keeps its name',
    update: said({ audio: { ...file, duration: 3, mime_type: 'audio/mpeg', file_name: 'song.mp3' } }),
    becomes: parts({ kind: 'audio', attachment: { ...attachment, mime: 'audio/mpeg', name: 'song.mp3' } }),
  },
  {
    says: 'a document keeps its name and type',
    update: said({ document: { ...file, mime_type: 'application/pdf', file_name: 'a.pdf' }, caption: 'read it' }),
    becomes: parts({
      kind: 'document',
      attachment: { ...attachment, mime: 'application/pdf', name: 'a.pdf' },
      caption: 'read it',
    }),
  },
  {
    says: 'a picture sent as a file is a picture',
    update: said({ document: { ...file, mime_type: 'image/png', file_name: 'label.png' } }),
    becomes: parts({ kind: 'image', attachment: { ...attachment, mime: 'image/png', name: 'label.png' } }),
  },
  {
    says: 'a live photo is its photo',
    update: said({ live_photo: { ...file, width: 1, height: 1, duration: 1, photo: [size('L', 90, 1000)] } }),
    becomes: parts({
      kind: 'image',
      attachment: { recipe: { file: 'L', unique: 'Lu' }, mime: 'image/jpeg', bytes: 1000 },
    }),
  },
  {
    says: 'a sticker comes with its emoji',
    update: said({
      sticker: { ...file, type: 'regular', width: 1, height: 1, is_animated: false, is_video: false, emoji: '🎉' },
    }),
    becomes: parts({ kind: 'sticker', attachment: { ...attachment, mime: 'image/webp' }, caption: '🎉' }),
  },
  {
    says: 'a moving sticker is its still picture',
    update: said({
      sticker: {
        ...{ ...file, type: 'regular', width: 1, height: 1, is_animated: true, is_video: false, emoji: '🎉' },
        thumbnail: size('T', 90, 500),
      },
    }),
    becomes: parts({
      kind: 'sticker',
      attachment: { recipe: { file: 'T', unique: 'Tu' }, mime: 'image/webp', bytes: 500 },
      caption: '🎉',
    }),
  },
  {
    says: 'a moving sticker without a still picture is named',
    update: said({ sticker: { ...file, type: 'regular', width: 1, height: 1, is_animated: false, is_video: true } }),
    becomes: parts({ kind: 'unsupported', what: 'sticker' }),
  },
  {
    says: 'a place',
    update: said({ location: { latitude: 1.5, longitude: 2.5 } }),
    becomes: parts({ kind: 'location', latitude: 1.5, longitude: 2.5 }),
  },
  {
    says: 'a named place, once',
    update: said({
      location: { latitude: 1.5, longitude: 2.5 },
      venue: { location: { latitude: 1.5, longitude: 2.5 }, title: 'Café', address: 'Rua 1' },
    }),
    becomes: parts({ kind: 'location', latitude: 1.5, longitude: 2.5, label: 'Café, Rua 1' }),
  },
  {
    says: 'a contact',
    update: said({ contact: { phone_number: '+351', first_name: 'Bo', last_name: 'B' } }),
    becomes: parts({ kind: 'contact', name: 'Bo B', phones: ['+351'] }),
  },
  {
    says: 'a poll in words',
    update: said({ poll: { question: 'Tea?', options: [{ text: 'yes' }, { text: 'no' }] } } as Partial<Message>),
    becomes: words('Poll: Tea?\n- yes\n- no'),
  },
  {
    says: 'a checklist in words',
    update: said({
      checklist: {
        title: 'Trip',
        tasks: [
          { id: 1, text: 'tent', completion_date: 5 },
          { id: 2, text: 'food' },
        ],
      },
    }),
    becomes: words('Checklist: Trip\n- [x] tent\n- [ ] food'),
  },
  { says: 'a die', update: said({ dice: { emoji: '🎲', value: 4 } }), becomes: words('🎲 4') },
  {
    says: 'a game is named, since it cannot be read',
    update: said({ game: { title: 't', description: 'd', text: '', text_entities: [], photo: [] } } as object),
    becomes: parts({ kind: 'unsupported', what: 'game' }),
  },
  {
    says: 'a story, paid media and a giveaway are named',
    update: said({ story: { chat: privately, id: 1 } }),
    becomes: parts({ kind: 'unsupported', what: 'story' }),
  },
  {
    says: 'paid media keeps its caption',
    update: said({ paid_media: { star_count: 1, paid_media: [] }, caption: 'look' }),
    becomes: parts({ kind: 'unsupported', what: 'paid_media' }, { kind: 'text', text: 'look' }),
  },
  {
    says: 'something of next year is named',
    update: said({ hologram: { file_id: 'x' } } as Partial<Message>),
    becomes: parts({ kind: 'unsupported', what: 'hologram' }),
  },
  // ---------------------------------------------------------------------------------- edits and service messages
  {
    says: 'an edit is an edit, and no message',
    update: {
      update_id: 1,
      edited_message: { ...at, chat: privately, from: ana, text: 'better', edit_date: DATE + 5 },
    } as Update,
    becomes: [{ kind: 'edit', messageId: '11', at: (DATE + 5) * 1000, parts: [{ kind: 'text', text: 'better' }] }],
  },
  {
    says: 'an edit inside an album is of that part alone',
    update: {
      update_id: 1,
      edited_message: {
        ...{ ...at, chat: privately, from: ana, edit_date: DATE + 5 },
        ...{ photo: [size('big', 800, 9000)], caption: 'better', media_group_id: 'G' },
      },
    } as Update,
    becomes: [{ kind: 'edit', messageId: '11', parts: [{ kind: 'image', caption: 'better' }] } as Partial<Inbound>],
  },
  {
    says: 'a live place moving on is nothing said',
    update: {
      update_id: 1,
      edited_message: {
        ...{ ...at, chat: privately, from: ana, edit_date: DATE + 5 },
        location: { latitude: 1, longitude: 2, live_period: 900 },
      },
    } as Update,
    becomes: 'a live place',
  },
  {
    says: 'a pinned message is nothing said',
    update: inGroup({ pinned_message: { ...at, chat: supergroup, from: bo, text: 'x' } } as Partial<Message>),
    becomes: 'what happened in a chat: pinned_message',
  },
  {
    says: 'a new topic is nothing said',
    update: inGroup({ forum_topic_created: { name: 'Food', icon_color: 7322096 } }, forum),
    becomes: 'what happened in a chat: forum_topic_created',
  },
  {
    says: 'people who join are told one by one, bots not',
    update: inGroup({ new_chat_members: [ana, otherBot, bo] }),
    becomes: [
      { kind: 'membership', change: 'joined', eventId: '1.0', member: { id: '7', name: 'Ana Silva', language: 'pt' } },
      { kind: 'membership', change: 'joined', eventId: '1.1', member: { id: '8', name: 'Bo' } },
    ],
  },
  {
    says: 'who leaves is told',
    update: inGroup({ left_chat_member: ana }),
    becomes: [{ kind: 'membership', change: 'left' }],
  },
  {
    says: 'that we ourselves joined is told by another update',
    update: inGroup({ new_chat_members: [bot] }),
    becomes: 'what happened in a chat: new_chat_members',
  },
  {
    says: 'a group that becomes a supergroup moves',
    update: inGroup({ migrate_to_chat_id: -1005 }, group),
    becomes: [
      {
        kind: 'moved',
        eventId: 'moved.-5.-1005',
        address: { channel: 'telegram', account: '4242', chat: '-5', group: true },
        to: { channel: 'telegram', account: '4242', chat: '-1005', group: true },
      },
    ],
  },
  {
    says: 'the same move told in the new group is the same event',
    update: inGroup({ migrate_from_chat_id: -5 }, supergroup),
    becomes: [
      {
        kind: 'moved',
        eventId: 'moved.-5.-1005',
        address: { channel: 'telegram', account: '4242', chat: '-5', group: true },
        to: { channel: 'telegram', account: '4242', chat: '-1005', group: true },
      },
    ],
  },
  // ---------------------------------------------------------------------------------- replies and topics
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
  // ---------------------------------------------------------------------------------- who wrote it
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
  // ---------------------------------------------------------------------------------- reactions, buttons, membership
  {
    says: 'a reaction is what it is now',
    update: {
      update_id: 1,
      message_reaction: {
        ...{ chat: privately, message_id: 9, user: ana, date: DATE },
        old_reaction: [{ type: 'emoji', emoji: '👍' }],
        new_reaction: [
          { type: 'emoji', emoji: '❤' },
          { type: 'custom_emoji', custom_emoji_id: '55' },
          { type: 'paid' },
        ],
      },
    },
    becomes: [{ kind: 'reaction', messageId: '9', emoji: ['❤', 'custom:55', '⭐'] }],
  },
  {
    says: 'a reaction of an anonymous admin is the group’s',
    update: {
      update_id: 1,
      message_reaction: {
        chat: supergroup,
        message_id: 9,
        actor_chat: supergroup,
        date: DATE,
        old_reaction: [],
        new_reaction: [],
      },
    },
    becomes: [{ kind: 'reaction', member: { id: 'chat:-1005', name: 'Hiking club' }, emoji: [] }],
  },
  {
    says: 'counts of reactions are not for us',
    update: { update_id: 1, message_reaction_count: { chat: supergroup, message_id: 9, date: DATE, reactions: [] } },
    becomes: 'a number of reactions',
  },
  {
    says: 'a pressed button is a choice',
    update: {
      update_id: 1,
      callback_query: {
        ...{ id: 'q', from: ana, chat_instance: 'c', data: 'notice:on:1' },
        message: { ...at, chat: privately, from: bot, text: 'x' },
      },
    } as Update,
    becomes: [
      {
        kind: 'choice',
        choice: 'notice:on:1',
        messageId: '11',
        member: { id: '7', name: 'Ana Silva', language: 'pt' },
      },
    ],
  },
  {
    says: 'a button under a message that is gone still counts',
    update: {
      update_id: 1,
      callback_query: {
        ...{ id: 'q', from: ana, chat_instance: 'c', data: 'stop' },
        message: { message_id: 11, chat: privately, date: 0 },
      },
    },
    becomes: [{ kind: 'choice', choice: 'stop', address: { channel: 'telegram', account: '4242', chat: '7' } }],
  },
  {
    says: 'a button in a message sent through us elsewhere has no chat',
    update: {
      update_id: 1,
      callback_query: { id: 'q', from: ana, chat_instance: 'c', data: 'x', inline_message_id: 'i' },
    },
    becomes: 'a button outside of our chats',
  },
  {
    says: 'a button of a game has no value',
    update: {
      update_id: 1,
      callback_query: {
        ...{ id: 'q', from: ana, chat_instance: 'c', game_short_name: 'g' },
        message: { message_id: 11, chat: privately, date: 0 },
      },
    } as Update,
    becomes: 'a button without a value',
  },
  {
    says: 'the platform’s own stop button is a choice too',
    update: { update_id: 1, stopped_message_generation: { chat: privately, draft_id: 3 } },
    becomes: [{ kind: 'choice', choice: 'stop', member: { id: '7' } }],
  },
  ...(
    [
      ['blocking us', privately, ana, 'member', 'kicked', 'blocked'],
      ['coming back', privately, ana, 'kicked', 'member', 'unblocked'],
      ['putting us into a group', group, bo, 'left', 'member', 'added'],
      ['putting us in as admins', supergroup, bo, 'left', 'administrator', 'added'],
      ['putting us out', supergroup, bo, 'member', 'kicked', 'removed'],
      ['taking us out', supergroup, bo, 'administrator', 'left', 'removed'],
    ] as const
  ).map(
    ([what, chat, from, before, after, change]): Case => ({
      says: `${what} is membership`,
      update: {
        update_id: 1,
        my_chat_member: {
          ...{ chat, from, date: DATE },
          old_chat_member: { user: bot, status: before },
          new_chat_member: { user: bot, status: after },
        },
      } as Update,
      becomes: [{ kind: 'membership', change }],
    }),
  ),
  {
    says: 'other rights for us change nothing',
    update: {
      update_id: 1,
      my_chat_member: {
        ...{ chat: supergroup, from: bo, date: DATE },
        old_chat_member: { user: bot, status: 'member' },
        new_chat_member: { user: bot, status: 'administrator' },
      },
    } as Update,
    becomes: 'other rights for us',
  },
  {
    says: 'being restricted inside is still being there',
    update: {
      update_id: 1,
      my_chat_member: {
        ...{ chat: supergroup, from: bo, date: DATE },
        old_chat_member: { user: bot, status: 'left' },
        new_chat_member: { user: bot, status: 'restricted', is_member: true },
      },
    } as Update,
    becomes: [{ kind: 'membership', change: 'added' }],
  },
  // ---------------------------------------------------------------------------------- what we have no use for
  {
    says: 'a message of somebody’s business account is not for us',
    update: {
      update_id: 1,
      business_message: { ...at, chat: privately, from: ana, text: 'x', business_connection_id: 'b' },
    } as Update,
    becomes: "somebody else's business account",
  },
  {
    says: 'a guest’s message is not for us',
    update: {
      update_id: 1,
      guest_message: { ...at, chat: supergroup, from: ana, text: 'x', guest_query_id: 'g' },
    } as Update,
    becomes: 'a chat we are no member of',
  },
  {
    says: 'an inline query is not for us',
    update: { update_id: 1, inline_query: { id: 'i', from: ana, query: 'x', offset: '' } },
    becomes: 'an inline query',
  },
  {
    says: 'a poll’s votes are not for us',
    update: {
      update_id: 1,
      poll_answer: { poll_id: 'p', user: ana, option_ids: [0], option_persistent_ids: ['0'] },
    } as Update,
    becomes: 'a poll',
  },
  {
    says: 'an unknown kind is named',
    update: { update_id: 1, telepathy: {} } as Update,
    becomes: 'an update of an unknown kind: telepathy',
  },
  {
    says: 'an update of nothing is ignored',
    update: { update_id: 1 },
    becomes: 'an update of an unknown kind: nothing',
  },
];
