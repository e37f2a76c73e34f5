/**
 * HEIC, with `heic-decode` where the owner installed it: its decoder is under the LGPL and 8 MB, so it is not ours to bring.
 * It takes seconds of a core without a pause, so it works in a thread of its own that ends with the picture.
 */
import { Worker } from 'node:worker_threads';
import type { Heic, HeicTask } from './heic-task.ts';

/** Longer than any photo takes; a file that keeps the decoder busy for good ends with it. */
const LONGEST_MS = 30_000;

/** Never throws on what a file holds. */
export async function decodeHeic(task: HeicTask): Promise<Heic> {
  const thread = new Worker(new URL('./heic-thread.ts', import.meta.url), { name: 'heic', workerData: task });
  const late = setTimeout(() => void thread.terminate(), LONGEST_MS);
  try {
    return await new Promise<Heic>((resolve) => {
      thread.once('message', resolve);
      thread.once('error', () => resolve({ kind: 'not read' }));
      thread.once('exit', () => resolve({ kind: 'not read' }));
    });
  } finally {
    clearTimeout(late);
    await thread.terminate();
  }
}
