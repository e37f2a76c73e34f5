import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answers } from './arbitrary-markdown.ts';
import { judge } from './judge.ts';

describe('pieces of any answer', () => {
  it('keep every limit of every platform, lose nothing and cut no grapheme, code or link', async () => {
    await fc.assert(
      fc.asyncProperty(
        answers,
        fc.integer({ min: 200, max: 1_000 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom('as they are', 'without scheme'),
        async ({ markdown, wellFormed }, limit, parts, links) => {
          expect(await judge({ markdown, limit, parts, links, wellFormed })).toEqual([]);
        },
      ),
      { numRuns: 2_000 },
    );
  }, 180_000);
});
