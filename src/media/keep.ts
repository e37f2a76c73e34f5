/**
 * Where bytes of a conversation lie: a folder a conversation, files named by an HMAC of their bytes under the conversation's own
 * key. The same picture in two chats has two names, so nobody can find out by a name where else it was seen (law 3).
 */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Keep {
  /** Writes the bytes through to the disk and returns their name. Bytes that are kept already are not written again. */
  put(conversation: string, bytes: Uint8Array): Promise<string>;
  /** Where a file lies, for whoever reads it by path. */
  path(conversation: string, name: string): string;
  /** @throws the system's error when it is gone */
  get(conversation: string, name: string): Promise<Buffer>;
  remove(conversation: string, name: string): Promise<void>;
  /** Everything of the conversation. */
  erase(conversation: string): Promise<void>;
}

/** Names are ours (base64url), so no part of a path ever comes from outside. */
const NAME = /^[\w-]{22}$/;

export function openKeep(folder: string, secret: Buffer): Keep {
  const folderOf = (conversation: string) => join(folder, checked(conversation));
  const path = (conversation: string, name: string) => join(folderOf(conversation), checked(name));

  return {
    path,
    async put(conversation, bytes) {
      const name = nameOf(secret, conversation, bytes);
      const to = path(conversation, name);
      await mkdir(folderOf(conversation), { recursive: true, mode: 0o700 });
      // Whole or not at all: a crash leaves a passing name that nobody reads, and the next erasure takes it along.
      const passing = join(folderOf(conversation), `.${randomBytes(8).toString('hex')}`);
      const file = await open(passing, 'wx', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(passing, to);
      return name;
    },
    get: (conversation, name) => readFile(path(conversation, name)),
    remove: (conversation, name) => rm(path(conversation, name), { force: true }),
    erase: (conversation) => rm(folderOf(conversation), { recursive: true, force: true }),
  };
}

function checked(name: string): string {
  if (!NAME.test(name)) throw new Error('This is not the name of anything that is kept.');
  return name;
}

function nameOf(secret: Buffer, conversation: string, bytes: Uint8Array): string {
  const key = createHmac('sha256', secret)
    .update(JSON.stringify(['media', conversation]))
    .digest();
  return createHmac('sha256', key).update(bytes).digest().subarray(0, 16).toString('base64url');
}
