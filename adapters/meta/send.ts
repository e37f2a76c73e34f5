/** Files on their way out. */
import type { Host } from '../contract.ts';
import type { GraphResult } from './graph.ts';

/** The upload before a send came to nothing, so the send did not happen either. */
export class UploadRefused extends Error {
  readonly result: GraphResult;
  constructor(result: GraphResult) {
    super('The file was not taken.');
    this.name = 'UploadRefused';
    // An upload whose answer is lost has shown nobody anything: it can simply be made again.
    this.result =
      result.status === 'failed'
        ? result
        : {
            status: 'failed',
            error: { kind: 'platform trouble', failure: { retryable: true, reason: 'the upload was not confirmed' } },
          };
  }
}

/** The bytes of a file to upload: one of the reply's, or text that did not fit messages. */
export async function uploadedBytes(
  upload: { file: string } | { text: string },
  file: Host['file'],
): Promise<Uint8Array<ArrayBuffer>> {
  if ('text' in upload) return new Uint8Array(Buffer.from(upload.text, 'utf8'));
  try {
    return new Uint8Array(await file(upload.file));
  } catch {
    throw new UploadRefused({
      status: 'failed',
      error: { kind: 'media refused', failure: { retryable: false, reason: 'the file is not kept any more' } },
    });
  }
}
