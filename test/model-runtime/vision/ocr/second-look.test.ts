import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Character } from '../../../../model-runtime/vision/ocr/recognise.ts';
import { agree, type Looked, lookAgain } from '../../../../model-runtime/vision/ocr/second-look.ts';

const characters = (text: string, confidence = 0.9): Character[] =>
  Array.from(text).map((each, i) => ({ text: each, confidence, at: (i + 0.5) / text.length }));

const read = (spelt: readonly Character[]): string => spelt.map(({ text }) => text).join('');
const disputed = (spelt: readonly Character[]): string =>
  read(spelt.filter(({ confidence, text }) => confidence < 0.5 && text !== ' '));

describe('two looks at a line', () => {
  test('that agree keep their word, whatever spaces they saw', () => {
    const both = agree(characters('12.5 g', 0.7), characters('12.5g', 0.8));
    expect(read(both)).toBe('12.5g');
    expect(disputed(both)).toBe('');
  });

  test('that differ leave what differs in doubt', () => {
    const both = agree(characters('18.5 g', 0.95), characters('13.5 g', 0.9));
    expect(read(both)).toBe('18.5 g');
    expect(disputed(both)).toBe('8');
  });

  test('of which one saw more are not taken for sure, whichever of them is the surer', () => {
    for (const sure of [0.85, 0.95]) {
      const both = agree(characters('120 mg', 0.9), characters('20 mg', sure));
      expect([read(both), disputed(both)]).toEqual(['120 mg', '1']);
    }
    // What saw more may itself be mostly in doubt: then the digit beside it is.
    const doubtful = agree(characters('120 mg', 0.7), characters('20 mg', 0.95));
    expect([read(doubtful), disputed(doubtful)]).toEqual(['20 mg', '2']);
    // Neither saw all that the other did.
    const both = agree(characters('120 mq', 0.8), characters('20 mg', 0.9));
    expect([read(both), disputed(both)]).toEqual(['20 mg', '2g']);
  });

  test('that differ in a capital agree', () => {
    expect(disputed(agree(characters('January', 0.9), characters('january', 0.8)))).toBe('');
  });

  test('that differ in a mark agree, unless it makes another number', () => {
    expect(disputed(agree(characters('29,7 g', 0.9), characters('29.7 g', 0.95)))).toBe('');
    expect(disputed(agree(characters('1,200 g', 0.9), characters('1.200 g', 0.95)))).toBe('.');
  });

  test('that differ in whether a round sign is a letter or a digit agree', () => {
    const both = agree(characters('Saturated Fat Og', 0.9), characters('Saturated Fat 0g', 0.8));
    expect(read(both)).toBe('Saturated Fat Og');
    expect(disputed(both)).toBe('');
    expect(disputed(agree(characters('10 g', 0.95), characters('16 g', 0.9)))).toBe('0');
  });

  test('end in one of the two texts, with doubt at most where the other has something else', () => {
    const texts = fc.string({ unit: fc.constantFrom('0', '1', '8', 'g', ' '), maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (first, second) => {
        const both = agree(characters(first, 0.9), characters(second, 0.8));
        expect([first, second]).toContain(read(both));
        if (first === second) expect(disputed(both)).toBe('');
        const sure = read(both.filter(({ confidence }) => confidence >= 0.5)).replaceAll(' ', '');
        for (const text of [first, second]) expect(isWithin(sure, text)).toBe(true);
      }),
    );
  });

  test('are taken at small or doubtful lines only', async () => {
    const box = { x: 50, y: 50, width: 80, height: 20, along: [1, 0] as const };
    const lines: Looked[] = [
      { box, characters: characters('Protein', 0.99), size: 20 },
      { box: { ...box, y: 80 }, characters: characters('Salz', 0.99), size: 9 },
      { box: { ...box, y: 110 }, characters: [...characters('1', 0.6), ...characters('2 g', 0.99)], size: 20 },
    ];
    const again = await lookAgain(lines, async (boxes) => {
      expect(boxes.map(({ y }) => y)).toEqual([80, 110]);
      expect(boxes.every(({ height }) => height < 20)).toBe(true);
      return [characters('Salt', 0.995), characters('42 g', 0.97)];
    });
    expect(again.map((line) => read(line.characters))).toEqual(['Protein', 'Salt', '42 g']);
    expect(again.map((line) => disputed(line.characters))).toEqual(['', 't', '4']);
  });
});

/** Whether all of `part` stands in `text` in that order. */
function isWithin(part: string, text: string): boolean {
  let at = 0;
  for (const each of text) if (each === part[at]) at++;
  return at === part.length;
}
