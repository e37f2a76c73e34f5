import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delta } from '../../model-runtime/contract.ts';
import { createAnswer } from '../../src/assistant/reply.ts';

const usage: Delta = {
  kind: 'usage',
  usage: {
    promptTokens: 1,
    cachedTokens: 0,
    answerTokens: 1,
    droppedTurns: 0,
    queueMs: 0,
    prefillMs: 0,
    decodeMs: 0,
    finish: 'end',
  },
};

describe('an answer', () => {
  it('is made of answer parts alone (law 5)', () => {
    const hidden = fc.oneof(
      fc.string({ minLength: 4 }).map((text): Delta => ({ kind: 'thinking', text: `SECRET${text}` })),
      fc.string().map((text): Delta => ({ kind: 'tool', name: `SECRET${text}`, arguments: `SECRET${text}` })),
      fc.constant<Delta>({ kind: 'phase', phase: 'reading' }),
    );
    const shown = fc
      .string()
      .filter((text) => !text.includes('SECRET'))
      .map((text): Delta => ({ kind: 'answer', text }));
    fc.assert(
      fc.property(fc.array(fc.oneof(hidden, shown)), (deltas) => {
        const answer = createAnswer();
        for (const delta of [...deltas, usage]) answer.take(delta);
        const expected = deltas.map((delta) => (delta.kind === 'answer' ? delta.text : '')).join('');
        expect(answer.markdown).toBe(expected.trimStart().trimEnd());
        expect(answer.usage).toEqual(usage.usage);
      }),
    );
  });
});
