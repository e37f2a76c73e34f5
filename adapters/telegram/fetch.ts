/** Files people sent: from Telegram's own server and nowhere else, up to a limit that is kept while reading (law 8). */
import { z } from 'zod';
import type { Recipe } from '../contract.ts';
import { FetchError } from '../errors.ts';
import { type Call, CallError } from './call.ts';
import type { FileRecipe } from './content.ts';

const recipeShape = z.object({ file: z.string().min(1), unique: z.string() });

export interface FileSource {
  call: Call;
  apiRoot: string;
  token: string;
}

/** @throws FetchError; its text never holds the address, which holds the token. */
export async function fetchFile(
  recipe: Recipe,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
  source: FileSource,
): Promise<Uint8Array> {
  const known = recipeShape.safeParse(recipe);
  if (!known.success) throw new FetchError('This is no file of Telegram.', false);
  const path = await pathOf(known.data, signal, source);
  const first = await download(path, { maxBytes, signal }, source);
  // The address is good for an hour; a new one is asked for once.
  const bytes = first ?? (await download(await pathOf(known.data, signal, source), { maxBytes, signal }, source));
  if (bytes === null) throw new FetchError('Telegram does not have this file any more.', false);
  return bytes;
}

async function pathOf({ file }: FileRecipe, signal: AbortSignal, { call }: FileSource): Promise<string> {
  try {
    const { file_path: path } = await call<{ file_path?: string }>('getFile', { file_id: file }, { signal });
    if (path === undefined) throw new FetchError('Telegram is still getting this file ready.', true);
    // A server of one's own hands out paths of its own disk, which are not ours to read.
    if (path.startsWith('/')) throw new FetchError('This server gives its files by path, not by address.', false);
    return path;
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    const { problem } = error;
    if (problem.kind !== 'refused' || problem.code === 429) throw new FetchError('Telegram cannot be asked now.', true);
    if (/too big/i.test(problem.description))
      throw new FetchError('Telegram gives bots files of at most 20 MB.', false);
    throw new FetchError(`Telegram refuses this file (${problem.code}).`, false);
  }
}

/** Null: there is nothing at this address (any more). */
async function download(
  path: string,
  { maxBytes, signal }: { maxBytes: number; signal: AbortSignal },
  { apiRoot, token }: FileSource,
): Promise<Uint8Array | null> {
  const url = `${apiRoot}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`;
  let response: Response;
  try {
    response = await fetch(url, { redirect: 'error', signal });
  } catch {
    throw new FetchError('The file could not be read from Telegram.', true);
  }
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) return null;
    throw new FetchError(`Telegram answered ${response.status} for this file.`, response.status >= 500);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > maxBytes) break;
      chunks.push(chunk);
    }
  } catch {
    throw new FetchError('The file broke off while it was read.', true);
  }
  if (size > maxBytes) throw new FetchError(`The file is larger than ${maxBytes} bytes.`, false);
  return Buffer.concat(chunks);
}
