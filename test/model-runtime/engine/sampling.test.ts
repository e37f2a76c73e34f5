import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuntimeError, type Sampling } from '../../../model-runtime/contract.ts';
import { Sampler } from '../../../model-runtime/engine/sampling.ts';

const GREEDY: Sampling = { temperature: 0, topK: 0, topP: 1, minP: 0, repetition: 1, repetitionWindow: 0, seed: 1 };
const WARM: Sampling = { ...GREEDY, temperature: 1 };

/** Evenly spread, as `fc.double` is not. */
const between = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((value) => value / 100);
const logitsOf = (logit: fc.Arbitrary<number>, minLength = 1): fc.Arbitrary<Float32Array> =>
  fc.array(logit, { minLength, maxLength: 60 }).map((values) => Float32Array.from(values));
const logits = logitsOf(between(-20, 20));
const read = fc.array(fc.nat(70), { maxLength: 20 });

const byLogit = (values: Float32Array): number[] =>
  Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);

const chancesOf = (values: Float32Array, ids: number[]): number[] => {
  const weights = ids.map((id) => Math.exp(values[id]! - values[ids[0]!]!));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
};

describe('the next token', () => {
  test('is the likeliest at temperature 0', () => {
    fc.assert(
      fc.property(logits, read, (values, before) => {
        const chosen = new Sampler(GREEDY).choose(Float32Array.from(values), before);
        expect(values.every((value) => value <= values[chosen]!)).toBe(true);
      }),
    );
  });

  test('is one of the k likeliest', () => {
    fc.assert(
      fc.property(logits, fc.integer({ min: 1, max: 10 }), fc.integer(), (values, topK, seed) => {
        const chosen = new Sampler({ ...WARM, topK, seed }).choose(Float32Array.from(values), []);
        const least = values[byLogit(values)[Math.min(topK, values.length) - 1]!]!;
        expect(values[chosen]).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  test('is within the smallest set of the likeliest that has the mass of top-p, and not below the share of min-p', () => {
    const share = between(0, 1);
    fc.assert(
      fc.property(logitsOf(between(-2, 2)), share, share, fc.integer(), (values, topP, minP, seed) => {
        const chosen = new Sampler({ ...WARM, topP, minP, seed }).choose(Float32Array.from(values), []);
        const order = byLogit(values);
        const chances = chancesOf(values, order);
        const better = order.filter((id) => values[id]! > values[chosen]!).length;
        const before = chances.slice(0, better).reduce((sum, chance) => sum + chance, 0);
        expect(values[chosen]).toBeDefined();
        if (better === 0) return;
        expect(before).toBeLessThan(topP + 1e-9);
        expect(chances[better]! / chances[0]!).toBeGreaterThanOrEqual(minP - 1e-9);
      }),
    );
  });

  test('is the same for the same seed, and not always the same for others', () => {
    const values = Float32Array.from({ length: 50 }, (_, i) => Math.sin(i));
    const draw = (seed: number): string => {
      const sampler = new Sampler({ ...WARM, seed });
      return Array.from({ length: 20 }, () => sampler.choose(Float32Array.from(values), [])).join();
    };
    expect(draw(5)).toBe(draw(5));
    expect(new Set([1, 2, 3, 4, 5].map(draw)).size).toBe(5);
  });

  test('comes as often as its chance says', () => {
    const values = Float32Array.from([0, Math.log(2), Math.log(5)]);
    const sampler = new Sampler({ ...WARM, seed: 42 });
    const counts = [0, 0, 0];
    for (let i = 0; i < 8000; i++) counts[sampler.choose(Float32Array.from(values), [])]!++;
    for (const [id, chance] of [1 / 8, 2 / 8, 5 / 8].entries()) expect(counts[id]! / 8000).toBeCloseTo(chance, 1);
  });

  test('keeps its likeliest candidates at a low temperature', () => {
    const values = Float32Array.from([1, 1.5, 0]);
    const sampler = new Sampler({ ...WARM, temperature: 0.01, seed: 3 });
    for (let i = 0; i < 50; i++) expect(sampler.choose(Float32Array.from(values), [])).toBe(1);
  });

  test('is less likely when it was read lately, whatever the sign of its logit', () => {
    const penalised = { ...GREEDY, repetition: 1.5, repetitionWindow: 2 };
    const choose = (values: number[], before: number[]): number =>
      new Sampler(penalised).choose(Float32Array.from(values), before);
    expect(choose([3, 2.5], [0])).toBe(1);
    expect(choose([-2, -2.5], [0])).toBe(1);
    expect(choose([3, 2.5], [0, 5, 5])).toBe(0);
    expect(choose([3, 2.5], [0, 0])).toBe(1);
    expect(choose([3, 1.9], [0, 0])).toBe(0);
  });

  test('is one of those allowed, warm and cold', () => {
    const allowed = fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(logitsOf(between(-20, 20), 30), allowed, fc.constantFrom(GREEDY, WARM), (values, ids, sampling) => {
        expect(ids).toContain(new Sampler(sampling).choose(Float32Array.from(values), [], ids));
      }),
    );
  });

  test.each([
    ['no number', Number.NaN],
    ['infinite', Number.POSITIVE_INFINITY],
    ['nothing at all', Number.NEGATIVE_INFINITY],
  ])('cannot be chosen from logits of which one is %s', (_, wrong) => {
    const values = [1, 2, wrong, 3];
    for (const sampling of [GREEDY, WARM, { ...WARM, topK: 2 }]) {
      expect(() => new Sampler(sampling).choose(Float32Array.from(values), [])).toThrow(RuntimeError);
      expect(() => new Sampler(sampling).choose(Float32Array.from(values), [], [2])).toThrow(/no number/);
    }
  });
});
