/** A reply as Instagram's messages. Pure. */
import type { Address, OutPart, Reply, ReplyFile } from '../contract.ts';
import { SEND_API_FILES } from '../meta/limits.ts';
import { asParts, fileBody, type SendBody, sendBodies } from '../meta/send-api.ts';
import type { Piece } from '../text/pieces.ts';
import { plainPieces } from '../text/plain-pieces.ts';
import { CAPABILITIES, IMAGE_TYPES } from './limits.ts';

/** `uploads`: only accounts behind a page take files that do not lie on the web already. */
export async function encodeReply(reply: Reply, address: Address, uploads: boolean): Promise<OutPart[]> {
  const pieces = await piecesOf(reply.markdown, reply.kind);
  const bodies: SendBody[] = [];
  for (const file of reply.files ?? []) bodies.push(...(await fileBodies(file, uploads)));
  return asParts(sendBodies(reply, pieces, bodies), address);
}

const piecesOf = (markdown: string, kind: Reply['kind']): Promise<Piece<string>[]> =>
  plainPieces(markdown, {
    limit: CAPABILITIES.text.limit,
    unit: 'byte',
    parts: CAPABILITIES.parts,
    // Previews cannot be switched off, so no link of the model's may open by itself (law 8).
    links: kind === 'answer' ? 'without scheme' : 'as they are',
  });

/** What cannot be shown is said: a picture never says more than its text. */
async function fileBodies(file: ReplyFile, uploads: boolean): Promise<SendBody[]> {
  if (uploads && file.kind === 'image' && IMAGE_TYPES.includes(file.mime) && file.bytes <= SEND_API_FILES.imageBytes)
    return [fileBody(file)];
  const pieces = await piecesOf(`🖼 ${file.alt ?? file.name}`, 'answer');
  return pieces.map(({ text }): SendBody => ({ message: { text } }));
}
