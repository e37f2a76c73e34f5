/**
 * Photos that the page uploads before a message brings them: made safe before anything of them is stored. The message then
 * names the file, which is its picture from there on and goes as all pictures do.
 */
import { createHash } from 'node:crypto';
import { filesFolder } from '../conversation/files-folder.ts';
import type { Ask } from '../conversation/record.ts';
import { drawnOn, type Files, UPLOADED } from '../media/files.ts';
import { normalise, type PictureRefusal, smallCopy } from '../media/normalise.ts';

export interface UploadOf {
  chat: string;
  conversation: string;
  bytes: Uint8Array;
}

export interface Uploads {
  ask: Ask;
  files: Pick<Files, 'put'>;
}

export type Uploaded = { status: 'kept'; name: string } | { status: 'refused'; why: PictureRefusal };

/** @throws Error when the chat is not known: nothing can be kept for it then. */
export async function keepUpload({ ask, files }: Uploads, { bytes, ...place }: UploadOf): Promise<Uploaded> {
  const result = await normalise(bytes);
  if (result.status === 'refused') return result;
  const folder = await filesFolder(ask, place.chat, place.conversation);
  const name = await uploadName(ask, { ...place, bytes: result.picture.bytes });
  if (name === null) throw new Error('Nothing can be kept for a chat that is not known (any more).');
  const id = await files.put(folder, name, result.picture.bytes);
  await files.put(folder, smallName(id), await smallCopy(result.picture.bytes));
  return { status: 'kept', name };
}

/** What the small copy of an upload is called; it goes with it. */
export const smallName = (id: string): string => `${drawnOn(id)}small`;

/** What an upload of these bytes is called: where a file has that name, it was made safe. Null: the chat is not known. */
export async function uploadName(ask: Ask, { chat, bytes }: Pick<UploadOf, 'chat' | 'bytes'>): Promise<string | null> {
  const code = await ask('code', { chat, what: 'upload', text: createHash('sha256').update(bytes).digest('hex') });
  return code && `${UPLOADED}${code}`;
}
