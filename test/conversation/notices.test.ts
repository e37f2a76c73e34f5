import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/conversation/languages.ts';
import { factsText, noticeMarkdown, noticeText } from '../../src/conversation/notices.ts';

const facts = { owner: '', keepDays: 30, keepPhotoHours: 24, remoteHost: '' };

describe('the notice', () => {
  it('is made from facts', () => {
    expect(noticeText({ version: 3, facts: { ...facts, owner: 'Ana', keepDays: 7 } }, 'en')).toMatchObject({
      version: 3,
      lead: expect.stringContaining('Ana’s own computer'),
    });
    expect(noticeText({ version: 1, facts: { ...facts, keepDays: 1 } }, 'en').lines.join()).toContain('1 day ');
    expect(JSON.stringify(noticeText({ version: 1, facts: { ...facts, remoteHost: 'gpu.example' } }, 'en'))).toContain(
      'gpu.example',
    );
  });

  it.each(LANGUAGES)(
    'says in %s for how long messages and photos are kept, before and behind "Read more"',
    (language) => {
      const notice = { version: 1, facts: { ...facts, keepDays: 47, keepPhotoHours: 36 } };
      const { lines, more } = noticeText(notice, language);
      const [days, hours] = [47, 36].map((n) => new Intl.NumberFormat(language).format(n));
      for (const text of [lines.join('\n'), more.join('\n'), noticeMarkdown(notice, language, 'private')])
        expect(text).toMatch(new RegExp(`${days}.*${hours}`));
    },
  );

  it.each(LANGUAGES)('says the same on the page as in a chat, in whole lines, in %s', (language) => {
    const notice = { version: 1, facts };
    const chat = noticeMarkdown(notice, language, 'private');
    const lines = noticeText(notice, language).lines.slice(0, -1);
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(chat.toLocaleLowerCase(language)).toContain(`- ${line.toLocaleLowerCase(language)}\n`);
      expect(line).not.toMatch(/^\p{Ll}/u);
    }
  });

  it('is another one when a fact changes', () => {
    const all = [
      facts,
      { ...facts, owner: 'Ana' },
      { ...facts, keepDays: 31 },
      { ...facts, keepPhotoHours: 1 },
      { ...facts, remoteHost: 'gpu.example' },
    ].map(factsText);
    expect(new Set(all).size).toBe(5);
    expect(factsText({ ...facts })).toBe(factsText(facts));
  });
});
