import { describe, expect, it } from 'vitest';
import { lengthIn, type PieceLimits } from '../../../adapters/text/pieces.ts';
import { whatsappPieces } from '../../../adapters/text/whatsapp.ts';
import { readWhatsapp } from './whatsapp-reader.ts';

const LIMITS: PieceLimits = { limit: 4_096, unit: 'codepoint', parts: 8 };

async function messages(markdown: string, limits: Partial<PieceLimits> = {}): Promise<string[]> {
  const pieces = await whatsappPieces(markdown, { ...LIMITS, ...limits });
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : `${piece.name}: ${piece.text}`));
}

/** Joiners can be seen here. */
async function shown(markdown: string, limits: Partial<PieceLimits> = {}): Promise<string> {
  return (await messages(markdown, limits)).join('\n=====\n').replaceAll('\u2060', '⁀');
}

describe('Markdown as WhatsApp shows it', () => {
  it.each([
    ['bold, italic, struck, code', '**a** *b* ~~c~~ `d`', '*a* _b_ ~c~ `d`'],
    ['one in another', '**a *b* c**', '*a _b_ c*'],
    ['both at once', '***a***', '*_a_*'],
    ['marks stand at words, not at spaces', '**a `b` c**', '*a* `b` *c*'],
    ['on each line of their own', '**a\nb**', '*a*\n*b*'],
    ['a mark within a word is left out', 'un*frigging*believable **bold**ly', 'unfriggingbelievable boldly'],
    ['a heading is bold', '## A **b**\n\nText', '*A b*\nText'],
    ['a fence has no language', '```js\nlet a;\n```', '```\nlet a;\n```'],
    ['a quote, on every line', '> a\n> **b**\n>\n> c', '> a\n> *b*\n> \n> c'],
    ['code in a quote stands alone', '> ```\n> x\n> ```', '```\nx\n```'],
    ['lists', '- a\n  - b\n\n1. c', '- a\n\u00a0\u00a0\u00a0- b\n\n1. c'],
    ['links show where they lead', '[a](https://x.y/z) <https://q.r/s_t_u>', 'a (https://x.y/z) https://q.r/s_t_u'],
    ['no mark touches an address', '**see https://x.y/z now**', '*see* https://x.y/z *now*'],
    ['a table is a line for each row', '| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | |', '- *A:* 1 · *B:* 2\n- *A:* 3'],
    ['an empty table is its head', '| A | B |\n|---|---|', 'A · B'],
    [
      'no mark that a mail address would swallow',
      '*)a@b.org---*, *)@b.org* and *a@b.)*',
      ')a@b.org---, )@b.org and a@b.)',
    ],
    ['nor one that would make an address', '*@-* and tg://**)**', '@- and tg://)'],
    ['a mark that is no letter of a mail address stands beside what looks like one', '**@ana**', '*@ana*'],
    ['no mark that would make one of the letter before it', '\\`a\\`~~b~~', '`a`b'],
    ['no mark beside a joiner the text brings', '**a**&#8288;b **c**', 'a⁀b *c*'],
    ['code beside an address', '<https://x.y/z/>`code`', 'https://x.y/z/`code`'],
    ['no isolate takes code out of its fence', '\u2068\n\n```\na\n```', '\u2068\n\n```\na\n```'],
  ])('%s', async (_, markdown, expected) => {
    expect(await shown(markdown)).toBe(expected);
  });

  it.each([
    ['would pair', '\\*not bold\\* and \\_not italic\\_', '⁀*⁀not bold⁀*⁀ and ⁀_⁀not italic⁀_⁀'],
    ['would pair with a mark of ours', '**a** and \\*b', '*a* and ⁀*⁀b'],
    ['would open a fence', 'a \\`\\`\\` b', 'a ⁀`⁀`⁀`⁀ b'],
    ['would pair beside an address', '_x_www.x.org', '⁀_⁀x⁀_⁀http://www.x.org'],
    ['would begin a quote', '\\> a', '⁀> a'],
  ])('a letter that %s has a joiner beside it', async (_, markdown, expected) => {
    expect(await shown(markdown)).toBe(expected);
  });

  it.each(['5 * 3 * 2', 'snake_case_name', 'a*b', '\\*a', '~/bin', 'https://x.y/a_b_c'])(
    'a letter that would not is left alone: %s',
    async (markdown) => {
      expect(await shown(markdown)).toBe(markdown.replace('\\', ''));
    },
  );

  it('has no mark in an address without scheme that holds what an app takes for another', async () => {
    const text = await shown('\\_b <https://x.y/a_www.z>', { links: 'without scheme' });
    expect(text).toBe('_b x.y/a%5fwww.z');
  });

  it('has no address an app would open, where that is not wanted', async () => {
    const text = await shown('[a](https://x.y/z) https://q.r `https://s.t`\n\n```\nhttps://u.v\n```', {
      links: 'without scheme',
    });
    expect(text).toBe('a (x.y/z) q.r `s.t`\n\n```\nhttps://u.v\n```');
  });

  it('sends code that holds a fence as a file, where it stood', async () => {
    expect(await messages('Write:\n\n````md\n```js\nx\n```\n````\n\nDone.')).toEqual([
      'Write:\n\n📎 code-1.md',
      'code-1.md: ```js\nx\n```',
      'Done.',
    ]);
  });

  it('does so where the fence shows only once what nobody sees is taken out', async () => {
    expect(await messages('````\n``\u202e`\n````')).toEqual(['📎 code-1.txt', 'code-1.txt: ```']);
  });

  it('counts files of code as pieces', async () => {
    const code = '````\n```\n````\n\n'.repeat(30);
    const pieces = await whatsappPieces(code, { ...LIMITS, parts: 5 });
    expect(pieces).toHaveLength(6);
    expect(pieces.at(-1)).toMatchObject({ kind: 'file', name: 'answer.md' });
  });
});

describe('what another library gets wrong on WhatsApp', () => {
  it('cuts go through surrogate pairs', async () => {
    for (const text of await messages('👍'.repeat(9_000))) {
      expect(text.isWellFormed()).toBe(true);
      expect(lengthIn('codepoint', text)).toBeLessThanOrEqual(4_096);
    }
  });

  it('fences stay open where they are cut, and the next line loses its indentation', async () => {
    const code = Array.from({ length: 90 }, (_, i) => `    line ${i}`).join('\n');
    const texts = await messages(`\`\`\`py\n${code}\n\`\`\``, { limit: 400 });
    for (const text of texts) expect(text).toMatch(/^```\n {4}line[\s\S]*\n```$/);
    expect(texts.map((text) => text.slice(4, -4)).join('\n')).toBe(code);
  });

  it.each([
    ['letters of code are changed', '`a**b**c`', '`a**b**c`'],
    ['escapes are seen', '5 \\* 3, \\[x]\\(y)', '5 * 3, [x](y)'],
    ['a list that starts with 3', '3. a\n4. b', '3. a\n4. b'],
  ])('%s', async (_, markdown, expected) => {
    expect(await shown(markdown)).toBe(expected);
  });

  it('a scheme with nothing behind it but guarded letters is an address, and marks work beside it', async () => {
    const text = '~x~https://```';
    expect(readWhatsapp((await messages(text)).join(''))).toBe(text);
  });

  it('marks that are letters are read as marks', async () => {
    const text = 'a *b* _c_ ~d~ `e` **f** __g__ ```h```';
    const escaped = text.replace(/[*_~`]/g, '\\$&');
    expect(readWhatsapp((await messages(escaped)).join(''))).toBe(text);
  });
});
