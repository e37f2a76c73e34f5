import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../model-runtime/weights/options.ts';
import { persist } from '../../../model-runtime/weights/retry.ts';
import { SourceTrouble } from '../../../model-runtime/weights/trouble.ts';
import { QUICK } from './world.ts';

const limits = { ...LIMITS, ...QUICK };
const { signal } = new AbortController();
const passing = () => new SourceTrouble('passing', 'the connection broke');

/** Fails with these troubles, one a try, then succeeds; counts the tries. */
function failing(...troubles: Error[]) {
  const run = { tries: 0, work: async () => {} };
  run.work = async () => {
    const trouble = troubles[run.tries++];
    if (trouble) throw trouble;
  };
  return run;
}

describe('trying again', () => {
  test('a source that has answered gets five more tries, then its trouble is told with their number', async () => {
    const enough = failing(...Array.from({ length: 5 }, passing));
    await persist(enough.work, { limits, signal, answered: () => true });
    expect(enough.tries).toBe(6);
    const tooMany = failing(...Array.from({ length: 6 }, passing));
    const trouble = await persist(tooMany.work, { limits, signal, answered: () => true }).catch((error) => error);
    expect(tooMany.tries).toBe(6);
    expect(trouble.message).toBe('the connection broke; tried 6 times in a row');
  });

  test('one that never answered gets one more try, since others are waiting', async () => {
    const run = failing(...Array.from({ length: 9 }, passing));
    await expect(persist(run.work, { limits, signal, answered: () => false })).rejects.toThrow('2 times');
    expect(run.tries).toBe(2);
  });

  test('where nobody is there, there is no second try, unless somebody was before', async () => {
    const nobody = () => new SourceTrouble('unreachable', 'no network');
    const never = failing(nobody());
    await expect(persist(never.work, { limits, signal, answered: () => false })).rejects.toThrow('no network');
    expect(never.tries).toBe(1);
    const before = failing(nobody());
    await persist(before.work, { limits, signal, answered: () => true });
    expect(before.tries).toBe(2);
  });

  test('what is final, and what is no trouble of a source, is not tried again', async () => {
    for (const error of [new SourceTrouble('final', 'gone'), new TypeError('a fault of ours')]) {
      const run = failing(error);
      await expect(persist(run.work, { limits, signal, answered: () => true })).rejects.toBe(error);
      expect(run.tries).toBe(1);
    }
  });

  test('progress makes the count begin anew, a trickle does not', async () => {
    let bytes = 0;
    const run = failing(...Array.from({ length: 20 }, passing));
    const growing = async () => {
      bytes += limits.progressBytes;
      await run.work();
    };
    await persist(growing, { limits, signal, answered: () => true, reached: () => bytes });
    expect(run.tries).toBe(21);
    const trickle = failing(...Array.from({ length: 20 }, passing));
    const dripping = async () => {
      bytes += 1;
      await trickle.work();
    };
    await expect(persist(dripping, { limits, signal, answered: () => true, reached: () => bytes })).rejects.toThrow(
      '6 times',
    );
  });

  test('the end of the call ends the waiting', async () => {
    const controller = new AbortController();
    const run = failing(passing(), passing());
    const long = { ...limits, retryDelaysMs: [600_000] };
    const waiting = persist(run.work, { limits: long, signal: controller.signal, answered: () => true });
    setTimeout(() => controller.abort(), 10);
    await expect(waiting).rejects.toThrow(/abort/i);
    expect(run.tries).toBe(1);
  });
});
