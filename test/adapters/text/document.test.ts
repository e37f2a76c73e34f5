import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growingText, read, readWithPauses } from '../../../adapters/text/document.ts';
import { normalise } from '../../../adapters/text/normalise.ts';
import { parse, strip } from '../../../adapters/text/parse.ts';
import { LONGEST_SLICE } from '../../../adapters/text/slices.ts';
import { hostile, wellFormed } from './arbitrary-markdown.ts';

/** Ends every open block, so that nothing is left to heal. */
const END = '\n\nThe end.\n\n';

describe('a text read in slices', () => {
  it('has the tree of the whole, references and footnotes across slices included', () => {
    const reference = fc.constantFrom(
      '[a]',
      '[A ][]',
      '![x][a]',
      '[b][ a ]',
      '[^1]',
      '[a]: /x "t"',
      '[A]: /y',
      '[^1]: n\n\n    m',
    );
    const text = fc
      .array(fc.oneof(reference, hostile(5)), { minLength: 5, maxLength: 30 })
      .map((parts) => `${parts.join('\n\n')}\n\n${'word '.repeat(600)}\n\n[^1] [a] and\n\n${parts.join('\n')}`);
    fc.assert(
      fc.property(text, (markdown) => {
        expect(read(markdown).nodes).toEqual(parse(normalise(markdown)).map(strip));
      }),
      { numRuns: 40 },
    );
  });

  it('knows the definition of every reference; the first one counts', () => {
    const filler = 'word '.repeat(900);
    const { nodes, definitions } = read(
      `[a] [b]\n\n${filler}\n\n[A]: /first\n\n${filler}\n\n[a]: /second\n[b]: /third`,
    );
    expect(JSON.stringify(nodes[0])).toContain('"type":"linkReference"');
    expect(definitions.get('a')?.url).toBe('/first');
    expect(definitions.get('b')?.url).toBe('/third');
  });

  it('lets others have their turn between two slices', async () => {
    const markdown = 'Some *words* to read.\n\n'.repeat(3_000);
    let turns = 0;
    const { nodes } = await readWithPauses(markdown, async () => {
      turns++;
    });
    expect(nodes).toHaveLength(3_000);
    expect(turns).toBeGreaterThanOrEqual(markdown.length / LONGEST_SLICE);
  });
});

describe('a growing text', () => {
  it('ends up as the text read at once, whatever the marks and however it grew', () => {
    fc.assert(
      fc.property(hostile(30), fc.integer({ min: 1, max: 9 }), (start, step) => {
        const markdown = start + END;
        const text = growingText();
        for (let end = 0; end < markdown.length; end += step) text.update(markdown.slice(0, end));
        expect(text.update(markdown)).toEqual(read(markdown));
      }),
      { numRuns: 80 },
    );
  });

  it('keeps the nodes of finished blocks from one update to the next', () => {
    const text = growingText();
    const before = text.update('# One\n\nTwo.\n\n- a\n- b\n\nThree').nodes;
    const after = text.update('# One\n\nTwo.\n\n- a\n- b\n\nThree and **four').nodes;
    expect(after).toHaveLength(4);
    for (const i of [0, 1]) expect(after[i]).toBe(before[i]);
    expect(after[3]).not.toBe(before[3]);
  });

  it('reads blocks again when a definition they wait for arrives', () => {
    const text = growingText();
    expect(JSON.stringify(text.update('See [it].\n\nMore.\n\n[it]: http').nodes)).not.toContain('linkReference');
    const { nodes, definitions } = text.update('See [it].\n\nMore.\n\n[it]: http://a.b\n');
    expect(JSON.stringify(nodes[0])).toContain('linkReference');
    expect(definitions.get('it')?.url).toBe('http://a.b');
  });

  it('starts anew when the text is another', () => {
    fc.assert(
      fc.property(
        wellFormed({ minBlocks: 1, maxBlocks: 2 }),
        wellFormed({ minBlocks: 1, maxBlocks: 2 }),
        (one, other) => {
          const text = growingText();
          text.update(one + END);
          expect(text.update(other + END)).toEqual(read(other + END));
          expect(text.update('')).toEqual({ nodes: [], definitions: new Map() });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is parsed from its last open block on, not from its start', () => {
    const blocks = Array.from({ length: 400 }, (_, i) => `Block ${i} with **marks**.`);
    const text = growingText();
    let seen = new Set(text.update(blocks.slice(0, 200).join('\n\n')).nodes);
    for (let count = 201; count <= 400; count++) {
      const { nodes } = text.update(blocks.slice(0, count).join('\n\n'));
      expect(nodes.filter((node) => !seen.has(node)).length).toBeLessThanOrEqual(3);
      seen = new Set(nodes);
    }
  });
});
