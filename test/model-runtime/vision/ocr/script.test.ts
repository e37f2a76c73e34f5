import { describe, expect, test } from 'vitest';
import type { Character, Line } from '../../../../model-runtime/vision/ocr/recognise.ts';
import { isStrange, scriptOf } from '../../../../model-runtime/vision/ocr/script.ts';

/** @param aspect of the box; by default what Latin print of this length fills */
const line = (text: string, confidence: number, aspect = text.length / 2): Line => ({
  box: { x: 0, y: 0, width: 20 * aspect, height: 20, along: [1, 0] },
  characters: Array.from(text).map((each): Character => ({ text: each, confidence, at: 0.5 })),
});

describe('the script of what was read', () => {
  test('is Latin where the letters are sure, also with a few doubtful ones among them', () => {
    expect(scriptOf([line('Protein 12 g', 0.99), line('Salt 0.02 g', 0.98)])).toBe('latin');
    expect(scriptOf([line('Nang luong 375 kcal', 0.99), line('Mu', 0.6), line('oi 0.02 g', 0.99)])).toBe('latin');
    expect(scriptOf([line('12.50', 0.99)])).toBe('latin');
  });

  test('is not one we read where letters are in doubt, however sure the digits are', () => {
    const digits = Array.from({ length: 8 }, () => line('999999 28', 1));
    expect(scriptOf([...digits, line('3HepreTN', 0.7), line('MMWeBa', 0.6)])).toBe('unsupported');
  });

  test('is not one we read where long lines give next to nothing', () => {
    expect(scriptOf([line('2', 0.99, 12), line('h', 0.99, 9), line('0.9 g', 0.99)])).toBe('unsupported');
  });

  test('is not one we read where the letters are Chinese', () => {
    expect(scriptOf([line('蛋白质', 0.99, 3), line('12克', 0.99, 2)])).toBe('unsupported');
  });

  test('is none where there is nothing, or what may be a pattern', () => {
    expect(scriptOf([])).toBe('none');
    expect(scriptOf([line('', 0, 3), line('-', 0.6)])).toBe('none');
  });

  test('is not judged by pictures between the lines, which have no letters', () => {
    const bar: Line = { box: { x: 0, y: 0, width: 400, height: 90, along: [1, 0] }, characters: [] };
    expect(scriptOf([line('15', 1), line('10', 1), line('5', 1), bar, bar, bar])).toBe('latin');
  });

  test('may differ in a line of an otherwise Latin page', () => {
    expect(isStrange(line('IMeBaALeHHOCTb 375', 0.7))).toBe(true);
    expect(isStrange(line('Protein 12 g', 0.97))).toBe(false);
    expect(isStrange(line('kg', 0.7))).toBe(false);
    expect(isStrange(line('Olive oil', 0.87))).toBe(false);
  });

  test('is in no doubt in a word of which a third is, as names with letters that the reader lacks are', () => {
    const [sure, unsure] = [line('Dung', 0.99).characters, line('ro', 0.5).characters];
    expect(isStrange({ ...line('Durong', 1), characters: [...sure, ...unsure] })).toBe(false);
    const half = [...line('Dng', 0.99).characters, ...line('uro', 0.5).characters];
    expect(isStrange({ ...line('Durong', 1), characters: half })).toBe(true);
  });

  test('is not in doubt where digits say as much as letters', () => {
    const characters = [...line('774', 0.99).characters, ...line('kj', 0.6).characters];
    characters.push(...line('/185', 0.99).characters, ...line('k', 0.6).characters, ...line('cal', 0.99).characters);
    expect(isStrange({ ...line('774kj/185kcal', 1), characters })).toBe(false);
  });

  test('is none of things in which specks and edges were seen for lines', () => {
    const seen = (width: number, height: number, text = ''): Line => ({
      box: { x: 0, y: 0, width, height, along: [1, 0] },
      characters: line(text, 0.3).characters,
    });
    const specks = [seen(24, 3), seen(13, 5), seen(14, 7), seen(10, 5), seen(17, 7)];
    expect(scriptOf([seen(266, 227, '·'), seen(464, 352, 'o'), ...specks])).toBe('none');
  });

  test('is not in doubt in a line of sure digits, whose units are blurred', () => {
    const energy = ['1163', 0.99, ' kj/', 0.5, '278', 0.99, ' kc', 0.9, 'e', 0.5] as const;
    const characters = [0, 2, 4, 6, 8].flatMap((at) => line(String(energy[at]), Number(energy[at + 1])).characters);
    expect(isStrange({ ...line('1163 kj/278 kce', 1), characters })).toBe(false);
    expect(
      isStrange({ ...line('1163 kj/278 kce', 1), characters: characters.map((one) => ({ ...one, confidence: 0.5 })) }),
    ).toBe(true);
  });
});
