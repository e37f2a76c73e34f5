/** Where the files of a conversation lie: a code under its chat's key, which nobody can make once the chat is forgotten. */
import type { Ask } from '../conversation/record.ts';

/** @throws Error when the chat is not known: nothing can be kept for it then. */
export async function filesFolder(ask: Ask, chat: string, conversation: string): Promise<string> {
  const code = await ask('code', { chat, what: 'files', text: conversation });
  if (code === null) throw new Error('Nothing can be kept for a chat that is not known (any more).');
  return code;
}
