/** The thread of heic.ts: decodes one file, unless its header says that it has too many pixels. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Heic, HeicTask } from './heic-task.ts';

// Given by heic.ts alone.
parentPort!.postMessage(await decoded(workerData as HeicTask).catch((): Heic => ({ kind: 'not read' })));

async function decoded({ bytes, mostPixels }: HeicTask): Promise<Heic> {
  const { default: heic } = await import('heic-decode');
  const images = await heic.all({ buffer: bytes });
  try {
    const [first] = images;
    if (!first) return { kind: 'not read' };
    if (first.width * first.height > mostPixels) return { kind: 'too many pixels' };
    const { width, height, data } = await first.decode();
    return { kind: 'decoded', width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  } finally {
    images.dispose();
  }
}
