import { describe, expect, it } from 'vitest';
import type { PieceLimits } from '../../../adapters/text/pieces.ts';
import { plainPieces } from '../../../adapters/text/plain-pieces.ts';

const MESSENGER: PieceLimits = { limit: 2_000, unit: 'utf16', parts: 8 };

async function messages(markdown: string, limits: Partial<PieceLimits> = {}): Promise<string[]> {
  const pieces = await plainPieces(markdown, { ...MESSENGER, ...limits });
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : `${piece.name}: ${piece.text}`));
}

describe('Markdown where there are no marks', () => {
  it.each([
    ['marks vanish', '# A\n\n**b** *c* ~~d~~ `e`', 'A\nb c d e'],
    [
      'lists keep their bullets, numbers and boxes',
      '- a\n  - b\n\n3. c\n\n- [x] d',
      '• a\n\u00a0\u00a0\u00a0• b\n\n3. c\n\n☑ d',
    ],
    ['code is indented, letter by letter as it was', 'a\n\n```js\nx **y**\n  z\n```', 'a\n\n  x **y**\n    z'],
    ['a quote has a mark on every line', '> a\n> b', '> a\n> b'],
    [
      'links show where they lead, once',
      '[a](https://x.y/z) [q.r](https://q.r) <mailto:a@b.org>',
      'a (https://x.y/z) https://q.r a@b.org',
    ],
    ['once too where it holds brackets', '<https://x.y/a_(b)>', 'https://x.y/a_%28b%29'],
    ['a table is a line for each row', '| A | B |\n|---|---|\n| 1 | **2** |', '• A: 1 · B: 2'],
    ['items and rows of nothing are left out', '1. a\n2.\n3. c\n\n| A |\n|---|\n| |\n| 1 |', '1. a\n3. c\n\n• A: 1'],
    ['so are headings and notes of nothing', 'a\n\n#\n\n[^1]:\n\nb[^1]', 'a\n\nb[1]'],
    ['a list in a list on one line', '- - a\n  - b', '• • a\n\u00a0\u00a0\u00a0• b'],
    ['what the model calls a link may be none', '[a](javascript:x) [b](/c)', 'a b'],
  ])('%s', async (_, markdown, expected) => {
    expect(await messages(markdown)).toEqual([expected]);
  });

  it('keeps the indentation of code that a message begins with', async () => {
    expect(await messages('```\n  a\n b\n```')).toEqual(['\u00a0\u00a0\u00a0\u00a0a\n   b']);
  });

  it('has no address an app would open, where that is not wanted, not in code either', async () => {
    const markdown = '[a](https://x.y/z), https**:**//q.r and\n\n```\nhttps://u.v\n```';
    expect((await messages(markdown, { links: 'without scheme' })).join('')).not.toMatch(/https?:\/\//);
  });

  it('has no part of which nothing is left without it', async () => {
    expect(await messages('one\n\n```\nhttps://\n```', { links: 'without scheme' })).toEqual(['one']);
    expect(await messages('```\nhttps://', { links: 'without scheme' })).toEqual([]);
  });

  it.each([
    ['held apart by what is taken out', 'ht&#x202e;tps://x.y/z'],
    ['behind what cannot be seen', '\u2068\n\nhttps://x.y/z'],
  ])('has none either where it is %s', async (_, markdown) => {
    expect((await messages(markdown, { links: 'without scheme' })).join('').replace(/[\u2068\s]/g, '')).toBe('x.y/z');
  });

  it.each([
    ['alone', '```\nhttps://\n```', []],
    ['alone in a quote', '> ```\n> http://\n> ```', []],
    ['put together again', '```\nhttps:https:////\n```', []],
    ['before other code', '```\nhttps://\na\n```', ['\u00a0\u00a0a']],
    ['behind other code', '```\na\nb https://\nhttp://\n```', ['\u00a0\u00a0a\n  b']],
    ['behind other code in a quote', '> ```\n> a\n> http://\n> ```', ['>   a']],
  ])('leaves nothing of the beginning of an address that stands in code: %s', async (_, markdown, expected) => {
    expect(await messages(markdown, { links: 'without scheme' })).toEqual(expected);
  });

  it('turns nothing around that stands behind it', async () => {
    expect(await messages('a\u202eb\u2066c &#x202e;d')).toEqual(['abc d']);
  });

  it('keeps what gives words their own direction, where there are such words', async () => {
    expect(await messages('أ \u2068`/forget`\u2069 ب')).toEqual(['أ \u2068/forget\u2069 ب']);
  });

  it.each(['', ' \n ', '---\n', '\u200b', '[a]: https://x.y', '```\n \n```', '&#8203;'])(
    'has no message of nothing: %j',
    async (markdown) => {
      expect((await messages(markdown)).filter((text) => text !== '———')).toEqual([]);
    },
  );

  it('leaves plain words as they are', async () => {
    const words = 'Plain words, in two sentences. 1 + 1 = 2; a/b, “c” — (d)!\n\nAnd a paragraph.';
    expect(await messages(words)).toEqual([words]);
    expect(await messages((await messages(words)).join(''))).toEqual([words]);
  });
});

describe('what another library gets wrong on Messenger', () => {
  it('cuts the text off at 2,000 letters, through an emoji', async () => {
    const pieces = await messages('👍🏽'.repeat(1_200));
    expect(pieces.join('')).toBe('👍🏽'.repeat(1_200));
  });

  it('shows Markdown as it was written', async () => {
    expect((await messages('# **A**\n\n- `b`\n\n[c](https://x.y)')).join('')).not.toMatch(/[#*`[\]]/);
  });
});
