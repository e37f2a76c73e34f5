import { describe, expect, it } from 'vitest';
import { factsText, noticeText } from '../../src/conversation/notices.ts';

const facts = { owner: '', keepDays: 30, keepPhotoHours: 24, remoteHost: '' };

describe('the notice', () => {
  it('is made from facts', () => {
    expect(noticeText({ version: 3, facts: { ...facts, owner: 'Ana', keepDays: 7 } }, 'en')).toMatchObject({
      version: 3,
      lead: expect.stringContaining('Ana’s own computer'),
    });
    expect(noticeText({ version: 1, facts: { ...facts, keepDays: 1 } }, 'en').lines.join()).toContain('1 day**');
    expect(JSON.stringify(noticeText({ version: 1, facts: { ...facts, remoteHost: 'gpu.example' } }, 'en'))).toContain(
      'gpu.example',
    );
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
