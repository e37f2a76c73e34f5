import { describe, expect, it } from 'vitest';
import { factsText, noticeText } from '../../src/conversation/notices.ts';

const facts = { owner: '', keepDays: 30, remoteHost: '' };

describe('the notice', () => {
  it('is made from facts', () => {
    expect(noticeText({ owner: 'Ana', keepDays: 7, remoteHost: '' }, 3, 'en')).toMatchObject({
      version: 3,
      lead: expect.stringContaining('Ana’s own computer'),
    });
    expect(noticeText({ ...facts, keepDays: 1 }, 1, 'en').lines.join()).toContain('1 day**');
    expect(JSON.stringify(noticeText({ ...facts, remoteHost: 'gpu.example' }, 1, 'en'))).toContain('gpu.example');
  });

  it('is another one when a fact changes', () => {
    const all = [
      facts,
      { ...facts, owner: 'Ana' },
      { ...facts, keepDays: 31 },
      { ...facts, remoteHost: 'gpu.example' },
    ].map(factsText);
    expect(new Set(all).size).toBe(4);
    expect(factsText({ ...facts })).toBe(factsText(facts));
  });
});
