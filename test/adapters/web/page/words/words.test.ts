import { expect, test } from 'vitest';
import { chooseLanguage } from '../../../../../adapters/web/page/words/words.ts';

test('the first of the wanted languages that there are words for is spoken, with its own figures', () => {
  expect(chooseLanguage(['xx', 'en-GB', 'en-US'])).toMatchObject({ tag: 'en-GB', direction: 'ltr' });
});

test.each([[[]], [['xx']], [['en-US@posix']], [['', '-', 'not a tag']]])('English is spoken for %j', (wanted) => {
  expect(chooseLanguage(wanted).tag).toBe('en');
});

test('places in a line are counted as in speech', () => {
  const { words } = chooseLanguage(['en']);
  expect([1, 2, 3, 4, 11, 22].map(words.waitingInLine)).toEqual([
    'Waiting, 1st in line',
    'Waiting, 2nd in line',
    'Waiting, 3rd in line',
    'Waiting, 4th in line',
    'Waiting, 11th in line',
    'Waiting, 22nd in line',
  ]);
});

test('the strip names only what was measured', () => {
  const { words } = chooseLanguage(['en']);
  const strip = words.strip({ admit: 0.42, lane: 0, firstWord: 612, tokensPerSecond: 14.2 });
  expect(strip.replaceAll('\u00A0', ' ')).toBe('admit 0.4 ms · lane 0 · first word 612 ms · 14 tok/s');
  expect(words.strip({})).toBe('');
});
