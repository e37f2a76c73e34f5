import type { MessageEntity as BotApiEntity } from '@grammyjs/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PieceLimits } from '../../../adapters/text/pieces.ts';
import {
  type MessageEntity,
  type TelegramText,
  telegramPieces,
  telegramPreview,
} from '../../../adapters/text/telegram.ts';
import { answers } from './arbitrary-markdown.ts';
import { entities } from './judge.ts';

const LIMITS: PieceLimits = { limit: 4_096, unit: 'utf16', parts: 8 };

async function messages(markdown: string, limits: Partial<PieceLimits> = {}): Promise<TelegramText[]> {
  const pieces = await telegramPieces(markdown, { ...LIMITS, ...limits });
  return pieces.flatMap((piece) => (piece.kind === 'text' ? [piece.text] : []));
}

/** The text with its entities around their words: `<bold>like this</bold>`. */
function tagged({ text, entities }: TelegramText): string {
  const tags = entities.flatMap((entity, i) => {
    const { type, offset, length } = entity;
    const more = 'url' in entity ? ` ${entity.url}` : 'language' in entity ? ` ${entity.language}` : '';
    return [
      { at: offset, order: i, tag: `<${type}${more}>` },
      { at: offset + length, order: -i - 1, tag: `</${type}>` },
    ];
  });
  let result = '';
  let done = 0;
  for (const { at, tag } of tags.sort((a, b) => a.at - b.at || a.order - b.order)) {
    result += text.slice(done, at) + tag;
    done = at;
  }
  return result + text.slice(done);
}

async function shown(markdown: string, limits: Partial<PieceLimits> = {}): Promise<string> {
  return (await messages(markdown, limits)).map(tagged).join('\n=====\n');
}

/** Ours are the Bot API's. */
const pinned = (entity: MessageEntity): BotApiEntity => entity;

describe('Markdown as Telegram shows it', () => {
  it.each([
    ['bold, italic, struck', '**a** *b* ~~c~~', '<bold>a</bold> <italic>b</italic> <strikethrough>c</strikethrough>'],
    ['a heading is bold, its text right below', '# A **b**\n\nText', '<bold>A b</bold>\nText'],
    ['code keeps its language', '```js\nlet a;\n```', '<pre js>let a;</pre>'],
    ['code without one has none', '```\nlet a;\n```', '<pre>let a;</pre>'],
    [
      'links lead where they may',
      '[a](https://x.y) [b](javascript:x) [c](tg://user?id=1)',
      '<text_link https://x.y/>a</text_link> b <text_link tg://user?id=1>c</text_link>',
    ],
    [
      'a bare address is a link, that of a person is found by the app',
      'https://x.y/z, a@b.org, [Ana](mailto:a@b.org)',
      '<text_link https://x.y/z>https://x.y/z</text_link>, a@b.org, Ana (a@b.org)',
    ],
    [
      'an image is a link with its description',
      '![a cat](https://x.y/c.png) ![](https://x.y/d.png)',
      '<text_link https://x.y/c.png>a cat</text_link> <text_link https://x.y/d.png>https://x.y/d.png</text_link>',
    ],
    ['a quote', '> a\n> **b**', '<blockquote>a\n<bold>b</bold></blockquote>'],
    ['quotes do not nest', '> a\n> > b', '<blockquote>a\n\nb</blockquote>'],
    ['tasks have boxes', '- [x] a\n- [ ] b', '☑ a\n☐ b'],
    ['a rule', 'a\n\n---\n\nb', 'a\n\n———\n\nb'],
    ['a formula is read', 'so $x^2 \\leq 1$', 'so x² ≤ 1'],
    [
      'one that cannot be stays as it was written',
      'so \\(\\ce{x}\\)\n\n$$\n\\ce{y}\n$$',
      'so <code>\\ce{x}</code>\n\n<pre latex>\\ce{y}</pre>',
    ],
    ['footnotes stand where they were written', 'a[^1]\n\n[^1]: b', 'a[1]\n\n[1] b'],
    [
      'space around it is left out as the server does it, with a mark on it too',
      '&nbsp; *\u0301b*',
      '<italic>\u0301b</italic>',
    ],
    ['a line break is one', 'a\nb  \nc<br>d', 'a\nb\nc\nd'],
    ['HTML is text', '<b>a</b> &lt;', '<b>a</b> <'],
    ['code in a list stands on its own lines', '1. a\n   ```sh\n   x\n   ```\n2. b', '1. a\n<pre sh>x</pre>\n2. b'],
    ['code alone in an item follows its number', '1. ```sh\n   x\n   ```', '1.\n<pre sh>x</pre>'],
    [
      'a link in bold, code in a link',
      '**[`a`](https://x.y) b**',
      '<text_link https://x.y/>a</text_link> <bold>b</bold>',
    ],
  ])('%s', async (_, markdown, expected) => {
    expect(await shown(markdown)).toBe(expected);
  });

  it('has entities the Bot API knows', async () => {
    const [message] = await messages('**a** *b* ~~c~~ `d` [e](https://x.y)\n\n```js\nf\n```\n\n> g');
    expect(message?.entities.map((entity) => pinned(entity).type)).toEqual([
      'bold',
      'italic',
      'strikethrough',
      'code',
      'text_link',
      'pre',
      'blockquote',
    ]);
  });

  it('folds a quote of more than eight lines', async () => {
    const quote = (lines: number) => Array(lines).fill('> x').join('\n');
    expect((await messages(quote(8)))[0]?.entities[0]?.type).toBe('blockquote');
    expect((await messages(quote(9)))[0]?.entities[0]?.type).toBe('expandable_blockquote');
    expect((await messages(`> ${'word '.repeat(80)}`))[0]?.entities[0]?.type).toBe('expandable_blockquote');
  });

  it('leads nowhere where links may not be opened', async () => {
    expect(await shown('[a](https://x.y/z) https://q.r', { links: 'without scheme' })).toBe('a (x.y/z) q.r');
  });
});

