/**
 * Computes sums and conversions in a thread of its own: mathjs takes a third of a second to load, and a computation
 * that does not end must not hold up anything else. The thread starts with the first question, is stopped when one
 * takes too long, and goes when nobody asked for a while.
 */
import { Worker } from 'node:worker_threads';
import type { Answered, Asked } from './asked.ts';
import type { UnitId } from './units.ts';

export interface Calculator {
  /** @param expression numbers in ASCII, `+ - * / ^ ( )` and `sqrt` */
  sum(expression: string): Promise<string | null>;
  /** Several amounts are added: 5 ft and 10 in. All are of one dimension. */
  convert(amounts: { value: string; unit: UnitId }[], to: UnitId): Promise<string | null>;
  close(): Promise<void>;
}

export interface CalculatorOptions {
  /** From asking to the answer, once the thread is up. A sum takes a millisecond; the rest is for a machine that is busy with a model. */
  deadlineMs?: number;
  /** Loading mathjs, on a busy machine. */
  startMs?: number;
  idleMs?: number;
  /** What runs in the thread. */
  thread?: URL;
}

interface Running {
  worker: Worker;
  ready: Promise<boolean>;
  waiting: Map<number, (result: string | null) => void>;
}

export function createCalculator({
  deadlineMs = 2_000,
  startMs = 20_000,
  idleMs = 300_000,
  thread = new URL('./thread.ts', import.meta.url),
}: CalculatorOptions = {}): Calculator {
  let running: Running | undefined;
  let nextId = 0;
  let idle: NodeJS.Timeout | undefined;

  const stop = async (which: Running | undefined): Promise<void> => {
    if (!which) return;
    if (running === which) running = undefined;
    clearTimeout(idle);
    await which.worker.terminate();
    for (const settle of which.waiting.values()) settle(null);
    which.waiting.clear();
  };

  const start = (): Running => {
    const worker = new Worker(thread);
    // An idle calculator holds nobody up who wants to leave.
    worker.unref();
    const waiting: Running['waiting'] = new Map();
    const ready = new Promise<boolean>((resolve) => {
      worker.on('message', (message: 'ready' | Answered) => {
        if (message === 'ready') return resolve(true);
        waiting.get(message.id)?.(message.result);
        waiting.delete(message.id);
      });
      worker.on('error', () => resolve(false));
      worker.on('exit', () => {
        resolve(false);
        void stop(started);
      });
    });
    const started: Running = { worker, ready, waiting };
    return started;
  };

  const ask = async (question: (id: number) => Asked): Promise<string | null> => {
    running ??= start();
    const thread = running;
    clearTimeout(idle);
    const isUp = await within(startMs, thread.ready, false);
    if (!isUp) {
      await stop(thread);
      return null;
    }
    const id = nextId++;
    const result = await within<string | null | undefined>(
      deadlineMs,
      new Promise<string | null>((resolve) => {
        thread.waiting.set(id, resolve);
        thread.worker.postMessage(question(id));
      }),
      undefined,
    );
    if (result === undefined) {
      await stop(thread);
      return null;
    }
    clearTimeout(idle);
    idle = setTimeout(() => void stop(thread), idleMs);
    idle.unref();
    return result;
  };

  return {
    sum: (expression) => ask((id) => ({ id, kind: 'sum', expression })),
    convert: (amounts, to) => ask((id) => ({ id, kind: 'convert', amounts, to })),
    close: () => stop(running),
  };
}

async function within<Value>(ms: number, promise: Promise<Value>, otherwise: Value): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Value>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
