import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookError, readBook } from '../../../src/assistant/business/book.ts';

const BOOK = `# Bakery Sol

I can't answer that here.
Marta will write back.

## When are you open? / opening hours / Sunday ##
Monday to Saturday, **7:00** to 18:00.

\`\`\`
## not a heading
\`\`\`

## What does it cost?
All prices:

| Bread | Price | Weight |
| --- | ---: | --- |
| Rye bread | 4.20 € | 1 kg |
| Baguette | 1.60 € | |

Ask for more.
`;

describe("the operator's own answers", () => {
  const book = readBook(BOOK);

  it('begin with what is said when nothing fits', () => {
    expect(book.otherwise).toBe("I can't answer that here.\nMarta will write back.");
  });

  it('are named by the question and the other ways to ask it, and kept word for word', () => {
    expect(book.entries[0]).toEqual({
      title: 'When are you open?',
      names: ['When are you open?', 'opening hours', 'Sunday'],
      answer: 'Monday to Saturday, **7:00** to 18:00.\n\n```\n## not a heading\n```',
    });
  });

  it('are as many as there are rows in a table, besides the table as a whole', () => {
    expect(book.entries.slice(1).map(({ title }) => title)).toEqual(['What does it cost?', 'Rye bread', 'Baguette']);
    expect(book.entries[2]!.answer).toBe('**Rye bread**\n- Price: 4.20 €\n- Weight: 1 kg');
    expect(book.entries[3]!.answer).toBe('**Baguette**\n- Price: 1.60 €');
  });

  it.each([
    ['nothing for questions that do not fit', '## A?\nB'],
    ['only a title before the first question', '# Shop\n\n## A?\nB'],
    ['no question', 'A person will write back.'],
    ['a question without an answer', 'A person.\n## A?\n\n## B?\nC'],
  ])('are refused with %s, and it is said how they have to be', (_what, text) => {
    expect(() => readBook(text)).toThrow(BookError);
    expect(() => readBook(text)).toThrow('## Question / another way to ask');
  });

  it('are read or refused, whatever the file holds', () => {
    const piece = fc.constantFrom('## ', '# ', ' / ', '\n', '|', '| --- |', '```', 'word', '\r\n', '   ', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        try {
          const { entries, otherwise } = readBook(pieces.join(''));
          expect(otherwise).not.toBe('');
          for (const { title, answer, names } of entries) {
            expect([title, answer].map((text) => text.trim())).toEqual([title, answer]);
            expect(answer).not.toBe('');
            expect(names[0]).toBe(title);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(BookError);
        }
      }),
    );
  });
});
