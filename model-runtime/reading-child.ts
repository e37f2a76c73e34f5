/**
 * The process that reads pictures. It is not the one that holds the model: pictures come from anybody, what decodes them
 * is native code, and no conversation should lose what the model has read of it because of one. Nor should anybody wait:
 * beside photos that are read in the model's own process an answer of SmolLM2 on 2 cores came at 37 tokens a second with
 * pauses up to 139 ms, and beside this process at 66 with pauses up to 37 ms (alone: 130 and 21). It costs 170 ms a photo
 * (920 for 750), and its memory is free again when no photos come.
 */
import { setImmediate } from 'node:timers/promises';
import { loadReader, type ReadPicture } from './load-reader.ts';
import type { FromReader, ToReader } from './reading-wire.ts';

const say = (message: FromReader): void => void process.send?.(message);

/** Settles when it can read. */
let reader: Promise<ReadPicture> | undefined;
/** The reading under way, and how to end it at its next step. */
let current: { id: number; stop: AbortController } | undefined;
/** Settles when the reading before is over: a stopped one has a step to finish. */
let before: Promise<void> = Promise.resolve();

async function read({ id, picture }: Extract<ToReader, { kind: 'read' }>): Promise<void> {
  const stop = new AbortController();
  current = { id, stop };
  await before;
  try {
    const reading = await (await reader!)(picture, async () => {
      say({ kind: 'alive' });
      // So that an `abort` that has come is heard.
      await setImmediate();
      stop.signal.throwIfAborted();
    });
    if (!stop.signal.aborted) say({ kind: 'read', id, reading });
  } catch (error) {
    if (!stop.signal.aborted) say({ kind: 'failed', id, detail: detailOf(error) });
  }
}

process.on('message', (message: ToReader) => {
  switch (message.kind) {
    case 'load':
      say({ kind: 'alive' });
      reader = loadReader({ threads: message.threads });
      reader.then(
        () => say({ kind: 'ready' }),
        (error) => say({ kind: 'refused', detail: detailOf(error) }),
      );
      break;
    case 'read':
      before = read(message);
      break;
    case 'abort':
      if (current?.id === message.id) current.stop.abort();
      break;
    default:
      message satisfies never;
  }
});

const detailOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

// Ctrl+C and a system that shuts down reach every process; when this one ends is for the service to say.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

// The service is gone, also when it was killed: nobody is left to answer to.
process.on('disconnect', () => process.exit());
