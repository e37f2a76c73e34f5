/** A zip written as it comes: one file after the other, so that nothing waits in memory for its turn. */
import type { Writable } from 'node:stream';
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';

/** The stream is not ended. What goes wrong with it is thrown by the next call. */
export function openZip(out: Writable) {
  let failure: Error | undefined;
  const zip = new Zip((error, chunk) => {
    if (error) failure = error;
    else out.write(chunk);
  });
  const settled = async () => {
    if (failure) throw failure;
    if (out.errored) throw out.errored;
    if (out.writableNeedDrain) await new Promise<void>((resolve) => out.once('drain', resolve));
  };
  async function add(file: ZipDeflate | ZipPassThrough, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    zip.add(file);
    for await (const piece of pieces) {
      file.push(piece);
      await settled();
    }
    file.push(new Uint8Array(), true);
    await settled();
  }
  return {
    text: (name: string, pieces: Iterable<string> | AsyncIterable<string>): Promise<void> =>
      add(new ZipDeflate(name, { level: 6 }), encoded(pieces)),
    /** What is packed already, as it is; returns its name. */
    async stored(name: string, pieces: AsyncIterable<Uint8Array>): Promise<string> {
      await add(new ZipPassThrough(name), pieces);
      return name;
    },
    async end(): Promise<void> {
      zip.end();
      await settled();
    },
  };
}

async function* encoded(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) yield strToU8(piece);
}
