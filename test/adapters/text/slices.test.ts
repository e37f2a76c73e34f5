import fc from 'fast-check';
import type { RootContent } from 'mdast';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../../adapters/text/normalise.ts';
import { parse, strip } from '../../../adapters/text/parse.ts';
import { LONGEST_SLICE, nextSlice, type Slice, START, sliceAll } from '../../../adapters/text/slices.ts';
import { block, hostile } from './arbitrary-markdown.ts';

function whole(text: string): RootContent[] {
  return parse(text).map(strip);
}

/** The slices of a text that grew by `step` characters at a time. */
function sliceGrowing(text: string, step: number): Slice[] {
  const slices: Slice[] = [];
  let place = START;
  for (let end = 0; end < text.length; end += step) {
    const part = text.slice(0, end);
    for (let next = nextSlice(part, place, false); next !== null; next = nextSlice(part, place, false)) {
      slices.push(next.slice);
      place = next.next;
    }
  }
  return [...slices, ...sliceAll(text, place)];
}

/** Joined as document.ts does it, but for references. */
function joined(slices: Slice[]): RootContent[] {
  const nodes: RootContent[] = [];
  for (const { inside, nodes: more } of slices) {
    const last = nodes.at(-1);
    const first = more[0];
    if (inside?.kind === 'list' && last?.type === 'list' && first?.type === 'list') {
      last.children.push(...first.children);
      nodes.push(...more.slice(1));
    } else if (inside?.kind === 'table' && last?.type === 'table' && first?.type === 'table') {
      last.children.push(...first.children);
      nodes.push(...more.slice(1));
    } else nodes.push(...more);
  }
  return nodes.map(strip);
}

/** Without anything that refers to other slices. */
function withoutReferences(markdown: string): string {
  return normalise(markdown).replaceAll(']:', '] :');
}

