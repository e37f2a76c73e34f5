import { expect, it } from 'vitest';
import { displayWidth } from '../../../adapters/text/width.ts';

it.each([
  ['Latin letters, with marks or without', 'Ae\u0301ñ', 3],
  ['Chinese, Japanese and Korean letters', '中文かカ한', 10],
  ['full-width forms and punctuation', 'Ａ。「', 6],
  ['half-width katakana', 'ｶ', 1],
  ['Bengali and Hindi syllables', 'বাংলা हिन्दी', 5],
  ['Arabic letters with their vowels', 'سَلَام', 4],
  ['Thai letters with vowels above and below', 'ที่นี่', 2],
  ['emoji, with skin and family', '👍🏽👩‍👩‍👧‍👦❤️', 6],
  ['flags and keycaps', '🇩🇪1️⃣', 4],
  ['what nobody sees', '\u200b\u2060\u200f', 0],
  ['signs and boxes', '─☑°', 3],
])('%s have their width', (_, text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});