describe('tables on Telegram', () => {
  it('stand in columns where they fit a phone, by the width of their letters', async () => {
    expect(await shown('| City | km |\n|:--|--:|\n| Lyon | 465 |\n| 東京 | 9,712 |')).toBe(
      '<pre>City     km\n────  ─────\nLyon    465\n東京  9,712</pre>',
    );
  });

  it.each([
    [
      'is too wide',
      `| A | B |\n|---|---|\n| x | ${'y'.repeat(50)} |\n| z | |`,
      `<bold>A:</bold> x\n<bold>B:</bold> ${'y'.repeat(50)}\n\n<bold>A:</bold> z`,
    ],
    ['holds links', '| A |\n|---|\n| [x](https://x.y) |', '<bold>A:</bold> <text_link https://x.y/>x</text_link>'],
    [
      'is written from right to left',
      '| الوقت | n |\n|---|---|\n| الصباح | 2 |',
      '<bold>الوقت:</bold> الصباح\n<bold>n:</bold> 2',
    ],
  ])('are told cell by cell where one %s', async (_, markdown, expected) => {
    expect(await shown(markdown)).toBe(expected);
  });

  it('repeat their head where they are cut', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => `| ${i} | word |`);
    const pieces = await messages(['| n | w |', '|---|---|', ...rows].join('\n'), { limit: 300 });
    expect(pieces.length).toBeGreaterThan(1);
    for (const { text, entities } of pieces) {
      expect(text).toMatch(/^n {3}w\n── {2}────\n\d/);
      expect(entities).toEqual([{ type: 'pre', offset: 0, length: text.length }]);
    }
    expect(pieces.flatMap(({ text }) => text.match(/^\d+/gm) ?? [])).toEqual(rows.map((_, i) => String(i)));
  });
});

