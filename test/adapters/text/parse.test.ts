import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import { closesFence, parse, parseAny, strip } from '../../../adapters/text/parse.ts';

/** A tree as a line: `p(a strong(b))`, with the value of leaves in quotes. */
function sketch(markdown: string): string {
  return parse(markdown).map(line).join(' ');
}
function line(node: Nodes): string {
  if (node.type === 'text') return JSON.stringify(node.value);
  const open = (node.type === 'code' || node.type === 'math') && node.data?.open ? 'open ' : '';
  if ('value' in node) return `${open}${node.type}[${node.value}]`;
  return 'children' in node ? `${node.type}(${node.children.map(line).join(' ')})` : node.type;
}

describe('formulas', () => {
  it.each([
    ['in parentheses', 'so \\(x^2\\) is', 'paragraph("so " inlineMath[x^2] " is")'],
    ['in brackets within text', 'so \\[x\\] is', 'paragraph("so " inlineMath[x] " is")'],
    ['between dollars', 'so $x_1 + y_1$.', 'paragraph("so " inlineMath[x_1 + y_1] ".")'],
    ['between two dollars', 'so $$x$$ is', 'paragraph("so " inlineMath[x] " is")'],
    ['that start with a digit', '$2 \\times 3$', 'paragraph(inlineMath[2 \\times 3])'],
    ['on lines of their own', 'so\n\\[\nx = y\n- z\n\\]\nis', 'paragraph("so") math[x = y\n- z] paragraph("is")'],
    ['on one line of their own', '\\[ x \\]', 'math[ x ]'],
    ['that begin beside the opening mark', '$$x = y\n+ z$$\nis', 'math[x = y\n+ z] paragraph("is")'],
    ['with a dollar inside', '$$\nx $ y $$', 'math[x $ y ]'],
    ['in a quote', '> $$\n> x\n> $$', 'blockquote(math[x])'],
    ['in an item', '- a\n  \\[\n  x\n  \\]\n- b', 'list(listItem(paragraph("a") math[x]) listItem(paragraph("b")))'],
    ['in a table', '| \\(a\\) |\n|-|', 'table(tableRow(tableCell(inlineMath[a])))'],
    ['at the end, not closed yet', 'so\n$$\nx', 'paragraph("so") open math[x]'],
  ])('%s', (_, markdown, expected) => {
    expect(sketch(markdown)).toBe(expected);
  });

  it.each([
    ['prices', 'costs $5 and $6', 'paragraph("costs $5 and $6")'],
    ['prices with the dollar behind', 'between $5 and 10$ each', 'paragraph("between $5 and 10$ each")'],
    ['a dollar behind a letter', 'US$5 or CA$6', 'paragraph("US$5 or CA$6")'],
    ['a dollar that was escaped', '\\$x$', 'paragraph("$x$")'],
    ['code', '`\\(x\\)` and `$y$`', 'paragraph(inlineCode[\\(x\\)] " and " inlineCode[$y$])'],
    ['a fence', '```\n\\[ x \\]\n```', 'code[\\[ x \\]]'],
    ['an escaped backslash', '\\\\(x\\\\)', 'paragraph("\\\\(x\\\\)")'],
    ['a parenthesis never closed', 'so \\(x is', 'paragraph("so (x is")'],
    ['nothing', '\\[\\] $$ $$$', 'paragraph("[] $$ $$$")'],
    ['a paragraph that starts with dollars', '$$ is\nmoney\n\nyes', 'paragraph("$$ is\\nmoney") paragraph("yes")'],
    ['an open one in a quote that has ended', '> $$\n> x\n\nyes', 'blockquote(paragraph("$$\\nx")) paragraph("yes")'],
  ])('are not seen in %s', (_, markdown, expected) => {
    expect(sketch(markdown)).toBe(expected);
  });
});

describe('the dialect', () => {
  it.each([
    [
      'HTML is text',
      'a <b>c</b>\n\n<div>\n*x*\n</div>',
      'paragraph("a <b>c</b>") paragraph("<div>\\n" emphasis("x") "\\n</div>")',
    ],
    ['one tilde means about', '5~10 and 20~30', 'paragraph("5~10 and 20~30")'],
    ['two tildes strike through', '~~no~~', 'paragraph(delete("no"))'],
    [
      'a table needs no blank line before it',
      'See:\n| a |\n|---|',
      'paragraph("See:") table(tableRow(tableCell("a")))',
    ],
    ['a fence that is not closed is open', '```js\nx', 'open code[x]'],
    ['a longer fence does not end with a shorter one', '````\n```\nx', 'open code[```\nx]'],
    ['indented code is never open', '    x', 'code[x]'],
    ['a fence in an item ends with its mark', '- ```\n  x\n  ```', 'list(listItem(code[x]))'],
  ])('%s', (_, markdown, expected) => {
    expect(sketch(markdown)).toBe(expected);
  });

  it('knows when a line closes a fence', () => {
    expect(closesFence('```', '```')).toBe(true);
    expect(closesFence('`````  ', '```')).toBe(true);
    expect(closesFence('``', '```')).toBe(false);
    expect(closesFence('~~~', '```')).toBe(false);
    expect(closesFence('```js', '```')).toBe(false);
  });

  it('leaves no positions and nothing about HTML in what renderers get', () => {
    const tree = JSON.stringify(parse('# a\n\n- b $x$\n\n$$\ny\n$$\n').map(strip));
    expect(tree).not.toMatch(/position|offset|hName|spread/);
  });

  it.each([
    ['words', 'a&#x202e;b&#7;'],
    ['the description of an image', '![a&#x202e;b&#7;](/c)'],
    ['the language of code', '```a&#x202e;b&#7;\n```'],
    ['the name of a footnote', '[^a&#x202e;b&#7;]\n\n[^a&#x202e;b&#7;]: c'],
  ])('leaves nothing in %s that a reference to a character may have put there', (_, markdown) => {
    expect(JSON.stringify(parse(markdown).map(strip))).not.toMatch(/\u202e|\\u0007/);
  });
});

describe('a line of words', () => {
  /** What may stand in one, and some of what makes more than words of it. */
  const piece = fc.constantFrom(
    ...[
      'a',
      'Hello',
      'ß',
      'ñandú',
      'नमस्ते',
      'سلام',
      '你好',
      'ไทย',
      '12',
      '3.',
      '4)',
      '0:30',
      ' ',
      '  ',
      ',',
      '.',
      '...',
      ';',
    ],
    ...[
      ':',
      '?',
      '!',
      "'",
      '"',
      '(',
      ')',
      'www.',
      'WWW.a.b',
      'http',
      'https:',
      'a.com',
      '-',
      '#',
      '*',
      '_',
      '\n',
      '&amp;',
    ],
  );

  it('is parsed as the whole grammar would parse it', () => {
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const markdown = pieces.join('');
        expect(parse(markdown)).toEqual(parseAny(markdown));
      }),
      { numRuns: 2_000 },
    );
  });
});
