/**
 * What a bot in Telegram meets sooner or later, numbered, and the tests that show what becomes of it here. A test is named
 * by its file and by its own name; where one table row is a test, by what the row says.
 */

export interface Numbered {
  number: number;
  meets: string;
  /** File below this folder or `test/`, and names in it. */
  tests: Readonly<Record<string, readonly string[]>>;
}

export const NUMBERED: readonly Numbered[] = [
  {
    number: 1,
    meets: 'a webhook that somebody else posts to, or that is handed half a body',
    tests: { 'connecting.test.ts': ['is told to Telegram with a secret, and answers nobody who does not know it'] },
  },
  {
    number: 2,
    meets: 'the same update twice, a store that is down, a token that is changed',
    tests: {
      'connecting.test.ts': [
        'gives 20 redeliveries of each update, shuffled, the ids they had',
        'says when to come again while nothing can be stored, and Telegram does, in order',
        'under a new token is the same bot: what it hears has the account and the ids it had',
      ],
      'answering.test.ts': ['answers each message once, whatever is delivered 20 times in any order'],
    },
  },
  {
    number: 3,
    meets: 'polling: a dead network, one bad update, another poller, a revoked token, a stop',
    tests: {
      'connecting.test.ts': [
        'lives through a network that is dead for ten minutes, and hears everything then',
        'goes on behind an update that a fault of ours lost, and says that there is one',
        'ends loudly when the token is revoked, and says what to do',
        'ends loudly when another program speaks for the same bot',
        'confirms on stopping what it has heard, so that nobody is handed it again',
      ],
    },
  },
  {
    number: 4,
    meets: 'an address for a webhook, or none, and a webhook that was left behind',
    tests: {
      'connecting.test.ts': ['takes a webhook that was left behind away, so that it can ask'],
      'answering.test.ts': ['answers by webhook as well, and Telegram hears that it did'],
    },
  },
  {
    number: 5,
    meets: 'captions, and offsets in UTF-16 units',
    tests: {
      'updates/words.ts': [
        'a caption stands with its picture, with its own entities',
        'entities count in UTF-16 units, so an emoji before them counts two',
      ],
    },
  },
  {
    number: 6,
    meets: 'entities that nest or overlap, and kinds that are easily lost',
    tests: {
      'updates/words.ts': [
        'nested entities nest in Markdown',
        'overlapping entities are cut where one ends',
        'two entities over the same words are both there',
        'underline, spoiler and strikethrough are kept',
        'a quote is a quote, an expandable one too, with what is marked inside',
        'a custom emoji and a mention of somebody without a name keep their words',
      ],
      'entities.test.ts': ['say of every letter what was marked on it, however the entities lie'],
    },
  },
  {
    number: 7,
    meets: 'typed characters that look like Markdown',
    tests: {
      'updates/words.ts': [
        'a text without marks stays as it was typed, whatever it looks like',
        'beside marks, what only looks like Markdown is escaped',
        'code with backticks gets a longer fence',
        'an entity that ends in a space closes before it',
      ],
    },
  },
  {
    number: 8,
    meets: 'mentions, and what only looks like one',
    tests: {
      'updates/spoken-to.ts': [
        'a mention in a group speaks to us, and goes from the edge',
        'a mention is the same in other letters, and at the end',
        'a mention by number speaks to us',
        'a name that begins like ours is somebody else',
        'an address with our name in it is no mention',
      ],
    },
  },
  {
    number: 9,
    meets: 'commands: for us, for another bot, in a caption, in the middle',
    tests: {
      'updates/spoken-to.ts': [
        'a command for us loses our name',
        'a command for nobody in particular is for us too',
        'a command for another bot is none of our business',
        'something like a command in the middle of a text is no command',
        'a command may stand in a caption',
      ],
    },
  },
  {
    number: 10,
    meets: 'an album: parts of their own that are one message',
    tests: {
      'updates/media.ts': ['a part of an album says which album'],
      'updates/happenings.ts': ['an edit inside an album is of that part alone'],
      'journey/gathered.test.ts': ['is read as one, words and all, however its parts come'],
    },
  },
  {
    number: 11,
    meets: 'photos in several sizes, and every kind of file',
    tests: {
      'updates/media.ts': [
        'of a photo the largest we may fetch is taken',
        'a video, a round one and an animation are videos, and an animation is one thing',
        'music and a voice message are audio',
        'a document keeps its name and type',
        'a picture sent as a file is a picture',
      ],
    },
  },
  {
    number: 12,
    meets: 'stickers, places, contacts, polls, dice, games, stories, paid media',
    tests: {
      'updates/media.ts': [
        'a sticker comes with its emoji',
        'a moving sticker is its still picture',
        'a named place, once',
        'a contact',
        'a poll in words',
        'a die',
        'a game is named, since it cannot be read',
        'a story, paid media and a giveaway are named',
      ],
    },
  },
  {
    number: 13,
    meets: 'an edit',
    tests: {
      'updates/happenings.ts': ['an edit is an edit, and no message'],
      'journey/second-thoughts.test.ts': ['of the newest question within two minutes is answered in its place'],
    },
  },
  {
    number: 14,
    meets: 'what Telegram says itself: pinned, joined, a new topic, a group that moves',
    tests: {
      'updates/happenings.ts': [
        'a pinned message is nothing said',
        'a new topic is nothing said',
        'people who join are told one by one, bots not',
        'a group that becomes a supergroup moves',
        'the same move told in the new group is the same event',
      ],
      'journey/moved.test.ts': ['takes along its consent, its words, what waits in it and who was let in'],
    },
  },
  {
    number: 15,
    meets: 'replies: a quoted fragment, a message from elsewhere, the opening of a topic',
    tests: {
      'updates/replies.ts': [
        'a reply to us speaks to us, with our words',
        'a quoted fragment is what counts of the message',
        'a reply to a message from elsewhere says whose it is',
        'in a topic everything answers its opening, and that means nothing',
      ],
      'journeys/quotes.test.ts': ['an answer to an older message reaches the model with the words of that message'],
    },
  },
  {
    number: 16,
    meets: 'a thread that is no topic',
    tests: {
      'updates/replies.ts': [
        'a chain of replies in a plain supergroup is no topic',
        'the general topic is the chat itself',
      ],
    },
  },
  {
    number: 17,
    meets: 'those who are no person: channels, anonymous admins, other bots, nobody',
    tests: {
      'updates/writers.ts': [
        'an anonymous admin speaks as the group, and the group has a name',
        'a post that Telegram forwards into a discussion is not said by anybody',
        'a message without a sender is left alone',
        'another bot is not answered',
        'what a person sent through another bot is theirs',
        'posts in channels are not for us',
      ],
    },
  },
  {
    number: 18,
    meets: 'reactions',
    tests: {
      'updates/presses.ts': ['a reaction is what it is now', 'a reaction of an anonymous admin is the group’s'],
    },
  },
  {
    number: 19,
    meets: 'pressed buttons, also under a message that is gone',
    tests: {
      'updates/presses.ts': [
        'a pressed button is a choice',
        'a button under a message that is gone still counts',
        'a button in a message sent through us elsewhere has no chat',
      ],
      'connecting.test.ts': ['answers every pressed button, also one it makes nothing of'],
    },
  },
  {
    number: 20,
    meets: 'business accounts, guests, inline queries, being blocked',
    tests: {
      'updates/no-use.ts': [
        'a message of somebody’s business account is not for us',
        'a guest’s message is not for us',
        'an inline query is not for us',
      ],
      'sending.test.ts': ['to somebody who is gone (%s) ends, and the service is told'],
    },
  },
  {
    number: 21,
    meets: 'text that is longer than a message, and marks that are not taken',
    tests: {
      'sending.test.ts': ['that is far too long ends in a file', 'whose marks are not taken leaves without them'],
      'adapters/text/telegram.test.ts': [
        '8,000 letters become one message of 4,096',
        'a long block of code is cut to its first words',
      ],
    },
  },
  {
    number: 22,
    meets: 'several pictures at once, topics, link previews, what is answered to',
    tests: {
      'pictures.test.ts': [
        'leave one by one, in order, each with what it shows: the first answers, the last has the buttons',
        'stay apart from one that Telegram does not take: the others are seen',
        'leave one unsure where the connection breaks, as an album would leave all',
        'leave into their topic, each of them',
        'leave beside a document, which no album would take',
      ],
      'sending.test.ts': [
        'carries its buttons under its last part, opens no links, and quotes what it answers',
        'goes into its topic',
        'to a message that is gone stands alone',
      ],
    },
  },
  {
    number: 23,
    meets: 'refusals: too fast, too large, not modified, an address of a file that is over',
    tests: {
      'sending.test.ts': ['too fast is tried again when Telegram says', 'without rights', 'too large'],
      'previews.test.ts': ['that was the answer already is left as it is'],
      'fetching.test.ts': [
        'of more than 20 MB is not given to bots, and that is for good',
        'that cannot be asked for now may be asked for later; nothing said holds the token',
        'is asked for anew each time, since an address of one does not last',
      ],
    },
  },
  {
    number: 24,
    meets: 'typing that lasts five seconds',
    tests: {
      'journey/preview.test.ts': ['is typing until the first words, again and again'],
      'connecting.test.ts': ['says of typing how long Telegram wants to be left alone'],
    },
  },
  {
    number: 25,
    meets: 'a library that takes a batch at once and gives up after 90 seconds',
    tests: {
      'connecting.test.ts': ['that is refused for now gets the same update again, and nothing behind it before'],
      'answering.test.ts': ['loses nothing and keeps the order when it is killed in between'],
    },
  },
];
