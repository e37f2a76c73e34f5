import { describe, expect, it } from 'vitest';
import { telegramPreview } from '../../../adapters/text/telegram.ts';
import { ANSWERS } from './answers.ts';
import { judge } from './judge.ts';
import { badlyShown } from './well-shown.ts';

describe('forty answers on every platform', () => {
  it.each([...ANSWERS])(
    '%s: within limits, every word kept, no mark and no table bar left over',
    async (name, markdown) => {
      for (const limit of [200, 1_000]) {
        const cut = { markdown, limit, parts: 20, links: 'as they are', wellFormed: false } as const;
        expect(await judge(cut)).toEqual([]);
      }
      expect(await badlyShown(markdown, [name])).toEqual([]);
    },
  );

  it('of which one is not finished is seen without marks while it is written', () => {
    const { text, entities } = telegramPreview(ANSWERS.get('unfinished') ?? '', 4_096);
    expect(text).toBe('Here is **the answer and `code\n\nprint("not closed');
    expect(entities).toEqual([{ type: 'pre', language: 'py', offset: 32, length: 17 }]);
    expect(telegramPreview('Here is **the answer and `code', 4_096).text).toBe('Here is the answer and code');
  });

  it('are forty', () => {
    expect(ANSWERS.size).toBe(40);
  });
});
