import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pace } from '../../../model-runtime/engine/pace.ts';

const MANY = 10_000;
const alone = (pace: Pace): number => pace.next(MANY, { alone: true });
const shared = (pace: Pace): number => pace.next(MANY, { alone: false });

test('an unknown machine begins with small steps', () => {
  expect(alone(new Pace())).toBe(16);
});

test.each([
  ['fast', 1, 128, 112],
  ['middling', 4, 48, 16],
  ['slow', 100, 16, 16],
])('a %s machine reads so many tokens at once that a step is soon over', (_, msPerToken, whenAlone, whenShared) => {
  const pace = new Pace();
  for (let i = 0; i < 10; i++) pace.note(alone(pace), alone(pace) * msPerToken);
  expect([alone(pace), shared(pace)]).toEqual([whenAlone, whenShared]);
});

test('steps stay within bounds and follow the machine, whatever was measured before', () => {
  const measured = fc.record({
    tokens: fc.integer({ min: 1, max: 128 }),
    ms: fc.integer({ min: 0, max: 100_000 }),
  });
  fc.assert(
    fc.property(fc.array(measured), (past) => {
      const pace = new Pace();
      for (const { tokens, ms } of past) pace.note(tokens, ms);
      expect(alone(pace) % 16).toBe(0);
      expect(alone(pace)).toBeGreaterThanOrEqual(16);
      expect(alone(pace)).toBeLessThanOrEqual(128);
      expect(shared(pace)).toBeLessThanOrEqual(alone(pace));
      for (let i = 0; i < 40; i++) pace.note(64, 64 * 5);
      expect(alone(pace)).toBe(48);
    }),
  );
});

test('short rests of a prompt do not spoil the measure', () => {
  const pace = new Pace();
  for (let i = 0; i < 10; i++) pace.note(128, 128);
  for (let i = 0; i < 10; i++) pace.note(3, 40);
  expect(alone(pace)).toBe(128);
});

test('a small rest is read along, so that it needs no step of its own', () => {
  const pace = new Pace();
  for (let left = 1; left <= 24; left++) expect(pace.next(left, { alone: true })).toBe(left);
  expect(pace.next(25, { alone: true })).toBe(16);
});
