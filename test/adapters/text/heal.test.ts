import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceHealed } from '../../../adapters/text/heal.ts';
import { closeInline } from '../../../adapters/text/heal-inline.ts';
import { START } from '../../../adapters/text/slices.ts';

/** What is parsed instead of an unfinished text. */
function healed(markdown: string): string {
  return sliceHealed(markdown, START)
    .map(({ source }) => source)
    .join('');
}

describe('marks within text', () => {
  it.each([
    ['strong', 'a **bold', 'a **bold**'],
    ['emphasis', 'an *it', 'an *it*'],
    ['underscores', 'an _it', 'an _it_'],
    ['strong and emphasis at once', '***both', '***both***'],
    ['one in the other', '**a *b', '**a *b***'],
    ['strike-through', '~~gone', '~~gone~~'],
    ['code', 'see `x = 1', 'see `x = 1`'],
    ['code with a backtick in it', '``a ` b', '``a ` b``'],
    ['strong around code', '**see `x', '**see `x`**'],
    ['strong around a link', '**see [it](http://a.b)', '**see [it](http://a.b)**'],
    ['half of a closing mark', '**bold*', '**bold**'],
    ['half of a closing run of code', '``a`', '``a``'],
    ['a mark before a space', '**bold ', '**bold** '],
    ['right-to-left text', '**سلام', '**سلام**'],
    ['a formula, shown as code until it is whole', 'so \\(x^2', 'so `x^2`'],
    ['a formula between two dollars', 'so $$x', 'so `x`'],
  ])('are closed: %s', (_, open, closed) => {
    expect(closeInline(open)).toBe(closed);
  });

  it.each([
    ['strong', 'a **', 'a'],
    ['strong and emphasis', 'a **_', 'a'],
    ['code', 'a `', 'a '],
    ['a backslash', 'a \\', 'a '],
    ['a link', 'a [', 'a '],
    ['an image', 'a ![', 'a '],
    ['an image that has only its exclamation mark', 'a !', 'a '],
    ['an entity', 'a &am', 'a '],
    ['a numbered entity', 'a &#x2', 'a '],
    ['a tag that may break the line', 'a <b', 'a '],
    ['a footnote', 'a [^1', 'a '],
    ['a closing mark behind a mark that is closed', '**a** **', '**a**'],
  ])('wait while they are empty: %s', (_, open, shown) => {
    expect(closeInline(open)).toBe(shown);
  });

  it.each([
    ['a label alone', 'see [the page', 'see the page'],
    ['a label with its bracket', 'see [the page]', 'see the page'],
    ['half an address', 'see [the page](https://exa', 'see the page'],
    ['half an address with parentheses', 'see [it](https://a.b/c_(d', 'see it'],
    ['half a title', 'see [it](https://a.b "The pa', 'see it'],
    ['half a reference', 'see [it][on', 'see it'],
    ['an image', 'see ![a cat](https://exa', 'see a cat'],
    ['a label with marks', 'see [**the pa', 'see **the pa**'],
    ['an autolink', 'see <https://exa', 'see https://exa'],
  ])('of a link show its label only: %s', (_, open, shown) => {
    expect(closeInline(open)).toBe(shown);
  });

  it.each([
    ['sums', '2 * 3 and 4 * 5'],
    ['names', 'snake_case_name'],
    ['an index', 'list[0'],
    ['an ampersand in a name', 'AT&T'],
    ['less than', 'a < b'],
    ['money', 'costs $5'],
    ['what is escaped', '\\*not'],
    ['marks in code', '`**a`'],
    ['marks in an address', '[a](http://b.c/_d_*e)'],
    ['a formula with an underscore', '$x_{1}$ and'],
    ['a footnote', 'so[^1]'],
    ['what is closed', '**a** *b* ~~c~~ `d` [e](f) \\(g\\)'],
  ])('are left alone in %s', (_, text) => {
    expect(closeInline(text)).toBe(text);
  });
});

describe('whatever is written', () => {
  const lettersOf = (text: string) => [...text].filter((char) => /[\p{L}\p{N}]/u.test(char));

  it('is closed without an error, and nothing but marks is added', () => {
    const marks = fc.constantFrom(...'\\*_~`[]()<>!&$ \n', '**', '\\(', '](', '&am', '<https://a.b/c', '[^1');
    const text = fc
      .array(fc.oneof(marks, fc.constantFrom('a', 'b c', 'é', '中')), { size: '+1' })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (open) => {
        let at = 0;
        for (const letter of lettersOf(closeInline(open))) {
          at = lettersOf(open).indexOf(letter, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['a \\\\*'],
    ['\\* *'],
    ['** '.repeat(400)],
    ['**a '.repeat(300)],
    ['_**'.repeat(300)],
    ['[a]('.repeat(300)],
    ['((((a'.repeat(300)],
  ])('ends, however odd: %j', (text) => {
    expect(closeInline(text).length).toBeLessThan(3 * text.length);
  });
});

describe('the last line', () => {
  it.each([
    ['a bullet', 'a\n\n-'],
    ['a bullet that would make the line before it a heading', 'a\n-'],
    ['a rule', 'a\n\n--'],
    ['a number', 'a\n\n1.'],
    ['the figure of a number', '1. a\n2'],
    ['an empty item', '- a\n- '],
    ['a box', '- a\n- [x'],
    ['a heading', 'a\n\n##'],
    ['a quote', 'a\n\n>'],
    ['the beginning of a fence', 'a\n\n``'],
    ['a fence whose language may go on', 'a\n\n```py'],
    ['a formula', 'a\n\n\\['],
    ['a row', '| a |\n|---|\n|'],
    ['a definition whose address may go on', 'a\n\n[b]: http://c'],
  ])('waits while it is but %s', (_, text) => {
    expect(healed(text)).toBe(text.slice(0, text.lastIndexOf('\n') + 1));
  });

  it('waits in code while it may be the closing fence', () => {
    expect(healed('```\nx\n``')).toBe('```\nx\n');
    expect(healed('- a\n  ```\n  x\n  `')).toBe('- a\n  ```\n  x\n');
  });

  it.each([
    ['a number that is the whole answer', '42'],
    ['code of dashes', '```\n--'],
    ['a line that is finished', 'a\n\n- b\n'],
    ['marks in the middle of a line', 'a - b'],
  ])('is shown when it is %s', (_, text) => {
    expect(healed(text)).toBe(text);
  });
});

describe('a table', () => {
  it.each([
    ['its first cell', 'See:\n\n| a', 'See:\n\n| a\n| - |'],
    ['its head', '| a | b |', '| a | b |\n| - | - |'],
    ['its head and the end of that line', '| a | b |\n', '| a | b |\n| - | - |'],
    ['half of its rule', '| a | b |\n|--', '| a | b |\n| - | - |'],
    ['a head with an open mark', '| a | **b', '| a | **b**\n| - | - |'],
    ['a head in an item', '- x\n\n  | a |', '- x\n\n  | a |\n  | - |'],
  ])('is one as soon as it has %s', (_, text, expected) => {
    expect(healed(text)).toBe(expected);
  });

  it('has open marks closed in its last cell alone', () => {
    expect(healed('| a |\n|---|\n| **b | *c')).toBe('| a |\n|---|\n| **b | *c*');
  });
});

describe('finished blocks', () => {
  it.each([
    ['a paragraph followed by a blank line', 'a **b\n\n'],
    ['a heading followed by a line', '# a **b\n'],
    ['a row followed by a line', '| a |\n|---|\n| **b |\n'],
  ])('are not healed: %s', (_, text) => {
    expect(healed(text)).toBe(text);
  });
});
