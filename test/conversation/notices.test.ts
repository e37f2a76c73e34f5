import { describe, expect, it } from 'vitest';
import english from '../../locales/en.json' with { type: 'json' };
import { factsText, noticeText, say, type TextId } from '../../src/conversation/notices.ts';

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

describe('texts', () => {
  it.each(Object.keys(english) as TextId[])('%s can be said', (id) => {
    const values = {
      owner: 'none',
      host: 'h',
      days: 3,
      where: 'here',
      version: 1,
      commands: '',
      entries: 2,
      model: '',
      admitted: 0,
      answered: 0,
      merged: 0,
      other: 0,
      waiting: 0,
      running: 0,
      up: '',
      name: '',
      step: '',
      message: '',
      remedy: '',
      size: '',
      licence: '',
      languages: '',
      fingerprint: '',
      caveat: '',
      why: '',
      read: 1,
      hours: 24,
      mention: '@parleybot',
      title: 'none',
      n: 3,
      link: '',
      code: '',
      messages: 2,
      media: 1,
      answers: 2,
      address: '',
      list: '',
      time: '14:09',
      platform: 'Telegram',
      receipt: '',
      questions: 2,
      all: 2,
    };
    expect(say(id, values)).not.toMatch(/\{\w+/);
  });
});
