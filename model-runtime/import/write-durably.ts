/** A new file, written at any places and through to the disk before it counts as there. */
import { open } from 'node:fs/promises';

export type WriteAt = (position: number, bytes: Uint8Array) => Promise<void>;

export async function writeDurably(file: string, fill: (write: WriteAt) => Promise<void>): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await fill(async (position, bytes) => {
      for (let done = 0; done < bytes.length; ) {
        done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
      }
    });
    await handle.sync();
  } finally {
    await handle.close();
  }
}
