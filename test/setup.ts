/** Before every test file: a failing property says how to see it fail again, and is made to when that is asked for. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { rerunCommand } from './runner/rerun.ts';

/** The same cases on every machine, so that what passed here passes there; `npm test -- --seed=N` tries others. */
const seed = Number(process.env.PARLEY_TEST_SEED || 7);

fc.configureGlobal({
  seed,
  reporter(details) {
    if (!details.failed) return;
    const { testPath, currentTestName } = expect.getState();
    const again = rerunCommand({ file: testPath, test: currentTestName, seed: details.seed });
    throw new Error(`${fc.defaultReportMessage(details)}\n\nTo see it fail again:\n  ${again}\n`, {
      cause: details.errorInstance,
    });
  },
});