describe('what another library gets wrong on Telegram', () => {
  it.each([
    ['bold with italic in it', '**hello *world***', '<bold>hello <italic>world</italic></bold>'],
    ['both from the same letter on', '***hello** world*', '<bold><italic>hello</italic></bold> <italic>world</italic>'],
    ['a heading with bold in it', '# Hi **there**', '<bold>Hi there</bold>'],
    [
      'a nested list is flattened',
      '- a\n  - b\n    - c',
      '• a\n\u00a0\u00a0\u00a0• b\n\u00a0\u00a0\u00a0\u00a0\u00a0\u00a0• c',
    ],
    ['a list that starts with 3', '3. a\n4. b', '3. a\n4. b'],
    ['boxes of tasks are lost', '1. [x] a\n2. [ ] b', '1. ☑ a\n2. ☐ b'],
    ['quotes are lost', 'a\n\n> b', 'a\n\n<blockquote>b</blockquote>'],
    ['letters of code are changed', '`a**b**c \\* [x](y)`', '<code>a**b**c \\* [x](y)</code>'],
    ['escapes are seen', '5 \\* 3, \\[x]\\(y), a\\_b', '5 * 3, [x](y), a_b'],
    ['tables keep their bars', '| A | B |\n|---|---|\n| 1 | 2 |', '<pre>A  B\n─  ─\n1  2</pre>'],
  ])('%s', async (_, markdown, expected) => {
    expect(await shown(markdown)).toBe(expected);
  });

  it('8,000 letters become one message of 4,096', async () => {
    const markdown = Array.from({ length: 1_000 }, (_, i) => `word${i}`).join(' ');
    const pieces = await messages(markdown);
    expect(pieces).toHaveLength(2);
    expect(pieces.map(({ text }) => text).join(' ')).toBe(markdown);
  });

  it('a long block of code is cut to its first words', async () => {
    const code = Array.from({ length: 300 }, (_, i) => `${'  '.repeat(i % 4)}line(${i});`).join('\n');
    const pieces = await messages(`Intro:\n\n\`\`\`js\n${code}\n\`\`\``, { limit: 1_000 });
    const blocks = pieces.flatMap(({ text, entities }) =>
      entities.map((entity) => ({ entity, code: text.slice(entity.offset, entity.offset + entity.length) })),
    );
    expect(blocks.map(({ code }) => code.replace(/^\u00a0+/, (space) => ' '.repeat(space.length))).join('\n')).toBe(
      code,
    );
    for (const { entity } of blocks) expect(entity).toMatchObject({ type: 'pre', language: 'js' });
  });

  it('limits are measured with the marks', async () => {
    expect(await messages(`**${'a'.repeat(4_096)}**`)).toHaveLength(1);
    expect(await messages('.'.repeat(4_096))).toHaveLength(1);
  });

  it('half an emoji is left at the end', async () => {
    for (const { text } of await messages('👍🏽'.repeat(2_000))) expect(text.replaceAll('👍🏽', '')).toBe('');
  });

  it('more than a hundred entities lose all formatting', async () => {
    const pieces = await messages('`a` '.repeat(300));
    expect(pieces.map(({ entities }) => entities.length)).toEqual([100, 100, 100]);
  });
});

describe('a preview', () => {
  it('is healed', () => {
    expect(tagged(telegramPreview('A **bold and `code', 4_096))).toBe('A <bold>bold and</bold> <code>code</code>');
    expect(tagged(telegramPreview('```py\nprint(1', 4_096))).toBe('<pre py>print(1</pre>');
    expect(telegramPreview('', 4_096)).toEqual({ text: '', entities: [] });
  });

  it('shows the end of a long text, in code as in words', () => {
    const words = telegramPreview(`${'One two three.\n\n'.repeat(2_000)}The end`, 4_096);
    expect(words.text).toMatch(/^…\nOne two three\.\n\n[\s\S]*The end$/);
    expect(words.text.length).toBeGreaterThan(3_000);
    const code = telegramPreview(`\`\`\`js\n${'let a;\n'.repeat(2_000)}let b`, 4_096);
    expect(code.text).toMatch(/^…\nlet a;\n[\s\S]*let b$/);
    expect(code.entities).toEqual([{ type: 'pre', language: 'js', offset: 2, length: code.text.length - 2 }]);
  });

  it('has all the room of a message, and says when it is not the whole text', () => {
    expect(telegramPreview('a'.repeat(400), 400).text).toBe('a'.repeat(400));
    expect(telegramPreview('word '.repeat(81), 400).text).toMatch(/^…\nword[\s\S]{380,}$/);
    expect(telegramPreview(`${'word '.repeat(30)}\n\n${'more '.repeat(60)}`, 400).text).toMatch(/^…\nmore/);
  });

  it('keeps the limits of a message, however far the text has come', () => {
    fc.assert(
      fc.property(
        answers,
        fc.integer({ min: 100, max: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ markdown }, limit, share) => {
          const preview = telegramPreview(markdown.slice(0, markdown.length * share), limit);
          expect(preview.text.length).toBeLessThanOrEqual(limit);
          expect(entities(preview)).toEqual([]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
