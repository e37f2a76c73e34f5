import { afterEach, describe, expect, it } from 'vitest';
import { type Calculator, createCalculator } from '../../../src/assistant/reckon/calculator.ts';

let calculator: Calculator;
afterEach(() => calculator.close());

const program = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

describe('The calculator', () => {
  it('is exact where floating point is not', async () => {
    calculator = createCalculator();
    expect(await calculator.sum('0.1+0.2')).toBe('0.3');
    expect(await calculator.sum('10^100+1-10^100')).toBe('1');
  });

  it.each([
    '1/0',
    'sqrt(-1)',
    '1+',
    '',
    'i',
    'pi',
    'a=1',
    'f(x)=x',
    '[1,2]',
    '1 km',
    'evaluate("1")',
    'random()',
    '"a"',
    '1;2',
    'sqrt.constructor',
  ])('has no result for %j', async (expression) => {
    calculator = createCalculator();
    expect(await calculator.sum(expression)).toBeNull();
  });

  it('stops a computation that does not end, and answers the next one in a new thread', async () => {
    const stuckOnce = program(`
      import { parentPort } from 'node:worker_threads';
      parentPort.on('message', ({ id, expression }) => {
        if (expression === 'stuck') for (;;);
        parentPort.postMessage({ id, result: expression });
      });
      parentPort.postMessage('ready');
    `);
    calculator = createCalculator({ deadlineMs: 300, thread: stuckOnce });
    expect(await calculator.sum('stuck')).toBeNull();
    // A busy machine may miss the short deadline; a new thread is made each time.
    await expect.poll(() => calculator.sum('2'), { timeout: 30_000 }).toBe('2');
  });

  it('gives no result where its thread does not start or dies, instead of waiting', async () => {
    calculator = createCalculator({ thread: program('throw new Error("broken")') });
    expect(await calculator.sum('1+1')).toBeNull();
    await calculator.close();
    calculator = createCalculator({
      thread: program(`
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', () => process.exit(1));
        parentPort.postMessage('ready');
      `),
    });
    expect(await calculator.sum('1+1')).toBeNull();
  });

  it('answers many at once, each its own', async () => {
    calculator = createCalculator();
    const sums = Array.from({ length: 50 }, (_, n) => calculator.sum(`${n}+1`));
    expect(await Promise.all(sums)).toEqual(Array.from({ length: 50 }, (_, n) => String(n + 1)));
  });
});
