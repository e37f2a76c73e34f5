import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPreviewRenderer, renderBlocks, renderBlocksSliced } from '../../../adapters/web/encode.ts';
import type { Block } from '../../../adapters/web/tree.ts';
import { hostile, inline, WORD_LETTERS, wellFormed } from '../text/arbitrary-markdown.ts';
import { assertTree, visibleText } from './tree-checks.ts';

const PLAIN = { lead: false };

function letters(text: string): string {
  return text.match(WORD_LETTERS)?.join('') ?? '';
}

/** The letters a person reads, and every mark that should have become something else. */
function lettersAndMarks(blocks: Block[]): string {
  return (
    (visibleText(blocks)
      .match(/[*_~`[\]|<>#$\\()!]/g)
      ?.join('') ?? '') + letters(visibleText(blocks))
  );
}

describe('blocks', () => {
  it.each<[string, string, Block[]]>([
    [
      'paragraphs with marks',
      'A **b *c*** ~~d~~ `e`',
      [
        {
          t: 'p',
          c: [
            'A ',
            { t: 'strong', c: ['b ', { t: 'em', c: ['c'] }] },
            ' ',
            { t: 'del', c: ['d'] },
            ' ',
            { t: 'code', text: 'e' },
          ],
        },
      ],
    ],
    [
      'headings',
      '## A\n\n###### B',
      [
        { t: 'h', level: 2, c: ['A'] },
        { t: 'h', level: 6, c: ['B'] },
      ],
    ],
    [
      'a line break where the model wrote one',
      'a  \nb\nc\\\nd',
      [{ t: 'p', c: ['a', { t: 'br' }, 'b', { t: 'br' }, 'c', { t: 'br' }, 'd'] }],
    ],
    [
      'quotes',
      '> a\n>\n> > b',
      [
        {
          t: 'quote',
          c: [
            { t: 'p', c: ['a'] },
            { t: 'quote', c: [{ t: 'p', c: ['b'] }] },
          ],
        },
      ],
    ],
    ['rules', 'a\n\n---', [{ t: 'p', c: ['a'] }, { t: 'rule' }]],
    [
      'lists that keep their number',
      '3. a\n4. b',
      [{ t: 'list', start: 3, items: [{ c: [{ t: 'p', c: ['a'] }] }, { c: [{ t: 'p', c: ['b'] }] }] }],
    ],
    [
      'lists in lists',
      '- a\n  1. b',
      [
        {
          t: 'list',
          items: [
            {
              c: [
                { t: 'p', c: ['a'] },
                { t: 'list', start: 1, items: [{ c: [{ t: 'p', c: ['b'] }] }] },
              ],
            },
          ],
        },
      ],
    ],
    [
      'task boxes',
      '- [x] a\n- [ ] b\n- c',
      [
        {
          t: 'list',
          items: [
            { checked: true, c: [{ t: 'p', c: ['a'] }] },
            { checked: false, c: [{ t: 'p', c: ['b'] }] },
            { c: [{ t: 'p', c: ['c'] }] },
          ],
        },
      ],
    ],
    [
      'tables with their alignment',
      '| a | b | c |\n|---|:-:|--:|\n| d<br>e | | f |',
      [
        {
          t: 'table',
          align: ['start', 'center', 'end'],
          head: [['a'], ['b'], ['c']],
          rows: [[['d', { t: 'br' }, 'e'], [], ['f']]],
        },
      ],
    ],
    [
      'tables with rows longer than their head',
      '| a |\n|---|\n| b | c |',
      [{ t: 'table', align: ['start', 'start'], head: [['a']], rows: [[['b'], ['c']]] }],
    ],
    [
      'code with its colours',
      '```js\nif (1) {}\n```',
      [
        {
          t: 'code',
          language: 'js',
          text: 'if (1) {}',
          tones: [
            ['k', 'if'],
            ['', ' ('],
            ['n', '1'],
            ['', ') {}'],
          ],
        },
      ],
    ],
    ['code without colours while it is not closed', '```js\nif', [{ t: 'code', language: 'js', text: 'if' }]],
    [
      'code without colours in a language nobody knows',
      '```klingon\nx\n```',
      [{ t: 'code', language: 'klingon', text: 'x' }],
    ],
    ['code without a language', '    x', [{ t: 'code', text: 'x' }]],
    [
      'formulas',
      'so \\(x^2\\)\n\n\\[ \\frac{1}{2} \\]',
      [
        { t: 'p', c: ['so ', { t: 'math', text: 'x²' }] },
        { t: 'math', text: '1/2' },
      ],
    ],
    ['a formula alone in its paragraph, as a block', '$x$', [{ t: 'math', text: 'x' }]],
    [
      'formulas too hard for text, as code',
      'so $\\ce{x}$\n\n$$\n\\ce{y}\n$$',
      [
        { t: 'p', c: ['so ', { t: 'code', text: '\\ce{x}' }] },
        { t: 'code', language: 'latex', text: '\\ce{y}' },
      ],
    ],
    ['a formula that is not closed, as code', '$$\nx', [{ t: 'code', language: 'latex', text: 'x' }]],
    [
      'footnotes where they stand',
      'a[^n]\n\n[^n]: b',
      [
        { t: 'p', c: ['a[n]'] },
        { t: 'p', c: ['[n] b'] },
      ],
    ],
    ['HTML as text', '<b>a</b> <script>alert(1)</script>', [{ t: 'p', c: ['<b>a</b> <script>alert(1)</script>'] }]],
    ['entities as characters', '&lt;b&gt; &amp;amp; &copy;', [{ t: 'p', c: ['<b> &amp; ©'] }]],
    ['nothing at all', ' \n\n', []],
    ['nothing for an empty heading or quote', '#\n\n>\n', []],
  ])('%s', (_, markdown, blocks) => {
    expect(renderBlocks(markdown, PLAIN)).toEqual(blocks);
    assertTree(renderBlocks(markdown, PLAIN));
  });
});

describe('links', () => {
  const only = (markdown: string) => {
    const [block] = renderBlocks(markdown, PLAIN);
    return block?.t === 'p' ? block.c : block;
  };

  it.each([
    ['http', '[a](http://b.c/d)', [{ t: 'link', href: 'http://b.c/d', c: ['a'] }]],
    ['https', '[a](https://b.c "t")', [{ t: 'link', href: 'https://b.c/', c: ['a'] }]],
    ['mail', '[a](mailto:b@c.d)', [{ t: 'link', href: 'mailto:b@c.d', c: ['a'] }]],
    ['bare addresses', 'www.b.c', [{ t: 'link', href: 'http://www.b.c/', c: ['www.b.c'] }]],
    ['addresses in angle brackets', '<https://b.c>', [{ t: 'link', href: 'https://b.c/', c: ['https://b.c'] }]],
    ['references', '[a][r]\n\n[r]: https://b.c', [{ t: 'link', href: 'https://b.c/', c: ['a'] }]],
    ['pictures, by their description', '![a *cat*](https://b.c)', [{ t: 'link', href: 'https://b.c/', c: ['a cat'] }]],
    [
      'pictures without one',
      '![](https://b.c/d.png)',
      [{ t: 'link', href: 'https://b.c/d.png', c: ['https://b.c/d.png'] }],
    ],
    ['nothing to click', '[](https://b.c)', [{ t: 'link', href: 'https://b.c/', c: ['https://b.c/'] }]],
    ['a picture in a link', '[![a](https://b.c/d.png)](https://e.f)', [{ t: 'link', href: 'https://e.f/', c: ['a'] }]],
  ])('lead somewhere: %s', (_, markdown, expected) => {
    expect(only(markdown)).toEqual(expected);
  });

  it.each([
    ['javascript', '[a](javascript:alert(1))'],
    ['javascript in disguise', '[a](JaVaScRiPt&#58;alert(1))'],
    ['javascript behind a tab', '[a](<java\tscript:alert(1)>)'],
    ['data', '[a](data:text/html,x)'],
    ['a picture of data', '![a](data:image/png;base64,x)'],
    ['files', '[a](file:///etc/passwd)'],
    ['a place on our own page', '[a](/api/model/retry)'],
    ['another host without a scheme', '[a](//b.c)'],
    ['an unknown scheme by reference', '[a]\n\n[a]: vbscript:x'],
    ['a user name that hides the host', '[a](https://google.com@b.c)'],
    ['nothing', '[a]()'],
  ])('become their words: %s', (_, markdown) => {
    expect(only(markdown)).toEqual(['a']);
  });

  it('are never nested and always safe, whatever comes in', () => {
    const address = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc.constantFrom('javascript:x', ' https://a.b', 'https://a b', '\\u0001javascript:x'),
    );
    fc.assert(
      fc.property(address, address, (one, other) => {
        for (const markdown of [
          `[a](${one})`,
          `[a](<${one}>)`,
          `[![a](${other})](${one})`,
          `<${one}>`,
          `[a]\n\n[a]: ${one}`,
        ]) {
          assertTree(renderBlocks(markdown, PLAIN));
        }
      }),
    );
  });
});

