/** Text and captions, with what is marked in them. */
import { bo, type Case, DATE, parts, said, size, text, words } from './people.ts';

export const WORDS: Case[] = [
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
];
