/** Erasing a chat from outside of it: a platform passes on that a person wants their data deleted. */
import type { Address } from '../../adapters/contract.ts';
import { filesFolder } from '../conversation/files-folder.ts';
import { chatName, personName } from '../conversation/names.ts';
import type { Notice } from '../conversation/notices.ts';
import type { Ask } from '../conversation/record.ts';
import { type Erasing, eraseElsewhere } from './erase.ts';

export interface ForgetChatOptions extends Erasing {
  ask: Ask;
  secret: Buffer;
  notice: () => Notice;
}

/** Resolves once nothing of the chat is left. @throws what the store throws; the platform asks again. */
export async function forgetChat(options: ForgetChatOptions, address: Address): Promise<void> {
  const { ask, secret, notice } = options;
  const chat = chatName(secret, address);
  const threads = await ask('threads', { chat });
  const folders = await Promise.all(threads.map(({ conversation }) => filesFolder(ask, chat, conversation)));
  const { conversations } = await ask('forget', {
    chat,
    notice: notice().version,
    language: 'en',
    person: personName(secret, address, address.chat),
    mark: false,
  });
  await eraseElsewhere(options, { conversations, remembered: [], folders, whole: true });
}
