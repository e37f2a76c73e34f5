import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthIn, type PieceLimits } from '../../../adapters/text/pieces.ts';
import { plainPieces } from '../../../adapters/text/plain-pieces.ts';
import { holdsForAll } from './judge.ts';

const INSTAGRAM: PieceLimits = { limit: 1_000, unit: 'byte', parts: 8 };

/** Texts of the pieces, files by their names. */
async function cut(markdown: string, limits: Partial<PieceLimits> = {}): Promise<string[]> {
  const pieces = await plainPieces(markdown, { limit: 200, unit: 'utf16', parts: 20, ...limits });
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : `${piece.name}: ${piece.text}`));
}

describe('pieces of any answer', () => {
  it('keep every limit of every platform, lose nothing and cut no grapheme, code or link', async () => {
    await fc.assert(holdsForAll(), { numRuns: 2_000 });
  }, 300_000);
});

describe('a cut', () => {
  const words = (count: number, word = 'word') => Array.from({ length: count }, (_, i) => `${word}${i}`).join(' ');

  it('is made between blocks where that leaves no message too empty', async () => {
    const [a, b, c] = [words(20, 'a'), words(20, 'b'), words(20, 'c')];
    expect(await cut([a, b, c].join('\n\n'))).toEqual([`${a}\n\n${b}`, c]);
  });

  it('is not made between a heading and what it stands over', async () => {
    const text = words(28, 'a');
    expect((await cut(`${text}\n\n# Head\n\n${text}`)).map((piece) => piece.split('\n')[0])).toEqual([text, 'Head']);
  });

  it('is made between items and keeps their numbers', async () => {
    const items = Array.from({ length: 12 }, (_, i) => `${i + 7}. ${words(6, 'x')}`);
    const pieces = await cut(items.join('\n'));
    expect(pieces.join('\n')).toBe(items.join('\n'));
    expect(pieces.map((piece) => piece.split('.')[0])).toEqual(['7', '16']);
  });

  it('is made between lines, behind sentences, between words', async () => {
    const line = words(20);
    expect(await cut(`${line}\n${line}\n${line}`)).toEqual([line, line, line]);
    const sentence = `${words(10, 'x')}.`;
    const sentences = (count: number) => Array(count).fill(sentence).join(' ');
    expect(await cut(sentences(9))).toEqual([sentences(6), sentences(3)]);
    expect((await cut(words(60, 'x'))).join(' ')).toBe(words(60, 'x'));
  });

  it.each([
    [
      'Thai',
      'ภาษาไทยเขียนติดกันโดยไม่เว้นวรรคระหว่างคำ',
      ['ภาษา', 'ไทย', 'เขียน', 'ติด', 'กัน', 'โดย', 'ไม่', 'เว้น', 'วรรค', 'ระหว่าง', 'คำ'],
    ],
    [
      'Chinese',
      '我们去公园散步看见许多人在放风筝',
      ['我们', '去', '公园', '散步', '看见', '许多人', '许多', '人在', '人', '在', '放', '风筝'],
    ],
  ])('is made between words of %s, which has no spaces', async (_, text, starts) => {
    const pieces = await cut(text.repeat(30));
    expect(pieces.join('')).toBe(text.repeat(30));
    for (const piece of pieces) expect(starts.some((start) => piece.startsWith(start))).toBe(true);
  });

  it('goes through no flag, family or letter with marks', async () => {
    for (const letter of ['🇩🇪', '👩‍👩‍👧‍👦', 'e\u0301\u0323', 'क्षि']) {
      const pieces = await cut(letter.repeat(150));
      expect(pieces.join('')).toBe(letter.repeat(150));
      for (const piece of pieces) expect(piece.length % letter.length).toBe(0);
    }
  });

  it('goes through no address, however late it comes', async () => {
    const address = `https://example.org/${'a_b/'.repeat(30)}`;
    const pieces = await cut(`${words(20)} see [the long page](${address}) ${words(30)}`);
    expect(pieces.filter((piece) => piece.includes(`the long page (${address})`))).toHaveLength(1);
  });

  it.each([
    ['before it', `[${words(12)}](https://example.org/${'a_b/'.repeat(30)})`],
    ['before it in code', `\`${words(12)} -d=https://example.org/${'a_b/'.repeat(30)}\` and`],
    ['before and behind it', `[${words(45)}](https://example.org/${'a_b/'.repeat(30)}) ${words(30)}`],
  ])('goes through no address that finds room, however many words stand %s', async (_, text) => {
    const address = `https://example.org/${'a_b/'.repeat(30)}`;
    expect((await cut(text)).filter((piece) => piece.includes(address))).toHaveLength(1);
  });

  it('keeps the indentation of the code behind it', async () => {
    const code = Array.from({ length: 30 }, (_, i) => `    line ${i};`);
    for (const piece of await cut(['```', ...code, '```'].join('\n'))) expect(piece).toMatch(/^[\u00a0 ]{6}line/);
  });

  it('is counted in the unit of the platform', async () => {
    const pieces = await plainPieces('春天来了，花儿开了。'.repeat(100), INSTAGRAM);
    expect(pieces).toHaveLength(4);
    for (const piece of pieces)
      expect(Buffer.byteLength(piece.kind === 'text' ? piece.text : '')).toBeLessThanOrEqual(1_000);
    expect(lengthIn('codepoint', '👍🏽a')).toBe(3);
  });
});

describe('too many pieces', () => {
  const blocks = Array.from({ length: 12 }, (_, i) => `## Part ${i}\n\n${'word '.repeat(30).trim()} **end ${i}**.`);

  it('end with a file that holds the rest as it was written, from the block on that did not fit', async () => {
    const pieces = await cut(blocks.join('\n\n'), { parts: 3 });
    expect(pieces).toHaveLength(4);
    expect(pieces[2]).toContain('end 2');
    expect(pieces[3]).toBe(`answer.md: ${blocks.slice(3).join('\n\n')}`);
  });

  it('give a block that was begun as a whole', async () => {
    const code = `\`\`\`js\n${'let a = 1;\n'.repeat(500)}\`\`\``;
    const pieces = await cut(`Here:\n\n${code}\n`, { parts: 2 });
    expect(pieces[2]).toBe(`answer.md: ${code}\n`);
  });

  it('are made in steps, between which the rest of the program has its turn', async () => {
    for (const text of [
      '- **item** with words\n'.repeat(4_000),
      '| a | b |\n|---|---|\n'.concat('| c | *d* |\n'.repeat(4_000)),
    ]) {
      let turns = 0;
      let over = false;
      const turn = () => {
        turns += 1;
        if (!over) setImmediate(turn);
      };
      setImmediate(turn);
      await plainPieces(text, INSTAGRAM);
      over = true;
      expect(turns).toBeGreaterThan(5);
    }
  });

  it('are not made of a text without end', async () => {
    const text = `${'A **word** or two. '.repeat(40)}\n\n`.repeat(150);
    const pieces = await plainPieces(text, INSTAGRAM);
    expect(pieces).toHaveLength(9);
    expect(pieces[8]).toMatchObject({ kind: 'file', name: 'answer.md' });
  });
});