describe('the lead', () => {
  const leads = (markdown: string) => {
    const [first] = renderBlocks(markdown, { lead: true });
    return first?.t === 'p' && first.lead === true;
  };
  it.each([
    ['a short first paragraph', 'Because `sort` changes the list.\n\nMore.'],
    ['a short answer', 'Canberra.'],
    ['120 characters without their marks', `**${'x'.repeat(120)}**`],
    ['120 characters as a person counts them', '👩‍👩‍👧‍👦'.repeat(120)],
    ['the first paragraph behind a definition, which shows nothing', '[a]: http://b.c\n\nShort.'],
  ])('is %s', (_, markdown) => {
    expect(leads(markdown)).toBe(true);
  });
  it.each([
    ['121 characters', 'x'.repeat(121)],
    ['a heading', '# Short'],
    ['a list', '- short'],
    ['a formula', '$x$'],
    ['a quote', '> short'],
    ['a paragraph behind a heading', '# Head\n\nshort'],
  ])('is not %s', (_, markdown) => {
    expect(leads(markdown)).toBe(false);
  });

  it('is not marked where nobody asks for it', () => {
    expect(renderBlocks('Short.', { lead: false })).toEqual([{ t: 'p', c: ['Short.'] }]);
  });
});

describe('whatever a model writes', () => {
  it('becomes a tree of the closed list, and never an error', () => {
    fc.assert(
      fc.property(hostile(60), (markdown) => {
        assertTree(renderBlocks(markdown, { lead: true }));
      }),
      { numRuns: 300 },
    );
  });

  it('is all there: every letter in its order, and no mark left over', () => {
    fc.assert(
      fc.property(wellFormed({ minBlocks: 1, maxBlocks: 4 }), (markdown) => {
        const blocks = renderBlocks(markdown, { lead: true });
        assertTree(blocks);
        expect(lettersAndMarks(blocks)).toBe(letters(markdown));
      }),
      { numRuns: 150 },
    );
  });

  it('is the same in steps, and in between the rest of the program runs', async () => {
    await fc.assert(
      fc.asyncProperty(wellFormed({ minBlocks: 1, maxBlocks: 6 }), async (markdown) => {
        expect(await renderBlocksSliced(markdown, { lead: true })).toEqual(renderBlocks(markdown, { lead: true }));
      }),
      { numRuns: 20 },
    );
    let turns = 0;
    let done = false;
    const count = () => {
      turns++;
      if (!done) setImmediate(count);
    };
    setImmediate(count);
    await renderBlocksSliced('Some *words* to read, `code` and [more](http://a.b).\n\n'.repeat(2_000), PLAIN);
    done = true;
    expect(turns).toBeGreaterThan(3);
  });

  it.each([
    ['quotes', '> '.repeat(20)],
    ['items', '- '.repeat(20)],
    ['lines of deeper and deeper items', Array.from({ length: 60 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n')],
    ['emphasis', `${'*a **b '.repeat(60)}x`],
    ['closed emphasis', `${'*a **b '.repeat(60)}${'** *'.repeat(60)}`],
  ])('nests no deeper than a screen has room for: %s', (_, markdown) => {
    const blocks = renderBlocks(`${markdown}x`, PLAIN);
    assertTree(blocks);
    const depth = (value: unknown): number =>
      typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depth)) : 0;
    expect(depth(blocks)).toBeLessThan(80);
    expect(visibleText(blocks)).toContain('x');
  });
});

describe('an answer that streams in', () => {
  /** A page: applies each change to what it shows. */
  function page() {
    const preview = createPreviewRenderer();
    let shown: Block[] = [];
    return {
      preview,
      update(markdown: string) {
        const { from, blocks } = preview.update(markdown);
        expect(from).toBeLessThanOrEqual(shown.length);
        shown = [...shown.slice(0, from), ...blocks];
        return shown;
      },
    };
  }

  it('shows, at every character, exactly the letters written so far and no mark', () => {
    fc.assert(
      fc.property(wellFormed({ minBlocks: 1, maxBlocks: 1 }), (markdown) => {
        const { update } = page();
        let part = '';
        for (const character of markdown) {
          part += character;
          expect({ part, shown: lettersAndMarks(update(part)) }).toEqual({ part, shown: letters(part) });
        }
      }),
      { numRuns: 25 },
    );
  });

  it('ends as the finished text is rendered', () => {
    fc.assert(
      fc.property(wellFormed({ minBlocks: 1, maxBlocks: 4 }), fc.integer({ min: 5, max: 60 }), (markdown, step) => {
        const { update } = page();
        for (let end = 0; end < markdown.length; end += step) update(markdown.slice(0, end));
        expect(update(markdown)).toEqual(renderBlocks(markdown, { lead: true }));
      }),
      { numRuns: 40 },
    );
  });

  it('stays a tree of the closed list and in step with a page, whatever comes in', () => {
    fc.assert(
      fc.property(hostile(30), fc.integer({ min: 1, max: 9 }), (markdown, step) => {
        const { update, preview } = page();
        for (let end = step; end < markdown.length + step; end += step) {
          const shown = update(markdown.slice(0, end));
          assertTree(shown);
          expect(preview.snapshot()).toEqual({ from: 0, blocks: shown });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('sends only what changed', () => {
    const preview = createPreviewRenderer();
    preview.update('# One\n\nTwo.\n\nThr');
    expect(preview.update('# One\n\nTwo.\n\nThree **f')).toEqual({
      from: 2,
      blocks: [{ t: 'p', c: ['Three ', { t: 'strong', c: ['f'] }] }],
    });
    expect(preview.update('# One\n\nTwo.\n\nThree **f')).toEqual({ from: 3, blocks: [] });
    expect(preview.snapshot().blocks).toHaveLength(3);
  });

  it('takes a block back that turned out to be none', () => {
    const preview = createPreviewRenderer();
    preview.update('One.\n\nTwo [a');
    expect(preview.update('Another')).toEqual({ from: 0, blocks: [{ t: 'p', c: ['Another'], lead: true }] });
  });

  it('colours code once it is closed, and links a reference once it is known', () => {
    const preview = createPreviewRenderer();
    preview.update('See [it].\n\n```js\nif');
    expect(preview.snapshot().blocks[1]).toEqual({ t: 'code', language: 'js', text: 'if' });
    const { from } = preview.update('See [it].\n\n```js\nif\n```\n\n[it]: http://a.b\n');
    expect(from).toBe(0);
    expect(preview.snapshot().blocks).toMatchObject([
      { t: 'p', c: ['See ', { t: 'link', href: 'http://a.b/' }, '.'] },
      { t: 'code', tones: [['k', 'if']] },
    ]);
  });

  it('does not encode finished blocks again', () => {
    const preview = createPreviewRenderer({ lead: false });
    preview.update('# One\n\nTwo.\n\nThree.\n\nFour');
    const before = preview.snapshot().blocks;
    preview.update('# One\n\nTwo.\n\nThree.\n\nFour and more');
    const after = preview.snapshot().blocks;
    // What stands before the last finished line may still change the block that ends with it.
    expect(after.map((block, i) => block === before[i])).toEqual([true, true, false, false]);
  });

  it('does not encode the finished items and rows of a long list or table again', () => {
    for (const [head, line] of [
      ['', '- item\n'],
      ['| a |\n|---|\n', '| cell |\n'],
    ] as const) {
      const preview = createPreviewRenderer();
      preview.update(head + line.repeat(100));
      const [before] = preview.snapshot().blocks;
      preview.update(head + line.repeat(101));
      const [after] = preview.snapshot().blocks;
      const entries = (block: Block | undefined) =>
        block?.t === 'list' ? block.items : block?.t === 'table' ? block.rows : [];
      expect(entries(after)).toHaveLength(101);
      expect(
        entries(after)
          .slice(0, 98)
          .every((entry, i) => entry === entries(before)[i]),
      ).toBe(true);
    }
  });
});

it('generates inline Markdown worth testing', () => {
  expect(fc.sample(inline, 50).some((text) => text.includes('**'))).toBe(true);
});
