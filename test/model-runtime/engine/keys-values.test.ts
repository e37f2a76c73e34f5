import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeysValues } from '../../../model-runtime/engine/keys-values.ts';

const SHAPE = { layers: 2, width: 3 };
const SIDES = 2 * SHAPE.layers;

/** What the graph gives for tokens: a row for each side, token after token. */
const rowsOf = (tokens: readonly number[]): Float32Array =>
  Float32Array.from(
    Array.from({ length: SIDES }, (_, side) => tokens.flatMap((token) => [token, side, token * side])).flat(),
  );

const expectHolds = (kept: KeysValues, tokens: readonly number[]): void => {
  expect(kept.length).toBe(tokens.length);
  for (let side = 0; side < SIDES; side++) {
    expect([...kept.view(side, tokens.length)]).toEqual(tokens.flatMap((token) => [token, side, token * side]));
  }
};

test('whatever is appended, cut, reserved and copied, the rows of all tokens held are right', () => {
  const tokens = fc.array(fc.nat(1000), { minLength: 1, maxLength: 400 });
  const act = fc.oneof(
    fc.record({ kind: fc.constant('append' as const), tokens }),
    fc.record({ kind: fc.constant('cut' as const), length: fc.nat(600) }),
    fc.record({ kind: fc.constant('reserve' as const), rows: fc.nat(1500) }),
    fc.record({ kind: fc.constant('fork' as const), length: fc.nat(600) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      let kept = new KeysValues(SHAPE);
      let expected: number[] = [];
      for (const step of acts) {
        if (step.kind === 'append') {
          kept.append(rowsOf(step.tokens), step.tokens.length);
          expected.push(...step.tokens);
        } else if (step.kind === 'cut') {
          kept.cutTo(step.length);
          expected = expected.slice(0, step.length);
        } else if (step.kind === 'reserve') kept.reserve(step.rows);
        else {
          const length = Math.min(step.length, kept.length);
          const fork = new KeysValues(SHAPE);
          fork.append(rowsOf([7, 7, 7]), 3);
          fork.copyFrom(kept, length);
          kept.append(rowsOf([9]), 1);
          kept = fork;
          expected = expected.slice(0, length);
        }
        expectHolds(kept, expected);
      }
    }),
  );
});

test('memory in use is what was written, not what is reserved', () => {
  const kept = new KeysValues(SHAPE);
  kept.reserve(10_000);
  expect(kept.bytes).toBe(0);
  kept.append(rowsOf([1, 2, 3]), 3);
  kept.cutTo(1);
  expect(kept.bytes).toBe(3 * KeysValues.rowBytes(SHAPE));
});