describe('slices of a growing text', () => {
  it('give, joined, the tree of the whole text, whatever the marks and however it grew', () => {
    fc.assert(
      fc.property(hostile(40).map(withoutReferences), fc.integer({ min: 1, max: 9 }), (text, step) => {
        expect(joined(sliceGrowing(text, step))).toEqual(whole(text));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['an empty list that may not interrupt the paragraph before it', '*x\n1) *\n\n'],
    ['the same in a footnote', 'x\n[^1]: *\n'],
    ['a list behind indented code, which the parser takes for text', 'x\n\n    y\n\n*\n\n# z\n'],
    ['a definition whose title spans lines', '[a]: /x\n"b\nc"\n\nd'],
    ['a heading underlined late', 'a\nb\n===\nc'],
    ['a lazy line behind a quote', '> a\nb\n> c\n\nd'],
    ['an item that goes on behind a blank line', '- a\n\n  b\n\n c\n'],
    ['a fence with tabs in its indented content', '  ```\n\tx\n \ty\n   z\n  ```\n'],
    ['a fence closed by a longer one', '~~~ js `x`\n~~\n~~~~~\ny'],
    ['a formula with a list in it', 'a\n$$\n- b\n$$\nc'],
    ['a formula that was none', '\\[\n$$\n*$$\n*\n\nend'],
  ])('give the tree of the whole text for %s', (_, text) => {
    for (const step of [1, 2, 3]) expect(joined(sliceGrowing(text, step))).toEqual(whole(text));
  });

  it('are cut at blocks, items and rows, and never inside one', () => {
    const text =
      '# Head\n\nOne\ntwo.\n\n- a\n- b\n\n  b too\n- c\n\n| h |\n|---|\n| 1 |\n| 2 |\n\n```\nx\n\ny\n```\nEnd.';
    expect(sliceGrowing(text, 1).map(({ source }) => source)).toEqual([
      '# Head\n\n',
      'One\ntwo.\n\n',
      '- a\n',
      '- b\n\n  b too\n',
      '- c\n\n',
      '| h |\n|---|\n| 1 |\n',
      '| 2 |\n\n',
      '```\nx\n\ny\n```\n',
      'End.',
    ]);
  });

  it.each([
    ['the last block', 'a\n\nb\n'],
    ['a line without its end', '- a\n-'],
    ['a fence not closed', '```\nx\n\ny\n'],
    ['a fence whose closing mark may still be longer', '```\nx\n```'],
    ['a formula not closed', '\\[\nx\n- y\n'],
    ['what may become the title of a definition', '[a]: /x\n"still\n'],
  ])('leave %s for later', (_, text) => {
    const slices: string[] = [];
    for (let step = nextSlice(text, START, false); step; step = nextSlice(text, step.next, false)) {
      slices.push(step.slice.source);
    }
    expect(slices.join('').length).toBeLessThanOrEqual(text.lastIndexOf('\n\n') + 2);
    expect(text.startsWith(slices.join(''))).toBe(true);
  });
});

describe('slices of a long text', () => {
  const long = fc
    .array(fc.tuple(fc.oneof({ weight: 5, arbitrary: block }, hostile(6)), fc.constantFrom('\n', '\n\n', '\n\n\n')), {
      minLength: 60,
      maxLength: 90,
      size: 'max',
    })
    .map((blocks) => withoutReferences(blocks.flat().join('')));

  it('give, joined, the tree of the whole text', () => {
    fc.assert(
      fc.property(long, (text) => {
        expect(joined([...sliceAll(text)])).toEqual(whole(text));
      }),
      // A failing text of this length would take minutes to shrink.
      { numRuns: 10, endOnFailure: true },
    );
  });

  it('keep every character, and cut a block that is too long between two words', () => {
    const text = 'word '.repeat(10_000).trim();
    const sources = [...sliceAll(text)].map(({ source }) => source);
    expect(sources.join('')).toBe(text);
    for (const source of sources.slice(0, -1)) expect(source.endsWith(' ')).toBe(true);
  });

  it('cut a text without spaces between two graphemes', () => {
    const family = '👩‍👩‍👧‍👦';
    for (const { source } of sliceAll(family.repeat(2_000))) expect(source.replaceAll(family, '')).toBe('');
  });

  it('cut an item that is too long before its last block, so that the code in it stays code', () => {
    const code = '   x = 1\n'.repeat(700);
    const text = `1. a\n\n   text\n\n   \`\`\`py\n${code}   \`\`\`\n\nafter\n`;
    const nodes = joined([...sliceAll(text)]);
    expect(nodes.map(({ type }) => type)).toEqual(['list', 'code', 'paragraph']);
    expect(nodes[1]).toMatchObject({ lang: 'py', value: 'x = 1\n'.repeat(700).trimEnd() });
  });

  it('keep a fenced block of any length in one piece', () => {
    const value = 'const a = 1; // one\n\n'.repeat(5_000).trimEnd();
    expect(joined([...sliceAll(`  ~~~ts x=y\n${value}\n~~~\nafter`)])).toEqual([
      { type: 'code', lang: 'ts', meta: 'x=y', value },
      { type: 'paragraph', children: [{ type: 'text', value: 'after' }] },
    ]);
  });
});

describe('a hostile text', () => {
  const repeat = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
  it.each(
    [
      '>',
      '> ',
      '> a\n',
      '[',
      '![',
      '[a](',
      '[a][b]',
      '[]',
      '*',
      '* ',
      '- ',
      '1. ',
      '*a_ ',
      '**a *b ',
      '_',
      '`a ',
      '``a` ',
      '~~a ',
      '$$a ',
      '$a ',
      '\\(',
      '\\[\n',
      '\\',
      '|',
      '|a|b|\n',
      '&amp;',
      '<',
      '<a@b',
      'http://a.b/(',
      'a@',
      'www._',
      'a\n=\n',
      '# #',
      '\n',
      ' ',
      '\t',
      '[a]: /x\n',
      '[^a]: x\n',
      '> a\nb\n',
      '```\n',
      '- a\n  ',
      'a',
      '\u0301',
      '👩‍👩‍👧‍👦',
    ].map((unit): [string, string] => [JSON.stringify(unit), repeat(unit, '>[*'.includes(unit) ? 50_000 : 10_000)]),
  )('of nothing but %s is parsed in bounded pieces, and read about once', (_, text) => {
    let characters = 0;
    const parseCounted = (markdown: string) => {
      characters += markdown.length;
      const marks = markdown.match(/[*_~[\]]/g)?.length ?? 0;
      const deepest = Math.max(
        ...markdown.split('\n').map((line) => (line.match(/^(?:[ \t]*(?:>|[-+*] |1\. ))*/)?.[0] ?? '').length),
      );
      expect(markdown.length).toBeLessThanOrEqual(LONGEST_SLICE + 1_024);
      expect(marks).toBeLessThanOrEqual(1_024);
      expect(markdown.match(/_www\./g)?.length ?? 0).toBeLessThanOrEqual(16);
      expect(markdown.split('\n').length).toBeLessThanOrEqual(520);
      // A rule (`* * *`) may be long; it nests nothing.
      if (!/^[ \t]*(?:[-*][ \t]*)+$/m.test(markdown)) expect(deepest).toBeLessThan(200);
      return parse(markdown);
    };
    const slices = [...sliceAll(normalise(text), START, parseCounted)];
    expect(characters).toBeLessThanOrEqual(4 * text.length);
    expect(
      slices
        .map(({ source }) => source)
        .join('')
        .replace(/\s/g, '').length,
    ).toBe(normalise(text).replace(/\s/g, '').length);
  });
});
