/** Long work in small steps: between two of them everything else in the program gets its turn. */

/** A step may take some 10 ms more than this; together they stay below the 20 ms for which the program may be held up. */
const WORK_MS = 8;

/** `await breathe()` between the steps of long work: returns at once until enough time was spent, then after everybody else. */
export function breather(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < WORK_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  };
}
