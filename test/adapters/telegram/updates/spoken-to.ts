/** What speaks to us in a group: mentions and commands, and what only looks like them. */
import { addressed, bot, type Case, inGroup, parts, said, size, text, words } from './people.ts';

export const SPOKEN_TO: Case[] = [
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
];
