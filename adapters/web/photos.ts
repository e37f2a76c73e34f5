/** Photos on their way from the page: each is uploaded by itself, kept for a day, and named by the message that brings it. */
import type { IncomingMessage } from 'node:http';
import type { Desk } from './desk.ts';
import { rasterType } from './raster.ts';
import { refusal } from './refusals.ts';
import { type ChatRoute, failure, say } from './routes.ts';

/** Largest photo that is taken; the page sends about a tenth of that. */
export const PHOTO_BYTES = 10_000_000;

export function connectPhotos(chatRoute: ChatRoute, desk: Pick<Desk, 'keepPhoto' | 'photo'>): void {
  chatRoute('post', '/photos', async (chat, request, response) => {
    const bytes = await bytesOf(request);
    if (bytes === null) {
      // What is still on its way is not waited for.
      response.setHeader('connection', 'close');
      return say(response, 413, failure('A photo may have 10 MB at most.', 'Send a smaller one.'));
    }
    if ((await rasterType(bytes)) === null)
      return say(response, 415, failure('This is no picture I can look at.', 'Send it as JPEG, PNG, WebP or GIF.'));
    const photo = await desk.keepPhoto(chat, bytes);
    switch (photo.status) {
      case 'kept':
        return say(response, 201, { photo: photo.name });
      case 'refused':
        return say(response, 415, failure('I cannot open this picture.', 'Send it again, or take a new one.'));
      case 'no consent': {
        const { status, body } = refusal({ status: 'refused', reason: 'no consent' });
        return say(response, status, body);
      }
      default:
        return photo satisfies never;
    }
  });

  chatRoute('get', '/photos/:photo', async (chat, request, response) => {
    const bytes = await desk.photo(chat, String(request.params.photo), 'small').catch(() => null);
    const type = bytes && (await rasterType(bytes));
    if (!bytes || !type) return say(response, 404, failure('This photo is gone: it was erased, or its time is over.'));
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, 'cache-control': 'no-store' });
    response.end(bytes);
  });
}

/** Null as soon as there is more than a photo may have. */
async function bytesOf(request: IncomingMessage): Promise<Uint8Array | null> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > PHOTO_BYTES) return null;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
