import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noticeText } from '../../../../../adapters/web/page/record/notice-text.ts';
import { inlineText } from '../../../../../adapters/web/page/record/plain-text.ts';

describe('the text of a notice', () => {
  test('knows bold words and code', () => {
    expect(noticeText('I keep them **30 days**; `/forget` erases all.')).toEqual([
      'I keep them ',
      { t: 'strong', c: ['30 days'] },
      '; ',
      { t: 'code', text: '/forget' },
      ' erases all.',
    ]);
  });

  test('leaves marks that do not close as they were written', () => {
    expect(noticeText('2 ** 3 and a ` alone')).toEqual(['2 ** 3 and a ` alone']);
  });

  test('loses no letter but its marks', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', '*', '`', 'ب', '😀', '\n') });
    fc.assert(
      fc.property(texts, (text) => {
        const unmarked = (written: string) => written.replaceAll(/[*`]/g, '');
        expect(unmarked(inlineText(noticeText(text)))).toBe(unmarked(text));
      }),
    );
  });
});
