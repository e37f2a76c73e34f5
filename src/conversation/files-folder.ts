/** Where the files of a conversation lie: a code under its chat's key, which nobody can make once the chat is forgotten. */
import type { Ask } from './record.ts';

/** @throws Error when the chat is not known: nothing can be kept for it then. */
export const filesFolder = (ask: Ask, chat: string, conversation: string): Promise<string> =>
  codeOf(ask, { chat, what: 'files', text: conversation });

/** How the names of files begin that hold one member's part of a group: they go when the member's part does. */
export const filesOfMember = (ask: Ask, chat: string, person: string): Promise<string> =>
  codeOf(ask, { chat, what: 'files of', text: person });

async function codeOf(ask: Ask, args: { chat: string; what: string; text: string }): Promise<string> {
  const code = await ask('code', args);
  if (code === null) throw new Error('Nothing can be kept for a chat that is not known (any more).');
  return code;
}
