import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThinkSplitter } from '../../../model-runtime/text/think.ts';

const split = (pieces: string[]) => {
  const splitter = createThinkSplitter();
  const out = [...pieces.flatMap((piece) => splitter.take(piece)), ...splitter.end()];
  const text = (kind: string) => out.map((piece) => (piece.kind === kind ? piece.text : '')).join('');
  return { answer: text('answer'), thinking: text('thinking') };
};

describe('thinking in tags', () => {
  it('is taken out of the answer however the stream is cut (law 5)', () => {
    const word = fc.constantFrom('a', 'b ', '<', '</', '>', 'think', '\n');
    const plain = fc
      .array(word)
      .map((words) => words.join(''))
      .filter((text) => !/<\/?think>/.test(text) && !text.endsWith('<'));
    fc.assert(
      fc.property(plain, plain, plain, fc.array(fc.nat(200)), (before, thought, after, cuts) => {
        const whole = `${before}<think>${thought}</think>${after}`;
        fc.pre(
          whole.indexOf('<think>') === before.length &&
            whole.indexOf('</think>', before.length + 7) === before.length + 7 + thought.length,
        );
        const points = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
        const pieces = points.slice(1).map((end, index) => whole.slice(points[index]!, end));
        expect(split(pieces)).toEqual({ answer: before + after, thinking: thought });
      }),
    );
  });

  it('that never ends is all thinking', () => {
    expect(split(['<think>on and', ' on'])).toEqual({ answer: '', thinking: 'on and on' });
  });
});
