/** A reply as Messenger's messages. Pure. */
import type { Address, OutPart, Reply } from '../contract.ts';
import { SEND_API_FILES } from '../meta/limits.ts';
import { asParts, fileBody, type SendBody, sendBodies } from '../meta/send-api.ts';
import { plainPieces } from '../text/plain-pieces.ts';
import { CAPABILITIES } from './limits.ts';

export async function encodeReply(reply: Reply, address: Address): Promise<OutPart[]> {
  const pieces = await plainPieces(reply.markdown, {
    limit: CAPABILITIES.text.limit,
    unit: 'utf16',
    parts: CAPABILITIES.parts,
    // Previews cannot be switched off, so no link of the model's may open by itself (law 8).
    links: reply.kind === 'answer' ? 'without scheme' : 'as they are',
  });
  const files = (reply.files ?? []).map((file): SendBody => {
    const body = fileBody(file);
    return file.kind === 'image' && file.bytes > SEND_API_FILES.imageBytes
      ? { ...body, upload: { ...body.upload!, type: 'file' } }
      : body;
  });
  return asParts(sendBodies(reply, pieces, files), address);
}
