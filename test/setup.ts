/** Before every test file: a failing property says how to see it fail again, and is made to when that is asked for. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { rerunCommand } from './runner/rerun.ts';

/** Set by `npm test -- --seed=N`. */
const seed = process.env.PARLEY_TEST_SEED;

fc.configureGlobal({
  ...(seed && { seed: Number(seed) }),
  reporter(details) {
    if (!details.failed) return;
    const { testPath, currentTestName } = expect.getState();
    const again = rerunCommand({ file: testPath, test: currentTestName, seed: details.seed });
    throw new Error(`${fc.defaultReportMessage(details)}\n\nTo see it fail again:\n  ${again}\n`, {
      cause: details.errorInstance,
    });
  },
});
