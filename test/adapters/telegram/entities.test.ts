import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import { markdownOf } from '../../../adapters/telegram/entities.ts';
import type { Entity } from '../../../adapters/telegram/wire.ts';
import { parse } from '../../../adapters/text/parse.ts';

const STYLES = { bold: 'strong', italic: 'emphasis', strikethrough: 'delete', code: 'inlineCode' } as const;

/** Each letter of a tree with what stands around it. */
function lettersOf(nodes: Nodes[], around: string[] = []): { letter: string; marks: string[] }[] {
  return nodes.flatMap((node) => {
    const marks = node.type in MARKS ? [...around, node.type] : around;
    if ('children' in node) return lettersOf(node.children, marks);
    const value = 'value' in node ? node.value : '';
    return [...value]
      .filter((letter) => /\S/.test(letter))
      .map((letter) => ({ letter, marks: [...new Set(marks)].sort() }));
  });
}
const MARKS: Readonly<Record<string, true>> = { strong: true, emphasis: true, delete: true, inlineCode: true };

describe('entities as Markdown', () => {
  // Whole words, so that Markdown can say it at all.
  const words = fc.array(fc.constantFrom('one', 'two', 'drei', 'четыре', '五', 'x1'), { minLength: 1, maxLength: 12 });
  const ranges = fc.array(fc.tuple(fc.constantFrom('bold', 'italic', 'strikethrough'), fc.nat(11), fc.nat(11)), {
    maxLength: 5,
  });
  const marked = fc.tuple(words, ranges).map(([all, some]) => {
    const text = all.join(' ');
    const starts = all.map((_, index) => all.slice(0, index).join(' ').length + (index > 0 ? 1 : 0));
    const entities = some.map(([type, a, b]): Entity => {
      const [first, last] = [Math.min(a, b) % all.length, Math.max(a, b) % all.length].sort((x, y) => x - y);
      const offset = starts[first!]!;
      return { type, offset, length: starts[last!]! + all[last!]!.length - offset };
    });
    return { text, entities };
  });

  it('say of every letter what was marked on it, however the entities lie', () => {
    fc.assert(
      fc.property(marked, ({ text, entities }) => {
        const expected = [...text].flatMap((letter, at) => {
          if (letter === ' ') return [];
          const over = entities.filter(({ offset, length }) => offset <= at && at < offset + length);
          return [{ letter, marks: [...new Set(over.map(({ type }) => STYLES[type as 'bold']))].sort() }];
        });
        expect(lettersOf(parse(markdownOf({ text, entities })))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('lose no letter and make no marks of their own out of what people type', () => {
    const typed = fc
      .array(
        fc.constantFrom('*', '_', '`', '~', '[', '](x)', '<b>', '#', '1.', '-', '>', '|', '\\', '$', 'a', 'bc', ' '),
        { maxLength: 25 },
      )
      .map((pieces) => `bold ${pieces.join('').trim()}`);
    fc.assert(
      fc.property(typed, (text) => {
        const markdown = markdownOf({ text, entities: [{ type: 'bold', offset: 0, length: 4 }] });
        const letters = lettersOf(parse(markdown));
        expect(letters.map(({ letter }) => letter).join('')).toBe(text.replace(/\s/g, ''));
        for (const { marks } of letters.slice(4)) expect(marks).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('take any entities over any text, and never throw', () => {
    const entity = fc.record({
      type: fc.constantFrom('bold', 'pre', 'code', 'blockquote', 'text_link', 'expandable_blockquote', 'url', 'what'),
      offset: fc.integer({ min: -10, max: 60 }),
      length: fc.integer({ min: -10, max: 60 }),
      url: fc.string(),
      language: fc.string(),
    });
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.array(entity, { maxLength: 8 }),
        (text, entities) => {
          expect(markdownOf({ text, entities }).isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keep a block of code exactly, with fences inside it too', () => {
    const code = 'a\n```\nb *c*';
    const [node] = parse(
      markdownOf({ text: code, entities: [{ type: 'pre', offset: 0, length: code.length, language: 'md' }] }),
    );
    expect(node).toMatchObject({ type: 'code', lang: 'md', value: code });
  });
});
