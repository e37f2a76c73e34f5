/**
 * The process that holds the model. Computing cannot be interrupted and may, in native code, end the program it runs
 * in: so it has a program of its own, which the service can kill and start again.
 */

import type { Eyes } from './engine/eyes.ts';
import { inWords, loadModel } from './engine/load.ts';
import type { Listener, Scheduler } from './engine/scheduler.ts';
import type { FromChild, LoadOrder, ToChild } from './engine/wire.ts';

/** Signs of life while at work, in ms. */
const BEAT_MS = 1_000;

let scheduler: Scheduler | undefined;
let eyes: Eyes | undefined;
let lastBeat = 0;

const say = (message: FromChild): void => void process.send?.(message);

function beat(): void {
  const now = performance.now();
  if (now - lastBeat < BEAT_MS) return;
  lastBeat = now;
  say({ kind: 'alive' });
}

async function load(order: LoadOrder): Promise<void> {
  try {
    const {
      scheduler: ready,
      eyes: seeing,
      loaded,
    } = await loadModel(order, {
      onImporting: (share) => say({ kind: 'importing', share }),
      onLoading: () => say({ kind: 'loading' }),
      onStep: beat,
    });
    scheduler = ready;
    eyes = seeing;
    say({ kind: 'ready', loaded });
  } catch (error) {
    say({ kind: 'refused', ...inWords(error) });
  }
}

process.on('message', (message: ToChild) => {
  switch (message.kind) {
    case 'load':
      void load(message.order);
      break;
    case 'generate': {
      const { id, request } = message;
      const listener: Listener = {
        tell: (delta, usage) => say({ kind: 'delta', id, delta, usage }),
        done: (usage) => say({ kind: 'done', id, usage }),
        failed: ({ kind, message }) => say({ kind: 'failed', id, error: { kind, message } }),
      };
      if (eyes && scheduler) void eyes.submit(scheduler, id, request, listener);
      else scheduler?.submit(id, request, listener);
      break;
    }
    case 'abort':
      eyes?.abort(message.id);
      scheduler?.abort(message.id);
      break;
    case 'forget':
      eyes?.forget(message.cacheKey);
      scheduler?.forget(message.cacheKey);
      break;
    default:
      message satisfies never;
  }
});

// Ctrl+C and a system that shuts down reach every process; when this one ends is for the service to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

// The service is gone, also when it was killed: nobody is left to answer to.
process.on('disconnect', () => process.exit());
