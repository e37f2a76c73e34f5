import { afterAll, describe, expect, it } from 'vitest';
import { type Calculator, type CalculatorOptions, createCalculator } from '../../../src/assistant/reckon/calculator.ts';

const opened: Calculator[] = [];
const open = (options?: CalculatorOptions): Calculator => {
  opened.push(createCalculator(options));
  return opened.at(-1)!;
};
const calculator = open();
afterAll(() => Promise.all(opened.map((each) => each.close())));

const program = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

describe('The calculator', () => {
  it('is exact where floating point is not', async () => {
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
    const impatient = open({ deadlineMs: 300, thread: stuckOnce });
    expect(await impatient.sum('stuck')).toBeNull();
    // A busy machine may miss the short deadline; a new thread is made each time.
    await expect.poll(() => impatient.sum('2'), { timeout: 30_000 }).toBe('2');
  });

  it('gives no result where its thread does not start or dies, instead of waiting', async () => {
    expect(await open({ thread: program('throw new Error("broken")') }).sum('1+1')).toBeNull();
    const dying = open({
      thread: program(`
        import { parentPort } from 'node:worker_threads';
        parentPort.on('message', () => process.exit(1));
        parentPort.postMessage('ready');
      `),
    });
    expect(await dying.sum('1+1')).toBeNull();
  });

  it('answers many at once, each its own', async () => {
    const sums = Array.from({ length: 50 }, (_, n) => calculator.sum(`${n}+1`));
    expect(await Promise.all(sums)).toEqual(Array.from({ length: 50 }, (_, n) => String(n + 1)));
  });
});
